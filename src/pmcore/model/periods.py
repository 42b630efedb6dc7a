"""The bounds of recurring periods, by local date."""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["bounds"]

_MONTHS = {"month": 1, "two-months": 2, "half-year": 6, "year": 12}
_FIRST_WEEKDAY = {"week": 0, "monday": 0, "friday": 4}


def bounds(name: str, day: date) -> tuple[date, date]:
    """First day of the period that ``day`` lies in, and the first day after the period."""
    if name == "day":
        return day, day + timedelta(days=1)
    if name in _FIRST_WEEKDAY:
        first = day - timedelta(days=(day.weekday() - _FIRST_WEEKDAY[name]) % 7)
        return first, first + timedelta(days=7)
    months = _MONTHS[name]
    start = (day.month - 1) // months * months
    after = start + months
    return date(day.year, start + 1, 1), date(day.year + after // 12, after % 12 + 1, 1)
