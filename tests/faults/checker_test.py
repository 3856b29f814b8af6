#!/usr/bin/env python3
"""The checker goes red on every kind of damage: a history is made, spoilt in one place, and checked."""

import sys
import unittest
from datetime import date
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))
import bookings  # noqa: E402
import checker  # noqa: E402
import evidence  # noqa: E402
import wire  # noqa: E402
from history import (Acknowledged, Refused, Store, StoreEvent, TopicRecord,  # noqa: E402
                     event_id, uuid_from)

COUNCIL = "wolverhampton"
TONIGHT = date(2026, 11, 2)


class History:
    """Three commands on two streams, as they are when all is well."""

    def __init__(self):
        self.acknowledged, self.refused, self.records = [], [], []
        self.stores = {"intake": Store(), "scheduling": Store()}
        self.write("intake", "one", 2, "first")
        self.write("intake", "one", 1, "second")
        self.write("scheduling", "two", 1, "third")

    def write(self, context, stream, count, name):
        store, command = self.stores[context], uuid_from("test", name)
        version = store.streams.get((COUNCIL, stream), (0, ""))[0]
        ids = tuple(event_id(command, index) for index in range(count))
        for index, one in enumerate(ids):
            event = StoreEvent(context, COUNCIL, stream, version + index + 1, one, "type",
                               f"digest-{name}-{index}", command, stream, "aggregate")
            store.events.append(event)
            self.publish(event)
        store.streams[(COUNCIL, stream)] = (version + count, stream)
        store.commands.append((COUNCIL, command))
        self.acknowledged.append(Acknowledged(command, context, COUNCIL, stream, ids))

    def publish(self, event):
        offset = sum(one.context == event.context for one in self.records)
        self.records.append(TopicRecord(event.context, 0, offset, COUNCIL, event.stream,
                                        event.version, event.id, event.type, event.digest))

    def renumber(self):
        """After records were taken out or moved: offsets are always 0, 1, 2 …"""
        for context in self.stores:
            places = [at for at, one in enumerate(self.records) if one.context == context]
            for offset, at in enumerate(places):
                self.records[at] = self.records[at]._replace(offset=offset)

    def ends(self):
        return {context: {0: sum(one.context == context for one in self.records)}
                for context in self.stores}

    def check(self):
        return checker.check_history(self.acknowledged, self.refused, self.stores, self.records,
                                     self.ends())


class CheckerTest(unittest.TestCase):
    def setUp(self):
        self.history = History()
        self.intake = self.history.stores["intake"]

    def test_is_quiet_when_all_is_well(self):
        found = self.history.check()
        self.assertTrue(found.clean(), list(found.lines()))

    def test_sees_a_lost_command(self):
        self.intake.commands.pop()
        self.assertTrue(self.history.check().lost)

    def test_sees_a_lost_event(self):
        self.intake.events.pop()
        self.assertTrue(self.history.check().lost)

    def test_sees_a_lost_event_of_a_partner(self):
        one = self.history.acknowledged[1]
        self.history.acknowledged[1] = one._replace(event_ids=None)
        self.assertTrue(self.history.check().clean())
        self.intake.events.pop()
        self.assertTrue(self.history.check().lost)

    def test_sees_a_command_that_is_there_twice(self):
        self.intake.commands.append(self.intake.commands[0])
        self.assertTrue(self.history.check().doubled)

    def test_sees_a_command_that_two_services_took(self):
        self.history.stores["scheduling"].commands.append(self.intake.commands[0])
        self.assertTrue(self.history.check().doubled)

    def test_sees_an_event_that_is_stored_twice(self):
        self.intake.events.append(self.intake.events[0])
        self.assertTrue(self.history.check().doubled)

    def test_sees_an_event_that_the_reply_did_not_name(self):
        one = self.history.acknowledged[0]
        self.history.acknowledged[0] = one._replace(event_ids=one.event_ids[:1])
        self.assertTrue(self.history.check().doubled)

    def test_sees_what_a_refused_command_left(self):
        one = self.history.acknowledged.pop()
        self.history.refused.append(Refused(one.id, one.context, COUNCIL, "BED_MUST_BE_FREE"))
        self.assertTrue(self.history.check().doubled)

    def test_sees_a_gap_in_a_stream(self):
        last = self.intake.events.pop()
        self.intake.events.append(last._replace(version=last.version + 1))
        self.assertTrue(self.history.check().out_of_order)

    def test_sees_a_stream_that_is_ahead_of_its_events(self):
        self.intake.streams[(COUNCIL, "one")] = (4, "one")
        self.assertTrue(self.history.check().lost)

    def test_sees_a_cause_that_is_nowhere(self):
        self.intake.events[0] = self.intake.events[0]._replace(cause=uuid_from("test", "nothing"))
        self.assertTrue(self.history.check().broken)

    def test_sees_an_event_that_is_not_on_kafka(self):
        del self.history.records[2]
        self.history.renumber()
        self.assertTrue(self.history.check().lost)

    def test_sees_an_event_that_is_only_on_kafka(self):
        self.history.publish(self.intake.events[-1]._replace(version=4, id=uuid_from("test", "x")))
        self.assertTrue(self.history.check().lost)

    def test_sees_another_body_on_kafka(self):
        self.history.records[0] = self.history.records[0]._replace(digest="other")
        self.assertTrue(self.history.check().doubled)

    def test_sees_a_repeat_with_another_body(self):
        self.history.publish(self.intake.events[0]._replace(digest="other"))
        self.assertTrue(self.history.check().doubled)

    def test_allows_a_repeat(self):
        self.history.publish(self.intake.events[1])
        self.history.publish(self.intake.events[2])
        self.assertTrue(self.history.check().clean())

    def test_sees_a_swapped_pair(self):
        records = self.history.records
        records[0], records[1] = records[1], records[0]
        self.history.renumber()
        self.assertTrue(self.history.check().out_of_order)

    def test_sees_a_stream_on_two_partitions(self):
        last = self.history.records.pop(2)
        self.history.records.append(last._replace(partition=1, offset=0))
        self.assertTrue(self.history.check().out_of_order)

    def test_sees_that_a_topic_was_not_read_to_its_end(self):
        self.history.records.pop()
        found = checker.check_history(self.history.acknowledged, [], self.history.stores,
                                      self.history.records, {"intake": {0: 3}, "scheduling": {0: 1}})
        self.assertTrue(found.broken)

    def test_fails_when_it_sees_no_topic(self):
        found = checker.check_history(self.history.acknowledged, [], self.history.stores, [], {})
        self.assertTrue(found.broken)

    def test_fails_when_nothing_was_acknowledged(self):
        self.assertTrue(checker.check_history([], [], {}, [], {}).broken)


def stay(name, bed, person="child", first=TONIGHT, nights=1):
    return (wire.encode(1, name) + wire.encode(3, bed) + wire.encode(7, person) +
            wire.encode(9, first.isoformat()) + wire.encode(10, nights))


def happened(aggregate, stream, *bodies):
    """Events (type, body) of one stream, in order."""
    return [StoreEvent("scheduling", COUNCIL, stream, version, "", f"kinward.scheduling.{aggregate}."
                       f"{kind}.v1", "", "", stream, aggregate, wire.encode(1, stream) + body)
            for version, (kind, body) in enumerate(bodies, 1)]


class BookingsTest(unittest.TestCase):
    def beds(self, *bodies, more=()):
        found = checker.Findings()
        bookings.check_beds(happened("setting", "home", *bodies) + list(more), found)
        return found.broken

    def test_is_quiet_when_each_has_its_own_bed(self):
        self.assertFalse(self.beds(("bed-held", wire.encode(2, stay("a", "bed-1", "one"))),
                                   ("bed-held", wire.encode(2, stay("b", "bed-2", "two")))))

    def test_sees_a_bed_booked_twice(self):
        self.assertTrue(self.beds(
            ("bed-held", wire.encode(2, stay("a", "bed-1", "one", nights=3))),
            ("bed-held", wire.encode(2, stay("b", "bed-1", "two", date(2026, 11, 4))))))

    def test_sees_a_bed_booked_twice_by_an_extension(self):
        longer = wire.encode(2, stay("a", "bed-1", "one", nights=2)) + wire.encode(3, 1)
        self.assertTrue(self.beds(
            ("bed-held", wire.encode(2, stay("a", "bed-1", "one"))),
            ("bed-held", wire.encode(2, stay("b", "bed-1", "two", date(2026, 11, 3)))),
            ("booking-extended", longer)))

    def test_a_cancelled_bed_is_free_again(self):
        self.assertFalse(self.beds(("bed-held", wire.encode(2, stay("a", "bed-1", "one"))),
                                   ("booking-cancelled", wire.encode(2, stay("a", "bed-1", "one"))),
                                   ("bed-held", wire.encode(2, stay("b", "bed-1", "two")))))

    def test_sees_a_child_with_two_beds_in_two_settings(self):
        other = happened("setting", "hub", ("bed-held", wire.encode(2, stay("b", "bed-9", "one"))))
        self.assertTrue(self.beds(("bed-held", wire.encode(2, stay("a", "bed-1", "one"))), more=other))

    def pool(self, *bodies):
        found = checker.Findings()
        defined = wire.encode(2, wire.encode(1, "pool") + wire.encode(3, 1))
        bookings.check_pools(happened("pool", "pool", ("pool-defined", defined), *bodies), found)
        return found.broken

    def holder(self, name):
        return wire.encode(2, wire.encode(1, name) + wire.encode(2, "W-01"))

    def test_sees_a_place_too_many(self):
        self.assertTrue(self.pool(("place-offered", self.holder("a")),
                                  ("place-offered", self.holder("b"))))

    def test_a_released_place_may_be_given_again(self):
        self.assertFalse(self.pool(("place-offered", self.holder("a")),
                                   ("place-released", self.holder("a")),
                                   ("place-offered", self.holder("b"))))


class RecordsTest(unittest.TestCase):
    def test_reads_bodies_that_hold_line_ends(self):
        headers = ("ce_id=i,ce_type=t,ce_subject=s,ce_sequence=7,ce_kinwardcouncil=c,"
                   "content-type=application/protobuf")
        data = b"".join(f"3 {offset} 4 {headers}\n".encode() + b"a\n\nb" + b"\n"
                        for offset in range(2))
        records = list(evidence.parse_records("intake", data))
        self.assertEqual([(one.partition, one.offset, one.version) for one in records],
                         [(3, 0, 7), (3, 1, 7)])

    def test_derives_the_ids_that_kinward_derives(self):
        # libs/base/uuid_test.cc: a UUIDv5 of a cause that is a UUID is RFC 9562's.
        self.assertEqual(uuid_from("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com"),
                         "2ed6657d-e927-568b-95e1-2665a8aea6a2")

    def test_wire_reads_what_it_writes(self):
        message = wire.fields(wire.encode(1, "home") + wire.encode(2, wire.encode(3, 300)))
        self.assertEqual(wire.text(message, 1), "home")
        self.assertEqual(wire.number(wire.inner(message, 2), 3), 300)


if __name__ == "__main__":
    unittest.main()
