"""Quotas and reports: so many steps, or such a share, in a period; and tables that a plugin offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.model.origin import declaring_module
from pmcore.model.people import Role
from pmcore.model.standard import Standard

if TYPE_CHECKING:
    from datetime import date

    from pmcore.model.facts import Facts
    from pmcore.model.step import Step

__all__ = ["DAY", "FRIDAY", "HALF_YEAR", "MONDAY", "MONTH", "TWO_MONTHS", "WEEK", "YEAR", "Period", "Quota", "Report"]


class Period:
    """A recurring span of local dates: from its first day to the day before the next one's."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def bounds(self, day: date) -> tuple[date, date]:
        """The first day of the period that ``day`` lies in, and the first day after it."""
        from pmcore.model.periods import bounds

        return bounds(self.name, day)


DAY, WEEK, MONTH, TWO_MONTHS, HALF_YEAR, YEAR = (
    Period(name) for name in ("day", "week", "month", "two-months", "half-year", "year")
)
MONDAY, FRIDAY = Period("monday"), Period("friday")
"""A routine of one weekday: due by its end; the period is the week from that day."""


class Quota:
    """So many of ``step`` in every ``every`` (a routine is a quota of one), or the ``share`` per cent ``of`` something.

    ``each``: per holder of that role (counted by signer) rather than all together; ``distinct``: a field, counting
    different values only; ``of``: a step whose number in the period is the whole of a share, or a function of facts;
    ``by``: who owes it.
    """

    __slots__ = ("by", "clause", "count", "distinct", "each", "every", "module", "name", "of", "share", "step", "where")

    def __init__(
        self,
        name: str,
        step: type[Step],
        *,
        every: Period,
        clause: str,
        by: Role,
        count: int | Standard[int] | None = None,
        share: int | Standard[int] | None = None,
        of: type[Step] | Callable[[Facts], int] | None = None,
        each: Role | None = None,
        distinct: str | None = None,
        where: Callable[[Any], bool] | None = None,
    ) -> None:
        if (count is None) == (share is None):
            raise TypeError(f"quota {name!r}: give count= or share=")
        if (share is None) != (of is None):
            raise TypeError(f"quota {name!r}: share= and of= go together")
        self.module = declaring_module()
        self.name = name
        self.step = step
        self.every = every
        self.clause = clause
        self.by = by
        self.count = count
        self.share = share
        self.of = of
        self.each = each
        self.distinct = distinct
        self.where = where


class Report:
    """A table that a chapter offers: ``work(facts, start, end)`` yields rows {column: value}, columns labelled like fields."""

    __slots__ = ("clause", "every", "module", "name", "title", "work")

    def __init__(
        self, name: str, title: str, work: Callable[[Facts, date, date], Iterable[Mapping[str, Any]]], *, every: Period, clause: str
    ) -> None:
        self.module = work.__module__
        self.name = name
        self.title = title
        self.work = work
        self.every = every
        self.clause = clause


def report(
    name: str, *, title: str, every: Period, clause: str
) -> Callable[[Callable[[Facts, date, date], Iterable[Mapping[str, Any]]]], Report]:
    """Declare a report: a function of facts and a period's bounds that yields its rows."""

    def declare(work: Callable[[Facts, date, date], Iterable[Mapping[str, Any]]]) -> Report:
        return Report(name, title, work, every=every, clause=clause)

    return declare
