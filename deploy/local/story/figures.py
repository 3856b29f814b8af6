"""The monthly performance framework: each figure computed from the views, beside the published one."""

from dataclasses import dataclass

MONTHS = tuple(f"2016-{month:02d}" for month in range(4, 13))
WORDS = {"EXACT": "", "AT_LEAST": "at least ", "AT_MOST": "at most "}
FRAME = "from=2016-04-01&to=2016-12-31"


@dataclass
class Line:
    """One row. `explained` says why the two differ; `holds` is whether that explanation's arithmetic
    is right, so that a wrong figure cannot hide behind it."""
    programme: str
    what: str
    computed: object
    published: object
    source: str
    explained: str = ""
    holds: bool = False

    @property
    def mark(self):
        if str(self.computed) == str(self.published):
            return "equal"
        return "explained" if self.explained and self.holds else "DIFFERS"


def percent(part, whole):
    """One decimal, half up."""
    return f"{(2000 * part + whole) // (2 * whole) / 10:.1f} %" if whole else "-"


def a_month(count, months):
    return f"{(20 * count + months) // (2 * months) / 10:.1f}"


def ifs(council):
    funnel = council.view(f"funnel/W-01?{FRAME}")
    referred, opened, closed = (funnel[name] for name in ("referred", "open", "closed"))
    became = funnel["became_looked_after"]["children"]
    taken_up = funnel["taken_up"]
    lines = [("families referred, April to December", referred["families"], 104, "R33"),
             ("their children", referred["children"], 178, "R33"),
             ("families helped", taken_up["families"], 104, "R33, X04"),
             ("families open now", opened["families"], 33, "R33"),
             ("children open now", opened["children"], 59, "R33"),
             ("families no longer open", closed["families"], 71, "R33"),
             ("children no longer open", closed["children"], 119, "R33"),
             ("children who became looked after", became, 14, "R33"),
             ("  of all children", percent(became, referred["children"]), "7.9 %", "R33"),
             ("  of children no longer open", percent(became, closed["children"]), "11.8 %", "R33")]
    rate = Line("W-01", "new families a month", a_month(referred["families"], 9), 18, "X02",
                "18 a month for nine months would be 162; 104 families came, as published too",
                referred["families"] == 104)
    return [Line("W-01", *line) for line in lines] + [rate]


def upper_pendeford(council):
    months = [council.view(f"occupancy/upper-pendeford?month={month}") for month in MONTHS]
    count = {kind: sum(month["admissions"][kind] for month in months)
             for kind in ("planned", "emergency", "crisis", "pace")}
    admissions = count["planned"] + count["emergency"] + count["crisis"]
    funnel = council.view(f"funnel/W-04?{FRAME}")
    people, became = funnel["taken_up"]["children"], funnel["became_looked_after"]["children"]
    november, december = months[7], months[8]
    peak = max(months, key=lambda month: month["nights_used"] / (month["nights_available"] or 1))
    lines = [("young people admitted", people, 36, "R35"),
             ("planned short breaks", count["planned"], 97, "R35"),
             ("emergency short breaks", count["emergency"], 8, "R35, R37"),
             ("crisis short breaks", count["crisis"], 18, "R35, R37"),
             ("  of these PACE transfers", count["pace"], 2, "R35")]
    later = [("young people who became looked after", became, 4, "R35"),
             ("  of all young people", percent(became, people), "11.1 %", "R35"),
             ("bed nights used in November", november["nights_used"], 93, "R36, X12: 5 beds assumed"),
             ("occupancy in November", november["occupancy_percent"] + " %", "62 %", "R36, X12"),
             ("bed nights used in December", december["nights_used"], 82, "R36, X12"),
             ("occupancy in December", december["occupancy_percent"] + " %", "53 %", "R36, X12"),
             ("month of the highest occupancy", peak["month"], "2016-11", "R36")]
    total = Line("W-04", "admissions in all", admissions, 125, "X01",
                 f"the {count['pace']} PACE transfers are counted twice in the report: they are inside "
                 "the crisis short breaks", 125 - admissions == count["pace"])
    return ([Line("W-04", *line) for line in lines] + [total] + [Line("W-04", *line) for line in later])


def panel(council):
    ifs_funnel = council.view(f"funnel/W-01?{FRAME}")
    beds = council.view(f"funnel/W-04?{FRAME}")
    heard = ifs_funnel["panel"]["families"] + beds["panel"]["families"]
    still_open = len(council.view("tonight").get("open_crises", []))
    return [Line("W-09", "families that came before the panel", heard, "not stated", "X11, X12",
                 "the report says \"most cases\" without a number", heard > 0),
            Line("W-09", "crisis starts not yet ratified", still_open, 0, "R44"),
            Line("W-09", "decided without the social worker", council.absent_refused,
                 "REFERRING_WORKER_MUST_ATTEND", "R44")]


def looked_after(indicator):
    """Of the council's own count (story/looked_after.py). Its base is a bound, so the fall is one too."""
    change = indicator["change"]
    ratio = change["of_base"]
    fewer = -ratio["numerator"]
    return Line("W-00", "looked-after children, two years on",
                f"{WORDS[change['bound']]}{fewer} fewer ({ratio['percent']} %)", "just over 800 to 641", "R32",
                f"the report gives the counts alone: {indicator['now']['value']} is {fewer} fewer than "
                f"{ratio['denominator']}, and \"{indicator['base']['as_said']}\" is more than that",
                (fewer, ratio["denominator"], ratio["percent"], change["bound"]) == (159, 800, "-19.9",
                                                                                    "AT_LEAST"))


def southwark(council):
    funnel = council.view("funnel/S-KFT?from=2015-06-01&to=2016-07-12")
    kft, pause = council.before["kft-families"], council.before["pause-women"]
    now = council.after["pause-women"]
    def row(what, computed, published):
        return Line("S-KFT", what, computed, published, "R13")
    def woman(what, computed, published):
        return Line("S-PAUSE", what, computed, published, "R14")
    return [row("families referred to the Resources Panel", funnel["referred"]["families"], 23),
            row("families worked with", funnel["taken_up"]["families"], 17),
            row("their young people", funnel["taken_up"]["children"], 26),
            row("families closed", funnel["closed"]["families"], 5),
            row("their young people", funnel["closed"]["children"], 7),
            row("families open: the limit", funnel["open"]["families"], kft["capacity"]),
            row("young people open", funnel["open"]["children"], 19),
            row("referred and not taken up",
                funnel["referred"]["families"] - funnel["taken_up"]["families"], 6),
            row("places free when one more family is agreed", kft["free"], 0),
            row("families that wait then", kft["waiting"], 1),
            woman("women active: the limit", pause["taken"], 20),
            woman("women waiting when two more are eligible", pause["waiting"], 2),
            woman("places offered after one close", now["offered"], 1),
            woman("women waiting after it", now["waiting"], 1)]


def table(lines):
    """The lines as text, one each, with the reason of what is explained."""
    rows = [("", "figure", "computed", "published", "", "source")]
    rows += [(line.programme, line.what, str(line.computed), str(line.published), line.mark, line.source)
             for line in lines]
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    text = []
    for row, line in zip(rows, [None, *lines], strict=True):
        cells = [cell.rjust(width) if column in (2, 3) else cell.ljust(width)
                 for column, (cell, width) in enumerate(zip(row, widths, strict=True))]
        text.append("  ".join(cells).rstrip())
        if line is not None and line.mark == "explained":
            text.append(" " * (widths[0] + 4) + "because " + line.explained)
    return "\n".join(text)
