"""Local times of Europe/London without a time-zone database: summer time by its rule."""

from datetime import date, datetime, time, timedelta


def last_sunday(year, month):
    day = date(year, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def utc(local):
    """RFC 3339 in UTC of a naive local time (not one of the hour that happens twice)."""
    begins = datetime.combine(last_sunday(local.year, 3), time(1))
    ends = datetime.combine(last_sunday(local.year, 10), time(2))
    moved = local - timedelta(hours=1) if begins <= local < ends else local
    return moved.strftime("%Y-%m-%dT%H:%M:%SZ")


def local_text(local):
    """As kinwardctl reads a local time: no offset."""
    return local.strftime("%Y-%m-%dT%H:%M")


def at(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute))
