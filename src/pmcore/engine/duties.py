"""Duties by difference: what the form owes after a step, against what it owed before.

A duty exists while its step is possible, unsigned and owed; it ends with the step or the state. Its due time follows
the standards that held when it began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from pmcore.model.book import DutyRow, Row
from pmcore.model.form import Form
from pmcore.model.span import Span
from pmcore.model.stamp import instant, stamp
from pmcore.model.standard import ByChoice, Standard
from pmcore.model.step import Step, StepDecl

from .facts import LiveFacts
from .fold import Line
from .lacking import lacking
from .plan import Owing, holder_of

__all__ = ["difference", "owed"]

AtOf = Callable[[int], str]
LinesOf = Callable[[], Sequence[Line]]


def owed(
    register: str, row: Row, steps: Sequence[Owing], facts: LiveFacts, form: Form[Any] | None, at_of: AtOf, lines_of: LinesOf
) -> Iterator[DutyRow]:
    """The duties of a form as it stands, out of the ``steps`` that are owed in its state.

    ``form`` is there where one of these looks at it. ``lines_of`` gives its live entries, and is asked only where the row
    does not tell.
    """
    for declared, parts, _looks in steps:
        if declared.needs and lacking(declared.needs, row):
            continue
        since_seq = row.entered if len(declared.after) == 1 else _possible_since(declared, lines_of())
        for needed in declared.needs:
            since_seq = max(since_seq, _signed_at(needed, row))
        since = at_of(since_seq)
        for choice, slot, holder in parts:
            if slot in row.signed and not (declared.moves and row.signed[slot] <= row.entered):
                continue
            begin = instant(since)
            then = facts
            if not isinstance(declared.within, Span):
                then = facts.but(at=begin, as_of=begin, form=form, register=register, number=row.number)
            found = _due(declared, begin, then)
            if found is not None:
                due, estimated = found
                if holder is None:
                    holder = _holder(declared, facts.but(form=form, register=register, number=row.number), choice)
                yield DutyRow(register, row.number, declared.name, choice, since_seq, holder, since, stamp(due), estimated)


def _due(declared: StepDecl, begin: datetime, facts: LiveFacts) -> tuple[datetime, bool] | None:
    """When a step is due that became possible then, and whether that is an estimate; None: not owed."""
    within: Any = declared.within
    if isinstance(within, ByChoice):
        within = within.of(facts.form)
        if within is None:
            return None
    if isinstance(within, Standard):
        within = facts[within]
    if isinstance(within, Span):
        due = within.after(begin, facts.calendar)
        return due, within.estimated(begin, due, facts.calendar)
    due = within(facts.form, facts)
    return None if due is None else (due, False)


def _possible_since(declared: StepDecl, lines: Sequence[Line]) -> int:
    """The entry since which the form stands in a state that allows the step, without a break."""
    allowed = {state.name for state in declared.after}
    began, inside = 0, False
    for line in lines:
        if "state" in line.grounds:
            now_inside = line.grounds["state"] in allowed
            if now_inside and (not inside or line.entry.step == declared.name):
                began = line.entry.seq
            inside = now_inside
    return began


def _signed_at(needed: type[Step], row: Row) -> int:
    name = needed.__step__.name
    return max((seq for slot, seq in row.signed.items() if slot == name or slot.startswith(name + "/")), default=0)


def _holder(declared: StepDecl, facts: LiveFacts, choice: str) -> str:
    """Who owes it, where the form decides."""
    by: Any = declared.by(facts.form, facts)  # type: ignore[operator]
    return holder_of(by if isinstance(by, tuple) else (by,), choice)


def difference(before: Sequence[DutyRow], after: Sequence[DutyRow]) -> tuple[list[DutyRow], list[DutyRow]]:
    """(closed, opened): what stands in both stays untouched."""
    if not before or not after:
        return list(before), list(after)
    kept = set(before) & set(after)
    return [duty for duty in before if duty not in kept], [duty for duty in after if duty not in kept]
