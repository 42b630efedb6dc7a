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
from pmcore.model.people import Person, Role
from pmcore.model.span import Span
from pmcore.model.stamp import instant, stamp
from pmcore.model.standard import Standard
from pmcore.model.step import Step, StepDecl

from .facts import LiveFacts
from .fold import Line
from .gate import stands

__all__ = ["difference", "due_of", "owed"]

AtOf = Callable[[int], str]
LinesOf = Callable[[], Sequence[Line]]


def owed(
    register: str, row: Row, form: Form[Any], steps: Sequence[StepDecl], facts: LiveFacts, at_of: AtOf, lines_of: LinesOf
) -> Iterator[DutyRow]:
    """The duties of a form as it stands, out of the ``steps`` that are owed in its state. ``lines_of`` gives its live
    entries, and is asked only where the row does not tell.
    """
    for declared in steps:
        if not all(stands(needed, row) for needed in declared.needs):
            continue
        begun = row.entered if len(declared.after) == 1 else _possible_since(declared, lines_of())
        since_seq = max([begun, *(_signed_at(needed, row) for needed in declared.needs)])
        since = at_of(since_seq)
        for choice in _choices(declared):
            slot = f"{declared.name}/{choice}" if choice else declared.name
            if slot in row.signed and not (declared.moves and row.signed[slot] <= row.entered):
                continue
            begin = instant(since)
            found = due_of(declared, form, facts.but(at=begin, as_of=begin, form=form, register=register, number=row.number))
            if found is not None:
                due, estimated = found
                holder = _holder(declared, form, facts.but(form=form, register=register, number=row.number), choice)
                yield DutyRow(register, row.number, declared.name, choice, since_seq, holder, since, stamp(due), estimated)


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


def _choices(declared: StepDecl) -> list[str]:
    if declared.each is None:
        return [""]
    choices = declared.fields[declared.each].choices
    return [str(choice.value) for choice in choices] if choices is not None else [""]


def due_of(declared: StepDecl, form: Form[Any], facts: LiveFacts) -> tuple[datetime, bool] | None:
    """When a step is due that became possible at ``facts.at``, and whether that is an estimate; None: not owed."""
    within: Any = declared.within
    if isinstance(within, Standard):
        within = facts[within]
    if isinstance(within, Span):
        due = within.after(facts.at, facts.calendar)
        return due, within.estimated(facts.at, due, facts.calendar)
    due = within(form, facts)
    return None if due is None else (due, False)


def _holder(declared: StepDecl, form: Form[Any], facts: LiveFacts, choice: str) -> str:
    """Who owes it; where the choices are named as the roles that may sign, each role owes its own."""
    by: Any = declared.by
    if callable(by) and not isinstance(by, Role):
        by = by(form, facts)
    several = by if isinstance(by, tuple) else (by,)
    names = [f"staff:{who.staff}" if isinstance(who, Person) else who.name for who in several if who is not None]
    return choice if choice in names else " ".join(names) or "staff"


def difference(before: Sequence[DutyRow], after: Sequence[DutyRow]) -> tuple[list[DutyRow], list[DutyRow]]:
    """(closed, opened): what stands in both stays untouched."""
    kept = set(before) & set(after)
    return [duty for duty in before if duty not in kept], [duty for duty in after if duty not in kept]
