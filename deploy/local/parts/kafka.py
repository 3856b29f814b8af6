"""A private Apache Kafka: one node that is broker and controller (KRaft), loopback only."""

import base64
import os
import socket
import struct
import subprocess
import uuid
from pathlib import Path

from parts import files

PARTITIONS = 12
HERE = Path(__file__).resolve().parent.parent / "kafka"


def jars():
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "kinward"
    folder = Path(os.environ.get("KINWARD_CACHE") or default) / "kafka-4.1.0" / "libs"
    if not folder.is_dir():
        raise SystemExit("Kafka's jars are not there: run `make setup`")
    return folder


def prepare(folder, port, controller_port):
    """Writes the properties and formats the log folder on first use."""
    folder = Path(folder).absolute()
    properties = folder / "config" / "kafka.properties"
    files.write(properties, f"""process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{controller_port}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port}
controller.listener.names=CONTROLLER
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={folder}/kafka
num.partitions={PARTITIONS}
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
# A killed broker may register again only when its session is over: the default is 9 seconds.
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
""")
    if (folder / "kafka" / "meta.properties").exists():
        return
    cluster = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "x")
    made = subprocess.run(
        ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", *logging(), "-cp",
         f"{jars()}/*", "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(properties)],
        capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise SystemExit(f"Kafka's log folder cannot be formatted: {made.stdout}{made.stderr}")


def logging():
    return [f"-Dlog4j.configuration=file:{HERE}/log4j.properties"]


def archive():
    """Kafka's classes as the JVM shares them: it halves the work of a start, and may be missing."""
    return jars().parent / "classes.jsa"


def command(folder, option=None):
    return ["java", option or f"-XX:SharedArchiveFile={archive()}",
            "-Xmx512m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true", *logging(), "-cp", f"{jars()}/*", "kafka.Kafka",
            str(Path(folder).absolute() / "config" / "kafka.properties")]


def ready(port):
    """Answers once the broker is registered and serves metadata."""
    listed = subprocess.run(["kcat", "-b", f"127.0.0.1:{port}", "-L", "-m", "2"],
                            capture_output=True, text=True, check=False)
    return listed.returncode == 0 and "broker 1 at" in listed.stdout


def create_topics(port, names, partitions=PARTITIONS, retention_ms=-1):
    """Creates `names` where they do not exist: one CreateTopics request (version 2), no JVM."""
    body = struct.pack(">i", len(names))
    for name in names:
        body += text(name) + struct.pack(">ihi", partitions, 1, 0)
        body += struct.pack(">i", 1) + text("retention.ms") + text(str(retention_ms))
    body += struct.pack(">i?", 15000, False)
    message = struct.pack(">hhi", 19, 2, 1) + text("kinward-stack") + body
    with socket.create_connection(("127.0.0.1", int(port)), 20) as broker:
        broker.sendall(struct.pack(">i", len(message)) + message)
        size = struct.unpack(">i", receive(broker, 4))[0]
        answer = receive(broker, size)
    position = 12  # past correlation id, throttle time and the count
    for _ in names:
        name, position = read_text(answer, position)
        code = struct.unpack_from(">h", answer, position)[0]
        reason, position = read_text(answer, position + 2)
        if code not in (0, 36):  # created, or there already
            raise OSError(f"topic {name}: {reason or code}")


def text(value):
    encoded = value.encode()
    return struct.pack(">h", len(encoded)) + encoded


def read_text(data, position):
    size = struct.unpack_from(">h", data, position)[0]
    position += 2
    if size < 0:
        return "", position
    return data[position:position + size].decode(), position + size


def receive(broker, size):
    data = b""
    while len(data) < size:
        part = broker.recv(size - len(data))
        if not part:
            raise OSError("Kafka closed the connection")
        data += part
    return data
