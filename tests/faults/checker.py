"""The log checker: what clients were told against what the stores and the topics hold.

Linear in the history, and pure: histories in, findings out. It never repairs and never excuses; a
history that it cannot see whole is a finding too. Not here: reading servers (evidence.py), beds and
places (bookings.py).
"""

from dataclasses import dataclass, field

from history import event_id

SHOWN = 20  # findings of each kind that are printed


@dataclass
class Findings:
    lost: list = field(default_factory=list)          # acknowledged or stored, and missing elsewhere
    doubled: list = field(default_factory=list)       # there twice, or twice with another content
    out_of_order: list = field(default_factory=list)  # a stream's events in another order, or a gap
    broken: list = field(default_factory=list)        # a rule of the business, or nothing to see

    def clean(self):
        return not (self.lost or self.doubled or self.out_of_order or self.broken)

    def lines(self):
        for kind in ("lost", "doubled", "out_of_order", "broken"):
            found = getattr(self, kind)
            yield from (f"{kind}: {one}" for one in found[:SHOWN])
            if len(found) > SHOWN:
                yield f"{kind}: and {len(found) - SHOWN} more"


def check_commands(acknowledged, refused, stores, found):
    """Every acknowledged command is in its store once, with its events; a refused one left nothing."""
    if not acknowledged:
        found.broken.append("no command was acknowledged: nothing was tested")
    commands, events = count_commands(stores), index_events(stores, found)
    for one in acknowledged:
        times = commands.get((one.context, one.council, one.id), 0)
        if times == 0:
            found.lost.append(f"command {one.id} was acknowledged and is not in {one.context}")
        elsewhere = [context for context in stores if context != one.context
                     and commands.get((context, one.council, one.id), 0)]
        if times > 1 or elsewhere:
            found.doubled.append(f"command {one.id} is in {one.context} {times} times {elsewhere}")
        check_events_of(one, events, found)
    for one in refused:
        if commands.get((one.context, one.council, one.id), 0):
            found.doubled.append(f"command {one.id} was refused ({one.reason}) and is in the store")
        if event_id(one.id, 0) in events:
            found.doubled.append(f"command {one.id} was refused ({one.reason}) and left an event")


def count_commands(stores):
    counted = {}
    for context, store in stores.items():
        for council, command in store.commands:
            key = (context, council, command)
            counted[key] = counted.get(key, 0) + 1
    return counted


def index_events(stores, found):
    """{event id: event} over all stores; an id used twice is a finding."""
    events = {}
    for store in stores.values():
        for event in store.events:
            if event.id in events:
                found.doubled.append(f"event {event.id} is in the stores twice")
            events[event.id] = event
    return events


def check_events_of(one, events, found):
    """The reply's event ids are those that follow from the command, and all are stored."""
    if one.event_ids is None:  # a partner's receipt names the referral instead
        first = events.get(event_id(one.id, 0))
        if first is None:
            found.lost.append(f"command {one.id} was acknowledged and none of its events is stored")
        return
    expected = [event_id(one.id, index) for index in range(len(one.event_ids))]
    if list(one.event_ids) != expected:
        found.doubled.append(f"command {one.id}: the reply's event ids do not follow from it")
    for wanted in one.event_ids:
        event = events.get(wanted)
        if event is None:
            found.lost.append(f"event {wanted} of command {one.id} is not stored")
        elif event.context != one.context or event.council != one.council:
            found.broken.append(f"event {wanted} of command {one.id} is in {event.context}")
    if event_id(one.id, len(one.event_ids)) in events:
        found.doubled.append(f"command {one.id} has more events than its reply said")


def check_streams(stores, found):
    """Each stream's versions are 1, 2, 3 … and end at the version its row says."""
    for context, store in stores.items():
        seen = {}
        for event in store.events:
            seen.setdefault((event.council, event.stream), []).append(event.version)
        for place, versions in seen.items():
            versions.sort()
            if len(set(versions)) != len(versions):
                found.doubled.append(f"{context} {place}: a version is there twice")
            elif versions != list(range(1, len(versions) + 1)):
                found.out_of_order.append(f"{context} {place}: a gap before {versions[-1]}")
            if place not in store.streams:
                found.broken.append(f"{context} {place}: events without a stream")
            elif store.streams[place][0] != versions[-1]:
                found.lost.append(f"{context} {place}: the stream is at {store.streams[place][0]}, "
                                  f"its last event is {versions[-1]}")
        for place in store.streams.keys() - seen.keys():
            found.lost.append(f"{context} {place}: a stream without events")


def check_causes(stores, found):
    """Every event's cause exists: the command that was sent, or the event that was heard."""
    known = {command for store in stores.values() for _, command in store.commands}
    known |= {event.id for store in stores.values() for event in store.events}
    for store in stores.values():
        for event in store.events:
            if event.cause not in known:
                found.broken.append(f"{event.type} {event.id}: its cause {event.cause!r} is nowhere")


def check_topics(stores, records, ends, found):
    """`ends`: {context: {partition: end offset}}. The topic was read whole, and after dropping repeats
    holds exactly the store's events with equal bodies."""
    read, first = {}, {}
    for record in records:
        place = (record.context, record.partition)
        read[place] = max(read.get(place, 0), record.offset + 1)
        key = (record.context, record.council, record.stream, record.version)
        if key not in first:
            first[key] = record
        elif (first[key].digest, first[key].id) != (record.digest, record.id):
            found.doubled.append(f"{key} is on Kafka twice with another content")
        elif first[key].partition != record.partition:
            found.doubled.append(f"{key} is on two partitions")
    for context in stores:
        if not ends.get(context):
            found.broken.append(f"the topic of {context} cannot be seen")
        for partition, end in ends.get(context, {}).items():
            if read.get((context, partition), 0) != end:
                found.broken.append(f"{context}/{partition}: {read.get((context, partition), 0)} of "
                                    f"{end} records were read")
    compare(stores, first, found)


def compare(stores, published, found):
    stored = set()
    for context, store in stores.items():
        for event in store.events:
            key = (context, event.council, event.stream, event.version)
            stored.add(key)
            record = published.get(key)
            if record is None:
                found.lost.append(f"{key} {event.type} is not on Kafka")
            elif (record.id, record.type, record.digest) != (event.id, event.type, event.digest):
                found.doubled.append(f"{key} differs between the store and Kafka")
    for key in published.keys() - stored:
        found.lost.append(f"{key} is on Kafka and not in the store")


def check_order(records, found):
    """Read in order, a stream's versions first appear as 1, 2, 3 …, on one partition; what is older is
    a repeat, which every consumer drops."""
    streams = {}
    for record in records:
        place = (record.context, record.council, record.stream)
        streams.setdefault(place, []).append(record)
    for place, some in streams.items():
        newest, skipped = 0, False
        for record in some:
            skipped = skipped or record.version > newest + 1
            newest = max(newest, record.version)
        if skipped or len({record.partition for record in some}) > 1:
            shown = [f"{one.version} at {one.partition}@{one.offset}" for one in some]
            found.out_of_order.append(f"{place}: {', '.join(shown)}")


def check_history(acknowledged, refused, stores, records, ends):
    """All of the above."""
    found = Findings()
    check_commands(acknowledged, refused, stores, found)
    check_streams(stores, found)
    check_causes(stores, found)
    check_topics(stores, records, ends, found)
    check_order(records, found)
    return found
