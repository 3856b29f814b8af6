"""Plays the plan: partners' events, beds, panels, closes and what came after, in manual clock time."""

from uuid import NAMESPACE_URL, uuid5

from story.calendar_time import at, utc
from story.council import Council
from story.plan import STARTS, Plan

HOME = "upper-pendeford"


class Wolverhampton(Council):
    def __init__(self, gateway, crew, stack):
        super().__init__("wolverhampton", gateway, crew, stack)
        self.plan = Plan()
        self.everybody = [*self.plan.families, *self.plan.young_people]
        self.heard = {"items": 0, "ratified": 0, "deferred": 0}
        self.absent_refused = None

    def begin(self):
        self.stack.set(self.name, STARTS.strftime("%Y-%m-%dT%H:%M"))
        self.now = STARTS
        published = self.stack.publish(self.name)
        self.stack.idle()
        return published

    def play(self, tell):
        month = None
        for tick in self.plan.ticks:
            self.move_to(tick)
            if tick.month != month:
                month = tick.month
                tell(tick)
            self.record_nights()
            self.receive([one for one in self.everybody if one.arrives == tick])
            self.take_beds([stay for stay in self.plan.stays if stay.held_at == tick])
            if tick in self.plan.panels:
                self.hold_panel()
            self.close_and_follow(tick)
        self.stack.idle()

    # ---- beds ----

    def take_beds(self, stays):
        self.crew.each(self.take_bed, stays)

    def take_bed(self, stay):
        person = stay.person
        reply = self.command(
            "duty-worker", "scheduling", "HoldBed", setting_id=HOME, referral_id=person.referral_id,
            family_id=person.family_id, person_id=person.children[0], programme_id="W-04",
            from_night=stay.first.isoformat(), nights=stay.nights, bed=stay.bed_name, pace=stay.pace,
            stay_id=self.stay_id(stay), agreed_by="example-team-manager",
            legal_basis="pace" if stay.pace else "s17")
        stay.state = "held"
        if stay.kind == "crisis":
            self.arrive(stay, self.now)
        else:
            self.command("duty-worker", "scheduling", "ConfirmBooking", setting_id=HOME,
                         stay_id=stay.stay_id)
        return reply

    def stay_id(self, stay):
        stay.stay_id = str(uuid5(NAMESPACE_URL, f"{stay.person.referral_id}/{stay.first}"))
        return stay.stay_id

    def arrive(self, stay, when):
        self.command("registered-manager", "scheduling", "RecordArrival", setting_id=HOME,
                     stay_id=stay.stay_id, arrived_time=utc(when))
        stay.state = "arrived"

    def record_nights(self):
        """Who came and who left since the last look."""
        self.crew.each(self.record_stay, [stay for stay in self.plan.stays
                                          if stay.state in ("held", "arrived")])

    def record_stay(self, stay):
        comes, leaves = at(stay.first, 16), at(stay.until, 10)
        if stay.state == "held" and comes <= self.now:
            self.arrive(stay, comes)
        if stay.state == "arrived" and leaves <= self.now:
            self.command("registered-manager", "scheduling", "RecordDeparture", setting_id=HOME,
                         stay_id=stay.stay_id, departed_time=utc(leaves), to="home")
            stay.state = "departed"

    # ---- the weekly resource panel ----

    def hold_panel(self):
        if self.absent_refused is None:
            self.absent_refused = self.try_without_the_social_worker()
        rows = self.sit("resource-panel", self.decision_of)
        self.heard["items"] += len(rows)
        self.heard["ratified"] += sum(row["retrospective"] for row in rows)

    def decision_of(self, row):
        """The panel agrees; every tenth family of its first months is heard again a week later."""
        number = int(row["referral_id"][:4], 16)
        routine = row["programme"] == "W-01" and not row["relisted_from"] and self.now.month < 12
        if routine and number % 10 == 0:
            self.heard["deferred"] += 1
            return {"decision": "DEFER", "reason": "paper-missing"}
        return {"decision": "AGREE"}

    def try_without_the_social_worker(self):
        """R44: no decision while the referring worker is absent. The refusal's reason."""
        session = (self.view("panel-agenda/resource-panel") or {}).get("session", {})
        rows = [row for row in session.get("items", []) if not row["retrospective"]]
        if not rows:
            return None
        status, answer = self.gateway.try_command(
            self.name, "panel-chair", "scheduling", "DecideItem",
            {"session_id": session["session"], "item_id": rows[0]["item_id"], "decision": "AGREE"},
            key="absent-worker")
        return answer.get("reason") if status != 200 else "decided all the same"

    # ---- ends, and what came after ----

    def close_and_follow(self, tick):
        closing = [one for one in self.everybody if one.closes == tick]
        later = [one for one in self.everybody if one.looked_after == tick]
        self.crew.each(lambda one: self.close(one, one.programme), closing)
        self.crew.each(self.record_looked_after, later)
