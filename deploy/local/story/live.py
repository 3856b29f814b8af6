"""One crisis at 22:40, step by step, with the delay from each acknowledgement to its place in the
case view; and the live board."""

import time
from datetime import datetime
from uuid import uuid4

from story import people
from story.calendar_time import utc

NIGHT = datetime(2017, 1, 1, 22, 40)
PATIENCE = 10.0  # seconds for a view to show what was acknowledged


class Crisis:
    def __init__(self, council, say):
        self.council, self.say = council, say
        self.reference = f"EDT-2017-{uuid4().hex[:8]}"
        self.referral_id = ""
        self.slowest = 0.0

    def case(self):
        return self.council.view("case/" + self.referral_id) or {}

    def until(self, what, acknowledged, shows):
        """Reads the case view until `shows(view)`; says how long after the acknowledgement that was."""
        while True:
            view = self.case()
            late = time.monotonic() - acknowledged
            if shows(view):
                break
            if late > PATIENCE:
                raise SystemExit(f"demo: the case view never showed: {what}")
            time.sleep(0.001)
        self.slowest = max(self.slowest, late * 1000)
        self.say(f"    {late * 1000:7.1f} ms  {what}")
        return view

    def play(self):
        self.council.move_to(NIGHT)
        self.await_night()
        self.say("22:40  the emergency duty team reports a young person of 15 who cannot stay at home "
                 "tonight")
        begun = self.referral()
        view = self.until("the referral is on the board", begun, lambda view: view.get("intake"))
        self.until("eligible for Upper Pendeford Farm", begun, lambda view: any(
            one["programme"] == "W-04" and one["eligibility"] == "eligible"
            for one in view.get("eligibility", {}).get("programmes", [])))
        self.until("crisis start authorised, listed for the next panel", begun,
                   lambda view: self.allocation(view).get("decision") == "crisis-start"
                   and self.allocation(view).get("session"))
        stay_id = self.bed(view)
        self.arrival(stay_id)
        self.panel()

    def await_night(self):
        """The views ask for the council's time once a second: a clock that was moved reaches them so."""
        begun = time.monotonic()
        while self.council.view("tonight")["night"] != f"{NIGHT:%Y-%m-%d}":
            if time.monotonic() - begun > PATIENCE:
                raise SystemExit("demo: the views never learnt which night it is")
            time.sleep(0.01)

    def referral(self):
        born = "2001-05-01"
        data = people.referral(self.council.name, self.reference, "W-04",
                               [people.child("c1", "Young person 099", born, True),
                                people.parent("Parent 099")],
                               reasons=["family-relationship"], urgency="immediate",
                               facts={"crisis": True, "out_of_hours": True})
        gateway = self.council.gateway
        event = gateway.envelope("edt-wolverhampton", self.reference, utc(self.council.now), data)
        begun = time.monotonic()
        receipt = gateway.send_one("edt-wolverhampton", event, "binary")
        acknowledged = time.monotonic()
        self.referral_id = receipt["referral"]
        self.say(f"       receipt {receipt['receipt']} after {(acknowledged - begun) * 1000:.1f} ms; "
                 "from then on")
        return acknowledged

    @staticmethod
    def allocation(view):
        return next((one for one in view.get("scheduling", {}).get("allocations", [])
                     if one["programme"] == "W-04"), {})

    def bed(self, view):
        intake = view["intake"]
        child = next(one["person_id"] for one in intake["people"] if "child" in one["roles"])
        stay_id = str(uuid4())
        self.command("HoldBed", stay_id, referral_id=self.referral_id, family_id=intake["family_id"],
                     person_id=child, programme_id="W-04", nights=2, legal_basis="s20",
                     agreed_by="example-duty-manager")
        held = self.council.view("capacity")
        row = next(one for one in held["settings"] if one["setting"] == "upper-pendeford")
        self.say(f"       a bed is held; {row['free_tonight']} of {row['beds']} are free tonight")
        return stay_id

    def command(self, method, stay_id, role="duty-worker", **body):
        """The command, and the wait of one read that asks for its effect by the reply's token."""
        begun = time.monotonic()
        reply = self.council.command(role, "scheduling", method, setting_id="upper-pendeford",
                                     stay_id=stay_id, **body)
        acknowledged = time.monotonic()
        seen = self.council.view("tonight", reply["token"])
        late = (time.monotonic() - acknowledged) * 1000
        self.slowest = max(self.slowest, late)
        self.say(f"    {late:7.1f} ms  {method} (answered in {(acknowledged - begun) * 1000:.1f} ms) is "
                 f"in tonight's view{', late' if seen['stale'] else ''}")
        return acknowledged

    def arrival(self, stay_id):
        acknowledged = self.command("RecordArrival", stay_id, "registered-manager")
        view = self.until("the case is open: help began in a crisis", acknowledged,
                          lambda view: view.get("stage") == "active")
        self.say(f"       stage {view['stage']}, basis {view['help'][0]['basis']}")

    def panel(self):
        agenda = self.council.view("panel-agenda/resource-panel")["session"]
        row = next((one for one in agenda["items"] if one["referral_id"] == self.referral_id), None)
        if row is None or not row["retrospective"]:
            raise SystemExit("demo: the crisis start is not on the next panel's agenda")
        self.say(f"       on the agenda of {agenda['panel_name']}, {agenda['on']}, to be ratified")


def follow(council, say):
    """The live board, a line a change, until the process is interrupted."""
    say("live board (Ctrl-C ends it and stops the stack)")
    while True:
        for kind, change in council.gateway.live(council.name, "referral-board"):
            if kind == "heartbeat":
                continue
            stages = change["document"].get("stages", [])
            say(f"  {kind:8} " + "  ".join(f"{one['stage']} {one['referrals']}" for one in stages
                                           if one["referrals"]))
        time.sleep(1)
