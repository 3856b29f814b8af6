"""Deciding by rules, beside the same rules as straight C++ and in other people's engines."""

import json
import os
import shutil
from pathlib import Path

from figures import ROOT, above, at_least, within
from peers import FOLDER, conninfo, lines_of, ours, peer, program, run, say

SCRIPT = "eligibility/run.sh"
STRAIGHT = "limit:compiled-c++"
CATALOGUE = ROOT / "services" / "eligibility" / "catalogue"

# What each engine of the harness is called there, and what it needs to be there.
ENGINES = {
    "json-logic-engine": ("node", "node", ("node/node_modules/json-logic-engine",)),
    "cel-go": ("cel", None, ("bin/cel_bench",)),
    "drools": ("drools", "java", ("libs-drools", "classes/drools/DroolsBench.class")),
    "openfisca-core": ("openfisca", None, ("venv/bin/python",)),
}
FORM = {"json-logic-engine": "-compiled", "openfisca-core": "-vector"}  # the one compared
DECISIONS_LEAST = {"json-logic-engine": 2, STRAIGHT: 0.3}
TOLD_LEAST = 3_000_000      # decisions a second
BATCH_LEAST = 0.5           # of OpenFisca's, which has nothing but batches
CATALOGUE_MOST, MANY_MOST = 200, 5  # ms
RECORDED, WHAT_IF_MOST = 100_000, 5  # referrals, seconds


def eligibility(rounds):
    engines = [name for name in ENGINES if installed(name)]
    theirs, mine, loads = [], [], []
    for number in range(rounds):
        theirs.append(others(engines))
        mine.append(our_modes())
        loads.append(lines_of([program("eligibility_bench"), "catalogue", str(CATALOGUE)])[-1]["ms"])
        say(f"eligibility: round {number + 1} of {rounds}")

    def limits(name):
        return [one[name] for one in theirs]

    def modes(mode, metric="ops_per_s"):
        return [one[mode][metric] for one in mine]
    for name, least in DECISIONS_LEAST.items():
        if name in theirs[0]:
            yield at_least(f"eligibility_decisions_{label(name)}", modes("decisions"), limits(name),
                           "decisions/s", least)
    yield above("eligibility_told", modes("told"), "decisions/s", TOLD_LEAST)
    for name in ("cel-go", "drools"):
        if name in engines:
            yield at_least(f"eligibility_told_{label(name)}", modes("told"), limits(name),
                           "decisions/s", 1)
    if "openfisca-core" in engines:
        yield at_least("eligibility_batch_openfisca", modes("batch"), limits("openfisca-core"),
                       "decisions/s", BATCH_LEAST)
    yield within("eligibility_10000_programmes", modes("many", "ms_per_case"), "ms", MANY_MOST)
    yield within("catalogue_load", loads, "ms", CATALOGUE_MOST)
    yield what_if(rounds)


def what_if(rounds):
    """A draft over a council's recorded decisions, each by the one programme that was asked for."""
    database = "what_if"
    run(["createdb", database])
    words = [program("what_if_bench"), conninfo(database), str(CATALOGUE)]
    lines_of([*words, "fill", str(RECORDED), "asked"])
    run(["psql", "-d", database, "-c", "VACUUM ANALYZE"])
    found = [ours("what_if_bench", *words[1:], "ask") for _ in range(rounds)]
    if any(one["referrals"] != RECORDED for one in found):
        raise SystemExit("bench: what_if_bench did not read every referral")
    return within("what_if_100k", [one["s"] for one in found], "s", WHAT_IF_MOST)


def label(name):
    return {STRAIGHT: "straight_cpp", "json-logic-engine": "json_logic", "cel-go": "cel"}.get(name, name)


def installed(name):
    """True when the harness can run it; else that is told, and its lines are left out."""
    _, runtime, files = ENGINES[name]
    work = Path(os.environ["PEERS_WORK"])
    missing = [str(work / one) for one in files if not (work / one).exists()]
    if runtime and not shutil.which(runtime):
        missing.append(runtime)
    if missing:
        say(f"eligibility: without {name}, which is not installed ({', '.join(missing)})")
    return not missing


def others(engines):
    """{name: decisions a second}; the straight C++ once more, last, so that it stands beside ours.

    The harness checks each engine's answers and leaves out what failed: here that ends the run.
    """
    found = peer(SCRIPT, PEERS_ENGINES=" ".join(ENGINES[one][0] for one in engines) or "none")
    found |= peer(SCRIPT, PEERS_ENGINES="none")
    rates = {STRAIGHT: found["eligibility", STRAIGHT, "ops_per_s"]}
    for name in engines:
        rates |= {name: value for (_, other, _), value in found.items()
                  if other.startswith(name) and other.endswith(FORM.get(name, ""))}
        if name not in rates:
            raise SystemExit(f"bench: {name} did not finish, or its answers differ")
    return rates


def our_modes():
    """{mode: its line}, on one core as the straight C++; answers as everybody's must be."""
    folder, work = FOLDER / "eligibility", Path(os.environ["PEERS_WORK"])
    words = [program("eligibility_bench"), str(folder / "rules.json"),
             str(work / "gen" / "cases.csv")]
    modes = {one["mode"]: one for one in lines_of(["taskset", "-c", "0", *words])}
    expected = json.loads((folder / "expected.json").read_text())["crc32"]
    for mode, line in modes.items():
        if line.get("crc32", expected) != expected:
            raise SystemExit(f"bench: eligibility_bench {mode}: answers differ")
    return modes
