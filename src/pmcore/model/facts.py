"""Facts: all that a rule, a computed field or a deadline may read. Nothing else is in reach of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from pmcore.model.field import FormRef, Ref
from pmcore.model.form import Form, Signature, Signed
from pmcore.model.register import State
from pmcore.model.slot import Slot
from pmcore.model.span import Span
from pmcore.model.standard import Scoped, Standard

if TYPE_CHECKING:
    from pmcore.model.calendar import Calendar
    from pmcore.model.step import Step

__all__ = ["Facts", "Missing", "Work", "at_least", "at_most", "one_of", "other_than"]

V = TypeVar("V")
S = TypeVar("S", bound="Step")


class Missing(LookupError):
    """A register whose plugin is absent was asked: the engine turns it into the finding *unknown*, never an empty answer."""


class Work(NamedTuple):
    """How often a step was taken in a span of days; how many of these were owed, and how many of those in time.

    ``register`` and ``step`` are names that are put into the reader's words.
    """

    register: Any
    step: Any
    times: int
    owed: int
    kept: int


class Op:
    """A comparison for ``find``: see ``at_least``, ``at_most``, ``one_of``, ``other_than``."""

    __slots__ = ("op", "value")

    def __init__(self, op: str, value: Any) -> None:
        self.op = op
        self.value = value


def at_least(value: Any) -> Op:
    """For ``find``: this value or more."""
    return Op(">=", value)


def at_most(value: Any) -> Op:
    """For ``find``: this value or less."""
    return Op("<=", value)


def one_of(*values: Any) -> Op:
    """For ``find``: any of these."""
    return Op("in", values)


def other_than(value: Any) -> Op:
    """For ``find``: anything else."""
    return Op("!=", value)


class Facts(ABC):
    """When, who, this form, other registers, standards. ``at`` is when it happened, ``now`` when it is written."""

    at: datetime
    now: datetime
    calendar: Calendar
    signed: tuple[Signature, ...]
    """Who signs the step judged."""

    @property
    @abstractmethod
    def today(self) -> date:
        """The local date of ``at``."""

    @property
    @abstractmethod
    def form(self) -> Form[Any]:
        """The form with the steps signed before; a form that is just being opened has none."""

    @abstractmethod
    def form_of(self, opening: type[S]) -> Form[S]:
        """The same as ``form``, typed by the step that opens it: ``facts.form_of(Apply).now.unit``. Raises TypeError for a step
        of another register.
        """

    @property
    @abstractmethod
    def register(self) -> str:
        """The form's register."""

    @property
    @abstractmethod
    def number(self) -> str:
        """The form's number."""

    @property
    def here(self) -> FormRef:
        """A reference to this form."""
        return FormRef(f"{self.register}/{self.number}")

    @overload
    def get(self, asked: Ref[S] | None) -> Form[S] | None: ...
    @overload
    def get(self, asked: FormRef | None) -> Form[Any] | None: ...
    def get(self, asked: Any) -> Form[Any] | None:
        """The form that a reference points to; None where there is no reference, no such form, or nobody has its register."""
        try:
            return None if asked is None else self[asked]
        except LookupError:
            return None

    @abstractmethod
    def known(self, step: Step, name: str) -> Any:
        """What is known of a field with a step that is being written: as it says, or as its form says; None where neither does."""

    @overload
    def __getitem__(self, asked: Standard[V]) -> V: ...
    @overload
    def __getitem__(self, asked: Scoped[V]) -> V: ...
    @overload
    def __getitem__(self, asked: Ref[S]) -> Form[S]: ...
    @abstractmethod
    def __getitem__(self, asked: Any) -> Any:
        """A standard's value as it held at ``at``; the form that a reference points to."""

    @abstractmethod
    def on(self, moment: datetime | date) -> Facts:
        """The same facts with standards as they held at another time."""

    @overload
    def find(
        self, opening: type[S], /, *, closed: bool | None = ..., state: State | str | None = ..., **where: Any
    ) -> Iterator[Form[S]]: ...
    @overload
    def find(
        self, opening: str, /, *, closed: bool | None = ..., state: State | str | None = ..., **where: Any
    ) -> Iterator[Form[Any]]: ...
    @abstractmethod
    def find(
        self, opening: Any, /, *, closed: bool | None = None, state: State | str | None = None, **where: Any
    ) -> Iterator[Form[Any]]:
        """Forms of a register by indexed fields (others are refused), this form left out. A register may be named by its
        opening step or, if its plugin may be absent, by a text; absent, it raises ``Missing``.
        """

    @abstractmethod
    def count(
        self, opening: type[Step] | str, /, *, closed: bool | None = None, state: State | str | None = None, **where: Any
    ) -> int:
        """How many ``find`` would give."""

    @abstractmethod
    def opened(self, opening: type[S], start: date, end: date) -> Iterator[Form[S]]:
        """The forms that were opened from ``start`` until before ``end``, in order of when; void ones left out."""

    @abstractmethod
    def there(self, register: str) -> bool:
        """Whether somebody has a register: where not, asking it raises ``Missing``."""

    @abstractmethod
    def steps_with(self, part: type[Any], register: str) -> list[type[Any]]:
        """The steps of a register that have a part."""

    @abstractmethod
    def open(self, **where: Ref[Any]) -> Iterator[Form[Any]]:
        """Open forms of every register with such a reference: ``facts.open(unit=...)``; strangers' registers too."""

    @abstractmethod
    def custody(self) -> dict[str, list[Form[Any]]]:
        """What is held for somebody: register -> its forms in a custody state, by name, for every register that has such."""

    @abstractmethod
    def draw(
        self, population: Iterable[V], count: int, *, key: str, since: date, but: Iterable[V] = (), lately: Iterable[V] = ()
    ) -> tuple[V, ...]:
        """So many by lot, everybody with the same chance and in the order of ``population``; a second try gives the same.

        The seed is the chain as it stood when ``since`` began (the first day of the month, say: nobody knew it earlier) and
        ``key``, which tells this draw from others of that day. Who joins or leaves changes nobody else's lot. ``but`` do not
        wish to be drawn; ``lately`` drawn ones come only where the others are not enough.
        """

    @abstractmethod
    def slots(
        self, step: type[Step], start: date | None = None, end: date | None = None, *, on: Form[Any] | None = None
    ) -> Iterator[Slot]:
        """The slots of a recurring step that begin from ``start`` until before ``end``, met, missed and open, up to ``at``:
        of every form, or ``on`` one. Left out, the days are those of the whole book. Raises TypeError for any other step.
        """

    @abstractmethod
    def holders(self, role: Any) -> tuple[str, ...]:
        """The numbers of the staff who hold a role at ``at``."""

    @abstractmethod
    def work(self, start: date, end: date) -> Iterator[Work]:
        """What people did from ``start`` until before ``end``, a line for each step of each register."""

    @abstractmethod
    def taken(self, step: type[S], start: date, end: date) -> Iterator[tuple[Form[Any], Signed[S]]]:
        """Every such step that stands and happened from ``start`` until before ``end``, with its form, in order of when."""

    def due(self, span: Span, since: datetime | None = None) -> datetime:
        """``span`` after ``since`` (or ``at``) by this site's calendar."""
        return span.after(since or self.at, self.calendar)
