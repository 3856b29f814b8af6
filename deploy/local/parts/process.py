"""Long-lived processes, known by pid and start time: a reused pid is never taken for ours."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def start(command, log, cwd=None, env=None):
    """Starts `command` in a session of its own, both outputs appended to the file `log`."""
    Path(log).parent.mkdir(parents=True, exist_ok=True)
    with open(log, "ab") as output:
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd=cwd,
            env={**os.environ, **(env or {})}, start_new_session=True, close_fds=True)
    return {"pid": child.pid, "started": start_time(child.pid), "log": str(log)}


def start_time(pid):
    """The kernel's start tick of a living process; None of one that is gone or a zombie."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def alive(process):
    """Is the process that `start` returned still the one with that pid?"""
    if not process or process["started"] is None:
        return False
    return start_time(process["pid"]) == process["started"]


def reap():
    """Collects children that ended, so that no zombies stay."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def stop(process, gentle=signal.SIGTERM, patience=10.0):
    """Asks, waits, then kills. Safe on what is gone already."""
    if not alive(process):
        return
    send(process, gentle)
    if not until(lambda: gone(process), patience):
        send(process, signal.SIGKILL)
        until(lambda: gone(process), 5.0)


def send(process, number):
    try:
        if alive(process):
            os.kill(process["pid"], number)
    except ProcessLookupError:
        pass


def gone(process):
    reap()
    return not alive(process)


def until(holds, patience, pause=0.05):
    """Polls `holds` until it is true or `patience` seconds are over; says which."""
    deadline = time.monotonic() + patience
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def accepts(port):
    """Does something listen on this port of the loopback address?"""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", int(port))) == 0
