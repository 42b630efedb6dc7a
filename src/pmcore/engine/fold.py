"""The fold: a form's row, duties and wakes out of its live entries, without any chapter's code.

It serves a rebuild, corrections, strikes and late entries; a plain next step is added to the row in place, and a
property test holds both ways equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pmcore.model.book import DutyRow, Entry, Row, Scalar
from pmcore.model.register import VOID

from .codec import cells, reveal

__all__ = ["AMENDS", "Line", "add", "duty_from", "fold_row", "live_lines"]

AMENDS = frozenset({"correct", "strike", "void", "erase", "printed"})
"""Steps that every register has; they change other entries or nothing, never the state by themselves."""

PersonalOf = Callable[[int], Mapping[str, tuple[Scalar, str]]]


class Line(NamedTuple):
    """One live entry of a form: as corrected, with its personal values and what came of it."""

    entry: Entry
    body: Mapping[str, Any]
    personal: Mapping[str, tuple[Scalar, str]]
    grounds: Mapping[str, Any]

    @property
    def moves(self) -> bool:
        """Whether it made a state."""
        return "state" in self.grounds


def live_lines(history: Sequence[Entry], personal_of: PersonalOf, grounds_of: Callable[[Entry], Mapping[str, Any]]) -> list[Line]:
    """The live entries of a form in order of when they happened, corrections applied; none if the form is void."""
    struck = {json.loads(entry.body)["seq"] for entry in history if entry.step == "strike"}
    if any(entry.step == VOID and entry.seq not in struck for entry in history):
        return []
    corrected: dict[int, list[tuple[dict[str, Any], dict[str, tuple[Scalar, str]], Mapping[str, Any]]]] = {}
    for entry in history:
        if entry.step == "correct" and entry.seq not in struck:
            body = json.loads(entry.body)
            personal = {place[4:]: value for place, value in personal_of(entry.seq).items() if place.startswith("/set/")}
            corrected.setdefault(body["seq"], []).append((body["set"], personal, grounds_of(entry)))
    lines = []
    for entry in history:
        if entry.seq in struck or entry.step in AMENDS:
            continue
        body, grounds = json.loads(entry.body), grounds_of(entry)
        values = personal_of(entry.seq)
        for changes, changed, came in corrected.get(entry.seq, ()):
            for name in changes:
                values = {
                    place: value for place, value in values.items() if place != f"/{name}" and not place.startswith(f"/{name}/")
                }
            body.update(changes)
            values = {**values, **changed}
            grounds = {**grounds, **{key: came[key] for key in ("state", "slot") if key in came}}
        lines.append(Line(entry, body, values, grounds))
    lines.sort(key=lambda line: (line.entry.at, line.entry.seq))
    return lines


def add(row: Row | None, line: Line, filled: Mapping[str, Scalar] | None = None) -> Row:
    """The row after one more live entry that happened last. ``filled`` are the columns of its body, where they are known."""
    entry, grounds = line.entry, line.grounds
    values = dict(row.values) if row else {}
    values.update(cells(line.body, line.personal, grounds.get("prefix", "")) if filled is None else filled)
    values.update(grounds.get("numbers", {}))
    signed = dict(row.signed) if row else {}
    for step in grounds.get("clears", ()):
        for key in [key for key in signed if key == step or key.startswith(step + "/")]:
            del signed[key]
    signed[grounds.get("slot", entry.step)] = entry.seq
    moved = "state" in grounds
    return Row(
        number=entry.number,
        opened=row.opened if row else entry.seq,
        state=grounds["state"] if moved or row is None else row.state,
        closed=bool(grounds.get("closed")) if moved or row is None else row.closed,
        entered=entry.seq if moved or row is None else row.entered,
        first=row.first if row else entry.at,
        last=max(entry.at, row.last) if row else entry.at,
        signed=signed,
        values=values,
    )


def fold_row(number: str, history: Sequence[Entry], lines: Iterable[Line]) -> Row:
    """The row of a form from its live entries; a void form keeps its number and nothing else."""
    row: Row | None = None
    for line in lines:
        row = add(row, line)
    if row is None:
        first = history[0]
        return Row(number, first.seq, VOID, True, history[-1].seq, first.at, history[-1].at, {}, {})
    return row._replace(opened=history[0].seq)


def duty_from(register: str, number: str, told: Sequence[Any]) -> DutyRow:
    """A duty as grounds hold it: ``[step, choice, since_seq, holder, since, due, estimated]``."""
    step, choice, since_seq, holder, since, due, estimated = told
    return DutyRow(register, number, step, choice, since_seq, holder, since, due, bool(estimated))


def told_duty(duty: DutyRow) -> list[Any]:
    """A duty for the grounds."""
    return [duty.step, duty.choice, duty.since_seq, duty.holder, duty.since, duty.due, duty.estimated]


__all__ += ["reveal", "told_duty"]
