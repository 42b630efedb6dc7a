"""How a step is declared: who signs it, when it may be taken and is owed, where it leads, what it answers to."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.model.field import FieldSpec
from pmcore.model.kind import Choice
from pmcore.model.people import CLOCK, WRITTEN, AllOf, Person, Role
from pmcore.model.periods import Period, recurs
from pmcore.model.register import Register, State
from pmcore.model.span import Span
from pmcore.model.standard import ByChoice, Standard

if TYPE_CHECKING:
    from datetime import datetime

    from pmcore.model.facts import Facts
    from pmcore.model.form import Form
    from pmcore.model.step import Step

__all__ = ["UNIVERSAL", "AgreedByAll", "ByField", "Every", "Mark", "Signer", "StepDecl", "Verdict", "Within", "by_field", "verdict"]

Signer = Role | tuple[Role, ...] | AllOf | Callable[["Form[Any]", "Facts"], "Role | Person | tuple[Role | Person, ...] | None"]
Within = Span | Standard[Span] | ByChoice | Callable[["Form[Any]", "Facts"], "datetime | None"] | None
Every = Span | Period | Standard[Span] | Standard[Period]
UNIVERSAL = frozenset({"correct", "strike", "void", "list", "show", "import", "print", "erase"})


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


class Verdict(Choice):
    """What the signatures of several come to."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"


def verdict(agreed: str, *, yes: State, no: State) -> AgreedByAll:
    """For ``to=`` of a step that ``all_of`` sign: to ``yes`` once everybody agreed, to ``no`` as soon as one does not.

    ``agreed`` is the field that says yes or no.
    """
    return AgreedByAll(agreed, {Verdict.APPROVED: yes, Verdict.DECLINED: no})


class AgreedByAll(ByField):
    """The next state of a step that several sign: what their signatures come to, in the field ``verdict``."""

    __slots__ = ("agreed",)

    def __init__(self, agreed: str, states: Mapping[Any, State]) -> None:
        super().__init__("verdict", states)
        self.agreed = agreed


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
        self.each: str | None = options["each"]
        self.needs: tuple[type[Step], ...] = _many(options["needs"])
        self.clears: tuple[type[Step], ...] = _many(options["clears"])
        self.seals: bool = options["seals"]
        self.again: bool = options["again"] or options["every"] is not None
        self.every: Every | None = options["every"]
        self.during: tuple[State, ...] = _many(options["during"])
        self.within: Within = options["within"]
        self.marks: tuple[Mark, ...] = _many(options["marks"])
        self.v: int = options["v"]
        self.opens = not self.after
        if isinstance(self.by, AllOf):
            self.each = self.by.place
            if isinstance(self.to, State):
                self.to = AgreedByAll("", {Verdict.APPROVED: self.to})
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
        if self.opens:
            self._check_opening(where)
        if isinstance(self.to, AgreedByAll) is not (isinstance(self.by, AllOf) and self.to is not None):
            raise TypeError(f"{where}: to=verdict(...) and by=all_of(...) go together")
        if not self.by_hand and (self.within or self.also or self.apart or self.every):
            raise TypeError(f"{where}: what time does, or another step writes, is neither owed nor signed")
        self._check_recurring(where)

    def _check_recurring(self, where: str) -> None:
        if self.every and not self.during:
            raise TypeError(f"{where}: every= needs during=")
        if self.every and not recurs(self.every.default if isinstance(self.every, Standard) else self.every):
            raise TypeError(f"{where}: every= is a period, or whole days, working days, weeks, months or years")
        if recurring := [cls.__name__ for cls in self.clears if cls.__step__.every]:
            raise TypeError(f"{where}: {recurring[0]} recurs: it is counted, and is not cleared")

    def _check_opening(self, where: str) -> None:
        if not self.register.all_states:
            raise TypeError(f"{where}: declare the register's states first")
        if self.to is None:
            raise TypeError(f"{where}: a step that opens a form leads to a state; give to= (or after= if it does not open one)")
        if self.needs or self.clears or self.again or self.each or self.every or self.within:
            raise TypeError(f"{where}: a step that opens a form cannot be owed, repeated or need others")
        if not isinstance(self.by, Role | tuple):
            raise TypeError(f"{where}: who signs a step that opens a form is fixed; there is no form to tell it by")

    def slot(self, choice: str) -> str:
        """Under what name a signature stands: the step, or ``step/choice`` where one is owed for each choice."""
        return f"{self.name}/{choice}" if choice else self.name

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of the choices for which it is owed once each; one empty word where it is owed once."""
        members = self.fields[self.each].choices if self.each else None
        return ("",) if members is None else tuple(str(member.value) for member in members)

    def missing(self, signed: Container[str]) -> tuple[str, ...]:
        """Of the choices those for which it does not stand among the slots that are signed."""
        return tuple(choice for choice in self.choices if self.slot(choice) not in signed)

    @property
    def clock(self) -> bool:
        """Whether time takes it, not a person."""
        return self.by == CLOCK

    @property
    def by_hand(self) -> bool:
        """Whether people take it; other steps, or time, write the rest."""
        return self.by not in (CLOCK, WRITTEN)

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
            return (self.by,) if self.by != WRITTEN else ()
        if isinstance(self.by, AllOf):
            return self.by.roles
        return self.by if isinstance(self.by, tuple) else ()


def _many(value: Any) -> Any:
    if value is None:
        return ()
    return tuple(value) if isinstance(value, tuple | list) else (value,)
