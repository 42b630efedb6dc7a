"""The periods that people ask for: the present one and those before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from .errors import Stop
from .offered import Asked, Item, Items
from .offered_forms import today
from .reports import named

__all__ = ["recent"]

SEVERAL = 6


def recent(every: str, today: date) -> list[str]:
    """The present day, week, month, half year or year and those before it, as ``--period`` takes them."""
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(SEVERAL)]
    halves = [divmod(today.year * 2 + (today.month > 6) - back, 2) for back in range(SEVERAL)]
    weeks = [(today - timedelta(weeks=back)).isocalendar() for back in range(SEVERAL)]
    told = {
        "day": [str(today - timedelta(days=back)) for back in range(SEVERAL)],
        "week": [f"{week.year}-W{week.week:02}" for week in weeks],
        "half-year": [f"{year}-H{half + 1}" for year, half in halves],
        "year": [str(today.year - back) for back in range(SEVERAL)],
        "month": [f"{year}-{month + 1:02}" for year, month in months],
    }
    return told[{"monday": "week", "friday": "week", "two-months": "month"}.get(every, every)]


def of_period(asked: Asked, name: str) -> Iterable[Item]:
    """A period of the length of the report that was named; of any, where another one is begun."""
    reports, day = asked.manifest["reports"], today(asked)
    try:
        usual = reports[named(str(asked.given(name) or ""), reports)]["every"]
    except Stop:
        usual = "month"
    for every in dict.fromkeys((usual, "month", "week", "half-year", "year", "day")):
        if found := [period for period in recent(every, day) if period.startswith(asked.begun.upper())]:
            return map(Item, found)
    return ()


def of_month(asked: Asked) -> Items:
    """The present month and those before it."""
    return [Item(month) for month in recent("month", today(asked)) if month.startswith(asked.begun)]
