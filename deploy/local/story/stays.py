"""Who sleeps at Upper Pendeford when: typed admissions and monthly nights that fit five beds."""

from dataclasses import dataclass
from datetime import date, timedelta

BEDS = 5  # assumed by the catalogue (R36)


@dataclass
class Month:
    """What one month of 2016 holds. The nights of November and December are R36's."""
    month: int
    planned: int
    emergency: int
    crisis: int
    nights: int


# April to December: 97 planned, 8 emergency and 18 crisis admissions; the months before November
# are this story's own (the report gives only the peak and December).
MONTHS = (Month(4, 4, 0, 0, 9), Month(5, 7, 1, 2, 28), Month(6, 9, 1, 2, 36), Month(7, 10, 1, 2, 40),
          Month(8, 10, 1, 2, 40), Month(9, 11, 1, 2, 46), Month(10, 13, 1, 3, 62),
          Month(11, 18, 1, 3, 93), Month(12, 15, 1, 2, 82))


@dataclass
class Stay:
    kind: str          # planned, emergency, crisis
    first: date        # night
    nights: int
    bed: int
    pace: bool = False
    person: object = None
    held_at: object = None   # the tick at which the bed is taken
    stay_id: str = ""
    state: str = "to come"   # held, arrived, departed

    @property
    def until(self):
        return self.first + timedelta(days=self.nights)

    @property
    def bed_name(self):
        return f"upper-pendeford-bed-{self.bed + 1}"


class Beds:
    """Which bed is taken which night."""

    def __init__(self):
        self.taken = set()

    def place(self, first, nights):
        """A bed free on all these nights, now taken; None when there is none."""
        days = [first + timedelta(days=day) for day in range(nights)]
        for bed in range(BEDS):
            if not any((bed, day) in self.taken for day in days):
                self.taken.update((bed, day) for day in days)
                return bed
        return None


def last_night(month):
    return date(2016, month, 30) if month in (4, 6, 9, 11, 12) else date(2016, month, 31)


def lengths(rng, month):
    """Nights of each admission, by kind, adding up to the month's."""
    sizes = [1] * (month.planned + month.emergency + month.crisis)
    most = [7] * month.planned + [4] * month.emergency + [2] * month.crisis
    for _ in range(month.nights - len(sizes)):
        sizes[rng.choice([i for i, size in enumerate(sizes) if size < most[i]])] += 1
    return (sizes[:month.planned], sizes[month.planned:month.planned + month.emergency],
            sizes[month.planned + month.emergency:])


def fit(rng, beds, kind, nights, days, month):
    """A stay beginning on one of `days`, ending within the month."""
    for first in rng.sample(days, len(days)):
        if first + timedelta(days=nights - 1) > last_night(month.month):
            continue
        bed = beds.place(first, nights)
        if bed is not None:
            return Stay(kind, first, nights, bed)
    raise AssertionError(f"no bed in month {month.month}")


def plan_stays(rng, office_days):
    """All 123 admissions in order of their first night. Emergencies begin on `office_days`."""
    beds, stays = Beds(), []
    for month in MONTHS:
        planned, emergency, crisis = lengths(rng, month)
        first_day = date(2016, 4, 24) if month.month == 4 else date(2016, month.month, 1)
        days = [first_day + timedelta(days=day)
                for day in range((last_night(month.month) - first_day).days + 1)]
        evenings = rng.sample(days[2:-3], len(crisis))
        stays += [fit(rng, beds, "crisis", nights, [evening], month)
                  for nights, evening in zip(crisis, evenings, strict=True)]
        stays += [fit(rng, beds, "emergency", nights, [day for day in days if day in office_days], month)
                  for nights in emergency]
        stays += [fit(rng, beds, "planned", nights, days, month)
                  for nights in sorted(planned, reverse=True)]
    return sorted(stays, key=lambda stay: stay.first)
