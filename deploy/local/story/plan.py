"""The synthetic Wolverhampton of April to December 2016: who comes, when, and how it ends.

Everything follows from one seed. The totals are the report's; how they spread over weeks and families
is this story's own.
"""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from story import people, stays
from story.calendar_time import at

SEED = 2016
STARTS = datetime(2016, 4, 1, 9)
ENDS = datetime(2016, 12, 31, 18)
PANEL_FROM = date(2016, 9, 1)
FAMILIES_CLOSED, CHILDREN_CLOSED = 71, 119
FAMILIES_OPEN, CHILDREN_OPEN = 33, 59
LOOKED_AFTER_W01, LOOKED_AFTER_W04 = 14, 4
LEAVERS = 7  # young people whose breaks end by October
OUTCOMES = ("home", "home", "kin-carers", "step-down", "step-up", "not-engaged")


@dataclass
class Referral:
    """One family's referral and what becomes of it; ids are filled in by the answers."""
    reference: str
    programme: str
    partner: str
    mode: str
    arrives: datetime
    data: dict
    urgency: str = "routine"
    closes: datetime = None
    outcome: str = "home"
    looked_after: datetime = None
    sender_time: datetime = None
    referral_id: str = ""
    family_id: str = ""
    children: list = field(default_factory=list)
    stays: list = field(default_factory=list)
    until: date = None  # no stay after this day

    @property
    def ready(self):
        """From when planned stays can be agreed: at once, or after the next weekly panel."""
        if self.urgency != "routine" or self.arrives.date() < PANEL_FROM:
            return self.arrives
        return next_panel(self.arrives)


def next_panel(after):
    """The Wednesday, 10:30, whose papers are not due yet."""
    day = after.date() + timedelta(days=(2 - after.weekday()) % 7)
    if at(day, 10) - after < timedelta(hours=24):
        day += timedelta(days=7)
    return at(day, 10, 30)


class Plan:
    def __init__(self, seed=SEED):
        self.rng = random.Random(seed)
        self.office = self.office_ticks()
        self.panels = [at(date(2016, 9, 7) + timedelta(days=7 * week), 10, 30) for week in range(17)]
        self.families = self.plan_families()
        self.stays = stays.plan_stays(self.rng, {tick.date() for tick in self.office})
        self.young_people = self.plan_young_people()
        self.give_planned_stays()
        self.close_some()
        evenings = {stay.held_at for stay in self.stays if stay.kind == "crisis"}
        self.ticks = sorted({*self.office, *self.panels, *evenings, ENDS})

    def office_ticks(self):
        """One office morning a week, Thursday or Friday: none of them is a bank holiday."""
        week = date(2016, 4, 4)
        return [at(week + timedelta(days=7 * number + self.rng.choice((3, 4))), 10)
                for number in range(39)]

    # ---- Intensive Family Support ----

    def plan_families(self):
        closed = people.spread(self.rng, CHILDREN_CLOSED, FAMILIES_CLOSED)
        opened = people.spread(self.rng, CHILDREN_OPEN, FAMILIES_OPEN)
        weeks = [number * 27 // FAMILIES_CLOSED for number in range(FAMILIES_CLOSED)]
        weeks += [27 + number * 11 // FAMILIES_OPEN for number in range(FAMILIES_OPEN)]
        families, next_child = [], 1
        for number, (size, week) in enumerate(zip(closed + opened, weeks, strict=True), start=1):
            families.append(self.family(number, size, next_child, self.office[week]))
            next_child += size
        for number, family in enumerate(families[:FAMILIES_CLOSED]):
            family.closes = self.office[weeks[number] + self.rng.randint(6, 11)]
            family.outcome = self.rng.choice(OUTCOMES)
        self.later_looked_after(families, closed, weeks)
        return families

    def family(self, number, size, next_child, arrives):
        urgent = number in (80, 91, 99)
        members = [people.child(f"c{index + 1}", f"Child {next_child + index:03d}",
                                people.birthday(self.rng, arrives.date(), self.rng.randint(0, 16)),
                                index == 0, {"legal_status": self.rng.choice(("cin", "cpp"))})
                   for index in range(size)]
        data = people.referral("wolverhampton", f"IFS-2016-{number:04d}", "W-01",
                               [*members, people.parent(f"Parent {number:03d}")],
                               reasons=["edge-of-care"], facts={"edge_of_care": True},
                               urgency="urgent" if urgent else "routine")
        partner = self.rng.choice(("school-wolverhampton", "police-wmp", "marac-wolverhampton",
                                   "maternity-rwt"))
        mode = {"school-wolverhampton": "batch", "police-wmp": "binary"}.get(partner, "structured")
        return Referral(data["reference"], "W-01", partner, mode, arrives, data, data["urgency"])

    def later_looked_after(self, families, sizes, weeks):
        """Fourteen children of closed families, brothers and sisters together, weeks after the close."""
        early = [number for number in range(0, FAMILIES_CLOSED, 3) if weeks[number] < 20]
        for index in people.subset_of([sizes[number] for number in early], LOOKED_AFTER_W01):
            family = families[early[index]]
            later = self.office.index(family.closes) + self.rng.randint(2, 6)
            family.looked_after = self.office[min(later, len(self.office) - 1)]

    # ---- Upper Pendeford ----

    def plan_young_people(self):
        crises = [stay for stay in self.stays if stay.kind == "crisis"]
        emergencies = [stay for stay in self.stays if stay.kind == "emergency"]
        found = []
        for index, stay in enumerate(crises):
            stay.held_at = at(stay.first, 22, 40)
            stay.pace = index in (5, 12)
            if index not in (9, 16):
                found.append(self.young_person(stay.held_at, "pace" if stay.pace else "crisis", stay))
        for stay in emergencies:
            stay.held_at = at(stay.first, 10)
        found += [self.young_person(stay.held_at, "emergency", stay) for stay in emergencies[:6]]
        for number in range(14):
            week = 2 if number < 5 else 2 + 3 * (number - 4)
            found.append(self.young_person(self.office[week], "planned", None))
        found.sort(key=lambda one: one.arrives)
        for person in [one for one in found if "pace" not in one.data["facts"]][:LEAVERS]:
            person.until = date(2016, 11, 1)
        for stay in (crises[9], crises[16], *emergencies[6:]):  # they come again
            self.give(stay, self.who_can(found, stay, stay.held_at))
        self.name(found)
        return found

    def young_person(self, arrives, how, stay):
        born = people.birthday(self.rng, arrives.date(), self.rng.randint(11, 16))
        facts = {"crisis": {"crisis": True, "out_of_hours": True}, "pace": {"pace": True},
                 "emergency": {"crisis": True}}.get(how, {})
        urgency = {"planned": "routine", "emergency": "urgent"}.get(how, "immediate")
        data = people.referral("wolverhampton", "", "W-04",
                               [people.child("c1", "", born, True), people.parent("")],
                               reasons=["family-relationship"], urgency=urgency,
                               facts={"family_relationship_problems": how != "pace", **facts})
        partner = {"pace": "police-wmp", "crisis": "edt-wolverhampton"}.get(how, "school-wolverhampton")
        mode = {"planned": "batch", "emergency": "structured"}.get(how, "binary")
        person = Referral("", "W-04", partner, mode, arrives, data, urgency)
        if stay is not None:
            self.give(stay, person)
        return person

    def name(self, found):
        for number, person in enumerate(found, start=1):
            person.reference = person.data["reference"] = f"UPF-2016-{number:04d}"
            child, adult = person.data["people"]
            child["given_name"] = f"Young person {number:03d}"
            adult["given_name"] = f"Parent of young person {number:03d}"

    def give(self, stay, person):
        stay.person = person
        person.stays.append(stay)

    def who_can(self, found, stay, when):
        """Of those who are known by then and free on these nights, who had the fewest stays."""
        def free(person):
            return all(stay.first > other.until or stay.until < other.first for other in person.stays)
        able = [person for person in found
                if person.ready <= when and "pace" not in person.data["facts"] and free(person)
                and (person.until is None or stay.until <= person.until)]
        return min(able, key=lambda person: (len(person.stays), person.arrives))

    def give_planned_stays(self):
        ticks = sorted({*self.office, *self.panels})
        for stay in self.stays:
            if stay.kind != "planned":
                continue
            stay.held_at = max(tick for tick in ticks if tick.date() <= stay.first - timedelta(days=2))
            self.give(stay, self.who_can(self.young_people, stay, stay.held_at))
        idle = [person.reference for person in self.young_people if not person.stays]
        if idle:
            raise AssertionError(f"without a stay: {idle}")

    def close_some(self):
        """Those who leave by October, four of them looked after later; and the PACE transfers."""
        leavers = [person for person in self.young_people if person.until]
        for person in self.young_people:
            if person.until is None and "pace" not in person.data["facts"]:
                continue
            over = max(stay.until for stay in person.stays)
            person.closes = next(tick for tick in self.office if tick.date() > over)
            person.outcome = "home"
        for number, person in enumerate(leavers[:LOOKED_AFTER_W04]):
            later = self.office.index(person.closes) + 2 + number
            person.looked_after = self.office[min(later, len(self.office) - 1)]
