"""Southwark's two limits: twelve families of Keeping Families Together, twenty women of Pause."""

import random
from datetime import datetime, timedelta

from story import people
from story.council import Council
from story.plan import Referral

STARTS = datetime(2015, 6, 1, 9)
REPORT = datetime(2016, 7, 12, 18)
# On each morning: families agreed by the panel, refused by it, women of Pause, and families that then
# close. 17 + 6 = 23 referred, 5 closed, 20 women; how they spread over the year is this story's own.
MORNINGS = ((datetime(2015, 6, 18, 10), 4, 1, 4, 0), (datetime(2015, 8, 20, 10), 3, 1, 4, 0),
            (datetime(2015, 11, 12, 10), 3, 1, 4, 2), (datetime(2016, 2, 11, 10), 3, 1, 4, 2),
            (datetime(2016, 4, 14, 10), 2, 1, 4, 1), (datetime(2016, 6, 23, 10), 2, 1, 0, 0))
CLOSED = (1, 1, 1, 2, 2)                                # young people of the five families that close
OPEN = (1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2)             # of the twelve that stay
REFUSED = (1, 2, 1, 1, 2, 1)
LATER = datetime(2016, 7, 14, 10)                       # one family and two women more


class Southwark(Council):
    def __init__(self, gateway, crew, stack):
        super().__init__("southwark", gateway, crew, stack)
        self.rng = random.Random(2015)
        self.families = 0
        self.refused = set()
        self.taken_up, self.women = [], []
        self.before, self.after, self.extra_women = {}, {}, []

    def begin(self):
        self.stack.set(self.name, STARTS.strftime("%Y-%m-%dT%H:%M"))
        self.now = STARTS
        published = self.stack.publish(self.name)
        self.stack.idle()
        return published

    def play(self, tell):
        sizes, refused = list(CLOSED + OPEN), list(REFUSED)
        closing = iter(self.taken_up)
        for morning, agreed, declined, women, closes in MORNINGS:
            self.move_to(morning)
            tell(morning)
            families = [self.family(sizes.pop(0)) for _ in range(agreed)]
            unlucky = [self.family(refused.pop(0)) for _ in range(declined)]
            found = [self.woman() for _ in range(women)]
            self.receive([*families, *unlucky, *found])
            self.refused.update(one.referral_id for one in unlucky)
            self.taken_up += families
            self.accept(found)
            self.move_to(self.next_tuesday())
            self.sit("resources-panel", self.decision_of)
            for _ in range(closes):
                self.close(next(closing), "S-KFT")
            self.stack.idle()
        self.move_to(REPORT)

    def next_tuesday(self):
        return (self.now + timedelta(days=(1 - self.now.weekday()) % 7)).replace(hour=10, minute=30)

    def decision_of(self, row):
        if row["referral_id"] in self.refused:
            return {"decision": "REFUSE", "reason": "reason-not-stated"}
        return {"decision": "AGREE"}

    def try_the_limits(self):
        """Beyond both limits: who comes next waits, and one close makes room for exactly one."""
        self.move_to(LATER)
        family = self.family(1)
        self.extra_women = [self.woman(), self.woman()]
        self.receive([family, *self.extra_women])
        self.move_to(self.next_tuesday())
        self.sit("resources-panel", self.decision_of)
        self.before = self.pools()
        self.women[0].outcome = "step-down"
        self.close(self.women[0], "S-PAUSE")
        self.stack.idle()
        self.after = self.pools()

    def pools(self):
        return {row["pool"]: row for row in self.view("capacity")["pools"]}

    # ---- who comes ----

    def family(self, size):
        self.families += 1
        number = self.families
        reference = f"KFT-{number:04d}"
        members = [people.child(f"c{index + 1}", f"Young person {number:03d}-{index + 1}",
                                people.birthday(self.rng, self.now.date(), self.rng.randint(12, 15)),
                                index == 0, {"risk_of_care": True}) for index in range(size)]
        data = people.referral(self.name, reference, "S-KFT",
                               [*members, people.parent(f"Parent {number:03d}")],
                               reasons=["edge-of-care"])
        return Referral(reference, "S-KFT", "school-southwark", "batch", self.now, data)

    def woman(self):
        """A woman whose last child was removed; the child is named because partners must name one."""
        number = len(self.women) + 1
        reference = f"PAUSE-{number:04d}"
        removed = self.rng.randint(2012, 2014)
        subject = {"key": "w1", "roles": ["subject", "parent"], "given_name": f"Woman {number:03d}",
                   "family_name": "Example", "sex": "female",
                   "facts": {"removals": self.rng.randint(2, 4), "children_in_her_care": 0,
                             "last_removal_on": f"{removed}-03-01", "child_bearing": True,
                             "pregnancy_possible_and_likely": True, "larc_consent": True,
                             "resident_of": "southwark"}}
        child = people.child("c1", f"Removed child {number:03d}", f"{removed - 1}-06-01", False)
        data = people.referral(self.name, reference, "S-PAUSE", [subject, child],
                               reasons=["recent-removal"])
        one = Referral(reference, "S-PAUSE", "health-southwark", "structured", self.now, data)
        self.women.append(one)
        return one

    def accept(self, women):
        """Pause is offered; each woman says yes."""
        self.crew.each(lambda one: self.command(
            "social-worker", "scheduling", "AcceptPlace", pool_id="pause-women",
            referral_id=one.referral_id, programme_id="S-PAUSE"), women)
        self.stack.idle()
