"""Values as they go out: JSON that is the same in every language, words for people; personal ones masked unless revealed."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from pmcore.engine.codec import ERASED, item_specs, restore
from pmcore.engine.columns import RECORDED
from pmcore.model.book import Row
from pmcore.model.field import FieldSpec, Ref
from pmcore.model.kinds import MOMENT
from pmcore.model.messages import Msg
from pmcore.model.stamp import instant
from pmcore.model.step import Step, ready
from pmcore.plugin.language import label, say

from .words import Words, short_time

if TYPE_CHECKING:
    from pmcore.engine.queries import Look

__all__ = [
    "MASK",
    "came_out",
    "evidence",
    "field_value",
    "from_cell",
    "in_words",
    "moment",
    "of_step",
    "row_fields",
    "staff_codes",
]

MASK = "***"


def moment(stamp: str, zone: str) -> str:
    """A stored moment with the site's offset."""
    return str(MOMENT.plain(instant(stamp), zone))


def field_value(spec: FieldSpec, value: Any, zone: str, reveal: bool) -> Any:
    """A field's value for JSON."""
    if value is None or value == ERASED:
        return value
    if spec.many:
        return [_one(spec, part, zone, reveal) for part in value]
    return _one(spec, value, zone, reveal)


def _one(spec: FieldSpec, value: Any, zone: str, reveal: bool) -> Any:
    if value is None or value == ERASED:
        return value
    if spec.item is not None:
        return {part: field_value(inner, getattr(value, part), zone, reveal) for part, inner in item_specs(spec.item).items()}
    if spec.personal and not reveal:
        return spec.kind.mask(value)
    if isinstance(value, Ref):
        return value.number
    return spec.kind.plain(value, zone)


def from_cell(spec: FieldSpec | None, raw: Any, zone: str, reveal: bool) -> Any:
    """A column's value for JSON; of a column whose plugin is absent as it stands in the book, masked if it is personal."""
    if raw is None:
        return None
    if spec is None:
        return raw if reveal or isinstance(raw, int) else MASK
    if spec.kind is RECORDED:
        return MASK if spec.personal and not reveal else _lines(raw, reveal)
    data = json.loads(raw) if (spec.many or spec.item is not None) and isinstance(raw, str) else raw
    return field_value(spec, restore(spec, data), zone, reveal)


def _lines(raw: Any, reveal: bool) -> Any:
    """A recorded text; a list of lines as one, with its texts masked: older books did not record that a line holds names."""
    if not isinstance(raw, str) or not raw.startswith(("[", "{")):
        return raw
    try:
        told = json.loads(raw)
    except ValueError:
        return raw
    return told if reveal else _without_texts(told, inside=False)


def _without_texts(told: Any, *, inside: bool) -> Any:
    if isinstance(told, dict):
        return {name: _without_texts(part, inside=True) for name, part in told.items()}
    if isinstance(told, list):
        return [_without_texts(part, inside=inside) for part in told]
    return MASK if inside and isinstance(told, str) else told


def row_fields(row: Row, columns: Mapping[str, FieldSpec], zone: str, reveal: bool) -> dict[str, Any]:
    """Every column of a form, in order of declaration."""
    names = [*(name for name in columns if name in row.values), *(name for name in row.values if name not in columns)]
    return {name: from_cell(columns.get(name), row.values[name], zone, reveal) for name in names}


def of_step(step: Step | None, zone: str, reveal: bool) -> dict[str, Any]:
    """The fields of a step, computed ones too."""
    if step is None:
        return {}
    return {name: field_value(spec, step.__dict__.get(name), zone, reveal) for name, spec in ready(type(step)).fields.items()}


def came_out(step: Step | None, words: Words) -> str:
    """What was reckoned for a step, in a row: the fee, the last day, until when; texts are workings and left out."""
    if step is None:
        return ""
    domain, register = type(step).__module__.partition(".")[0], step.__step__.register.name
    told = [
        f"{label(register, name, domain, words.lang)} "
        f"{in_words(spec, field_value(spec, step.__dict__.get(name), words.zone, reveal=False), words.lang)}"
        for name, spec in ready(type(step)).fields.items()
        if spec.computed
        and not spec.many
        and spec.ref is None
        and spec.kind.type is not str
        and step.__dict__.get(name) is not None
    ]
    return ("，" if words.lang == "zh" else ", ").join(told)


def in_words(spec: FieldSpec | None, value: Any, lang: str) -> str:
    """A JSON value as the reader calls it: choices by their label, yes and no, items in a row."""
    if value is None:
        return ""
    if isinstance(value, list):
        return ("；" if lang == "zh" else "; ").join(in_words(spec, part, lang) for part in value)
    if isinstance(value, dict):
        inner = item_specs(spec.item) if spec is not None and spec.item is not None else {}
        return ":".join(in_words(inner.get(name), part, lang) for name, part in value.items() if part is not None)
    if isinstance(value, bool):
        return {"zh": "是否", "en": ("yes", "no")}[lang][0 if value else 1]
    if spec is not None and spec.choices is not None:
        return label(spec.choices.__name__, str(value), spec.choices.__module__.partition(".")[0], lang)
    if spec is not None and spec.kind is MOMENT:
        return short_time(str(value))
    return str(value)


def evidence(value: Any, zone: str) -> Any:
    """A value of a finding for JSON: the same in every language."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(name): evidence(part, zone) for name, part in value.items()}
    if isinstance(value, Iterable):
        return [evidence(part, zone) for part in value]
    for kind, write in _PLAIN:
        if isinstance(value, kind):
            return write(value, zone)
    named = getattr(value, "number", None) or getattr(value, "name", None)
    return named if isinstance(named, str) else str(value)


_PLAIN: tuple[tuple[type[Any], Callable[[Any, str], Any]], ...] = (
    (Msg, lambda value, zone: say(value, "en", zone)),
    (datetime, lambda value, zone: MOMENT.plain(value, zone)),
    (date, lambda value, _zone: value.isoformat()),
    (time, lambda value, _zone: value.isoformat()),
    (enum.Enum, lambda value, _zone: value.value),
)
"""Kinds of evidence that have a form of their own; dates after moments, because every moment is one."""


def staff_codes(look: Look, holders: Iterable[str]) -> dict[str, str]:
    """``staff:NUMBER`` -> the code by which that person is known, for everybody whom these texts name so.

    A holder of a duty may name several, and roles; who is no person of the staff is left out.
    """
    names = {name for holder in holders for name in holder.split() if name.startswith("staff:")}
    found = {name: look.overlay.row("staff", name.removeprefix("staff:")) for name in sorted(names)}
    return {name: str(row.values.get("code")) for name, row in found.items() if row is not None}
