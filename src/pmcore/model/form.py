"""Forms: one number in a register, the steps signed so far, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from pmcore.model.kind import Choice
    from pmcore.model.step import Step

__all__ = ["Form", "Signature", "Signed"]

S = TypeVar("S", bound="Step")
S_co = TypeVar("S_co", covariant=True)


class Signature:
    """Who signed, in which one capacity, and for whom."""

    __slots__ = ("on_behalf", "role", "staff")

    def __init__(self, staff: str, role: str, on_behalf: str | None = None) -> None:
        self.staff = staff
        self.role = role
        self.on_behalf = on_behalf


class Signed(Generic[S_co]):
    """One live step of a form with its place in the journal. ``clock`` steps were taken by time."""

    __slots__ = ("at", "cause", "in_time", "seq", "signed", "step", "step_name", "written")

    def __init__(
        self,
        step: S_co,
        step_name: str,
        seq: int,
        at: datetime,
        written: datetime,
        signed: tuple[Signature, ...],
        cause: int | None,
        in_time: bool | None = None,
    ) -> None:
        self.step = step
        self.step_name = step_name
        self.seq = seq
        self.at = at
        self.written = written
        self.signed = signed
        self.cause = cause
        self.in_time = in_time
        """Whether it was taken by when it was owed; None where it was not owed."""

    @property
    def by(self) -> str:
        """The number of the first signer."""
        return self.signed[0].staff if self.signed else ""


class Form(Generic[S_co]):
    """A form as rules read it: ``form[S]`` the latest S, ``form.now`` the opening step with every column's present value."""

    __slots__ = ("_history", "_now", "closed", "number", "opened", "register", "signed", "state")

    def __init__(
        self,
        register: str,
        number: str,
        state: str,
        closed: bool,
        opened: int,
        signed: Mapping[str, int],
        now: Callable[[], S_co],
        history: Callable[[], Sequence[Signed[Any]]],
    ) -> None:
        self.register = register
        self.number = number
        self.state = state
        self.closed = closed
        self.opened = opened
        self.signed = signed
        """The standing signatures: step (or ``step/choice``) -> seq."""
        self._now = now
        self._history = history

    @property
    def now(self) -> S_co:
        """The opening step with every column's present value."""
        return self._now()

    @property
    def history(self) -> Sequence[Signed[Any]]:
        """Every live step, corrected, in order of when it happened."""
        return self._history()

    def __getitem__(self, step: type[S]) -> S:
        return self.entry(step).step

    def get(self, step: type[S]) -> S | None:
        """The latest such step that stands, or None."""
        found = self.entries(step)
        return found[-1].step if found else None

    def all(self, step: type[S]) -> tuple[S, ...]:
        """Every such step that stands, first to last."""
        return tuple(entry.step for entry in self.entries(step))

    def entry(self, step: type[S]) -> Signed[S]:
        """The latest such step with who, when and seq. Raises KeyError where there is none."""
        found = self.entries(step)
        if not found:
            raise KeyError(f"{self.number} has no {step.__step__.name}")
        return found[-1]

    def entries(self, step: type[S]) -> tuple[Signed[S], ...]:
        """Every such step that stands, with who, when and seq; signatures that a later step cleared have lapsed."""
        found: list[Signed[S]] = []
        for entry in self._history():
            if step in type(entry.step).__step__.clears:
                found.clear()
            if isinstance(entry.step, step):
                found.append(entry)
        return tuple(found)

    def missing(self, step: type[Step]) -> tuple[Choice, ...]:
        """Of a step that is owed for each choice, or that all of several sign: the choices for which it does not stand yet."""
        from pmcore.model.step import ready  # steps are declared in terms of forms

        declared = ready(step)
        choices = declared.fields[declared.each or ""].choices
        return tuple(choices(choice) for choice in declared.missing(self.signed)) if choices is not None else ()

    def __repr__(self) -> str:
        return f"Form({self.register} {self.number} {self.state})"
