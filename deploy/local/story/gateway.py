"""The gateway as outsiders use it: TLS, tokens, CloudEvents in three modes, Connect JSON, views, SSE."""

import base64
import http.client
import json
import ssl
import threading
import time
import urllib.parse
import uuid

SUBMITTED = "kinward.partner.referral-submitted.v1"
PATIENCE = 30  # seconds for one answer
TRIES = 4      # of a request whose answer was lost or 503: same ids, so it is the same request


class Refused(Exception):
    """The gateway said no: the request was not what the story needs."""


class Gateway:
    """Keep-alive connections, one a thread. `endpoints` and `partners` are the stack's two files."""

    def __init__(self, endpoints, partners, staff_token):
        where = urllib.parse.urlsplit(endpoints["gateway"])
        self.host, self.port = where.hostname, where.port
        self.context = ssl.create_default_context(cafile=endpoints["ca_file"])
        self.partners = {partner["name"]: partner for partner in partners}
        self.staff_token = staff_token  # (role, council) → a token
        self.local = threading.local()
        self.lock = threading.Lock()
        self.tokens = {}
        self.requests = 0

    def connection(self, fresh=False):
        kept = getattr(self.local, "connection", None)
        if kept is None or fresh:
            if kept is not None:
                kept.close()
            kept = http.client.HTTPSConnection(self.host, self.port, context=self.context,
                                               timeout=PATIENCE)
            self.local.connection = kept
        return kept

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, body) of one request; repeats it when the answer was lost or 503."""
        for attempt in range(TRIES):
            try:
                connection = self.connection(fresh=attempt > 0)
                connection.request(method, path, body=body, headers=headers or {})
                answer = connection.getresponse()
                content = answer.read()
                self.requests += 1
                if answer.status != 503 or attempt + 1 == TRIES:
                    return answer.status, answer.headers, content
            except (OSError, http.client.HTTPException):
                if attempt + 1 == TRIES:
                    raise
            time.sleep(0.3 * (attempt + 1))
        raise AssertionError("unreachable")

    # ---- partners ----

    def partner_token(self, name):
        with self.lock:
            if name in self.tokens:
                return self.tokens[name]
        partner = self.partners[name]
        pair = ":".join(urllib.parse.quote(partner[key], safe="")
                        for key in ("client_id", "client_secret"))
        status, _, body = self.ask("POST", "/oauth/token", "grant_type=client_credentials", {
            "Authorization": "Basic " + base64.b64encode(pair.encode()).decode(),
            "Content-Type": "application/x-www-form-urlencoded"})
        if status != 200:
            raise Refused(f"/oauth/token answered {status} to {name}")
        with self.lock:
            self.tokens[name] = json.loads(body)["access_token"]
            return self.tokens[name]

    def envelope(self, partner, reference, now, data):
        source = self.partners[partner]["source"]
        return {"specversion": "1.0", "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{source}/{reference}")),
                "source": source, "type": SUBMITTED, "time": now, "subject": reference,
                "datacontenttype": "application/json", "data": data}

    def send(self, partner, events, mode):
        """Receipts of a partner's events, in order. `mode`: binary, structured or batch."""
        if mode == "batch":
            return self.send_batch(partner, events)
        return [self.send_one(partner, event, mode) for event in events]

    def send_one(self, partner, event, mode):
        headers = {"Authorization": "Bearer " + self.partner_token(partner)}
        if mode == "binary":
            headers["Content-Type"] = "application/json"
            for name, value in event.items():
                if name not in ("data", "datacontenttype"):
                    headers["ce-" + name] = value
            body = json.dumps(event["data"])
        else:
            headers["Content-Type"] = "application/cloudevents+json"
            body = json.dumps(event)
        status, _, answer = self.ask("POST", "/v1/events", body, headers)
        return received(status, json.loads(answer or b"{}"), event)

    def send_batch(self, partner, events):
        headers = {"Authorization": "Bearer " + self.partner_token(partner),
                   "Content-Type": "application/cloudevents-batch+json"}
        receipts = []
        for start in range(0, len(events), 20):
            some = events[start:start + 20]
            status, _, answer = self.ask("POST", "/v1/events", json.dumps(some), headers)
            if status != 202:
                raise Refused(f"batch answered {status}: {answer[:400]!r}")
            results = json.loads(answer)["results"]
            receipts += [received(one["status"], one, event)
                         for one, event in zip(results, some, strict=True)]
        return receipts

    # ---- staff ----

    def command(self, council, role, service, method, body, key=None):
        """The reply, once the command is done. `key` names the command: the same one is done once."""
        status, reply = self.try_command(council, role, service, method, body, key)
        if status != 200:
            raise Refused(f"{method} answered {status}: {json.dumps(reply)[:600]} to {json.dumps(body)}")
        return reply

    def try_command(self, council, role, service, method, body, key=None):
        name = key or json.dumps([council, method, body], sort_keys=True)
        headers = {"Authorization": "Bearer " + self.staff_token(role, council),
                   "Content-Type": "application/json", "Kinward-Council": council,
                   "Idempotency-Key": str(uuid.uuid5(uuid.NAMESPACE_URL, "kinward-story/" + name))}
        path = f"/kinward.{service}.v1.{service.capitalize()}Service/{method}"
        status, _, answer = self.ask("POST", path, json.dumps(body), headers)
        return status, json.loads(answer)

    def view(self, council, path, after=None, role="team-manager"):
        """A view's document; None when there is none."""
        headers = {"Authorization": "Bearer " + self.staff_token(role, council)}
        if after:
            headers["Kinward-After"] = after
        status, _, body = self.ask("GET", "/v1/views/" + path, None, headers)
        if status == 404:
            return None
        if status != 200:
            raise Refused(f"view {path} answered {status}: {body[:400]!r}")
        return json.loads(body)

    def live(self, council, views, role="duty-worker"):
        """(kind, data) of server-sent events until the stream ends; heartbeats are ("heartbeat", None)."""
        connection = http.client.HTTPSConnection(self.host, self.port, context=self.context, timeout=40)
        connection.request("GET", "/v1/live?views=" + views, headers={
            "Authorization": "Bearer " + self.staff_token(role, council, fresh=True),
            "Accept": "text/event-stream"})
        answer = connection.getresponse()
        if answer.status != 200:
            raise Refused(f"/v1/live answered {answer.status}")
        kind, data = "message", ""
        for line in answer:
            text = line.decode().rstrip("\r\n")
            if text.startswith("event: "):
                kind = text[7:]
            elif text.startswith("data: "):
                data += text[6:]
            elif text.startswith(":"):
                yield "heartbeat", None
            elif not text and data:
                yield kind, json.loads(data)
                kind, data = "message", ""


def received(status, answer, event):
    if status not in (200, 202) or not answer.get("referral"):
        raise Refused(f"{event['subject']} answered {status}: {json.dumps(answer)[:800]}")
    return answer
