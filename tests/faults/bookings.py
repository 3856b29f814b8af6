"""Folds the stored events of settings and pools: was a bed or a place ever given twice?

A fold of its own, independent of the services'. Field numbers are those of
proto/kinward/scheduling/v1/{setting,stay,pool}.proto.
"""

from collections import namedtuple
from datetime import date, timedelta

import wire

PREFIX = "kinward.scheduling."
Stay = namedtuple("Stay", "id bed person first nights")


class Setting:
    """One setting's beds, night by night."""

    def __init__(self):
        self.nights = {}  # (bed, night) → stay id
        self.stays = {}   # stay id → Stay, of those that hold their nights

    def take(self, stay, first, nights, found):
        for night in (first + timedelta(days=day) for day in range(nights)):
            holder = self.nights.setdefault((stay.bed, night), stay.id)
            if holder != stay.id:
                found.broken.append(f"bed {stay.bed} on {night}: both {holder} and {stay.id}")
        self.stays[stay.id] = stay

    def leave(self, stay_id):
        self.nights = {place: holder for place, holder in self.nights.items() if holder != stay_id}
        self.stays.pop(stay_id, None)


def stay_of(message):
    return Stay(wire.text(message, 1), wire.text(message, 3), wire.text(message, 7),
                date.fromisoformat(wire.text(message, 9)), wire.number(message, 10))


def apply(setting, kind, message, found):
    if kind in ("bed-held", "booking-confirmed"):
        stay = stay_of(wire.inner(message, 2))
        setting.take(stay, stay.first, stay.nights, found)
    elif kind == "booking-extended":
        stay, before = stay_of(wire.inner(message, 2)), wire.number(message, 3)
        setting.take(stay, stay.first + timedelta(days=before), stay.nights - before, found)
    elif kind in ("booking-cancelled", "hold-expired", "departure-recorded"):
        setting.leave(wire.text(wire.inner(message, 2), 1))


def check_beds(events, found):
    """No bed has two stays in one night, no child two beds. Returns how many holds were seen."""
    settings, holds = {}, 0
    for event in sorted((one for one in events if one.aggregate == "setting"),
                        key=lambda one: (one.council, one.stream, one.version)):
        kind = event.type.removeprefix(PREFIX + "setting.").removesuffix(".v1")
        holds += kind == "bed-held"
        setting = settings.setdefault((event.council, event.stream), Setting())
        apply(setting, kind, wire.fields(event.body), found)
    slept = {}
    for (council, _), setting in settings.items():
        for stay in setting.stays.values():
            for day in range(stay.nights if stay.person else 0):
                night = stay.first + timedelta(days=day)
                other = slept.setdefault((council, stay.person, night), stay.id)
                if other != stay.id:
                    found.broken.append(f"child {stay.person} on {night}: {other} and {stay.id}")
    return holds


class Pool:
    def __init__(self):
        self.capacity = 0
        self.places = set()  # (referral, programme), offered or taken


def check_pools(events, found):
    """No pool ever gave more places than it had. Returns {(council, pool): Pool} as it ended."""
    pools = {}
    for event in sorted((one for one in events if one.aggregate == "pool"),
                        key=lambda one: (one.council, one.stream, one.version)):
        pool = pools.setdefault((event.council, event.stream), Pool())
        kind = event.type.removeprefix(PREFIX + "pool.").removesuffix(".v1")
        message = wire.fields(event.body)
        holder = wire.inner(message, 2)
        holder = (wire.text(holder, 1), wire.text(holder, 2)) if kind != "pool-defined" else None
        if kind == "pool-defined":
            pool.capacity = wire.number(wire.inner(message, 2), 3)
        elif kind == "place-offered":
            if holder in pool.places:
                found.broken.append(f"pool {event.stream}: {holder} was offered two places")
            pool.places.add(holder)
        elif kind in ("place-declined", "place-released"):
            pool.places.discard(holder)
        if len(pool.places) > pool.capacity and kind == "place-offered":
            found.broken.append(f"pool {event.stream} gave {len(pool.places)} of {pool.capacity} "
                                f"places at version {event.version}")
    return pools
