"""An HTTP client as a partner or a member of staff has one: TLS, keep-alive, tokens, one retry rule."""

import base64
import http.client
import json
import random
import ssl
import time
import urllib.parse

from stack import COUNCIL

ANSWER_TIME_MAX = 12.0   # seconds; the gateway gives up after 10
RETRY_FIRST = 0.03       # seconds
RETRY_MAX = 0.6
COMMAND_PATIENCE = 150.0  # seconds until a command must have its final answer
RENEW_AFTER = 600.0      # a token lives 900 seconds
RETRIED = (401, 408, 425, 429, 500, 502, 503, 504)


class Unanswered(Exception):
    """A command got no final answer in COMMAND_PATIENCE."""


class Answer:
    def __init__(self, status, body, headers=None):
        self.status = status
        self.headers = headers or {}
        try:
            self.json = json.loads(body) if body else {}
        except ValueError:
            self.json = {}

    def reason(self):
        return str(self.json.get("reason") or self.json.get("code") or self.status)


class Client:
    """One connection, used by one thread."""

    def __init__(self, stack, tokens, seed, timeout=ANSWER_TIME_MAX):
        self.stack, self.tokens, self.random = stack, tokens, random.Random(seed)
        self.connection, self.timeout = None, timeout
        self.attempts = 0

    def close(self):
        if self.connection is not None:
            self.connection.close()
        self.connection = None

    def connect(self):
        where = self.stack.endpoints()
        address = urllib.parse.urlsplit(where["gateway"])
        trust = ssl.create_default_context(cafile=where["ca_file"])
        return http.client.HTTPSConnection(address.hostname, address.port, timeout=self.timeout,
                                           context=trust)

    def once(self, method, path, who, body=None, headers=None, lose_reply=False):
        """One attempt. None: it is not known what became of it."""
        self.attempts += 1
        try:
            if self.connection is None:
                self.connection = self.connect()
            everything = {"Authorization": f"Bearer {self.tokens.of(who, self)}", **(headers or {})}
            self.connection.request(method, path, body, everything)
            if lose_reply:
                self.close()
                return None
            response = self.connection.getresponse()
            return Answer(response.status, response.read(), dict(response.getheaders()))
        except (OSError, http.client.HTTPException):
            self.close()
            return None

    def until_final(self, method, path, who, body=None, headers=None, lost=0.0):
        """Sends the same again until it is accepted or refused for good. `lost` is the share of first
        attempts whose reply is thrown away unread."""
        deadline, pause, last = time.monotonic() + COMMAND_PATIENCE, RETRY_FIRST, None
        lose_reply = self.random.random() < lost
        while time.monotonic() < deadline:
            answer = self.once(method, path, who, body, headers, lose_reply)
            lose_reply = False
            if answer is not None and answer.status not in RETRIED:
                return answer
            last = answer or last
            if answer is not None and answer.status == 401:
                self.tokens.forget(who)
            time.sleep(pause * self.random.uniform(0.5, 1.0))
            pause = min(pause * 2, RETRY_MAX)
        detail = f"{last.status} {last.json}" if last else "no answer at all"
        raise Unanswered(f"{method} {path}: {detail}")


class Tokens:
    """Who → a token that is still good. A partner's name, or ("staff", role)."""

    def __init__(self, stack):
        self.stack = stack
        self.secrets = {one["name"]: one for one in stack.partners()}
        self.kept = {}

    def forget(self, who):
        self.kept.pop(who, None)

    def of(self, who, client):
        token, since = self.kept.get(who, ("", 0.0))
        if not token or time.monotonic() - since > RENEW_AFTER:
            token = self.staff(who[1]) if isinstance(who, tuple) else self.partner(who, client)
            self.kept[who] = (token, time.monotonic())
        return token

    def staff(self, role):
        done = self.stack.kinwardctl("--council", COUNCIL, "token", "--role", role, "--user",
                                     f"faults-{role}")
        if done.returncode != 0:
            raise SystemExit(f"faults: no staff token: {done.stderr}")
        return done.stdout.strip()

    def partner(self, name, client):
        secret = self.secrets[name]
        pair = base64.b64encode(f"{secret['client_id']}:{secret['client_secret']}".encode())
        connection = client.connect()
        try:
            connection.request("POST", "/oauth/token", "grant_type=client_credentials",
                               {"Authorization": "Basic " + pair.decode(),
                                "Content-Type": "application/x-www-form-urlencoded"})
            answer = connection.getresponse()
            content = answer.read()
            if answer.status != 200:
                raise OSError(f"/oauth/token: {answer.status}")
            return json.loads(content)["access_token"]
        finally:
            connection.close()
