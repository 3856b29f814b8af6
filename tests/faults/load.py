"""Eight clients: what they send, until when they repeat it, and what they were told in the end."""

import json
import threading
import time
import uuid
from collections import Counter
from datetime import date, datetime, timedelta, timezone

from client import Client, Tokens, Unanswered
from history import Acknowledged, Refused, command_of_event, uuid_from

COUNCIL = "wolverhampton"
PARTNERS = ("police-wmp", "school-wolverhampton", "edt-wolverhampton")
STAFF, OPERATIONS = ("staff", "team-manager"), ("staff", "operations")
SETTINGS = {"faults-home": 3, "faults-hub": 2}   # few beds, so that all clients want the same ones
POOL, PLACES = "faults-pool", 4
CHILDREN = [uuid_from("faults", f"child/{n}") for n in range(30)]
SCHOOLS = [f"faults-school-{n}" for n in range(12)]
NIGHTS_AHEAD = 60
LOST_REPLIES = 0.03   # of commands: the first reply is thrown away
REPEATS = 0.05        # of acknowledged commands: sent again, to be answered alike
# What a rule may rightly answer under contention; any other refusal is a fault of ours.
EXPECTED = {"BED_MUST_BE_FREE", "CHILD_NIGHT_MUST_BE_FREE", "STAY_MUST_BE_BOOKED",
            "SCHOOL_WORKER_MUST_BE_FREE", "SCHOOL_MUST_HAVE_ONE_WORKER"}

SERVICE = {"intake": "kinward.intake.v1.IntakeService",
           "eligibility": "kinward.eligibility.v1.EligibilityService",
           "scheduling": "kinward.scheduling.v1.SchedulingService",
           "outcomes": "kinward.outcomes.v1.OutcomesService"}


class Ledger:
    """What was answered, shared by all clients."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged, self.refused, self.faults = [], [], []
        self.kinds = Counter()

    def note(self, kind, entry):
        with self.lock:
            (self.acknowledged if isinstance(entry, Acknowledged) else self.refused).append(entry)
            self.kinds[f"{kind} refused" if isinstance(entry, Refused) else kind] += 1

    def fault(self, text):
        with self.lock:
            self.faults.append(text)


class Sender:
    """Sends commands and partners' events under one id each, and keeps the answers."""

    def __init__(self, stack, ledger, seed, tokens=None):
        self.client = Client(stack, tokens or Tokens(stack), seed)
        self.random = self.client.random
        self.ledger = ledger
        self.name = f"{seed:x}"
        self.count = 0

    def new_id(self):
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def command(self, context, method, body, who=STAFF, command_id=None):
        """A command through its Connect route. The reply, or None when a rule refused it."""
        command_id = command_id or self.new_id()
        path = f"/{SERVICE[context]}/{method}"
        headers = {"Content-Type": "application/json", "Idempotency-Key": command_id,
                   "Kinward-Council": COUNCIL}
        content = json.dumps(body)
        answer = self.client.until_final("POST", path, who, content, headers, LOST_REPLIES)
        if answer.status == 200:
            reply = answer.json
            ids = tuple(reply.get("event_ids", ()))
            self.ledger.note(method, Acknowledged(command_id, context, COUNCIL,
                                                  reply.get("stream", ""), ids))
            if self.random.random() < REPEATS:
                again = self.client.until_final("POST", path, who, content, headers)
                same = again.status == 200 and tuple(again.json.get("event_ids", ())) == ids
                if not same or not again.json.get("repeat"):
                    self.ledger.fault(f"{method} {command_id} was answered otherwise the second "
                                      f"time: {again.status} {again.json}")
            return reply
        if answer.status != 409 or answer.reason() not in EXPECTED:
            self.ledger.fault(f"{method} {command_id}: {answer.status} {answer.json}")
        self.ledger.note(method, Refused(command_id, context, COUNCIL, answer.reason()))
        return None

    def event(self, partner, kind, data, subject):
        """A partner's CloudEvent. The receipt, or None when it was refused."""
        source, event_id = f"urn:kinward:partner:{partner}", self.new_id()
        content = json.dumps({
            "specversion": "1.0", "id": event_id, "source": source,
            "type": f"kinward.partner.{kind}.v1", "subject": subject,
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "datacontenttype": "application/json", "data": data})
        headers = {"Content-Type": "application/cloudevents+json"}
        answer = self.client.until_final("POST", "/v1/events", partner, content, headers,
                                         LOST_REPLIES)
        command_id = command_of_event(source, event_id)
        if answer.status not in (200, 202) or not answer.json.get("referral"):
            self.ledger.fault(f"{kind} {event_id}: {answer.status} {answer.json}")
            self.ledger.note(kind, Refused(command_id, "intake", COUNCIL, answer.reason()))
            return None
        receipt = answer.json
        referral = receipt["referral"] if kind == "referral-submitted" else ""
        self.ledger.note(kind, Acknowledged(command_id, "intake", COUNCIL, receipt["referral"],
                                            None, referral, partner))
        if self.random.random() < REPEATS:
            again = self.client.until_final("POST", "/v1/events", partner, content, headers)
            told = tuple(again.json.get(name) for name in ("receipt", "referral"))
            if again.status != 200 or told != (receipt["receipt"], receipt["referral"]):
                self.ledger.fault(f"{kind} {event_id} was answered otherwise the second time: "
                                  f"{again.status} {again.json}")
        return receipt


class Worker(Sender):
    """One client's mixture of referrals and commands, drawn from its seed."""

    def __init__(self, stack, ledger, seed, tokens=None):
        super().__init__(stack, ledger, seed, tokens)
        self.held, self.placed, self.referred, self.workers = [], [], [], []
        self.acts = ((self.refer, 40), (self.withdraw, 3), (self.hold_bed, 22),
                     (self.cancel_booking, 8), (self.request_help, 8), (self.release_place, 5),
                     (self.record_status, 6), (self.register_worker, 5), (self.name_for_school, 3))

    def step(self):
        acts, weights = zip(*self.acts)
        self.count += 1
        self.random.choices(acts, weights)[0]()

    def refer(self):
        partner = self.random.choice(PARTNERS)
        reference = f"F-{self.name}-{self.count}"
        born = date.today() - timedelta(days=self.random.randint(400, 6000))
        data = {
            "council": COUNCIL, "reference": reference, "urgency": "routine",
            "reasons": ["edge-of-care"], "lawful_basis": "public-task-safeguarding",
            "narrative": "A synthetic referral of the fault run.",
            "occurred_on": date.today().isoformat(), "programme": "W-01",
            "people": [
                {"key": "c1", "roles": ["child", "subject"], "given_name": "Zoë",
                 "family_name": f"Example{self.name}", "date_of_birth": born.isoformat(),
                 "sex": "female", "facts": {"legal_status": "cin"}},
                {"key": "m1", "roles": ["parent"], "given_name": "Ana",
                 "family_name": f"Example{self.name}", "sex": "female"}],
            "relationships": [{"from": "m1", "to": "c1", "kind": "parent"}],
            "facts": {"edge_of_care": True}}
        if self.event(partner, "referral-submitted", data, reference):
            self.referred.append((partner, reference))

    def withdraw(self):
        if not self.referred:
            return self.refer()
        partner, reference = self.take(self.referred)
        return self.event(partner, "referral-withdrawn", {"reference": reference}, reference)

    def take(self, some):
        return some.pop(self.random.randrange(len(some)))

    def hold_bed(self):
        stay, setting = self.new_id(), self.random.choice(list(SETTINGS))
        first = date.today() + timedelta(days=self.random.randint(1, NIGHTS_AHEAD))
        reply = self.command("scheduling", "HoldBed", {
            "setting_id": setting, "stay_id": stay, "contact_id": self.new_id(),
            "person_id": self.random.choice(CHILDREN), "from_night": first.isoformat(),
            "nights": self.random.randint(1, 3), "hold_hours": 300})
        if reply is not None:
            self.held.append((setting, stay))

    def cancel_booking(self):
        if not self.held:
            return self.hold_bed()
        setting, stay = self.take(self.held)
        return self.command("scheduling", "CancelBooking", {"setting_id": setting, "stay_id": stay,
                                                            "reason": "not-needed"})

    def request_help(self):
        referral = self.new_id()
        self.command("scheduling", "RequestHelp", {
            "referral_id": referral, "family_id": self.new_id(), "programme_id": "W-01",
            "programme_version": 1, "gateway": {"kind": "AUTOMATIC"}, "pool_id": POOL,
            "begins_with": "place", "urgency": "routine", "counts": "FAMILY"})
        self.placed.append(referral)

    def release_place(self):
        if not self.placed:
            return self.request_help()
        return self.command("scheduling", "ReleasePlace", {
            "pool_id": POOL, "referral_id": self.take(self.placed), "programme_id": "W-01",
            "reason": "not-needed"})

    def record_status(self):
        person = uuid_from("faults", f"registered/{self.random.randrange(20)}")
        day = date.today() - timedelta(days=self.random.randint(1, 2000))
        return self.command("intake", "RecordLegalStatus", {
            "person_id": person, "from": day.isoformat(),
            "status": self.random.choice(["cin", "cpp", "none"])})

    def register_worker(self):
        worker = f"faults-{self.name}-{self.count}"
        self.command("outcomes", "RegisterWorker", {
            "worker_id": worker, "role": "family-worker", "employment": "PERMANENT"})
        self.workers.append(worker)

    def name_for_school(self):
        if not self.workers:
            return self.register_worker()
        return self.command("outcomes", "NameForSchool", {
            "worker_id": self.random.choice(self.workers),
            "school": self.random.choice(SCHOOLS)})


def define_things(sender):
    """The scarce things that all clients will want."""
    for setting, beds in SETTINGS.items():
        sender.command("scheduling", "DefineSetting", {"setting_id": setting, "definition": {
            "setting_id": setting, "kind": "short-break", "opened_on": "2016-04-18",
            "beds": [f"{setting}-bed-{n + 1}" for n in range(beds)]}}, OPERATIONS)
    sender.command("scheduling", "DefinePool", {"pool_id": POOL, "definition": {
        "pool_id": POOL, "unit": "FAMILY", "capacity": PLACES}}, OPERATIONS)
    for n in range(20):
        sender.command("intake", "RegisterPerson", {
            "person_id": uuid_from("faults", f"registered/{n}"),
            "family_id": uuid_from("faults", f"family/{n}"), "sex": "female",
            "identity": {"given_name": "Zoë", "family_name": "Example",
                         "date_of_birth": "2012-05-01"}})


class Load:
    """The clients' threads. `share()` says how much of the whole may have been sent by now, from 0 to
    1: it spreads the commands over the kills. They go on past `commands` until told to stop."""

    def __init__(self, stack, ledger, seed, clients, commands, share):
        self.ledger, self.commands, self.share = ledger, commands, share
        self.sent, self.lock = 0, threading.Lock()
        self.ending = threading.Event()
        self.attempts = 0
        self.workers = [Worker(stack, ledger, seed * 1000 + n) for n in range(clients)]
        self.threads = [threading.Thread(target=self.work, args=(worker,), daemon=True)
                        for worker in self.workers]

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self):
        """Waits until every command has its answer."""
        self.ending.set()
        for thread in self.threads:
            thread.join()
        self.attempts = sum(worker.client.attempts for worker in self.workers)

    def may_send(self):
        with self.lock:
            if self.sent >= self.commands * self.share():
                return False
            self.sent += 1
            return True

    def done(self):
        return self.ending.is_set() and self.sent >= self.commands

    def work(self, worker):
        try:
            while not self.done():
                if not self.may_send():
                    time.sleep(0.02)
                    continue
                try:
                    worker.step()
                except Unanswered as failure:
                    self.ledger.fault(f"unanswered: {failure}")
            worker.client.close()
        except Exception as failure:  # noqa: BLE001: a client that dies must not pass for one that is done
            self.ledger.fault(f"a client died: {failure!r}")
