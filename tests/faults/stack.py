"""One private stack for one run: started by deploy/local/stack, its processes known by pid and start."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy" / "local"))
from parts import files, kafka, postgres, process, redis, services  # noqa: E402

COUNCIL = "wolverhampton"
PUBLISH_PATIENCE = 60.0


class Stack:
    def __init__(self, folder):
        self.folder = Path(folder).absolute()
        os.environ["KINWARD_RUN_DIR"] = str(self.folder)

    def start(self):
        """A fresh stack with the catalogue published. Raises SystemExit with the reason."""
        self.command("up", "--fresh")
        deadline = time.monotonic() + PUBLISH_PATIENCE
        while True:
            done = self.kinwardctl("--council", COUNCIL, "catalogue", "--folder",
                                   str(ROOT / "services" / "eligibility" / "catalogue"), "publish")
            if done.returncode == 0:
                return
            if time.monotonic() > deadline:
                raise SystemExit(f"faults: the catalogue cannot be published: {done.stderr}")
            time.sleep(0.5)

    def stop(self, keep):
        """`keep` leaves the logs and the data behind for whoever reads the failure."""
        self.command("down" if keep else "clean")
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *words):
        done = subprocess.run([sys.executable, str(ROOT / "deploy" / "local" / "stack"), *words],
                              stdout=sys.stderr, check=False)
        if done.returncode != 0:
            raise SystemExit(f"faults: stack {words[0]} failed")

    def kinwardctl(self, *words):
        program = services.binary("gateway").with_name("kinwardctl")
        return subprocess.run([str(program), *words], capture_output=True, text=True, check=False)

    def endpoints(self):
        found = files.read_json(self.folder / "endpoints.json")
        if found is None:
            raise OSError("no endpoints.json: the stack is not running")
        return found

    def partners(self):
        return files.read_json(self.folder / "partners.json", [])

    def part(self, name):
        """{pid, started, log} of a server or service, as the supervisor knows it now."""
        return files.read_json(self.folder / "state.json", {}).get("parts", {}).get(name)

    def restarts(self):
        parts = files.read_json(self.folder / "state.json", {}).get("parts", {})
        return {name: part["restarts"] for name, part in parts.items()}

    def port(self, name):
        return files.read_json(self.folder / "ports.json", {}).get(name, 0)

    def kill(self, name, number):
        """Sends a signal to the living process of that name; returns what it was, None if it is down."""
        part = self.part(name)
        if not process.alive(part):
            return None
        process.send(part, number)
        return part

    def replaced(self, name, old):
        """Does another process than `old` run under that name?"""
        now = self.part(name)
        return now is not None and now["pid"] != old["pid"] and process.alive(now)

    def ready(self, name):
        if name == "kafka":
            return kafka.ready(self.port("kafka"))
        if name == "redis":
            return redis.ready(self.port("redis"))
        if name == "postgres":
            return postgres.ready(self.folder, self.port("postgres"))
        return services.ready(self.port(f"{name}.admin"))
