"""Steps: the signed parts of a form; one class is declaration, command and record."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

from pmcore.model.blanks import Derived, carried, dated, must, musts_in
from pmcore.model.computed import column, computed
from pmcore.model.declared import (
    UNIVERSAL,
    AgreedByAll,
    ByField,
    Every,
    Mark,
    Signer,
    StepDecl,
    Verdict,
    Within,
    by_field,
    verdict,
)
from pmcore.model.field import FieldSpec, Must, Ref, computed_spec, field, specs_of
from pmcore.model.part import define, derived_of, marks_of
from pmcore.model.people import AllOf, Role
from pmcore.model.places import place_choice, place_of, verdict_of
from pmcore.model.register import Register, State

if TYPE_CHECKING:
    from datetime import datetime

    from pmcore.model.facts import Facts
    from pmcore.model.form import Form

__all__ = [
    "UNIVERSAL", "ByField", "Mark", "On", "Step", "StepDecl", "Verdict", "by_field", "column", "computed", "help_of", "on", "ready",
    "verdict",
]  # fmt: skip

RESERVED = frozenset(
    {"site", "number", "state", "first", "last", "x", "by", "at", "seq", "json", "db", "lang", "id", "as", "check"}
)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field, must, carried, dated))
class Step:
    """One signed part of a form. Subclass it with keywords; fields are annotations. See the tutorial.

    Fields: ``name: Kind`` or ``name: Kind = field(...)``. Optional methods: ``entails(facts)`` yields steps written with
    it; a ``CLOCK`` step has ``falls(form, facts)``: the step as time takes it with the moment, or None;
    ``upgrade(body, v)`` turns the recorded body of an older version into this one's.
    """

    __step__: ClassVar[StepDecl]
    __computed__: ClassVar[tuple[computed[Any] | Derived, ...]] = ()
    __musts__: ClassVar[Mapping[str, Must]] = {}
    __ready: ClassVar[bool] = True

    def __init_subclass__(
        cls,
        *,
        register: Register,
        by: Signer,
        also: Role | tuple[Role, ...] = (),
        apart: type[Step] | tuple[type[Step], ...] = (),
        after: State | Sequence[State] = (),
        to: State | ByField | None = None,
        needs: type[Step] | tuple[type[Step], ...] = (),
        clears: type[Step] | tuple[type[Step], ...] = (),
        seals: bool = False,
        again: bool = False,
        each: str | None = None,
        every: Every | None = None,
        during: State | Sequence[State] = (),
        within: Within = None,
        marks: Mark | tuple[Mark, ...] = (),
        v: int = 1,
        name: str = "",
    ) -> None:
        super().__init_subclass__()
        options = {
            "by": by, "also": also, "apart": apart, "after": after, "to": to, "needs": needs, "clears": clears, "seals": seals,
            "again": again, "each": each, "every": every, "during": during, "within": within,
            "marks": (*(marks if isinstance(marks, tuple) else (marks,)), *marks_of(cls)), "v": v,
        }  # fmt: skip
        cls.__step__ = StepDecl(register, name or _kebab(cls.__name__), cls.__module__, options)
        cls.__musts__ = musts_in(cls)
        cls.__computed__ = (*derived_of(cls), *_places(cls.__step__))
        cls.__ready = False

    def __new__(cls, *_args: Any, **_values: Any) -> Self:
        ready(cls)
        return object.__new__(cls)

    def entails(self, facts: Facts) -> Iterable[Step | On]:
        """Steps written with this one, in the same transaction, under the same signature."""
        return ()

    @classmethod
    def falls(cls, form: Any, facts: Facts) -> tuple[datetime, Self] | None:
        """For a CLOCK step: when time takes it, and the step it then writes; pure, blind to the present moment."""
        return None

    @classmethod
    def upgrade(cls, body: dict[str, Any], v: int) -> dict[str, Any]:
        """The body of version ``v`` as one of the present version; a body of another version is refused unless this is given."""
        raise ValueError(f"{cls.__name__} cannot read version {v}")

    @property
    def x(self) -> Mapping[str, Any]:
        """The fields that plugins and the site added: ``{"jinling.colour": ...}``."""
        return typing.cast("Mapping[str, Any]", self.__dict__.get("_x", {}))

    def but(self, **changes: Any) -> Self:
        """The same step with other values; computed fields are to be computed again."""
        given = {name: getattr(self, name) for name in type(self).__step__.fields if name in self.__dict__}
        for compute in self.__computed__:
            given.pop(compute.name, None)
        other = type(self)(**{**given, **changes})
        if self.x:
            other.__dict__["_x"] = self.x
        return other

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    def __hash__(self) -> int:
        return hash((type(self), *(name for name in self.__dict__)))

    def __repr__(self) -> str:
        shown = []
        for name, spec in type(self).__step__.fields.items():
            if name in self.__dict__:
                shown.append(f"{name}=***" if spec.personal or spec.item else f"{name}={self.__dict__[name]!r}")
        return f"{type(self).__name__}({', '.join(shown)})"


class On:
    """A step to be written on a form that exists already; see ``on``."""

    __slots__ = ("number", "step")

    def __init__(self, number: str, step: Step) -> None:
        self.number = number
        self.step = step


def on(form: Ref[Any] | Form[Any] | str, step: Step) -> On:
    """For ``entails`` and reactions: write ``step`` on that form, not on a new one."""
    return On(form if isinstance(form, str) else form.number, step)


def ready(cls: type[Step]) -> StepDecl:
    """Make the attrs class and its field table at first use: creating one costs as much as fifty plain ones."""
    declared = cls.__step__
    if cls.__dict__.get("_Step__ready", True):
        return declared
    define(cls)
    fields = specs_of(cls)
    for value in cls.__computed__:  # what is worked out stands after what is given
        where = f"{cls.__qualname__}.{value.name}"
        if value.name in fields:
            fields[value.name] = fields.pop(value.name)
        elif isinstance(value, computed):
            hint = typing.get_type_hints(value.work, include_extras=True).get("return")
            fields[value.name] = computed_spec(value.name, hint, value.options, where)
        else:
            fields[value.name] = computed_spec(value.name, _hint(declared, value.name), {"updates": True}, where)
    _refuse_senseless(cls, declared, fields)
    for name in declared.register.key:
        if name in fields:
            fields[name].index = True
    declared.fields = fields
    cls._Step__ready = True  # type: ignore[attr-defined]
    return declared


def _places(declared: StepDecl) -> Iterable[Derived]:
    """The fields of a step that several sign: whose place the signature took, and what all of them come to."""
    if isinstance(declared.by, AllOf):
        yield Derived(declared.by.place, place_of)
        if isinstance(declared.to, AgreedByAll):
            yield Derived(declared.to.name, verdict_of)


def _hint(declared: StepDecl, name: str) -> type[Any]:
    return place_choice(declared.by.roles) if isinstance(declared.by, AllOf) and name == declared.by.place else Verdict


def _refuse_senseless(cls: type[Step], declared: StepDecl, fields: Mapping[str, FieldSpec]) -> None:
    """What only the fields can tell; raises TypeError each time it is asked."""
    if taken := [name for name in fields if name in RESERVED]:
        raise TypeError(f"{cls.__qualname__}: a field cannot be called {taken[0]!r}; every form has that already")
    if declared.each and (declared.each not in fields or fields[declared.each].choices is None or fields[declared.each].optional):
        raise TypeError(f"{cls.__qualname__}: each={declared.each!r} is no choice field of it that has to be given")
    if isinstance(declared.to, ByField) and declared.to.name not in fields:
        raise TypeError(f"{cls.__qualname__}: to=by_field({declared.to.name!r}) is no field of it")
    for mark in declared.marks:
        if lacking := [name for name in mark.needs if name not in fields]:
            raise TypeError(f"{cls.__qualname__}: to carry the mark {mark.name!r} it needs the field {lacking[0]!r}")


def help_of(thing: object) -> str:
    """The first line of its own docstring, not of one that a class inherited."""
    return inspect.cleandoc(thing.__doc__ or "").split("\n")[0]


def _kebab(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
