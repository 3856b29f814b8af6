"""Free ports of the loopback address, below the range that outgoing connections use."""

import random
import socket

FIRST, LAST = 20000, 31999


def free(count, taken=()):
    """`count` different ports that nothing listens on now."""
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
