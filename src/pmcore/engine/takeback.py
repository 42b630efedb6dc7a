"""Staging what every register has: strikes and voids with all that was entailed, and the form folded anew.

Nothing here asks who may do it; ``amend`` does, and time needs no leave.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pmcore.model.book import ENTRY_V, Entry
from pmcore.model.canonical import canonical, sealed
from pmcore.model.form import Signature
from pmcore.model.messages import messages
from pmcore.model.people import Actor
from pmcore.model.register import VOID
from pmcore.model.rule import Finding, refuse

from .fold import AMENDS, Line, fold_row
from .gate import core
from .read import word
from .settings import REGISTERS
from .signing import BY_CLOCK
from .view import form_of, lines_of, told_signatures
from .work import Written

if TYPE_CHECKING:
    from .stage import Stage

__all__ = ["amend", "reasoned", "settle", "strike_line", "undo_caused", "void_form"]

_ = messages("pmcore")


def amend(
    stage: Stage, register: str, number: str, step: str, body: dict[str, Any], personal: dict[str, Any], grounds: dict[str, Any],
    signed: tuple[Signature, ...], actor: Actor | None, cause: int | None = None,
) -> Entry:  # fmt: skip
    """Stage an entry of a step that every register has."""
    context = (
        {"surface": actor.surface, "station": actor.station, "identified": actor.identified} if actor and cause is None else {}
    )
    now = stage.sheet.stamped
    entry = Entry(
        stage.overlay.base.site, stage.overlay.next_seq, ENTRY_V, register, number, step, 1, "core", told_signatures(signed),
        signed[0].staff, now, now, None, cause, canonical({name: value for name, value in context.items() if value}),
        canonical(body), "", "", "",
    )  # fmt: skip
    stage.overlay.stage(entry, personal, grounds)
    return entry


def settle(stage: Stage, register: str, number: str, entry: Entry, grounds: dict[str, Any]) -> Written:
    """Fold the form anew, take duties by difference, derive what time does, and answer."""
    before = stage.overlay.row(register, number)
    row = stage.clock.refold(register, number)
    form = form_of(stage.overlay, stage.catalogue, register, row)
    facts = stage.sheet.facts(register=register, number=number, form=form)
    stage.owe(register, row, grounds, entry, facts)
    stage.clock.after_entry(register, before, row, entry)
    if register in REGISTERS:
        stage.overlay.batch.notes["settings"] = str(entry.seq)
        stage.sheet.refresh()
    row = stage.overlay.row(register, number) or row
    written = Written(register, number, entry.step, entry.seq, row.state)
    stage.sheet.written.append(written)
    return written


def void_form(
    stage: Stage,
    register: str,
    number: str,
    signed: tuple[Signature, ...],
    actor: Actor | None,
    reason: str,
    cause: int | None,
    *,
    first_only: bool = False,
) -> Written:
    """Stage a void with everything the form's steps entailed; ``first_only``: what came from elsewhere is taken back already."""
    lines = lines_of(stage.overlay, register, number)
    body, personal = reasoned({}, reason, stage)
    grounds: dict[str, Any] = {"state": VOID, "closed": True}
    entry = amend(stage, register, number, VOID, body, personal, grounds, signed, actor, cause)
    written = settle(stage, register, number, entry, grounds)
    for line in lines[:1] if first_only else lines:
        undo_caused(stage, line.entry.seq, entry.seq, signed, actor, skip=(register, number), written=written)
    return written


def strike_line(
    stage: Stage, register: str, number: str, seq: int, cause: int | None, *, reason: str = "",
    signed: tuple[Signature, ...] = BY_CLOCK, actor: Actor | None = None,
) -> Written:  # fmt: skip
    """Stage the strike of one entry with what it caused on other forms."""
    body, personal = reasoned({"seq": seq}, reason, stage)
    grounds: dict[str, Any] = {}
    entry = amend(stage, register, number, "strike", body, personal, grounds, signed, actor, cause)
    written = settle(stage, register, number, entry, grounds)
    undo_caused(stage, seq, entry.seq, signed, actor, skip=None, written=written)
    return written


def _follows(stage: Stage, entry: Entry, seq: int) -> bool:
    """Whether an entry was entailed by another one, directly or not: it goes with it."""
    while entry.cause is not None and entry.cause != seq and (above := stage.overlay.entry(entry.cause)) is not None:
        entry = above
    return entry.cause == seq


def _gone_on(stage: Stage, last: Entry) -> Finding:
    """The refusal that names what stands in the way: the step, and the form it came from."""
    step = word(stage.catalogue, last.register, last.step)
    above = stage.overlay.entry(last.cause) if last.cause is not None else None
    if above is not None and above.number != last.number:
        return refuse(
            _("{number} has gone on since with {by} ({step}); take that back first"), number=last.number, by=above.number, step=step
        )
    return refuse(_("{number} has gone on since ({step}); take that back first"), number=last.number, step=step)


def _stands_as_opened(stage: Stage, lines: Sequence[Line], later: Sequence[Line]) -> bool:
    """Whether what other forms wrote on this one since has been taken back there: it says what it said when it was opened."""
    first = lines[0].entry
    now = stage.overlay.row(first.register, first.number)
    then = fold_row(first.number, [first], lines[:1])
    if now is None or any(line.entry.cause is None for line in later):
        return False
    return now.state == then.state and all(now.values.get(name) == value for name, value in then.values.items())


def undo_caused(
    stage: Stage, seq: int, cause: int, signed: tuple[Signature, ...], actor: Actor | None, *,
    skip: tuple[str, str] | None, written: Written, keep: frozenset[int] = frozenset(),
) -> None:  # fmt: skip
    """Take back what an entry entailed. Refused, with the number, where something stands on it by now."""
    for entry in stage.overlay.caused(seq):
        if entry.step in AMENDS or (entry.register, entry.number) == skip or entry.seq in keep:
            continue
        lines = lines_of(stage.overlay, entry.register, entry.number)
        if not any(line.entry.seq == entry.seq for line in lines):
            continue
        later = [
            line
            for line in lines
            if line.entry.seq > entry.seq and line.entry.by != "clock" and not _follows(stage, line.entry, seq)
        ]
        opened = lines[0].entry.seq == entry.seq
        untouched = opened and bool(later) and _stands_as_opened(stage, lines, later)
        if untouched:
            later = []
        if (opened and later) or any(line.moves for line in later):
            raise stage.sheet.refused(core("reversal", _gone_on(stage, later[-1].entry)))
        if opened:
            written.also.append(void_form(stage, entry.register, entry.number, signed, actor, "", cause, first_only=untouched))
        else:
            written.also.append(strike_line(stage, entry.register, entry.number, entry.seq, cause, signed=signed, actor=actor))


def reasoned(body: dict[str, Any], reason: str, stage: Stage) -> tuple[dict[str, Any], dict[str, Any]]:
    """A body with its reason, which is personal like every free text."""
    if not reason:
        return body, {}
    salt = stage.entropy(16).hex()
    return {**body, "reason": {"#": sealed(reason, salt)}}, {"/reason": (reason, salt)}
