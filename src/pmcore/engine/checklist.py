"""The checklist of a form: what of it is done, what is owed by whom, what waits for what; the view of its steps, stored nowhere.

What stands on it is every step that somebody owes at some time (``within``) or that another step needs, once for each choice
where it is owed for each. What recurs is counted beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from pmcore.model.book import DutyRow, Row
from pmcore.model.slot import Tally, tallies
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import Step, StepDecl, ready

from .facts import LiveFacts
from .lacking import lacking
from .slots import of_form

__all__ = ["BLOCKED", "DONE", "LATER", "OPEN", "OWED", "Checklist", "Item", "checklist"]

DONE, OWED, OPEN, BLOCKED, LATER = "done", "owed", "open", "blocked", "later"


class Item(NamedTuple):
    """One item of a checklist, in one of five states.

    ``done``: signed ``by`` that staff number ``at`` that time (entry ``seq``). ``owed``: by the ``holder`` until ``due``.
    ``open``: may be taken by the holder, who owes it by no time. ``blocked``: ``missing`` (step, choice) have to be signed
    first. ``later``: the form has to come to another state first.
    """

    step: str
    choice: str
    state: str
    holder: str = ""
    by: str = ""
    at: datetime | None = None
    seq: int | None = None
    due: datetime | None = None
    late: bool = False
    estimated: bool = False
    missing: tuple[tuple[str, str], ...] = ()


class Checklist(NamedTuple):
    """The items of a form in order of declaration, and what recurs on it, counted."""

    register: str
    number: str
    items: tuple[Item, ...]
    recurring: tuple[Tally, ...]

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(item.state == DONE for item in self.items)

    @property
    def known(self) -> int:
        """How many items there are so far: those of later states are not counted, the form may go another way."""
        return sum(item.state != LATER for item in self.items)

    @property
    def next(self) -> tuple[Item, ...]:
        """What somebody can do now, what is owed first."""
        return tuple(item for state in (OWED, OPEN) for item in self.items if item.state == state)

    @property
    def blocked(self) -> tuple[Item, ...]:
        """What waits for other items."""
        return tuple(item for item in self.items if item.state == BLOCKED)


def checklist(facts: LiveFacts, register: str, row: Row) -> Checklist:
    """The checklist of a form as it stands now."""
    steps = facts.catalogue.steps_of(register)
    recurring = [cls for cls in steps.values() if cls.__step__.every is not None]
    slots = [slot for cls in recurring for slot in of_form(facts.seen, row, cls)]
    return Checklist(register, row.number, tuple(_items(facts, register, row, steps)), tuple(tallies(slots)))


def _items(facts: LiveFacts, register: str, row: Row, steps: Mapping[str, type[Step]]) -> Iterator[Item]:
    owed = {(duty.step, duty.choice): duty for duty in facts.overlay.duties_of(register, row.number)}
    needed = {cls.__step__.name for step in steps.values() for cls in step.__step__.needs}
    ahead = _ahead(row, steps)
    for name, cls in steps.items():
        declared = ready(cls)
        if declared.opens or not declared.by_hand or declared.every or (declared.within is None and name not in needed):
            continue
        may_be = not row.closed and row.state in {state.name for state in declared.after}
        later = not ahead.isdisjoint(state.name for state in declared.after)
        for choice in declared.choices if may_be or later or row.signed else ():
            item = _told(facts, row, declared, choice, owed.get((name, choice)), may_be)
            if item is None and may_be:
                waits = tuple((one.name, missing) for one, missing in lacking(declared.needs, row))
                if waits or name in needed:
                    state, holder = BLOCKED if waits else OPEN, facts.holder(declared, row, choice)
                    item = Item(name, choice, state, holder, missing=waits)
            elif item is None and later:
                item = Item(name, choice, LATER)
            if item is not None:
                yield item


def _told(facts: LiveFacts, row: Row, declared: StepDecl, choice: str, owed: DutyRow | None, may_be: bool) -> Item | None:
    """The item where the book tells: it is owed, or it is signed. Of a form that came back, what led away is to be done again."""
    if owed is not None:
        late = owed.due < stamp(facts.now)
        return Item(declared.name, choice, OWED, owed.holder, due=instant(owed.due), late=late, estimated=owed.estimated)
    seq = row.signed.get(declared.slot(choice))
    entry = None if seq is None or (may_be and declared.moves and seq < row.entered) else facts.overlay.entry(seq)
    return None if entry is None else Item(declared.name, choice, DONE, "", entry.by, instant(entry.at), entry.seq)


def _ahead(row: Row, steps: Mapping[str, type[Step]]) -> set[str]:
    """The states that a form may still come to, by steps that it has not taken since it is in its state; none once closed."""
    taken = {slot for slot, seq in row.signed.items() if seq >= row.entered}
    found: set[str] = set()
    reached = [] if row.closed else [row.state]
    while reached:
        here = reached.pop()
        for step in map(ready, steps.values()):
            if here in {state.name for state in step.after} and step.missing(taken):
                further = {state for state in step.targets if state.name not in found and state.name != row.state}
                found |= {state.name for state in further}
                reached += [state.name for state in further if not state.closed]
    return found
