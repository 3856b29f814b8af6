"""Figures as outsiders read them: one JSON object each, medians of interleaved pairs."""

import json
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "docs" / "benchmarks" / "figures.jsonl"
TABLE = ROOT / "docs" / "benchmarks" / "README.md"


@dataclass
class Figure:
    """`ratio` is what `reach` bounds; without a limit of the machine it is the value itself."""
    figure: str
    value: float
    unit: str
    limit: float | None
    ratio: float
    reach: str
    holds: bool
    runs: int

    def line(self, commit):
        return json.dumps({"figure": self.figure, "value": round(self.value, 3), "unit": self.unit,
                           "limit": None if self.limit is None else round(self.limit, 3),
                           "ratio": round(self.ratio, 3), "reach": self.reach, "holds": self.holds,
                           "runs": self.runs, "commit": commit, "date": date.today().isoformat()})


def at_least(name, ours, limits, unit, reach):
    """Ours against the limit of the same round: the median of the rounds' ratios must reach it."""
    ratio = median(mine / limit for mine, limit in zip(ours, limits, strict=True))
    return Figure(name, median(ours), unit, median(limits), ratio, f">= {reach}", ratio >= reach,
                  len(ours))


def at_most(name, ours, limits, unit, reach):
    """The same for times: so many times the limit, and no more."""
    ratio = median(mine / limit for mine, limit in zip(ours, limits, strict=True))
    return Figure(name, median(ours), unit, median(limits), ratio, f"<= {reach} x", ratio <= reach,
                  len(ours))


def within(name, ours, unit, most):
    """A bound in the unit itself."""
    value = median(ours)
    return Figure(name, value, unit, None, value, f"<= {most:.10g} {unit}", value <= most, len(ours))


def above(name, ours, unit, least):
    value = median(ours)
    return Figure(name, value, unit, None, value, f">= {least:.10g} {unit}", value >= least, len(ours))


def commit():
    """The commit that was measured; `+` when files differ from it."""
    def git(*words):
        return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True,
                              check=False).stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!docs")
    return (git("rev-parse", "--short", "HEAD") or "unknown") + ("+" if changed else "")


def keep(lines):
    """Replaces the kept lines of the same figures, and draws the table of all of them."""
    known = {}
    if KEPT.exists():
        known = {json.loads(line)["figure"]: line for line in KEPT.read_text().splitlines()}
    known |= {json.loads(line)["figure"]: line for line in lines}
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    KEPT.write_text("".join(line + "\n" for _, line in sorted(known.items())))
    rows = [json.loads(line) for _, line in sorted(known.items())]
    TABLE.write_text(table(rows))


def short(value):
    return f"{value:,.0f}" if value >= 1_000_000 else f"{value:,.6g}"


def table(rows):
    head = ("# Benchmarks\n\nAs `make bench` measured them, limits and peers beside ours in the same "
            "run; `+` behind a commit: with changes\nthat were not committed yet. A ratio is the "
            "median of the interleaved pairs' ratios. What is behind a miss is told in\n"
            "[notes](notes.md).\n\n| Figure | Value | Limit | Ratio | Reach | Holds | Runs | Commit |\n"
            "|---|---:|---:|---:|---|---|---:|---|\n")
    lines = []
    for row in rows:
        limit = "–" if row["limit"] is None else short(row["limit"])
        ratio = "–" if row["limit"] is None else f"{row['ratio']:.2f}"
        holds = "yes" if row["holds"] else "**no**"
        lines.append(f"| {row['figure']} | {short(row['value'])} {row['unit']} | {limit} | {ratio} | "
                     f"{row['reach']} | {holds} | {row['runs']} | {row['commit']} |\n")
    return head + "".join(lines)
