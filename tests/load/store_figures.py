"""Appending and relaying, beside pgbench, the plain relay and Debezium."""

import os

from figures import at_least, at_most, within
from peers import conninfo, lines_of, ours, peer, program, run, say

CONNECTIONS = (1, 4, 16)
ONE = {1: 0.7, 4: 0.75, 16: 0.8}     # of the hand-written statement's throughput
FIVE = {1: 0.35, 4: 0.3, 16: 0.2}
P50_MOST = 1.5
GROWTH_LEAST = 0.85                  # "within 15 %"
SMALL, LARGE = 10_000, 1_000_000     # events
RELAY_EVENTS = 200_000
SECONDS = 3


def append(rounds):
    limits, one, five = [], [], []
    for number in range(rounds):
        limits.append(peer("append/limit.sh", PEERS_SECS=SECONDS))
        for mode, into in (("one", one), ("five", five)):
            into.append({count: on_an_empty_store(f"{mode}_{count}_{number}", mode, count)
                         for count in CONNECTIONS})
        say(f"append: round {number + 1} of {rounds}")
    for count in CONNECTIONS:
        def limit(metric, count=count):
            return [one[(f"append.c{count}", "limit:pgbench", metric)] for one in limits]

        def mine(of, metric, count=count):
            return [each[count][metric] for each in of]
        yield at_least(f"append_one_c{count}", mine(one, "ops_per_s"), limit("ops_per_s"),
                       "commands/s", ONE[count])
        yield at_most(f"append_one_c{count}_p50", mine(one, "p50_ms"), limit("p50_ms"), "ms",
                      P50_MOST)
        yield at_least(f"append_five_streams_c{count}", mine(five, "ops_per_s"),
                       limit("ops_per_s"), "commands/s", FIVE[count])


def on_an_empty_store(name, mode, connections):
    """As the limit has it: empty tables, a checkpoint, a second to warm up."""
    run(["createdb", name])
    run(["psql", "-qc", "CHECKPOINT"])
    ours("eventstore_bench", conninfo(name), mode, connections, 1)
    measured = ours("eventstore_bench", conninfo(name), mode, connections, SECONDS)
    run(["dropdb", name])
    return measured


def growth(rounds):
    """A small store and a large one, by turns; the small one is copied anew for every turn."""
    for name, events in (("small", SMALL), ("large", LARGE)):
        run(["createdb", name])
        lines_of([program("eventstore_bench"), conninfo(name), "fill", str(events)])
        run(["psql", "-d", name, "-c", "VACUUM ANALYZE"])
    small, large = [], []
    for number in range(rounds):
        copy = f"small_{number}"
        run(["createdb", "-T", "small", copy])
        small.append(ours("eventstore_bench", conninfo(copy), "one", 4, SECONDS)["ops_per_s"])
        large.append(ours("eventstore_bench", conninfo("large"), "one", 4, SECONDS)["ops_per_s"])
    yield at_least("append_growth", large, small, "commands/s", GROWTH_LEAST)


def relay(rounds):
    os.environ["PEERS_LAT_SECS"] = "6"
    limits, debezium, drains, latencies = [], [], [], []
    for number in range(rounds):
        limits.append(peer("relay/limit.sh"))
        drains.append(ours("relay_bench", "drain", RELAY_EVENTS)["value"])
        found = lines_of([program("relay_bench"), "latency", "200", "10"])
        latencies.append({one["metric"]: one["value"] for one in found})
        if number < 2:
            debezium.append(peer("relay/debezium.sh"))
        say(f"relay: round {number + 1} of {rounds}")
    yield at_least("relay_drain", drains,
                   [one[("relay.drain", "limit:libpq-pages+librdkafka", "ops_per_s")]
                    for one in limits], "events/s", 0.2)
    yield at_least("relay_drain_debezium", drains[:len(debezium)],
                   [one[("relay.drain", "debezium-3.3.1", "ops_per_s")] for one in debezium],
                   "events/s", 2.5)
    for metric, most in (("p50_ms", 3), ("p99_ms", 10)):
        yield within(f"commit_to_consumer_{metric[:3]}", [one[metric] for one in latencies], "ms",
                     most)
        yield at_most(f"commit_to_consumer_{metric[:3]}_debezium",
                      [one[metric] for one in latencies[:len(debezium)]],
                      [one[("relay.latency.from_commit", "debezium-3.3.1", metric)]
                       for one in debezium], "ms", 1)
