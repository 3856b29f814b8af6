"""The running services: a command through gRPC, how fresh the views are, memory, how fast it starts."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from figures import ROOT, at_least, at_most, within
from peers import ours, peer, run, say

sys.path.insert(0, str(ROOT / "tests" / "faults"))
import evidence  # noqa: E402
from stack import Stack  # noqa: E402

SERVICES = ("intake", "eligibility", "scheduling", "outcomes", "projection", "gateway")
IN_FLIGHT, SECONDS = 16, 2
RATE = 300            # acknowledged events a second
WARM_MINUTES = 1.0    # before memory is called flat
FLAT = 1.10           # at the end, of what it was after that


class Running:
    """A stack of its own for one group of figures."""

    def __init__(self, name):
        self.stack = Stack(ROOT / "build" / (os.environ.get("BUILD") or "release") / f"bench-{name}")

    def __enter__(self):
        self.stack.start()
        return self

    def __exit__(self, *_):
        self.stack.stop(keep=False)

    def load(self, *words):
        return ours("load_bench", self.stack.folder / "config" / "projection.yaml", *words)

    def limit(self):
        """pgbench on the very server that the services use."""
        where = self.stack.endpoints()["postgres"]
        with open(where["password_file"], encoding="ascii") as file:
            password = file.read().strip()
        return peer("append/limit.sh", PEERS_SECS=SECONDS, PGHOST=where["host"],
                    PGPORT=where["port"], PGUSER=where["user"], PGPASSWORD=password,
                    PGDATABASE="postgres")

    def rest(self):
        moving = evidence.await_rest(self.stack) or evidence.await_views(self.stack)
        if moving:
            raise SystemExit(f"bench: the stack does not come to rest: {moving}")

    def without(self, names, work):
        """With these held still: they are there and do nothing."""
        for name in names:
            self.stack.kill(name, signal.SIGSTOP)
        try:
            return work()
        finally:
            for name in names:
                self.stack.kill(name, signal.SIGCONT)

    def memory(self):
        """{service: resident MB}."""
        return {name: resident(self.stack.part(name)["pid"]) for name in SERVICES}


def resident(pid):
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Watch:
    """Memory of all services, once a second while the block runs."""

    def __init__(self, running):
        self.running, self.samples, self.ending = running, [], threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self):
        while not self.ending.wait(1.0):
            self.samples.append((time.monotonic(), self.running.memory()))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.thread.join()

    def most(self):
        return {name: max(one[name] for _, one in self.samples) for name in SERVICES}

    def growth(self):
        """The largest service's memory at the end, of its memory after the warm-up."""
        begun = self.samples[0][0]
        warm = next(one for when, one in self.samples if when - begun >= WARM_MINUTES * 60)
        return {name: self.samples[-1][1][name] / warm[name] for name in SERVICES}


def command(rounds):
    with Running("command") as running:
        limits, alone, stopped, going = [], [], [], []
        for number in range(rounds):
            limits.append(running.limit())
            stopped.append(running.without(("kafka", "projection"), lambda: running.load(
                "commands", IN_FLIGHT, SECONDS)))
            running.rest()
            going.append(running.load("commands", IN_FLIGHT, SECONDS))
            running.rest()
            alone.append(running.without(("kafka", "projection"), lambda: running.load(
                "commands", 1, SECONDS)))
            running.rest()
            say(f"command: round {number + 1} of {rounds}")

    def limit(count, metric):
        return [one[(f"append.c{count}", "limit:pgbench", metric)] for one in limits]
    yield at_least("command_relay_stopped", [one["ops_per_s"] for one in stopped],
                   limit(16, "ops_per_s"), "commands/s", 0.35)
    yield at_least("command_relay_running", [one["ops_per_s"] for one in going],
                   limit(16, "ops_per_s"), "commands/s", 0.2)
    yield at_most("command_alone_p50", [one["p50_ms"] for one in alone], limit(1, "p50_ms"), "ms", 3)


def fresh(rounds, seconds=20):
    with Running("fresh") as running:
        idle = running.memory()
        with Watch(running) as watch:
            found = [running.load("fresh", RATE, seconds) for _ in range(rounds)]
        running.rest()
    faults = sum(one["faults"] for one in found)
    if faults:
        raise SystemExit(f"bench: {faults} amendments failed or were not seen")
    yield within("reply_to_visible_p50", [one["p50_ms"] for one in found], "ms", 20)
    yield within("reply_to_visible_p99", [one["p99_ms"] for one in found], "ms", 200)
    for name in SERVICES:
        yield within(f"memory_idle_{name}", [idle[name]], "MB", 60)
        yield within(f"memory_load_{name}", [watch.most()[name]], "MB", 250)
    if seconds * rounds >= 600:
        for name, grown in watch.growth().items():
            yield within(f"memory_flat_{name}", [grown], "x", FLAT)


def lasting(_rounds):
    """Ten minutes under load: memory must stay where it is."""
    yield from fresh(1, 660)


def start(rounds):
    took = []
    with Running("start") as running:
        for _ in range(rounds):
            running.stack.command("down")
            begun = time.monotonic()
            running.stack.command("up")
            took.append(time.monotonic() - begun)
    yield within("up_warm", took, "s", 25)


def build(_rounds):
    """Everything from nothing, without the compiler's cache."""
    folder = ROOT / "build" / "bench-build"
    shutil.rmtree(folder, ignore_errors=True)
    begun = time.monotonic()
    for words in (["cmake", "--preset", "release", "-B", str(folder)], ["ninja", "-C", str(folder)]):
        subprocess.run(words, cwd=ROOT, check=True, stdout=sys.stderr,
                       env={**os.environ, "CCACHE_DISABLE": "1"})
    took = time.monotonic() - begun
    shutil.rmtree(folder, ignore_errors=True)
    yield within("fresh_build", [took / 60], "min", 12)
