"""The department's work of a day and of a week, across all chapters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.periods import DAY, WEEK
from pmcore.model.quota import report

__all__ = ["of_the_day", "of_the_week"]


def _work(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """How often each step was taken, how many of these were owed, and the share of those that was in time."""
    for line in facts.work(start, end):
        rate = f"{100 * line.kept // line.owed} %" if line.owed else None
        yield {
            "register": line.register,
            "step": line.step,
            "times": line.times,
            "owed": line.owed,
            "in_time": line.kept,
            "rate": rate,
        }


@report("work.day", title="Department report of the day", every=DAY, clause="all.2")
def of_the_day(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """What the department did in a day: a line for each step of each register."""
    yield from _work(facts, start, end)


@report("work.week", title="Department report of the week", every=WEEK, clause="all.2")
def of_the_week(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """The same for a week."""
    yield from _work(facts, start, end)
