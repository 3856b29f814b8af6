"""What a council's people do in the story: read a case, sit at a panel, take a bed, close a case."""

from itertools import groupby

from story.calendar_time import local_text, utc

DONE = 200


class Council:
    """One council's side: its name, the gateway, the hands and the clock that they share."""

    def __init__(self, name, gateway, crew, stack):
        self.name, self.gateway, self.crew, self.stack = name, gateway, crew, stack
        self.now = None
        self.timers = 0

    def move_to(self, local):
        self.timers += self.stack.advance(self.name, local_text(local))
        self.now = local

    def command(self, role, service, method, key=None, **body):
        return self.gateway.command(self.name, role, service, method, body, key)

    def view(self, path, after=None):
        return self.gateway.view(self.name, path, after)

    # ---- partners ----

    def receive(self, referrals):
        """Partners send what arrives now, each in its own mode; then everybody knows of it."""
        if not referrals:
            return
        def group(one):
            return one.partner, one.mode
        together = [list(some) for _, some in groupby(sorted(referrals, key=group), key=group)]
        self.crew.each(self.send, together)
        self.stack.idle()
        self.crew.each(self.learn, referrals)

    def send(self, some):
        partner, mode = some[0].partner, some[0].mode
        events = [self.gateway.envelope(partner, one.reference, utc(self.now), one.data) for one in some]
        for one, receipt in zip(some, self.gateway.send(partner, events, mode), strict=True):
            one.referral_id = receipt["referral"]

    def case(self, referral):
        found = self.view("case/" + referral.referral_id)
        if found is None:
            raise SystemExit(f"demo: no case view of {referral.reference}")
        return found

    def learn(self, referral):
        intake = self.case(referral)["intake"]
        referral.family_id = intake["family_id"]
        referral.children = [person["person_id"] for person in intake["people"]
                             if "child" in person["roles"]]

    # ---- a panel ----

    def sit(self, panel, decision_of):
        """Everything on the open agenda is heard: crisis starts are ratified, the rest is decided as
        `decision_of(row)` says. Answers the rows that were heard."""
        session = (self.view(f"panel-agenda/{panel}") or {}).get("session", {})
        rows = [row for row in session.get("items", [])
                if row["position"] > 0 and not row["decision"] and not row["ratified"]]
        if not rows or session["start_time"] > utc(self.now):
            return []
        self.command("panel-chair", "scheduling", "RecordAttendance", session_id=session["session"],
                     worker_id="example-social-worker")
        def hear(row):
            item = {"session_id": session["session"], "item_id": row["item_id"]}
            if row["retrospective"]:
                return self.command("panel-chair", "scheduling", "RatifyItem", **item)
            return self.command("panel-chair", "scheduling", "DecideItem", **item, **decision_of(row))
        self.crew.each(hear, rows)
        self.stack.idle()
        return rows

    # ---- cases ----

    def close(self, referral, programme):
        case_id = next(one["case_id"] for one in self.case(referral)["help"]
                       if one["programme"] == programme)
        self.command("social-worker", "outcomes", "CloseCase", case_id=case_id, outcome=referral.outcome)

    def record_looked_after(self, referral, basis="c2"):
        for person_id in referral.children:
            self.command("social-worker", "intake", "RecordLegalStatus", person_id=person_id,
                         status="looked-after", basis=basis, **{"from": self.now.date().isoformat()})
