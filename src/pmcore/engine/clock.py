"""Steps that time takes: the live clock entries are a function of what people wrote.

They are never decided once and for all. After each entry the form's clock steps are derived anew from its human entries
in order of when these happened; what is on record and no longer follows is struck, what follows and is missing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pmcore.model.book import Row
from pmcore.model.register import VOID
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import Step
from pmcore.plugin.catalogue import Catalogue

from .codec import cells, encode
from .facts import LiveFacts
from .fold import Line, add
from .gate import slot_of, target_of
from .plan import plan_of
from .view import view_of

__all__ = ["Derived", "as_foreseen", "clock_steps", "derive", "is_clock"]


class Taken(NamedTuple):
    """A clock step as it follows: when, and with what fields."""

    at: str
    step: Step


class Derived(NamedTuple):
    """What follows from the human entries: clock entries that hold and are on record, those to be written, the next ones."""

    kept: list[int]
    missing: list[Taken]
    pending: list[tuple[str, str]]

    def taken(self, seq: int) -> Derived:
        """The same once the first of the missing is on record, as it was foreseen."""
        return Derived([*self.kept, seq], self.missing[1:], self.pending)


def as_foreseen(step: Step, catalogue: Catalogue) -> bool:
    """Whether a clock step leaves on record just what it was derived with: nothing is worked out when it is taken."""
    plan = plan_of(catalogue, type(step))
    return not (type(step).__computed__ or plan.declared.clears or plan.series or plan.prefix)


def clock_steps(catalogue: Catalogue, register: str) -> list[type[Step]]:
    """The clock steps of a register."""
    memo: list[type[Step]] | None = catalogue.memo.get(("clock", register))
    if memo is None:
        memo = catalogue.memo["clock", register] = [step for step in catalogue.steps_of(register).values() if step.__step__.clock]
    return memo


def is_clock(line: Line) -> bool:
    """Whether time took this step."""
    return line.entry.by == "clock"


def derive(
    register: str,
    number: str,
    lines: Sequence[Line],
    steps: Sequence[type[Step]],
    facts: LiveFacts,
    catalogue: Catalogue,
    until: datetime,
) -> Derived:
    """Derive a form's clock entries up to ``until``. ``lines`` are its live entries in order of ``at``."""
    human = [line for line in lines if not is_clock(line)]
    recorded = [line for line in lines if is_clock(line)]
    view: list[Line] = []
    row: Row | None = None
    kept: list[int] = []
    missing: list[Taken] = []
    limit = stamp(until)
    found: Taken | None = None
    for bound in [*human, None]:
        found = None
        while row is not None and row.state != VOID:
            found = _next(register, row, view, steps, facts, catalogue)
            if found is None or found.at > (bound.entry.at if bound else limit):
                break
            taken = found._replace(at=max(found.at, row.last))
            line = _recorded(taken, recorded, catalogue) or _as_line(taken, register, number, len(missing))
            if line.entry.seq > 0:
                kept.append(line.entry.seq)
            else:
                missing.append(taken)
            view.append(line)
            row = add(row, line)
        if bound is not None:
            view.append(bound)
            row = add(row, bound)
    return Derived(kept, missing, [] if found is None else [(type(found.step).__step__.name, found.at)])


def _next(
    register: str, row: Row, view: list[Line], steps: Sequence[type[Step]], facts: LiveFacts, catalogue: Catalogue
) -> Taken | None:
    """The earliest clock step that may fall on the form as it stands; the first declared where two fall at once."""
    form = view_of(catalogue, register, row, list(view))
    best: Taken | None = None
    for cls in steps:
        declared = cls.__step__
        if row.state not in {state.name for state in declared.after}:
            continue
        if declared.name in row.signed and not declared.again and not (declared.moves and row.signed[declared.name] < row.entered):
            continue
        answer = cls.falls(
            form, facts.but(at=instant(row.last), as_of=instant(row.last), register=register, number=row.number, form=form)
        )
        if answer is not None and (best is None or stamp(answer[0]) < best.at):
            best = Taken(stamp(answer[0]), answer[1])
    return best


def _recorded(taken: Taken, recorded: Sequence[Line], catalogue: Catalogue) -> Line | None:
    """The entry on record that says just this."""
    declared = type(taken.step).__step__
    prefix = catalogue.prefix(declared.register.name, declared.name)
    wanted = encode(taken.step, {}, _no_salt, prefix).cells
    for line in recorded:
        if line.entry.step == declared.name and line.entry.at == taken.at:
            told = dict(cells(line.body, line.personal, prefix))
            if all(
                told.get(column) == value
                for column, value in wanted.items()
                if column.removeprefix(prefix) not in _computed(type(taken.step))
            ):
                return line
    return None


def _computed(cls: type[Step]) -> set[str]:
    return {compute.name for compute in cls.__computed__}


def _no_salt(_count: int) -> bytes:
    return b""


def _as_line(taken: Taken, register: str, number: str, place: int) -> Line:
    """A clock step that is to be written, as an entry for the derivation to go on from."""
    from pmcore.model.book import ENTRY_V, Entry

    declared = type(taken.step).__step__
    grounds: dict[str, Any] = {"slot": slot_of(taken.step)}
    target = target_of(taken.step)
    if target is not None:
        grounds |= {"state": target.name, "closed": target.closed}
    made = encode(taken.step, {}, _no_salt)
    entry = Entry(
        "", -1 - place, ENTRY_V, register, number, declared.name, declared.v, "", '[{"role":"clock","staff":"clock"}]', "clock",
        taken.at, taken.at, None, None, "{}", "", "", "", "",
    )  # fmt: skip
    return Line(entry, made.body, made.personal, grounds)
