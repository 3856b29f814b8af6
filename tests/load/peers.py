"""The harness of peers and limits, which lies beside the project, and our own programs."""

import json
import os
import subprocess
import sys
from pathlib import Path

from figures import ROOT

FOLDER = Path(os.environ.get("PEERS") or ROOT.parent / "shared" / "peers")


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def program(name):
    folder = os.environ.get("KINWARD_BIN_DIR") or (
        ROOT / "build" / (os.environ.get("BUILD") or "release"))
    return str(Path(folder) / name)


def set_up():
    """Installs the peers once. Raises SystemExit when there is nothing to measure beside."""
    if not (FOLDER / "setup.sh").exists():
        raise SystemExit(f"bench: no peers in {FOLDER}: name their folder in PEERS")
    if run([str(FOLDER / "setup.sh")]).returncode != 0:
        raise SystemExit("bench: the peers cannot be set up")


def run(words, **environment):
    done = subprocess.run(words, capture_output=True, text=True, check=False,
                          env={**os.environ, **{name: str(one) for name, one in environment.items()}})
    if done.returncode != 0:
        say(f"{Path(words[0]).name} failed: {done.stderr.strip()[-400:]}")
    return done


def lines_of(words, **environment):
    """The JSON lines that a program printed. Raises when it failed: nothing is left out quietly."""
    done = run(words, **environment)
    if done.returncode != 0:
        raise SystemExit(f"bench: {Path(words[0]).name} did not finish")
    for line in sorted(set(done.stderr.splitlines())):
        if not line.startswith("{"):
            say(line)
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def peer(script, **environment):
    """{(bench, peer, metric): value} of one script of the harness."""
    found = lines_of([str(FOLDER / script)], **environment)
    return {(one["bench"], one["peer"], one["metric"]): float(one["value"]) for one in found}


def ours(name, *words):
    """The one line that a benchmark program of ours prints."""
    return lines_of([program(name), *[str(word) for word in words]])[-1]


def conninfo(database):
    return (f"host={os.environ['PGHOST']} port={os.environ['PGPORT']} "
            f"user={os.environ['PGUSER']} dbname={database}")
