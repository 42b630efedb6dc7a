"""Steps as journal bodies and register columns, and back; personal values go beside the chain."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import attrs

from pmcore.model.book import Scalar
from pmcore.model.canonical import canonical, sealed
from pmcore.model.field import TODAY, FieldSpec, Item, specs_of
from pmcore.model.kinds import YESNO
from pmcore.model.step import Step, ready

__all__ = ["ERASED", "Encoded", "cells", "decode", "encode", "now_of", "reveal"]

ERASED = "[erased]"
SEAL = "#"
Entropy = Callable[[int], bytes]
Personal = dict[str, tuple[Scalar, str]]


class Encoded:
    """A step as it is written: the body for the chain, the personal values beside it, the cells of its register's row."""

    __slots__ = ("body", "cells", "personal")

    def __init__(self) -> None:
        self.body: dict[str, Any] = {}
        self.personal: Personal = {}
        self.cells: dict[str, Scalar] = {}


class _Blank(NamedTuple):
    """A field as it is written. ``dump`` gives the JSON data of a single value; a list or an item has none."""

    name: str
    spec: FieldSpec
    dump: Callable[[Any], Any] | None
    personal: bool
    stays: bool
    """Left out where it is not given: the column keeps what it says."""


_BLANKS: dict[type[Step], tuple[_Blank, ...]] = {}


def _blanks(cls: type[Step]) -> tuple[_Blank, ...]:
    """The fields of a step class in the order in which they are written: a class never changes."""
    found = _BLANKS.get(cls)
    if found is None:
        found = _BLANKS[cls] = tuple(
            _Blank(name, spec, dump_of(spec), spec.personal, spec.updates and spec.optional and not spec.computed)
            for name, spec in ready(cls).fields.items()
        )
    return found


def dump_of(spec: FieldSpec) -> Callable[[Any], Any] | None:
    """What makes JSON data of a single value of a field; None for lists and items."""
    if spec.many or spec.item is not None:
        return None
    return spec.kind.dump if spec.places is None else lambda value: spec.kind.dump_places(value, spec)


def encode(step: Step, extras: Mapping[str, FieldSpec], entropy: Entropy, prefix: str = "") -> Encoded:
    """``extras`` are the fields that plugins and the site added; ``prefix`` is set where the register is another plugin's."""
    made = Encoded()
    body, cells = made.body, made.cells
    for name, spec, dump, personal, stays in _blanks(type(step)):
        value = getattr(step, name)
        if value is None or dump is None:
            if value is not None or not stays:
                _put(made, body, f"/{name}", name, spec, value, entropy)
                cells[prefix + name] = kept(plain(spec, value))
            continue
        raw = dump(value)
        body[name] = _seal(made, f"/{name}", raw, entropy) if personal else raw
        cells[prefix + name] = kept(raw)
    if step.x:
        body["x"] = {}
        for name, value in step.x.items():
            _put(made, body["x"], f"/x/{name}", name, extras[name], value, entropy)
            cells[extra_column(name)] = kept(plain(extras[name], value))
    return made


def _seal(made: Encoded, pointer: str, raw: Scalar, entropy: Entropy) -> dict[str, str]:
    """The seal that stands in the body for a personal value, which goes beside the chain."""
    salt = entropy(16).hex()
    made.personal[pointer] = (raw, salt)
    return {SEAL: sealed(raw, salt)}


def _put(made: Encoded, into: dict[str, Any], pointer: str, name: str, spec: FieldSpec, value: Any, entropy: Entropy) -> None:
    if value is None:
        into[name] = None
    elif spec.many:
        lines: list[Any] = []
        for place, part in enumerate(value):
            holder: dict[str, Any] = {}
            _put_one(made, holder, f"{pointer}/{place}", "v", spec, part, entropy)
            lines.append(holder["v"])
        into[name] = lines
    else:
        _put_one(made, into, pointer, name, spec, value, entropy)


def _put_one(made: Encoded, into: dict[str, Any], pointer: str, name: str, spec: FieldSpec, value: Any, entropy: Entropy) -> None:
    if spec.item is not None:
        line: dict[str, Any] = {}
        for part, inner in item_specs(spec.item).items():
            _put(made, line, f"{pointer}/{part}", part, inner, getattr(value, part), entropy)
        into[name] = line
        return
    raw = spec.kind.dump(value) if spec.places is None else spec.kind.dump_places(value, spec)
    into[name] = _seal(made, pointer, raw, entropy) if spec.personal else raw


def extra_column(name: str) -> str:
    """The column of a field that a plugin added: ``jinling.colour`` stands in ``x_jinling_colour``."""
    return "x_" + name.replace(".", "_").replace("-", "_")


def plain(spec: FieldSpec, value: Any) -> Any:
    """A value as JSON data with nothing sealed."""
    if value is None:
        return None
    if spec.many:
        return [_plain_one(spec, part) for part in value]
    return _plain_one(spec, value)


def _plain_one(spec: FieldSpec, value: Any) -> Any:
    if spec.item is not None:
        return {part: plain(inner, getattr(value, part)) for part, inner in item_specs(spec.item).items()}
    return spec.kind.dump(value) if spec.places is None else spec.kind.dump_places(value, spec)


def cell(spec: FieldSpec, value: Any) -> Scalar:
    """A value as it stands in its column: a text, a whole number, or a list as JSON text."""
    return as_cell(plain(spec, value))


def as_cell(raw: Any) -> Scalar:
    """JSON data as a column's value."""
    if isinstance(raw, bool):
        return int(raw)
    return canonical(raw) if isinstance(raw, list | dict) else raw


def reveal(body: Any, personal: Mapping[str, tuple[Scalar, str]], pointer: str = "") -> Any:
    """A body with its personal values in place of their seals; an erased one reads as ``[erased]``."""
    if isinstance(body, dict):
        if SEAL in body:
            found = personal.get(pointer)
            return ERASED if found is None else found[0]
        return {name: reveal(value, personal, f"{pointer}/{name}") for name, value in body.items()}
    if isinstance(body, list):
        return [reveal(value, personal, f"{pointer}/{place}") for place, value in enumerate(body)]
    return body


def cells(body: Mapping[str, Any], personal: Mapping[str, tuple[Scalar, str]], prefix: str) -> Iterator[tuple[str, Scalar]]:
    """The columns that a recorded body fills, without any class: what a rebuild goes by."""
    for name, value in body.items():
        if name == "x":
            for added, inner in value.items():
                yield extra_column(added), kept(reveal(inner, personal, f"/x/{added}"))
        elif type(value) is dict or type(value) is list:
            yield prefix + name, kept(reveal(value, personal, f"/{name}"))
        else:
            yield prefix + name, kept(value)


def kept(raw: Any) -> Scalar:
    """JSON data as its column keeps it: an erased value leaves it empty."""
    kind = type(raw)
    if kind is str:
        return None if raw == ERASED else raw
    return raw if kind is int or raw is None else as_cell(gone(raw))


def gone(value: Any) -> Any:
    """An erased value leaves its column empty."""
    if value == ERASED:
        return None
    if isinstance(value, list):
        return [gone(part) for part in value]
    if isinstance(value, dict):
        return {name: gone(part) for name, part in value.items()}
    return value


def decode(
    cls: type[Step],
    body: Mapping[str, Any],
    personal: Mapping[str, tuple[Scalar, str]],
    v: int,
    extras: Mapping[str, FieldSpec] = MappingProxyType({}),
) -> Step:
    """A recorded body as its step; an older version is upgraded, fields that are gone are ignored."""
    told: dict[str, Any] = reveal(dict(body), personal)
    if v != cls.__step__.v:
        told = cls.upgrade(told, v)
    return assemble(cls, told, extras)


def assemble(cls: type[Step], told: Mapping[str, Any], extras: Mapping[str, FieldSpec] = MappingProxyType({})) -> Step:
    """A step from JSON data with nothing sealed; a field that the record lacks has its default."""
    step = object.__new__(cls)
    for name, spec in ready(cls).fields.items():
        if name in told:
            step.__dict__[name] = restore(spec, told[name])
        else:
            step.__dict__[name] = None if spec.default is attrs.NOTHING else default_of(spec)
    if told.get("x"):
        added = {name: restore(extras[name], raw) if name in extras else raw for name, raw in told["x"].items()}
        step.__dict__["_x"] = added
    return step


def default_of(spec: FieldSpec) -> Any:
    """A field's default; a factory's product. A record that is older than the field knows no day."""
    if spec.default is TODAY:
        return None
    return spec.default.factory() if isinstance(spec.default, attrs.Factory) else spec.default  # type: ignore[arg-type]


def restore(spec: FieldSpec, raw: Any) -> Any:
    """A value from JSON data that we wrote."""
    if raw is None or raw == ERASED:
        return raw
    if spec.many:
        return tuple(restore_one(spec, part) for part in raw)
    return restore_one(spec, raw)


def restore_one(spec: FieldSpec, raw: Any) -> Any:
    """One value of a field that may have several."""
    if raw is None or raw == ERASED:
        return raw
    if spec.item is not None:
        line = object.__new__(spec.item)
        for name, inner in item_specs(spec.item).items():
            line.__dict__[name] = (
                restore(inner, raw[name]) if name in raw else (None if inner.default is attrs.NOTHING else inner.default)
            )
        return line
    if spec.ref is not None:
        return spec.ref(raw)
    if spec.kind is YESNO:
        return bool(raw)
    return spec.kind.restore(raw) if spec.places is None else spec.kind.restore_places(raw, spec)


def now_of(cls: type[Step], values: Mapping[str, Scalar], prefix: str = "") -> Step:
    """The opening step with every column's present value."""
    told: dict[str, Any] = {}
    for name, spec in ready(cls).fields.items():
        raw = values.get(prefix + name)
        if raw is None and not spec.optional and spec.default is not attrs.NOTHING:
            continue  # the form is older than the field
        told[name] = json.loads(raw) if isinstance(raw, str) and (spec.many or spec.item is not None) else raw
    return assemble(cls, told)


_ITEMS: dict[type[Item], dict[str, FieldSpec]] = {}


def item_specs(item: type[Item]) -> dict[str, FieldSpec]:
    """The fields of an item class."""
    found = _ITEMS.get(item)
    if found is None:
        item.__new__(item)  # an attrs class is made of it at its first use
        found = _ITEMS[item] = specs_of(item)
    return found
