"""A private Redis: appends to its file every second, never evicts, loopback only."""

import subprocess
from pathlib import Path


def prepare(folder):
    (Path(folder).absolute() / "redis").mkdir(parents=True, exist_ok=True)


def command(folder, port):
    return ["redis-server", "--port", str(port), "--bind", "127.0.0.1",
            "--dir", str(Path(folder).absolute() / "redis"), "--appendonly", "yes",
            "--appendfsync", "everysec", "--save", "", "--maxmemory-policy", "noeviction",
            # What is replayed after a kill: at the default of 64 MB it takes three seconds.
            "--auto-aof-rewrite-min-size", "16mb",
            "--daemonize", "no"]


def ready(port):
    asked = subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True, text=True,
                           check=False)
    return asked.stdout.strip() == "PONG"
