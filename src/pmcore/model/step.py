"""Steps: the signed parts of a form; one class is declaration, command and record."""

from __future__ import annotations

import inspect
import re
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, dataclass_transform

import attrs

from pmcore.model.computed import column, computed
from pmcore.model.field import FieldSpec, Ref, computed_spec, field, specs_of
from pmcore.model.people import CLOCK, Person, Role
from pmcore.model.register import Register, State
from pmcore.model.span import Span
from pmcore.model.standard import Standard

if TYPE_CHECKING:
    from datetime import datetime

    from pmcore.model.facts import Facts
    from pmcore.model.form import Form

__all__ = ["ByField", "Mark", "On", "Step", "StepDecl", "by_field", "column", "computed", "help_of", "on", "ready"]

Signer = Role | tuple[Role, ...] | Callable[["Form[Any]", "Facts"], "Role | Person | tuple[Role | Person, ...] | None"]
Within = Span | Standard[Span] | Callable[["Form[Any]", "Facts"], "datetime | None"] | None
UNIVERSAL = frozenset({"correct", "strike", "void", "list", "show", "import", "print", "erase"})
RESERVED = frozenset(
    {"site", "number", "state", "first", "last", "x", "by", "at", "seq", "json", "db", "lang", "id", "as", "check"}
)


class Mark:
    """A word that steps carry for other chapters; ``needs`` are the fields a step must have to carry it."""

    __slots__ = ("name", "needs")

    def __init__(self, name: str, *, needs: tuple[str, ...] = ()) -> None:
        self.name = name
        self.needs = needs

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mark) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


class ByField:
    """A next state that the step itself decides: ``to=by_field("granted", {True: APPROVED, False: DRAFT})``."""

    __slots__ = ("name", "states")

    def __init__(self, name: str, states: Mapping[Any, State]) -> None:
        self.name = name
        self.states = states


def by_field(name: str, states: Mapping[Any, State]) -> ByField:
    """The state that the value of one field leads to; a value that is not named keeps the state."""
    return ByField(name, states)


class StepDecl:
    """How a step was declared; the engine, the command line and the documentation read it."""

    __slots__ = (
        "after", "again", "also", "apart", "by", "clears", "during", "each", "every", "fields", "marks", "module", "name", "needs",
        "opens", "register", "seals", "to", "v", "within",
    )  # fmt: skip

    def __init__(self, register: Register, name: str, module: str, options: Mapping[str, Any]) -> None:
        self.register = register
        self.name = name
        self.module = module
        self.by: Signer = options["by"]
        self.also: tuple[Role, ...] = _many(options["also"])
        self.apart: tuple[type[Step], ...] = _many(options["apart"])
        self.after: tuple[State, ...] = _many(options["after"])
        self.to: State | ByField | None = options["to"]
        self.needs: tuple[type[Step], ...] = _many(options["needs"])
        self.clears: tuple[type[Step], ...] = _many(options["clears"])
        self.seals: bool = options["seals"]
        self.again: bool = options["again"]
        self.each: str | None = options["each"]
        self.every: Span | None = options["every"]
        self.during: tuple[State, ...] = _many(options["during"])
        self.within: Within = options["within"]
        self.marks: tuple[Mark, ...] = _many(options["marks"])
        self.v: int = options["v"]
        self.opens = not self.after
        self.fields: dict[str, FieldSpec] = {}
        self._check()

    def _check(self) -> None:
        """Refuse senseless mixtures when the module loads."""
        where = f"{self.register.name} {self.name}"
        if self.name in UNIVERSAL:
            raise TypeError(f"{where}: every register has {self.name!r} already")
        for state in (*self.after, *self.during, *self.targets):
            if state.register != self.register.name:
                raise TypeError(f"{where}: {state!r} is a state of another register")
        if self.opens and not self.register.all_states:
            raise TypeError(f"{where}: declare the register's states first")
        if self.opens and self.to is None:
            raise TypeError(f"{where}: a step that opens a form leads to a state; give to= (or after= if it does not open one)")
        if self.opens and (self.needs or self.clears or self.again or self.each or self.every or self.within):
            raise TypeError(f"{where}: a step that opens a form cannot be owed, repeated or need others")
        if self.opens and not isinstance(self.by, Role | tuple):
            raise TypeError(f"{where}: who signs a step that opens a form is fixed; there is no form to tell it by")
        if self.every and not self.during:
            raise TypeError(f"{where}: every= needs during=")
        if self.by == CLOCK and (self.within or self.also or self.apart or self.every):
            raise TypeError(f"{where}: what time does is neither owed nor signed")

    @property
    def clock(self) -> bool:
        """Whether time takes it, not a person."""
        return self.by == CLOCK

    @property
    def targets(self) -> tuple[State, ...]:
        """The states it may lead to."""
        if isinstance(self.to, ByField):
            return tuple(self.to.states.values())
        return (self.to,) if self.to is not None else ()

    @property
    def moves(self) -> bool:
        """Whether it changes the state; one that leads back into a state it may be taken from does not."""
        return self.to is not None

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that may sign it, where they are fixed."""
        if isinstance(self.by, Role):
            return (self.by,)
        return self.by if isinstance(self.by, tuple) else ()


def _many(value: Any) -> Any:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Step:
    """One signed part of a form. Subclass it with keywords; fields are annotations. See the tutorial.

    Fields: ``name: Kind`` or ``name: Kind = field(...)``. Optional methods: ``entails(facts)`` yields steps written with
    it; a ``CLOCK`` step has ``falls(form, facts)``: the step as time takes it with the moment, or None;
    ``upgrade(body, v)`` turns the recorded body of an older version into this one's.
    """

    __step__: ClassVar[StepDecl]
    __computed__: ClassVar[tuple[computed[Any], ...]] = ()
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
        every: Span | None = None,
        during: State | Sequence[State] = (),
        within: Within = None,
        marks: Mark | tuple[Mark, ...] = (),
        v: int = 1,
        name: str = "",
    ) -> None:
        super().__init_subclass__()
        options = {
            "by": by, "also": also, "apart": apart, "after": after, "to": to, "needs": needs, "clears": clears, "seals": seals,
            "again": again, "each": each, "every": every, "during": during, "within": within, "marks": marks, "v": v,
        }  # fmt: skip
        cls.__step__ = StepDecl(register, name or _kebab(cls.__name__), cls.__module__, options)
        cls.__computed__ = tuple(value for value in vars(cls).values() if isinstance(value, computed))
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
    if "__attrs_attrs__" not in cls.__dict__:
        attrs.define(cls, frozen=True, kw_only=True, slots=False, eq=False, repr=False)
    fields = specs_of(cls)
    for value in cls.__computed__:
        hint = typing.get_type_hints(value.work, include_extras=True).get("return")
        fields[value.name] = computed_spec(value.name, hint, value.options, f"{cls.__qualname__}.{value.name}")
    _refuse_senseless(cls, declared, fields)
    for name in declared.register.key:
        if name in fields:
            fields[name].index = True
    declared.fields = fields
    cls._Step__ready = True  # type: ignore[attr-defined]
    return declared


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
