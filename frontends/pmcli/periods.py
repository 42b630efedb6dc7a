"""The periods that are offered: the present one and those before it."""

from __future__ import annotations

from collections.abc import Iterable

from pmcore.model.outcomes import WrongUse
from pmcore.surface.periods import recent
from pmcore.surface.reports import report_named
from pmcore.surface.words import Words

from .offered import Asked, Item, Items
from .offered_forms import today
from .words import lang

__all__ = ["of_month", "of_period"]


def of_period(asked: Asked, name: str) -> Iterable[Item]:
    """A period of the length of the report that was named; of any, where another one is begun."""
    day = today(asked)
    try:
        usual = asked.manifest["reports"][report_named(str(asked.given(name) or ""), Words(asked.manifest, lang()))]["every"]
    except WrongUse:
        usual = "month"
    for every in dict.fromkeys((usual, "month", "week", "half-year", "year", "day")):
        if found := [period for period in recent(every, day) if period.startswith(asked.begun.upper())]:
            return map(Item, found)
    return ()


def of_month(asked: Asked) -> Items:
    """The present month and those before it."""
    return [Item(month) for month in recent("month", today(asked)) if month.startswith(asked.begun)]
