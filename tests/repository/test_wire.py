"""What stands in journals for ever: names once on the wire stay, and a body once recorded can be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pmcore.engine.codec import decode, encode, item_specs, plain
from pmcore.model.field import FieldSpec, FormRef
from pmcore.model.money import yuan
from pmcore.model.span import days
from pmcore.model.step import Step, ready
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue

HERE = Path(__file__).parent
WIRE = HERE / "wire.json"
BODIES = HERE.parent / "bodies"
Wire = dict[str, Any]
OF_TYPE: dict[type[Any], Any] = {
    int: 3, bool: True, date: date(2026, 7, 1), datetime: datetime(2026, 7, 1, 1, 0, tzinfo=UTC), time: time(17, 0),
    Decimal: Decimal("98.50"),
}  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(plugins: Mapping[str, tuple[str, str]]) -> Catalogue:
    """The core with every chapter of this tree."""
    return full_catalogue(plugins)


def field_on_the_wire(spec: FieldSpec) -> Wire:
    """What of a field is in the body: its kind, its choices, where it points, whether its value lies beside the chain."""
    told: Wire = {"kind": spec.kind.name if spec.item is None else "item", "personal": spec.personal}
    if spec.kind.choices is not None:
        told["choices"] = [str(choice.value) for choice in spec.kind.choices]
    if spec.ref is not None:
        told["into"] = "any" if issubclass(spec.ref, FormRef) else spec.ref.register_name()
    if spec.item is not None:
        told["fields"] = {name: field_on_the_wire(inner) for name, inner in item_specs(spec.item).items()}
    if spec.many:
        told["many"] = True
    if spec.places is not None:
        told["places"] = spec.places
    return told


def wire_of(catalogue: Catalogue) -> Wire:
    """Register -> its states and steps -> version and fields."""
    found: Wire = {}
    for name, register in catalogue.registers.items():
        steps = {
            step: {"v": cls.__step__.v, "fields": {field: field_on_the_wire(spec) for field, spec in ready(cls).fields.items()}}
            for step, cls in catalogue.steps_of(name).items()
        }
        found[name] = {"number": register.number, "states": [*register.all_states], "steps": steps}
    return found


def lost(pinned: Any, now: Any, path: str = "") -> list[str]:
    """The pinned things that are not there any more or say something else; what is new is free. A step of a newer version
    answers for its older bodies by reading them.
    """
    if isinstance(pinned, dict) and isinstance(now, dict):
        if pinned.get("v", 0) != now.get("v", 0):
            return []
        return [gone for name, value in pinned.items() for gone in lost(value, now.get(name), f"{path}/{name}")]
    if isinstance(pinned, list) and isinstance(now, list):
        return [f"{path}/{value}" for value in pinned if value not in now]
    return [] if pinned == now else [path]


def joined(pinned: Any, now: Any) -> Any:
    """What is pinned, with what is new."""
    if isinstance(pinned, dict) and isinstance(now, dict):
        return {name: joined(pinned.get(name), now.get(name)) for name in {**pinned, **now}}
    if isinstance(pinned, list) and isinstance(now, list):
        return [*pinned, *(value for value in now if value not in pinned)]
    return pinned if now is None else now


def pinned() -> Wire:
    """The committed names."""
    told: Wire = json.loads(WIRE.read_text("utf-8"))
    return told


def test_names_on_the_wire_stay(catalogue: Catalogue, pytestconfig: pytest.Config) -> None:
    """Adding is free; taking away or renaming a register, state, step, field or choice would make journals unreadable."""
    now = wire_of(catalogue)
    if pytestconfig.getoption("--write-wire"):
        WIRE.write_text(json.dumps(joined(pinned(), now), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    assert lost(pinned(), now) == []


PIN = {
    "r": {"states": ["a", "b"], "steps": {"s": {"v": 1, "fields": {"f": {"kind": "code", "choices": ["x"], "personal": False}}}}}
}


@pytest.mark.parametrize(
    ("now", "gone"),
    [
        ({}, ["/r"]),
        ({"states": ["a"]}, ["/r/states/b"]),
        ({"steps": {}}, ["/r/steps/s"]),
        ({"steps": {"s": {"v": 1, "fields": {}}}}, ["/r/steps/s/fields/f"]),
        ({"steps": {"s": {"v": 2, "fields": {}}}}, []),
        ({"states": ["b", "c", "a"]}, []),
        ({"steps": {"s": {"v": 1, "fields": {"f": {"kind": "text", "choices": ["x", "y"], "personal": True}}}}},
         ["/r/steps/s/fields/f/kind", "/r/steps/s/fields/f/personal"]),
    ],
)  # fmt: skip
def test_what_is_lost_is_seen(now: Wire, gone: list[str]) -> None:
    """The control: every such change fails, and an addition or a new version does not."""
    assert lost(PIN, {"r": {**PIN["r"], **now}} if now else {}) == gone


def value_for(spec: FieldSpec) -> Any:
    """A value that says something."""
    one = _one(spec)
    return (one,) if spec.many else one


def _one(spec: FieldSpec) -> Any:
    if spec.item is not None:
        return spec.item(**{name: value_for(inner) for name, inner in item_specs(spec.item).items()})
    if spec.ref is not None:
        return spec.ref("unit/FH00001" if issubclass(spec.ref, FormRef) else "FH00001")
    if spec.kind.choices is not None:
        return next(iter(spec.kind.choices))
    if spec.kind.type in OF_TYPE:
        return OF_TYPE[spec.kind.type]
    return {"Money": yuan(100), "Span": days(2)}.get(spec.kind.type.__name__, spec.kind.example)


def recorded(cls: type[Step]) -> Wire:
    """A body of a step as it stands in a journal, its personal values, and what it says."""
    step = object.__new__(cls)
    for name, spec in ready(cls).fields.items():
        step.__dict__[name] = value_for(spec)
    made = encode(step, {}, lambda count: b"\x07" * count)
    return {"body": made.body, "personal": {place: list(told) for place, told in made.personal.items()}, "says": says(step)}


def says(step: Step) -> Wire:
    """What a step says, as plain data."""
    return {name: plain(spec, getattr(step, name)) for name, spec in ready(type(step)).fields.items()}


def test_every_pinned_step_has_a_recorded_body(catalogue: Catalogue, pytestconfig: pytest.Config) -> None:
    """Of its present version; older ones stay where they are."""
    missing = []
    for register, told in pinned().items():
        for name in told["steps"]:
            cls = catalogue.find_step(register, name)
            path = BODIES / f"{register}.{name}.{cls.__step__.v}.json" if cls else BODIES / "nothing"
            if cls and not path.exists() and pytestconfig.getoption("--write-bodies"):
                path.write_text(json.dumps(recorded(cls), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            if not path.exists():
                missing.append(f"{register}.{name}")

    assert missing == []


@pytest.mark.parametrize("path", sorted(BODIES.glob("*.json")), ids=lambda path: path.stem)
def test_a_recorded_body_is_still_read(path: Path, catalogue: Catalogue) -> None:
    """It says today what it said when it was written; a field that came since has its default."""
    place, _dot, v = path.stem.rpartition(".")
    register, _dot, name = place.rpartition(".")
    told = json.loads(path.read_text("utf-8"))
    cls = catalogue.find_step(register, name)
    assert cls is not None

    read = says(decode(cls, told["body"], {at: (value, salt) for at, (value, salt) in told["personal"].items()}, int(v)))

    if cls.__step__.v == int(v):
        assert {name: read.get(name) for name in told["says"]} == told["says"]
