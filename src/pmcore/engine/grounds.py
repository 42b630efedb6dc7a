"""What is written beside an entry's body: how it came to be written, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from pmcore.model.book import DutyRow, Entry
from pmcore.model.canonical import sealed
from pmcore.model.step import StepDecl

from .codec import Encoded
from .facts import LiveFacts
from .gate import slot_of, target_of
from .settings import told_value
from .work import Work

__all__ = ["context_of", "fulfilled", "grounds_of", "series_of", "told_standards"]


def context_of(work: Work, made: Encoded, entropy: Callable[[int], bytes]) -> dict[str, Any]:
    """How it came to be written. A late entry's reason is personal: its seal stands here, the words beside the chain."""
    told: dict[str, Any] = {}
    if work.actor is not None and work.cause is None:
        told = {"surface": work.actor.surface, "station": work.actor.station, "identified": work.actor.identified}
    if work.late is not None:
        told["late"] = True
        if work.late:
            salt = entropy(16).hex()
            made.personal["late"] = (work.late, salt)
            told["late"] = {"#": sealed(work.late, salt)}
    told |= {"batch": work.batch, "approval": work.approval}
    return {name: value for name, value in told.items() if value not in (None, "")}


def grounds_of(work: Work, declared: StepDecl, prefix: str, series: list[Any]) -> dict[str, Any]:
    """What came of it, so that a rebuild needs no chapter: state, slot, clearing, numbers, findings let through."""
    grounds: dict[str, Any] = {}
    target = target_of(work.step)
    if target is not None and (work.before is None or target.name != work.before.state or declared.moves):
        grounds |= {"state": target.name, "closed": target.closed}
    if (slot := slot_of(work.step)) != declared.name:
        grounds["slot"] = slot
    if declared.clears:
        grounds["clears"] = [cls.__step__.name for cls in declared.clears]
    if prefix:
        grounds["prefix"] = prefix
    if series:
        grounds["series"] = series
    passed = [[finding.rule, finding.level, finding.clause] for finding in work.findings if finding.level in ("warn", "approve")]
    if passed:
        grounds["findings"] = passed
    return grounds


def fulfilled(duty: DutyRow, entry: Entry, grounds: dict[str, Any]) -> bool:
    """Whether this entry is what was owed."""
    slot = f"{duty.step}/{duty.choice}" if duty.choice else duty.step
    return bool(grounds.get("slot", entry.step) == slot)


def told_standards(facts: LiveFacts) -> dict[str, Any]:
    """The standards read, with value, day and origin; levels and role maps only where the site set them."""
    told = {}
    for name, (value, starts, origin) in sorted(facts.standards.items()):
        if origin != "default" or not name.startswith(("rule.", "role.", "desk.")):
            told[name] = [told_value(value), starts, origin]
    return told


@cache
def series_of(pattern: str, year: int, month: int) -> str:
    """The series that a number is taken from: its pattern with the year and month filled in."""
    return re.sub(r"\{seq[^}]*\}", "{{seq}}", pattern).format(year=year, month=f"{month:02}")
