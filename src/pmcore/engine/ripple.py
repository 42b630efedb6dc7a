"""What a change of an earlier step does to later ones: fields computed from the form's history are computed again.

Recording late, correcting and striking leave the book as if everything had been written in order. A computed field that
looked at other forms stands as it was computed: what these said then is not known again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmcore.model.form import Signature
from pmcore.model.stamp import instant
from pmcore.model.step import Step

from .again import again, came, changes, correction
from .codec import assemble, encode, plain
from .fold import Line, fold_row
from .takeback import amend, settle
from .view import decode_line, lines_of, signatures, view_of

if TYPE_CHECKING:
    from .stage import Stage

__all__ = ["ripple"]


def ripple(stage: Stage, register: str, number: str, after: tuple[str, int], cause: int, signed: tuple[Signature, ...]) -> None:
    """Compute the later steps of a form again; what comes out otherwise is corrected, with ``cause``, on record."""
    lines = lines_of(stage.overlay, register, number)
    for line in lines:
        if (line.entry.at, line.entry.seq) <= after or line.entry.by == "clock":
            continue
        cls = stage.catalogue.find_step(register, line.entry.step)
        if cls is None or not cls.__computed__:
            continue
        old = decode_line(cls, line, stage.catalogue)
        new, facts = _computed_again(stage, register, number, line, old)
        if changed := changes(cls, old, new):
            made = encode(new, stage.catalogue.extras_of(cls), stage.entropy, line.grounds.get("prefix", ""))
            body, personal = correction(line.entry.seq, changed, made, "", stage)
            grounds = came(new, line)
            entry = amend(stage, register, number, "correct", body, personal, grounds, signed, None, cause)
            written = settle(stage, register, number, entry, grounds)
            again(stage, line, new, entry, None, facts, written, frozenset())


def _computed_again(stage: Stage, register: str, number: str, line: Line, old: Step) -> tuple[Step, Any]:
    """The step with its computed fields as they come out now, on the form as it stood before it, at its own time."""
    place = (line.entry.at, line.entry.seq)
    earlier = [other for other in lines_of(stage.overlay, register, number) if (other.entry.at, other.entry.seq) < place]
    before = fold_row(number, [other.entry for other in earlier], earlier) if earlier else None
    form = view_of(stage.catalogue, register, before, earlier) if before else None
    facts = stage.sheet.facts(instant(line.entry.at), register=register, number=number, form=form, signed=signatures(line.entry))
    facts.know(stage.sheet.settings.as_known(line.entry.seq))
    fields = type(old).__step__.fields
    new = assemble(type(old), {name: plain(spec, old.__dict__.get(name)) for name, spec in fields.items()})
    if old.x:
        new.__dict__["_x"] = old.x
    for compute in type(old).__computed__:
        facts.looked.clear()
        facts.form_read = False
        value = compute.work(new, facts)
        if facts.form_read and not facts.looked:
            new.__dict__[compute.name] = value
    return new, facts
