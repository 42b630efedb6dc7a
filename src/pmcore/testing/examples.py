"""Values for blanks that a scenario does not care about: the kind's example, made to fit the field's limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmcore.engine.codec import item_specs
from pmcore.model.field import FieldSpec, FormRef
from pmcore.model.messages import Bad
from pmcore.model.step import Step, ready

if TYPE_CHECKING:
    from .world import World

__all__ = ["example"]


def example(world: World, cls: type[Step], given: Mapping[str, Any]) -> dict[str, Any]:
    """Values for the mandatory fields of a step that are not given."""
    told: dict[str, Any] = {}
    for name, spec in ready(cls).fields.items():
        if spec.required and name not in given:
            told[name] = _value(world, spec, distinct=spec.unique or name in cls.__step__.register.key)
    return told


def _value(world: World, spec: FieldSpec, *, distinct: bool = False) -> Any:
    one = _one(world, spec, distinct=distinct)
    return [one] if spec.many else one


def _one(world: World, spec: FieldSpec, *, distinct: bool = False) -> Any:
    if spec.item is not None:
        return {name: _value(world, inner) for name, inner in item_specs(spec.item).items() if inner.required}
    if spec.ref is not None:
        return _reference(world, spec)
    if distinct:
        with world.desk.reading() as look:
            head = look.overlay.base.head()
        return f"{spec.kind.example}-{head.seq if head else 0}"
    for candidate in (spec.kind.example, spec.ge, spec.le):
        if candidate is None:
            continue
        try:
            spec.kind.load(candidate, spec)
        except (Bad, TypeError):
            continue
        return candidate
    raise LookupError(f"the field {spec.name!r} has limits that no example fits; name it in the table")


def _reference(world: World, spec: FieldSpec) -> str:
    """The form touched last in the register it points into; where there is none, one made of examples."""
    assert spec.ref is not None
    if issubclass(spec.ref, FormRef):
        raise LookupError(f"the field {spec.name!r} may point into any register; name it in the table")
    register = spec.ref.register_name()
    if register not in world.latest:
        world.arrange_one(world.words.opening(register), {}, {})
    return world.latest[register]
