"""The facts of one judgement: reads through the overlay, traces every standard, knows what it looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, TypeVar

from pmcore.model.book import Match, Row
from pmcore.model.facts import Missing, Op
from pmcore.model.field import FieldSpec, FormRef, Ref
from pmcore.model.form import Form, Signature
from pmcore.model.register import VOID, State
from pmcore.model.stamp import stamp
from pmcore.model.standard import Scoped, Standard
from pmcore.plugin.catalogue import Catalogue

from .codec import cell
from .columns import indexed_columns
from .counting import CountingFacts
from .overlay import Overlay
from .settings import Settings
from .view import form_of

__all__ = ["LiveFacts"]

V = TypeVar("V")
_KEPT_AS = {"register": "_register", "number": "_number", "form": "_form", "as_of": "_as_of"}


class LiveFacts(CountingFacts):
    """``Facts`` over an overlay. ``standards`` and ``looked`` collect what was read, for the grounds and the watches."""

    def __init__(
        self,
        overlay: Overlay,
        catalogue: Catalogue,
        settings: Settings,
        *,
        at: datetime,
        now: datetime,
        register: str = "",
        number: str = "",
        form: Form[Any] | None = None,
        signed: tuple[Signature, ...] = (),
        standards: dict[str, Any] | None = None,
        looked: set[str] | None = None,
        as_of: datetime | None = None,
    ) -> None:
        self._overlay = overlay
        self._catalogue = catalogue
        self._settings = settings
        self.at = at
        self.now = now
        self.calendar = settings.calendar
        self.signed = signed
        self.standards: dict[str, Any] = {} if standards is None else standards
        self.looked: set[str] = set() if looked is None else looked
        self.met: list[tuple[str, Row]] = []
        """The forms that were looked at, for what may not be said of them."""
        self.form_read = False
        """Whether this form's history was asked for: what is worked out from it changes with it."""
        self._register = register
        self._number = number
        self._form = form
        self._as_of = as_of or at

    def but(self, **changes: Any) -> LiveFacts:
        """The same facts with something changed; what is read still goes into the same collections."""
        other: LiveFacts = object.__new__(type(self))
        told = vars(other)
        told.update(vars(self))
        told["form_read"] = False
        for name, value in changes.items():
            told[_KEPT_AS.get(name, name)] = value
        return other

    @property
    def catalogue(self) -> Catalogue:
        """What is declared."""
        return self._catalogue

    @property
    def overlay(self) -> Overlay:
        """What is read."""
        return self._overlay

    @property
    def memo(self) -> dict[Any, Any]:
        """What may be kept as long as neither settings nor staff change."""
        return self._settings.memo

    def plain(self, standard: Standard[Any]) -> bool:
        """Whether a standard was never anything but its default here."""
        return self._settings.plain(standard.name)

    def know(self, settings: Settings) -> None:
        """Judge by other settings: the standards as they were known when an entry was written."""
        self._settings = settings

    @property
    def today(self) -> date:
        return self.calendar.day(self.at)

    @property
    def form(self) -> Form[Any]:
        self.form_read = True
        if self._form is None:
            raise LookupError("this step opens its form; there is nothing before it")
        return self._form

    def form_of(self, opening: Any) -> Form[Any]:
        register = opening.__step__.register.name
        if register != self._register:
            raise TypeError(f"this is judged on a form of {self._register!r}; {opening.__name__} opens forms of {register!r}")
        return self.form

    @property
    def register(self) -> str:
        return self._register

    @property
    def number(self) -> str:
        return self._number

    def __getitem__(self, asked: Any) -> Any:
        if isinstance(asked, Standard | Scoped):
            return self._standard(asked)
        return self.form_at(
            asked.register if isinstance(asked, FormRef) else asked.register_name(),
            asked.form if isinstance(asked, FormRef) else asked.number,
        )

    def _standard(self, asked: Standard[Any] | Scoped[Any]) -> Any:
        standard = asked.standard if isinstance(asked, Scoped) else asked
        if self._settings.plain(standard.name):
            self.standards[standard.name] = (standard.default, "", "default")
            return standard.default
        value, starts, origin = self._settings.value(asked, self.calendar.day(self._as_of))
        self.standards[standard.name] = (value, starts, origin)
        return value

    def form_at(self, register: str, number: str) -> Form[Any]:
        """A form by register and number. Raises ``Missing`` where the register's plugin is absent."""
        self._present(register)
        row = self._overlay.row(register, number)
        if row is None:
            raise LookupError(f"there is no {register} {number}")
        self.looked.add(f"{register}/{number}")
        self.met.append((register, row))
        return form_of(self._overlay, self._catalogue, register, row)

    def known(self, step: Any, name: str) -> Any:
        value = getattr(step, name, None)
        return getattr(self._form.now, name, None) if value is None and self._form is not None else value

    def on(self, moment: datetime | date) -> LiveFacts:
        if not isinstance(moment, datetime):
            moment = self.calendar.moment(moment, time(12))
        return self.but(as_of=moment)

    def there(self, register: str) -> bool:
        return bool(self._catalogue.steps_of(register))

    def steps_with(self, part: type[Any], register: str) -> list[type[Any]]:
        return [step for step in self._catalogue.steps_of(register).values() if issubclass(step, part)]

    def _present(self, register: str) -> None:
        if not self._catalogue.steps_of(register):
            raise Missing(register)

    def _query(self, opening: Any, where: dict[str, Any]) -> tuple[str, list[Match]]:
        register = opening if isinstance(opening, str) else opening.__step__.register.name
        self._present(register)
        columns = indexed_columns(self._catalogue, register)
        matches = []
        for name, value in where.items():
            spec = columns.get(name)
            if spec is None:
                raise LookupError(f"{register} has no indexed field {name!r} to find by; say field(index=True)")
            op = value if isinstance(value, Op) else Op("=", value)
            wanted = [_cell(spec, part) for part in op.value] if op.op == "in" else _cell(spec, op.value)
            matches.append(Match(name, op.op, wanted))  # type: ignore[arg-type]
            if op.op == "=":
                self.looked.add(f"{register}.{name}={wanted}")
        if not any(match.op == "=" for match in matches):
            self.looked.add(register)
        return register, matches

    def rows(self, opening: Any, closed: bool | None, state: State | str | None, where: dict[str, Any]) -> tuple[str, list[Row]]:
        """The rows that ``find`` makes forms of."""
        register, matches = self._query(opening, where)
        rows = self._overlay.find(register, matches, closed=closed, state=state.name if isinstance(state, State) else state)
        return register, [row for row in rows if not (register == self._register and row.number == self._number)]

    def find(
        self, opening: Any, /, *, closed: bool | None = None, state: State | str | None = None, **where: Any
    ) -> Iterator[Form[Any]]:
        register, rows = self.rows(opening, closed, state, where)
        for row in rows:
            self.met.append((register, row))
            yield form_of(self._overlay, self._catalogue, register, row)

    def count(self, opening: Any, /, *, closed: bool | None = None, state: State | str | None = None, **where: Any) -> int:
        return len(self.rows(opening, closed, state, where)[1])

    def opened(self, opening: Any, start: date, end: date) -> Iterator[Form[Any]]:
        register, name = opening.__step__.register.name, opening.__step__.name
        self._present(register)
        self.looked.add(register)
        begin, stop = (stamp(self.calendar.start_of_day(day)) for day in (start, end))
        for entry in self._overlay.steps_between(register, name, begin, stop):
            row = self._overlay.row(register, entry.number)
            if row is not None and row.state != VOID:
                self.met.append((register, row))
                yield form_of(self._overlay, self._catalogue, register, row)

    def open(self, **where: Ref[Any]) -> Iterator[Form[Any]]:
        wanted: dict[str, Any] = {**where}
        self._catalogue.need("*")
        for register in list(self._catalogue.registers):
            columns = indexed_columns(self._catalogue, register)
            if all(name in columns and columns[name].ref is not None for name in where):
                yield from self.find(register, closed=False, **wanted)

    def custody(self) -> dict[str, list[Form[Any]]]:
        self._catalogue.need("*")
        held = {name: register.custody for name, register in sorted(self._catalogue.registers.items()) if register.custody}
        return {name: [form for state in states for form in self.find(name, state=state.name)] for name, states in held.items()}


def _cell(spec: FieldSpec, value: Any) -> Any:
    """A value as it stands in a column. Who asks a chapter by name gives references and choices as text."""
    if isinstance(value, str) and (spec.ref is not None or spec.choices is not None):
        return value
    return cell(spec, value) if value is not None else None
