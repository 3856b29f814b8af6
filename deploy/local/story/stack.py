"""The stack that the story plays on: started, published to, its clocks moved, stopped."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
STACK = ROOT / "deploy" / "local" / "stack"
COUNCILS = ("wolverhampton", "southwark")


class Stack:
    """One stack in `folder`. It is made fresh: the story begins on empty boards."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.environment = {**os.environ, "KINWARD_RUN_DIR": str(self.folder)}
        binaries = os.environ.get("KINWARD_BIN_DIR") or ROOT / "build" / (os.environ.get("BUILD") or "release")
        self.ctl = str(Path(binaries).absolute() / "kinwardctl")
        self.clock = None
        self.tokens = {}
        self.lock = threading.Lock()

    def up(self):
        if self.call([str(STACK), "up", "--fresh"]).returncode:
            raise SystemExit("demo: the stack does not come up")
        (self.folder / "demo").write_text("made by make demo, which makes it anew each time\n")

    def down(self):
        self.stop_clock()
        self.call([str(STACK), "down"])

    def call(self, command, **how):
        """In a session of its own: Ctrl-C in the terminal is the demo's, not its helpers'."""
        return subprocess.run(command, env=self.environment, check=False, start_new_session=True, **how)

    def read(self, name):
        return json.loads((self.folder / name).read_text())

    def run(self, *words):
        done = self.call([self.ctl, *words], cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"demo: kinwardctl {' '.join(words)} failed: {done.stderr.strip()}")
        return done.stdout.strip()

    def publish(self, council):
        return self.run("--council", council, "catalogue", "publish").splitlines()

    def token(self, role, council, fresh=False):
        with self.lock:
            if fresh or (role, council) not in self.tokens:
                self.tokens[role, council] = self.run("token", "--role", role, "--user",
                                                      f"example-{role}", "--council", council)
            return self.tokens[role, council]

    # ---- the manual clocks ----

    def start_clock(self):
        self.clock = subprocess.Popen([self.ctl, "shell"], env=self.environment, cwd=ROOT, text=True,
                                      stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1,
                                      start_new_session=True)

    def stop_clock(self):
        if self.clock is not None:
            self.clock.terminate()
            self.clock.wait(timeout=10)
            self.clock = None

    def tell(self, line):
        try:
            self.clock.stdin.write(line + "\n")
            self.clock.stdin.flush()
        except BrokenPipeError:
            raise SystemExit("demo: kinwardctl shell has ended") from None
        answer = json.loads(self.clock.stdout.readline() or '{"ok":false}')
        if not answer["ok"]:
            raise SystemExit(f"demo: the clock refused `{line}`")
        return answer

    def set(self, council, time):
        self.tell(f"set {council} {time}")

    def advance(self, council, time):
        """To a local time of Europe/London, firing what falls due on the way; how many timers fired."""
        return self.tell(f"advance {council} {time}")["fired"]

    def idle(self):
        """Returns when nothing is under way: every event is in every service and view."""
        self.tell("idle")


def folder_for_the_demo():
    """.run/ (or $KINWARD_RUN_DIR) if it is free or was the demo's; beside another stack, its demo/."""
    folder = Path(os.environ.get("KINWARD_RUN_DIR") or ROOT / ".run").absolute()
    others = (folder / "state.json").exists() and not (folder / "demo").is_file()
    if others:
        print(f"demo: {folder} is another stack's; playing in {folder / 'demo-stack'}", file=sys.stderr)
        return folder / "demo-stack"
    return folder
