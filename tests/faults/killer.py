"""Kills processes at random and measures, for each, how long until it does its work again."""

import json
import random
import signal
import sys
import time
import uuid

import evidence
from client import Client
from history import CONTEXTS, Acknowledged
from load import COUNCIL, OPERATIONS, SERVICE, STAFF

SERVICES = (*CONTEXTS, "projection", "gateway")
# Seconds until it must commit or answer again: issue "It must hold"; PostgreSQL has no figure there.
LIMITS = {**{name: 3.0 for name in SERVICES}, "redis": 3.0, "kafka": 15.0, "postgres": 15.0}
GIVE_UP = 90.0        # seconds; what has not come back then never will
PAIRS = 0.15          # of the kills: two processes at the same moment
PAUSE_MAX = 0.8       # seconds of peace between two kills, at most
POLL = 0.02
PROBE_TIME_MAX = 1.0  # seconds; a probe that hangs must not hide the recovery


class NeverBack(Exception):
    """A killed process did not do its work again in GIVE_UP."""


class Prober:
    """Small pieces of work, each of which only one part can do."""

    def __init__(self, stack, ledger, seed):
        self.stack, self.ledger, self.random = stack, ledger, random.Random(seed)
        self.client = Client(stack, None, seed, PROBE_TIME_MAX)
        self.version = None

    def use(self, sender):
        """Takes the tokens of a sender, and a published programme to publish once more."""
        self.client.tokens = sender.client.tokens
        listed = self.ask("eligibility", "ListProgrammes", {"council": COUNCIL})
        self.version = listed.json["programmes"][0] if listed and listed.status == 200 else None

    def ask(self, context, method, body, command_id=None, who=STAFF):
        headers = {"Content-Type": "application/json", "Kinward-Council": COUNCIL}
        if command_id:
            headers["Idempotency-Key"] = command_id
        return self.client.once("POST", f"/{SERVICE[context]}/{method}", who, json.dumps(body),
                                headers)

    def work_of(self, name, command_id):
        """Does that part commit (a service) or answer (projection, Redis)?"""
        if name in ("projection", "redis"):
            answer = self.client.once("GET", "/v1/views/capacity", STAFF)
            return answer is not None and answer.status == 200
        if name in ("intake", "gateway", "postgres"):
            return self.commits("intake", "RegisterPerson", {
                "person_id": command_id, "family_id": command_id, "sex": "female",
                "identity": {"given_name": "Zoë", "family_name": "Example"}}, command_id, STAFF)
        if name == "scheduling":
            return self.commits("scheduling", "WithdrawRequest", {
                "referral_id": command_id, "family_id": command_id, "reason": "probe"},
                command_id, STAFF)
        if name == "outcomes":
            return self.commits("outcomes", "RegisterWorker", {
                "worker_id": f"faults-probe-{command_id}", "role": "family-worker",
                "employment": "PERMANENT"}, command_id, OPERATIONS)
        if self.version is None:
            answer = self.ask("eligibility", "ListProgrammes", {"council": COUNCIL})
            return answer is not None and answer.status == 200
        # Published before: nothing changes, and the command itself is committed.
        return self.commits("eligibility", "PublishVersion", {
            "programme_id": self.version["programme_id"], "version": self.version}, command_id,
            OPERATIONS)

    def commits(self, context, method, body, command_id, who):
        answer = self.ask(context, method, body, command_id, who)
        if answer is None or answer.status in (401, 429, 500, 502, 503, 504):
            return False
        if answer.status == 200:
            self.ledger.note(f"probe {context}", Acknowledged(
                command_id, context, COUNCIL, answer.json.get("stream", ""),
                tuple(answer.json.get("event_ids", ()))))
        else:
            self.ledger.fault(f"probe {method}: {answer.status} {answer.json}")
        return True


class Killer:
    def __init__(self, stack, prober, parts, seed):
        self.stack, self.prober, self.parts = stack, prober, parts
        self.random = random.Random(seed)
        self.deck = []
        self.kills = 0
        self.times = {name: [] for name in parts}  # seconds until each was back
        self.late = []                             # (name, seconds, limit)

    def next_part(self, other=None):
        """Every part once, in a random order, then again: so that none is spared."""
        if not self.deck:
            self.deck = [name for name in self.parts if name != other]
            self.random.shuffle(self.deck)
        return self.deck.pop()

    def strike(self):
        """One kill, or two at once, awaited until all is well again."""
        names = [self.next_part()]
        if len(self.parts) > 1 and self.random.random() < PAIRS:
            second = self.next_part(names[0])
            names += [second] if second != names[0] else []
        positions = evidence.newest_positions(self.stack)
        begun, struck = time.monotonic(), {}
        for name in names:
            part = self.stack.kill(name, signal.SIGKILL)
            if part is not None:
                struck[name] = part
        limit = max((LIMITS[name] for name in struck), default=0.0)
        for name in struck:
            self.kills += 1
            started, ready, took = self.await_back(name, struck[name], begun, positions)
            self.times[name].append(took)
            if took > limit:
                self.late.append((name, took, limit))
            print(f"faults: kill {self.kills}: {'+'.join(names)}: {name} runs after {started:.2f}, "
                  f"ready {ready:.2f}, works {took:.2f} s", file=sys.stderr, flush=True)
        time.sleep(self.random.uniform(0.0, PAUSE_MAX))

    def await_back(self, name, old, begun, positions):
        """Seconds from the kill until another process runs, says it is ready, does its work."""
        command_id = str(uuid.UUID(int=self.random.getrandbits(128), version=4))
        stages = [lambda: self.stack.replaced(name, old), lambda: self.stack.ready(name),
                  (lambda: self.publishes(positions)) if name == "kafka" else
                  (lambda: self.prober.work_of(name, command_id))]
        reached = []
        for stage in stages:
            while not stage():
                if time.monotonic() - begun > GIVE_UP:
                    raise NeverBack(f"{name} is not back after {GIVE_UP:.0f} s; its log: "
                                    f"{self.stack.part(name)['log']}")
                time.sleep(POLL)
            reached.append(time.monotonic() - begun)
        return reached

    def publishes(self, positions):
        """Is everything that was committed before the kill on Kafka now?"""
        try:
            return not evidence.unpublished(self.stack, positions)
        except OSError:
            return False
