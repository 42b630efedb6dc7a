"""Facts out of many entries: what was taken in a span of days, which slots were filled, who is drawn, what a step is owed for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Self, TypeVar

from pmcore.model.book import Row
from pmcore.model.drawing import drawn
from pmcore.model.facts import Facts, Work
from pmcore.model.form import Form, Signed
from pmcore.model.people import CLOCK, Role
from pmcore.model.periods import Period
from pmcore.model.slot import Slot
from pmcore.model.span import Span
from pmcore.model.stamp import stamp
from pmcore.model.standard import Standard
from pmcore.model.step import StepDecl
from pmcore.plugin.catalogue import Catalogue

from .names import word
from .overlay import Overlay
from .plan import holder_of
from .roles import staff_in
from .settings import Settings
from .slots import Seen, between_days, of_form
from .taken import taken, written_before
from .view import form_of, signed_of

__all__ = ["CountingFacts"]

V = TypeVar("V")


class CountingFacts(Facts):
    """What ``LiveFacts`` answers by going through many entries or forms."""

    _overlay: Overlay
    _catalogue: Catalogue
    _settings: Settings
    looked: set[str]

    @abstractmethod
    def but(self, **changes: Any) -> Self:
        """The same facts with something changed."""

    @abstractmethod
    def form_at(self, register: str, number: str) -> Form[Any]:
        """A form by register and number."""

    @abstractmethod
    def _present(self, register: str) -> None:
        """Raise ``Missing`` where the register's plugin is absent."""

    def draw(
        self, population: Iterable[V], count: int, *, key: str, since: date, but: Iterable[V] = (), lately: Iterable[V] = ()
    ) -> tuple[V, ...]:
        before = written_before(self._overlay.base, stamp(self.calendar.start_of_day(since)))
        return drawn(population, count, f"{before or self._settings.book}\n{key}", but, lately)

    def holders(self, role: Any) -> tuple[str, ...]:
        day, name = self.today, role.name if isinstance(role, Role) else role
        return tuple(row.number for row in staff_in(self._overlay, self.calendar, name, day, day) if not row.closed)

    def work(self, start: date, end: date) -> Iterator[Work]:
        self._catalogue.need("*")
        for register in list(self._catalogue.registers):
            for step in self._catalogue.steps_of(register):
                times = owed = kept = 0
                for line in taken(self._overlay, self.calendar, register, step, start, end):
                    if line.entry.by == CLOCK.name:
                        continue
                    times += 1
                    met = line.grounds.get("met", ())
                    owed += len(met)
                    kept += sum(bool(in_time) for _duty, in_time in met)
                if times:
                    yield Work(word(self._catalogue, register), word(self._catalogue, register, step), times, owed, kept)

    def taken(self, step: Any, start: date, end: date) -> Iterator[tuple[Form[Any], Signed[Any]]]:
        register, name = step.__step__.register.name, step.__step__.name
        self._present(register)
        self.looked.add(register)
        forms: dict[str, Form[Any]] = {}
        for line in taken(self._overlay, self.calendar, register, name, start, end):
            number = line.entry.number
            if number not in forms:
                forms[number] = self.form_at(register, number)
            signed = signed_of(line, self._catalogue)
            if signed is not None:
                yield forms[number], signed

    def slots(
        self, step: Any, start: date | None = None, end: date | None = None, *, on: Form[Any] | None = None
    ) -> Iterator[Slot]:
        declared = step.__step__
        register = declared.register.name
        self._present(register)
        self._every(declared, self.today)  # raises where it does not recur
        if on is None:
            self.looked.add(register)
            yield from between_days(self.seen, step, start, end)
        else:
            self.looked.add(f"{register}/{on.number}")
            row = self._overlay.row(register, on.number)
            yield from () if row is None else of_form(self.seen, row, step, start, end)

    @property
    def seen(self) -> Seen:
        """What slots are derived from, with ``at`` as the present moment."""
        return Seen(self._overlay, self.calendar, self.at, self._every, self._steady, self.holder)

    def _every(self, declared: StepDecl, day: date) -> Span | Period:
        every = declared.every
        if every is None:
            raise TypeError(f"{declared.name} does not recur: it has no slots")
        return self.on(day)[every] if isinstance(every, Standard) else every

    def _steady(self, declared: StepDecl) -> bool:
        return not isinstance(declared.every, Standard) or self._settings.plain(declared.every.name)

    def holder(self, declared: StepDecl, row: Row, choice: str) -> str:
        """Who owes a step of a form: roles, ``staff:NUMBER``."""
        if declared.roles:
            return holder_of(declared.roles, choice)
        register = declared.register.name
        form = form_of(self._overlay, self._catalogue, register, row)
        by: Any = declared.by(form, self.but(form=form, register=register, number=row.number))  # type: ignore[operator]
        return holder_of(by if isinstance(by, tuple) else (by,), choice)
