"""The views: the peers' one-view shape beside their floor, all views, a rebuild beside live events."""

import os

from figures import above, at_least, within
from peers import lines_of, peer, program, say

EVENTS = 200_000
PREFIX = "bench."
BATCH = 500      # of the floor, as its script has it


def bench(mode, *words):
    servers = (os.environ["KAFKA_BROKERS"],
               f"{os.environ['REDIS_HOST']}:{os.environ['REDIS_PORT']}")
    return {one["figure"]: one for one in lines_of([program("projection_bench"), *servers, mode, *words])}


def one_view(rounds):
    run_all = peer("projection/run.sh")          # builds the floor's program too
    peers = {key[1]: value for key, value in run_all.items()
             if key[0] == "projection" and not key[1].startswith("limit:")}
    floor = str(os.environ["PEERS_WORK"] + "/bin/projection")
    topic = "kinward-bench-floor"
    lines_of([floor, "seed", topic, str(EVENTS)])
    bench("seed", PREFIX)
    floors, mine = [], []
    for number in range(rounds):
        floors.append(float(lines_of([floor, "floor", topic, str(EVENTS), str(BATCH)])[-1]["value"]))
        mine.append(bench("one-view", PREFIX)["projection_one_view"]["value"])
        say(f"one view: round {number + 1} of {rounds}: floor {floors[-1]:.0f}/s, "
            f"ours {mine[-1]:.0f}/s")
    yield at_least("projection_one_view", mine, floors, "events/s", 0.65)
    fastest = max(peers, key=peers.get)
    figure = above("projection_one_view_peers", mine, "events/s", peers[fastest])
    figure.limit, figure.ratio = peers[fastest], figure.value / peers[fastest]
    figure.reach = f"ahead of {fastest}"
    yield figure


def all_views(rounds):
    found = [bench("all-views")["projection_all_views"]["value"] for _ in range(rounds)]
    yield above("projection_all_views", found, "events/s", 20_000)


def rebuild(_rounds):
    found = bench("rebuild")
    yield within("rebuild_1m", [found["projection_rebuild_1m"]["value"]], "s", 60)
    yield within("rebuild_live_p99", [found["projection_live_p99_beside_rebuild"]["value"]], "ms",
                 200)


def visible(rounds):
    """From Kafka's acknowledgement on, as the trial of the design measured it."""
    found = [bench("fresh") for _ in range(rounds)]
    yield within("acknowledged_to_visible_p50", [one["projection_fresh_p50"]["value"] for one in found],
                 "ms", 20)
    yield within("acknowledged_to_visible_p99", [one["projection_fresh_p99"]["value"] for one in found],
                 "ms", 200)
