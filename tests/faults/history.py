"""What a run left behind, as the checker compares it: what clients were told, what PostgreSQL
holds, what Kafka holds. Plain values; nothing here reads a server."""

import uuid
from collections import namedtuple
from dataclasses import dataclass, field

CONTEXTS = ("intake", "eligibility", "scheduling", "outcomes")
NAMESPACE = uuid.UUID("6b696e77-6172-6400-8000-000000000001")  # libs/base/uuid.cc

# One event in its store. `digest` is the SHA-256 of the body; `body` only where the checker folds it.
StoreEvent = namedtuple(
    "StoreEvent", "context council stream version id type digest cause key aggregate body",
    defaults=(b"",))
# One record of a topic, in the order in which its partition was read.
TopicRecord = namedtuple(
    "TopicRecord", "context partition offset council stream version id type digest generation",
    defaults=("1",))
# A command that was answered for good. `event_ids` is None where the answer does not name them.
Acknowledged = namedtuple("Acknowledged", "id context council stream event_ids referral source",
                          defaults=("", ""))
Refused = namedtuple("Refused", "id context council reason")


@dataclass
class Store:
    """One service's database."""
    events: list = field(default_factory=list)      # StoreEvent, in the order of positions
    commands: list = field(default_factory=list)    # (council, command id)
    streams: dict = field(default_factory=dict)     # (council, stream) → (version, partition key)


def uuid_from(cause, name):
    """UuidFrom of libs/base: what Kinward derives ids with. `cause` is a UUID or any text."""
    try:
        root = uuid.UUID(cause)
    except ValueError:
        root = uuid.uuid5(NAMESPACE, cause)
    return str(uuid.uuid5(root, name))


def event_id(command_id, index):
    """The id of the event number `index` that this command wrote."""
    return uuid_from(command_id, f"event/{index}")


def command_of_event(source, cloud_event_id):
    """The id of the command that the gateway makes of a partner's event."""
    return uuid_from(source, f"event/{cloud_event_id}")
