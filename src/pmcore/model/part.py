"""Parts: a group of blanks with its rules that several steps have in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, dataclass_transform

import attrs

from pmcore.model.blanks import Derived, carried, dated, derived_in, must, musts_in
from pmcore.model.computed import computed
from pmcore.model.declared import Mark
from pmcore.model.field import Must, field

__all__ = ["Part", "blanks_of", "define", "derived_of", "marks_of"]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, must, carried, dated))
class Part:
    """A group of blanks, mixed into steps: ``class Collector(Part)``, then ``class HandOut(Step, Collector, register=mail, ...)``.

    Its blanks come before the step's own. A rule on the part judges every step that has it.
    """

    __mark__: ClassVar[Mark]
    __derived__: ClassVar[tuple[computed[Any] | Derived, ...]] = ()
    __musts__: ClassVar[Mapping[str, Must]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if Part in cls.__bases__:
            cls.__mark__ = Mark(f"part:{cls.__module__}.{cls.__qualname__}")
            cls.__derived__ = blanks_of(cls)
            cls.__musts__ = musts_in(cls)


def blanks_of(cls: type[Any]) -> tuple[computed[Any] | Derived, ...]:
    """The computed and derived fields that stand in a class body, in its order."""
    found: list[computed[Any] | Derived] = []
    for name, value in vars(cls).items():
        if isinstance(value, computed):
            found.append(value)
        elif (derived := derived_in(name, value)) is not None:
            found.append(derived)
    return tuple(found)


def _parts(cls: type[Any]) -> list[type[Part]]:
    return [base for base in cls.__mro__[::-1] if "__mark__" in vars(base)]


def derived_of(cls: type[Any]) -> tuple[computed[Any] | Derived, ...]:
    """The computed and derived fields of a step: those of its parts, then its own."""
    return tuple(value for part in _parts(cls) for value in part.__derived__) + blanks_of(cls)


def marks_of(cls: type[Any]) -> tuple[Mark, ...]:
    """The marks by which rules on its parts find a step."""
    return tuple(part.__mark__ for part in _parts(cls))


def define(cls: type[Any]) -> None:
    """Make the attrs class of a step, those of its parts before."""
    for made in (*_parts(cls), cls):
        if "__attrs_attrs__" not in vars(made):
            attrs.define(made, frozen=True, kw_only=True, slots=False, eq=False, repr=False)
