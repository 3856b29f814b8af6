"""Free ports of the loopback address, below the range that outgoing connections use."""

import fcntl
import json
import os
import random
import socket
import tempfile
import time
from pathlib import Path

FIRST, LAST = 20000, 31999
HELD = 120.0  # seconds for which a port that was given out is not given to another stack


def free(count, taken=()):
    """`count` different ports that nothing listens on now and nobody else was given just before."""
    ledger = Path(tempfile.gettempdir()) / f"kinward-ports-{os.getuid()}"
    with open(os.open(ledger, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # two checkouts may start at once
        given = still_held(file.read())
        found = choose(count, {*taken, *map(int, given)})
        given.update({str(port): time.time() for port in found})
        file.seek(0)
        file.truncate()
        json.dump(given, file)
    return found


def still_held(text):
    """The ledger, port → when it was given, without what is old or unreadable."""
    try:
        return {port: when for port, when in json.loads(text or "{}").items()
                if 0 <= time.time() - when < HELD}
    except (ValueError, AttributeError, TypeError):
        return {}


def choose(count, taken):
    found, tried = [], list(range(FIRST, LAST))
    random.shuffle(tried)
    for port in tried:
        if len(found) == count:
            break
        if port not in taken and is_free(port):
            found.append(port)
    return found


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
