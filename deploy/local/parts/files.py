"""Small files that others read while we write them."""

import json
import os
import secrets
from pathlib import Path


def write(path, text, mode=0o644):
    """Replaces `path` at once: a reader sees the old file or the new one, never half of one."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    os.replace(part, path)


def write_json(path, value, mode=0o644):
    write(path, json.dumps(value, indent=1) + "\n", mode)


def read_json(path, absent=None):
    try:
        return json.loads(Path(path).read_text())
    except (OSError, ValueError):
        return absent


def secret(path, size=32):
    """The secret kept in `path`, in hexadecimal; made on first use, readable by its owner alone."""
    path = Path(path)
    if not path.exists():
        write(path, secrets.token_hex(size) + "\n", 0o600)
    return path.read_text().strip()
