"""A private PostgreSQL: its own data folder, one role with a password, loopback only."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from parts import files, process

ROLE = "kinward"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "max_connections": "200",
    "checkpoint_timeout": "15min",
    "autovacuum_naptime": "5s",
    "jit": "off",
    # Statements carry people's data: none may reach the log, failed ones neither.
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
}


def binaries():
    """The folder of initdb and postgres; Debian keeps it out of PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not versions:
        raise SystemExit("PostgreSQL is not installed: run `make setup`")
    return versions[-1].parent


def as_owner(command):
    """PostgreSQL refuses to run as root; the packaged user runs it then."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *command]


def give_to_owner(path):
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(path, owner.pw_uid, owner.pw_gid)


def data_folder(folder):
    """In `folder`, or where that user can reach it when the checkout lies under /root."""
    folder = Path(folder).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return folder / "postgres"
    if subprocess.run(as_owner(["test", "-x", str(folder)]), check=False).returncode == 0:
        return folder / "postgres"
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"kinward-postgres-{name}"


def prepare(folder):
    """Makes the data folder on first use. Returns the password file."""
    data, password_file = data_folder(folder), Path(folder) / "secrets" / "pg-password"
    password = files.secret(password_file)
    if (data / "PG_VERSION").exists():
        return password_file
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    give_to_owner(data)
    # initdb, as that user, cannot read our password file: it gets a copy that lives as long as it.
    with tempfile.NamedTemporaryFile("w", prefix="kinward-") as copy:
        copy.write(password + "\n")
        copy.flush()
        give_to_owner(copy.name)
        made = subprocess.run(
            as_owner([str(binaries() / "initdb"), "-D", str(data), "-U", ROLE,
                      "-A", "scram-sha-256", f"--pwfile={copy.name}", "-E", "UTF8",
                      "--no-locale", "--no-instructions"]),
            text=True, capture_output=True, check=False, cwd="/")
    if made.returncode != 0:
        shutil.rmtree(data, ignore_errors=True)
        raise SystemExit(f"initdb failed: {made.stdout}{made.stderr}")
    return password_file


def command(folder, port):
    settings = [part for key, value in SETTINGS.items() for part in ("-c", f"{key}={value}")]
    return as_owner([str(binaries() / "postgres"), "-D", str(data_folder(folder)),
                     "-p", str(port), *settings])


def stop(running):
    process.stop(running, signal.SIGINT, 20.0)


def psql(folder, port, sql, database="postgres"):
    """Runs one statement; the finished process, with rows as bare text."""
    password = files.secret(Path(folder) / "secrets" / "pg-password")
    return subprocess.run(
        ["psql", "-XqtA", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(port), "-U", ROLE,
         "-d", database, "-c", sql],
        env={**os.environ, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "2"},
        capture_output=True, text=True, check=False)


def ready(folder, port):
    return psql(folder, port, "SELECT 1").returncode == 0


def create_databases(folder, port, names):
    """Creates those of `names` that are not there yet."""
    there = set(psql(folder, port, "SELECT datname FROM pg_database").stdout.split())
    for name in names:
        if name in there:
            continue
        made = psql(folder, port, f'CREATE DATABASE "{name}"')
        if made.returncode != 0:
            raise SystemExit(f"cannot create database {name}: {made.stderr.strip()}")


def remove(folder):
    """Deletes the data folder for good."""
    shutil.rmtree(data_folder(folder), ignore_errors=True)
