"""Reads what the checker compares from the running servers: PostgreSQL by psql, Kafka by kcat."""

import hashlib
import os
import subprocess
import time

import wire
from history import CONTEXTS, Store, StoreEvent, TopicRecord

EVENTS = """COPY (
  SELECT event.tenant, event.stream, event.version, event.id, event.type,
         encode(sha256(event.body), 'hex'), encode(event.metadata, 'hex'),
         coalesce(stream.partition_key, ''), coalesce(stream.aggregate, ''),
         CASE WHEN stream.aggregate IN ('setting', 'pool') THEN encode(event.body, 'hex') END
    FROM event LEFT JOIN stream ON stream.tenant = event.tenant AND stream.id = event.stream
   ORDER BY event.position) TO STDOUT"""
COMMANDS = "COPY (SELECT tenant, id FROM command) TO STDOUT"
STREAMS = "COPY (SELECT tenant, id, version, partition_key FROM stream) TO STDOUT"
NULL = r"\N"


def topic_of(context):
    return f"kinward.{context}.events.v1"


def psql(stack, context, sql):
    """One statement's rows, each a list of texts. Raises when PostgreSQL does not answer."""
    where = stack.endpoints()["postgres"]
    with open(where["password_file"], encoding="ascii") as file:
        password = file.read().strip()
    done = subprocess.run(
        ["psql", "-XqtA", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", where["host"], "-p",
         str(where["port"]), "-U", where["user"], "-d", where["databases"][context], "-c", sql],
        env={**os.environ, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "2"},
        capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"psql: {done.stderr.strip()}")
    return [line.split("\t") for line in done.stdout.splitlines()]


def read_store(stack, context):
    store = Store()
    for (council, stream, version, event, kind, digest, metadata, key, aggregate,
         body) in psql(stack, context, EVENTS):
        cause = wire.text(wire.fields(bytes.fromhex(metadata)), 2)
        store.events.append(StoreEvent(
            context, council, stream, int(version), event, kind, digest, cause, key, aggregate,
            b"" if body == NULL else bytes.fromhex(body)))
    store.commands = [(council, command) for council, command in psql(stack, context, COMMANDS)]
    store.streams = {(council, stream): (int(version), key)
                     for council, stream, version, key in psql(stack, context, STREAMS)}
    return store


def read_stores(stack):
    return {context: read_store(stack, context) for context in CONTEXTS}


def kcat(stack, *words):
    done = subprocess.run(["kcat", "-b", stack.endpoints()["kafka"], *words], capture_output=True,
                          check=False)
    if done.returncode != 0:
        raise OSError(f"kcat {words[0]}: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.stdout


def end_offsets(stack, context):
    """{partition: the offset that comes next} of a context's topic."""
    topic = topic_of(context)
    listed = kcat(stack, "-L", "-t", topic).decode()
    partitions = listed.count("    partition ")
    places = [word for partition in range(partitions)
              for word in ("-t", f"{topic}:{partition}:-1")]
    if not places:
        return {}
    ends = {}
    for line in kcat(stack, "-Q", *places).decode().splitlines():
        name, _, rest = line.partition(" [")
        if name == topic:
            partition, _, offset = rest.partition("] offset ")
            ends[int(partition)] = int(offset)
    return ends


def read_topic(stack, context):
    """Every record of a context's topic, each partition's in its order."""
    data = kcat(stack, "-C", "-q", "-e", "-o", "beginning", "-t", topic_of(context),
                "-X", "check.crcs=true", "-f", "%p %o %S %h\n%s\n")
    return list(parse_records(context, data))


def parse_records(context, data):
    at = 0
    while at < len(data):
        line_end = data.index(b"\n", at)
        partition, offset, size, headers = data[at:line_end].decode().split(" ", 3)
        body = data[line_end + 1:line_end + 1 + int(size)]
        at = line_end + 1 + int(size) + 1
        header = dict(one.split("=", 1) for one in headers.split(","))
        yield TopicRecord(context, int(partition), int(offset), header["ce_kinwardcouncil"],
                          header["ce_subject"], int(header["ce_sequence"]), header["ce_id"],
                          header["ce_type"], hashlib.sha256(body).hexdigest(),
                          header.get("ce_kinwardgeneration", "1"))


def outbox_rows(stack):
    return sum(int(psql(stack, context, "SELECT count(*) FROM outbox")[0][0])
               for context in CONTEXTS)


def newest_positions(stack):
    return {context: int(psql(stack, context, "SELECT coalesce(max(position), 0) FROM event")[0][0])
            for context in CONTEXTS}


def unpublished(stack, positions):
    """Contexts in which an event up to those positions still waits for Kafka."""
    return [context for context, position in positions.items()
            if psql(stack, context,
                    f"SELECT 1 FROM outbox WHERE position <= {int(position)} LIMIT 1")]


def unheard(stack):
    """Partitions that a service's reactions have begun and not heard to the end."""
    ends = {context: end_offsets(stack, context) for context in CONTEXTS}
    behind = []
    for context in CONTEXTS:
        heard = {(topic, int(partition)): int(following) for topic, partition, following in
                 psql(stack, context, "SELECT topic, partition, next FROM reaction_offset")}
        topics = {topic for topic, _ in heard}
        behind += [f"{context} ← {topic_of(source)}/{partition}"
                   for source in CONTEXTS if topic_of(source) in topics
                   for partition, end in ends[source].items()
                   if heard.get((topic_of(source), partition), 0) < end]
    return behind


def views_key(stack, bucket, name):
    """The key of a bucket's bookkeeping in the active version of the views."""
    return f"{{b{bucket:02d}}}:v{redis_cli(stack, 'GET', 'views:active')[0]}:{name}"


def redis_cli(stack, *words):
    done = subprocess.run(["redis-cli", "-p", str(stack.port("redis")), *words],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise OSError(f"redis-cli {words[0]}: {done.stderr.strip()}")
    return done.stdout.splitlines()


def unseen(stack):
    """Partitions that the views have not read to the end, and streams they have set aside."""
    behind = []
    for context in CONTEXTS:
        for partition, end in end_offsets(stack, context).items():
            stored = redis_cli(stack, "HGET", views_key(stack, partition, "offsets"), context)
            following = int(stored[0].partition(":")[2] or 0) if stored and stored[0] else 0
            if following < end:
                behind.append(f"the views stand at {following} of {end} in "
                              f"{topic_of(context)}/{partition}")
            if context == CONTEXTS[0]:
                behind += [f"the views have set aside {line}" for line in
                           redis_cli(stack, "HGETALL", views_key(stack, partition, "parked")) if line]
    return behind


def await_views(stack, patience=60.0):
    """What the views have still not read after so long; nothing when they have read all."""
    deadline = time.monotonic() + patience
    while (behind := unseen(stack)) and time.monotonic() < deadline:
        time.sleep(0.3)
    return behind


def parked(stack):
    return sum(int(psql(stack, context, "SELECT count(*) FROM parked")[0][0])
               for context in CONTEXTS)


def await_rest(stack, patience=180.0, quiet_for=2.0):
    """Returns "" once nothing moves any more, else what still does."""
    deadline, last, since, moving = time.monotonic() + patience, None, 0.0, "unknown"
    while time.monotonic() < deadline:
        try:
            positions, waiting = newest_positions(stack), outbox_rows(stack)
            behind = unheard(stack)
        except OSError as failure:
            moving, last = str(failure), None
            time.sleep(0.5)
            continue
        if positions != last or waiting or behind:
            last, since = positions, time.monotonic()
            moving = f"{waiting} rows wait for Kafka, unheard: {behind[:3]}"
        elif time.monotonic() - since >= quiet_for:
            return ""
        time.sleep(0.3)
    return moving
