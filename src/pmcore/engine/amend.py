"""Taking back and putting right, visibly: correct a field, strike a step, void a form; nothing is ever rubbed out.

Recording x and correcting it to y leaves the book as recording y would have, or the correction is refused and says why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmcore.model.form import Signature
from pmcore.model.house import AMEND_WITHIN
from pmcore.model.messages import messages
from pmcore.model.outcomes import Invalid, NotFound, Refused
from pmcore.model.people import MANAGEMENT, PROJECT_MANAGER, SUPERVISOR, Actor
from pmcore.model.rule import Finding, refuse
from pmcore.model.stamp import instant
from pmcore.model.step import Step, ready

from .again import again, came, changes, correction
from .codec import encode
from .fold import Line, fold_row
from .gate import core, decide, lifecycle, rules, target_of
from .read import read_step, word
from .ripple import ripple
from .signing import capacity_of, senior
from .takeback import amend, settle, strike_line, void_form
from .view import decode_line, lines_of, signatures, view_of
from .work import Written

if TYPE_CHECKING:
    from .sheet import Sheet

__all__ = ["SENIORS", "correct", "strike", "void"]

_ = messages("pmcore")
SENIORS = (SUPERVISOR, PROJECT_MANAGER, MANAGEMENT)


def correct(
    sheet: Sheet,
    register: str,
    on: str,
    seq: int | None,
    given: Mapping[str, Any],
    reason: str,
    actor: Actor,
    granted: frozenset[str] = frozenset(),
) -> Written:
    """Judge a step again with other values, at its own time and with the standards as known then, and put the fields right.

    Without ``seq`` it is the latest step of the form that has those fields.
    """
    row = sheet.lookup.row(register, on)
    lines = lines_of(sheet.overlay, register, row.number)
    line = _target(sheet, lines, seq, given, row.number)
    cls = sheet.catalogue.find_step(register, line.entry.step)
    if cls is None:
        absent = _("The plugin {plugin} of this step is not loaded; nothing of it can be corrected")
        raise Refused(absent.fill(plugin=line.entry.plugin))
    old = decode_line(cls, line, sheet.catalogue)
    _not_sealed(sheet, line, lines)
    told = {name: getattr(old, name) for name, spec in ready(cls).fields.items() if not spec.computed}
    extras = sheet.catalogue.extras_of(cls)
    new = read_step(cls, {**told, **given, "x": {**old.x, **(given.get("x") or {})}}, extras, sheet.lookup)
    findings = _judge_again(sheet, register, row.number, line, lines, new)
    decide(findings, granted)
    changed = changes(cls, old, new)
    if not changed:
        raise Invalid(_("Nothing would change"), invalid=[(name, _("is so already")) for name in given])
    signed = _signed(sheet, actor, [line])
    stage = sheet.stage
    made = encode(new, extras, stage.entropy, line.grounds.get("prefix", ""))
    body, personal = correction(line.entry.seq, changed, made, reason, stage)
    grounds = came(new, line)
    entry = amend(stage, register, row.number, "correct", body, personal, grounds, signed, actor)
    facts = sheet.facts(instant(line.entry.at), register=register, number=row.number)
    facts.know(sheet.settings.as_known(line.entry.seq))
    written = settle(stage, register, row.number, entry, grounds)
    written.findings = findings
    again(stage, line, new, entry, actor, facts, written, granted)
    ripple(stage, register, row.number, (line.entry.at, line.entry.seq), entry.seq, signed)
    return written


def strike(sheet: Sheet, register: str, on: str, seq: int, reason: str, actor: Actor) -> Written:
    """Take one step back. Of steps that made a state only the latest; what it entailed goes with it, if nothing stands on that."""
    row = sheet.lookup.row(register, on)
    lines = lines_of(sheet.overlay, register, row.number)
    line = next((line for line in lines if line.entry.seq == seq), None)
    if line is None:
        raise NotFound(_("{number} has no entry {seq} that could be struck").fill(number=row.number, seq=seq))
    if line.entry.by == "clock":
        raise Refused(_("Time took this step; it is struck by itself once it no longer follows"))
    if line.entry.seq == lines[0].entry.seq and len(lines) == 1:
        return void(sheet, register, on, reason, actor)
    later = [
        other
        for other in lines
        if other.moves and other.entry.by != "clock" and (other.entry.at, other.entry.seq) > (line.entry.at, line.entry.seq)
    ]
    if (line.moves and later) or line.entry.seq == row.opened:
        told = [other.entry.seq for other in reversed(later or lines[1:])]
        raise sheet.refused(core("strike", refuse(_("Strike the later entries first: {entries}"), entries=told)))
    _not_from_elsewhere(sheet, line)
    signed = _signed(sheet, actor, [line])
    written = strike_line(sheet.stage, register, row.number, seq, None, reason=reason, signed=signed, actor=actor)
    ripple(sheet.stage, register, row.number, (line.entry.at, line.entry.seq), written.seq, signed)
    return written


def void(sheet: Sheet, register: str, on: str, reason: str, actor: Actor) -> Written:
    """Take a whole form back; its number stays, marked void."""
    row = sheet.lookup.row(register, on)
    lines = lines_of(sheet.overlay, register, row.number)
    if not lines:
        raise Refused(_("{number} is void already").fill(number=row.number))
    for line in lines:
        _not_sealed(sheet, line, lines)
        _not_from_elsewhere(sheet, line)
    return void_form(sheet.stage, register, row.number, _signed(sheet, actor, lines), actor, reason, None)


def _not_from_elsewhere(sheet: Sheet, line: Line) -> None:
    """What another form wrote here, a step or the whole form, is taken back there, or the two would tell different stories:
    a rent that is paid, and its payment void.
    """
    entry = root = origin = line.entry
    if entry.by == "clock":
        return
    while root.cause is not None and (above := sheet.overlay.entry(root.cause)) is not None:
        origin = above if root is entry else origin
        root = above
    if (root.register, root.number) != (entry.register, entry.number):
        said = refuse(_("{number} wrote entry {seq} here; take it back there"), number=origin.number, seq=entry.seq)
        raise sheet.refused(core("reversal", said))


def _target(sheet: Sheet, lines: Sequence[Line], seq: int | None, given: Mapping[str, Any], number: str) -> Line:
    for line in lines[::-1]:
        fits = line.entry.seq == seq if seq is not None else given.keys() <= {*line.body, "x"}
        if fits and line.entry.by != "clock":
            return line
    raise NotFound(_("{number} has no step with these fields that could be corrected").fill(number=number))


def _judge_again(sheet: Sheet, register: str, number: str, line: Line, lines: Sequence[Line], new: Step) -> list[Finding]:
    """Every rule again, at the step's own time, on the form as it stood before it, with the standards as known then."""
    earlier = [other for other in lines if (other.entry.at, other.entry.seq) < (line.entry.at, line.entry.seq)]
    before = fold_row(number, [other.entry for other in earlier], earlier) if earlier else None
    form = view_of(sheet.catalogue, register, before, earlier) if before else None
    facts = sheet.facts(instant(line.entry.at), register=register, number=number, form=form, signed=signatures(line.entry))
    facts.know(sheet.settings.as_known(line.entry.seq))
    sheet.stage.fill(new, facts, register)
    findings = list(lifecycle(new, before, form, ())) + sheet.stage.unique(new, number)
    if line.moves and (target := target_of(new)) is not None and target.name != line.grounds["state"]:
        later = [
            other
            for other in lines
            if other.moves and other.entry.by != "clock" and (other.entry.at, other.entry.seq) > (line.entry.at, line.entry.seq)
        ]
        if later:
            findings.append(
                core(
                    "correct",
                    refuse(
                        _("It would lead to another state, and entry {seq} stands on this one; strike that first"),
                        seq=later[-1].entry.seq,
                    ),
                )
            )
    return findings + rules(new, facts, sheet.catalogue, sheet.settings)


def _not_sealed(sheet: Sheet, line: Line, lines: Sequence[Line]) -> None:
    for other in lines:
        cls = sheet.catalogue.find_step(other.entry.register, other.entry.step)
        standing = any(seq == other.entry.seq for seq in _row_signed(sheet, other).values())
        if (
            cls is not None
            and cls.__step__.seals
            and standing
            and (other.entry.at, other.entry.seq) >= (line.entry.at, line.entry.seq)
        ):
            back = [
                step.__step__.name
                for step in sheet.catalogue.steps_of(other.entry.register).values()
                if cls in step.__step__.clears
            ]
            raise sheet.refused(core("seal", refuse(
                _("{step} (entry {seq}) approved what stands here; go back with one of: {back}"),
                step=word(sheet.catalogue, other.entry.register, other.entry.step), seq=other.entry.seq,
                back=[word(sheet.catalogue, other.entry.register, name) for name in back] or ["strike"])))  # fmt: skip


def _row_signed(sheet: Sheet, line: Line) -> Mapping[str, int]:
    row = sheet.overlay.row(line.entry.register, line.entry.number)
    return row.signed if row else {}


def _signed(sheet: Sheet, actor: Actor, lines: Sequence[Line]) -> tuple[Signature, ...]:
    """Who may amend: whoever signed it, for a day; afterwards, and for others' entries, a supervisor."""
    facts = sheet.facts()
    if (head := senior(actor, SENIORS, sheet.lookup, facts)) is not None:
        return (head,)
    own = capacity_of(actor, sheet.lookup, facts)
    for line in lines:
        fresh = facts[AMEND_WITHIN].after(instant(line.entry.written), facts.calendar) >= sheet.now
        if line.entry.by != "clock" and (line.entry.by != own.staff or not fresh):
            raise sheet.refused(
                core(
                    "amend",
                    refuse(
                        _("Entry {seq} is another's, or older than the signer may change alone; a supervisor does it"),
                        seq=line.entry.seq,
                    ),
                )
            )
    return (own,)
