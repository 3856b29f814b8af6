"""Do the views hold what the stores hold? Asked as anybody may: over HTTP, with consistency tokens."""

import base64
import threading
import urllib.parse

import wire
from client import Client, Tokens
from load import COUNCIL, STAFF

STREAMS_PER_TOKEN = 60
READERS = 8


def token(context, council, key, streams):
    """What a command's reply would carry: makes a view wait for these (stream, version)."""
    message = wire.encode(1, context) + wire.encode(2, council) + wire.encode(3, key)
    for stream, version in streams:
        message += wire.encode(4, wire.encode(1, stream) + wire.encode(2, version))
    return base64.urlsafe_b64encode(message).rstrip(b"=").decode()


def tokens_of(stores, council):
    """(token, context, key) for every stream of the council, those of one key together."""
    for context, store in stores.items():
        keys = {}
        for (owner, stream), (version, key) in store.streams.items():
            if owner == council:
                keys.setdefault(key, []).append((stream, version))
        for key, streams in keys.items():
            for first in range(0, len(streams), STREAMS_PER_TOKEN):
                yield (token(context, council, key, streams[first:first + STREAMS_PER_TOKEN]),
                       context, key)


def each(stack, items, look):
    """`look(client, item)` for every item, by several threads. Returns what they raised, as texts."""
    items, lock, troubles, shared = list(items), threading.Lock(), [], Tokens(stack)

    def run(number):
        client = Client(stack, shared, number)
        while True:
            with lock:
                if not items:
                    break
                item = items.pop()
            try:
                look(client, item)
            except Exception as failure:  # noqa: BLE001: whatever it is, it was not seen
                with lock:
                    troubles.append(f"the views cannot be read: {failure!r}")
        client.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return troubles


def check_views(stack, acknowledged, stores, pools, found):
    """Every acknowledged referral is in both views, every stream at its store's version, and the
    capacity view counts as the events do."""
    referrals = {one.referral: one.source for one in acknowledged if one.referral}
    if not referrals:
        found.broken.append("no referral was acknowledged: the views were not tested")
        return
    some = next(iter(referrals))
    found.broken += each(stack, referrals.items(), lambda client, one: check_referral(
        client, one[0], one[1], found))
    found.broken += each(stack, tokens_of(stores, COUNCIL), lambda client, one: check_version(
        client, some, one, found))
    found.broken += each(stack, [pools], lambda client, one: check_capacity(client, one, found))


def check_referral(client, referral, partner, found):
    loop = client.until_final("GET", f"/v1/referrals/{referral}", partner)
    # Without as_of it is intake that answered, because the view has not heard of it.
    if loop.status != 200 or loop.json.get("referral") != referral or not loop.json.get("as_of"):
        found.lost.append(f"referral {referral} is not in the closed loop: {loop.status}")
    case = client.until_final("GET", f"/v1/views/case/{referral}", STAFF)
    told = case.json.get("referral_id") or case.json.get("intake", {}).get("referral_id")
    if case.status != 200 or told != referral:
        found.lost.append(f"referral {referral} is not in the case view: {case.status}")


def check_version(client, some, wanted, found):
    after, context, key = wanted
    answer = client.until_final("GET", f"/v1/views/case/{urllib.parse.quote(some)}", STAFF,
                                headers={"Kinward-After": after})
    if answer.status != 200:
        found.broken.append(f"the case view answers {answer.status} to a token")
    elif answer.json.get("stale"):
        found.lost.append(f"the views are behind the store: {context}, key {key}")


def check_capacity(client, pools, found):
    answer = client.until_final("GET", "/v1/views/capacity", STAFF)
    rows = {row.get("pool"): row for row in answer.json.get("pools", [])}
    for (council, name), pool in pools.items():
        if council != COUNCIL:
            continue
        row = rows.get(name, {})
        given = int(row.get("taken", 0)) + int(row.get("offered", 0))
        if given != len(pool.places) or int(row.get("capacity", -1)) != pool.capacity:
            found.lost.append(f"the capacity view says {row} of pool {name}, the events "
                              f"{len(pool.places)} of {pool.capacity}")
