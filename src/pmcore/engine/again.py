"""Comparing a step with what it was: what changed, what came of it, and what it entails now against what it entailed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmcore.model.book import Entry
from pmcore.model.people import Actor
from pmcore.model.stamp import instant
from pmcore.model.step import On, Step, ready

from .codec import Encoded, plain
from .fold import AMENDS, Line
from .gate import slot_of, target_of
from .takeback import reasoned, undo_caused
from .view import decode_line, lines_of, signatures
from .work import Work, Written

if TYPE_CHECKING:
    from .stage import Stage

__all__ = ["again", "came", "changes", "correction"]


def came(new: Step, line: Line) -> dict[str, Any]:
    """What comes of the corrected step: the state it makes now, the choice it is signed for now."""
    grounds: dict[str, Any] = {}
    if (target := target_of(new)) is not None and line.moves:
        grounds |= {"state": target.name, "closed": target.closed}
    if slot_of(new) != type(new).__step__.name:
        grounds["slot"] = slot_of(new)
    return grounds


def changes(cls: type[Step], old: Step, new: Step) -> list[str]:
    """The fields in which two steps differ."""
    changed = [
        name for name, spec in cls.__step__.fields.items() if plain(spec, getattr(old, name)) != plain(spec, getattr(new, name))
    ]
    return changed + (["x"] if dict(old.x) != dict(new.x) else [])


def correction(seq: int, names: list[str], made: Encoded, reason: str, stage: Stage) -> tuple[dict[str, Any], dict[str, Any]]:
    """The body of a correction, and the personal values that go beside it."""
    body, personal = reasoned({"seq": seq, "set": {name: made.body[name] for name in names}}, reason, stage)
    for pointer, value in made.personal.items():
        if pointer.split("/")[1] in names:
            personal["/set" + pointer] = value
    return body, personal


def again(
    stage: Stage, line: Line, new: Step, entry: Entry, actor: Actor | None, facts: Any, written: Written, granted: frozenset[str]
) -> None:
    """Compare what the corrected step entails with what it entailed: equal stays, different is taken back and written anew."""
    work = Work(new, actor, instant(line.entry.at), None)
    work.signed, work.granted = signatures(line.entry), granted
    wanted = stage.following(new, facts)
    standing = [
        told
        for told in stage.overlay.caused(line.entry.seq)
        if told.step not in AMENDS and told.by != "clock" and _lives(stage, told)
    ]
    keep: set[int] = set()
    for told in list(wanted):
        match = next((have for have in standing if have.seq not in keep and _says(stage, have, told[0])), None)
        if match is not None:
            keep.add(match.seq)
            wanted.remove(told)
    undo_caused(stage, line.entry.seq, entry.seq, work.signed, actor, skip=None, written=written, keep=frozenset(keep))
    for told in wanted:
        written.also.append(stage.follow(told, work, line.entry.seq))


def _lives(stage: Stage, entry: Entry) -> bool:
    return any(line.entry.seq == entry.seq for line in lines_of(stage.overlay, entry.register, entry.number))


def _says(stage: Stage, have: Entry, wanted: Step | On) -> bool:
    """Whether an entailed entry says what the corrected step entails now."""
    step, on = (wanted.step, wanted.number) if isinstance(wanted, On) else (wanted, None)
    declared = ready(type(step))
    if (have.register, have.step) != (declared.register.name, declared.name) or (on is not None and on != have.number):
        return False
    line = next(line for line in lines_of(stage.overlay, have.register, have.number) if line.entry.seq == have.seq)
    old = decode_line(type(step), line, stage.catalogue)
    return all(
        plain(spec, getattr(old, name)) == plain(spec, getattr(step, name))
        for name, spec in declared.fields.items()
        if not spec.computed and not spec.series
    )
