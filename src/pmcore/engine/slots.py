"""Slots and quotas: what recurs. Derived when looked at, never stored: a missed slot is counted, not owed for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from pmcore.model.book import Entry
from pmcore.model.quota import Quota
from pmcore.model.span import Span
from pmcore.model.stamp import instant, stamp
from pmcore.model.standard import Standard
from pmcore.model.step import Step, ready

from .view import form_of, lines_of, signed_of

if TYPE_CHECKING:
    from .queries import Look

__all__ = ["Slot", "progress", "slots"]


class Slot:
    """So many of something are asked for in a period, so many are done. ``number`` is the form, or '' for a quota."""

    __slots__ = ("clause", "done", "due", "each", "end", "holder", "name", "number", "register", "start", "wanted")

    def __init__(
        self,
        name: str,
        holder: str,
        wanted: int,
        done: int,
        start: date,
        end: date,
        due: datetime,
        *,
        clause: str = "",
        register: str = "",
        number: str = "",
        each: str = "",
    ) -> None:
        self.name = name
        self.holder = holder
        self.wanted = wanted
        self.done = done
        self.start = start
        self.end = end
        self.due = due
        self.clause = clause
        self.register = register
        self.number = number
        self.each = each

    @property
    def met(self) -> bool:
        """Whether enough is done."""
        return self.done >= self.wanted

    def pace(self, today: date) -> int:
        """How many should be done by the end of ``today`` to come out even."""
        days = max((self.end - self.start).days, 1)
        return -(-self.wanted * min(max((today - self.start).days + 1, 0), days) // days)


def slots(look: Look) -> Iterator[Slot]:
    """Every slot and quota of the periods that today lies in."""
    today = look.sheet.settings.calendar.day(look.sheet.now)
    for register in list(look.catalogue.registers):
        for step in look.catalogue.steps_of(register).values():
            if step.__step__.every is not None:
                yield from _recurring(look, register, step, today)
    for quota in look.catalogue.quotas.values():
        yield from progress(look, quota, today)


def _recurring(look: Look, register: str, step: type[Step], today: date) -> Iterator[Slot]:
    """The slot of today for every form that is in the state, one for each choice where one is owed for each."""
    declared = ready(step)
    every: Any = declared.every
    for state in declared.during:
        for row in look.overlay.find(register, state=state.name):
            start, end = window(every, look.sheet.settings.calendar.day(instant(row.first)), today)
            form = form_of(look.overlay, look.catalogue, register, row)
            entries = [entry for entry in form.entries(step) if start <= look.sheet.settings.calendar.day(entry.at) < end]
            choices = [str(choice.value) for choice in declared.fields[declared.each].choices or ()] if declared.each else [""]
            for choice in choices:
                done = sum(1 for entry in entries if not choice or getattr(entry.step, declared.each or "").value == choice)
                names = [role.name for role in declared.roles]
                holder = choice if choice in names else " ".join(names) or "staff"
                yield Slot(
                    declared.name,
                    holder,
                    1,
                    min(done, 1),
                    start,
                    end,
                    _end(look, end),
                    register=register,
                    number=row.number,
                    each=choice,
                )


def window(every: Span, first: date, today: date) -> tuple[date, date]:
    """The slot that today lies in: days, weeks or months counted from the form's first day."""
    if every.unit == "month":
        months = (today.year - first.year) * 12 + today.month - first.month
        start = date(first.year + (first.month - 1 + months) // 12, (first.month - 1 + months) % 12 + 1, 1)
        after = start.month % 12 + 1
        return start, date(start.year + (start.month == 12), after, 1)
    length = every.count * (7 if every.unit == "week" else 1)
    place = (today - first).days // length
    start = first + timedelta(days=place * length)
    return start, start + timedelta(days=length)


def _end(look: Look, end: date) -> datetime:
    return look.sheet.settings.calendar.moment(end, time()) - timedelta(milliseconds=1)


def progress(look: Look, quota: Quota, day: date) -> Iterator[Slot]:
    """How a quota stands in the period that ``day`` lies in: all together, or for each holder of the role."""
    start, end = quota.every.bounds(day)
    entries = _counted(look, quota.step, start, end)
    facts = look.sheet.facts()
    wanted = _figure(quota.count, facts)
    groups: list[tuple[str, Callable[[Any], bool]]] = [(quota.by.name, lambda _signed: True)]
    if quota.each is not None:
        groups = [(f"staff:{number}", _signed_by(number)) for number in facts.holders(quota.each)]
    for holder, fits in groups:
        mine = [signed for signed in entries if fits(signed) and (quota.where is None or quota.where(signed.step))]
        done = len({str(getattr(signed.step, quota.distinct)) for signed in mine}) if quota.distinct else len(mine)
        if quota.share is not None:
            whole = len(_counted(look, quota.of, start, end)) if isinstance(quota.of, type) else quota.of(facts) if quota.of else 0
            wanted = -(-_figure(quota.share, facts) * whole // 100)
        yield Slot(quota.name, holder, wanted, done, start, end, _end(look, end), clause=quota.clause)


def _signed_by(number: str) -> Callable[[Any], bool]:
    return lambda signed: signed.by == number


def _figure(given: int | Standard[int] | None, facts: Any) -> int:
    return int(facts[given]) if isinstance(given, Standard) else int(given or 0)


def _counted(look: Look, step: Any, start: date, end: date) -> list[Any]:
    """The live steps of a kind that happened in a span of local days."""
    calendar = look.sheet.settings.calendar
    declared = step.__step__
    register = declared.register.name
    begin, stop = stamp(calendar.moment(start, time())), stamp(calendar.moment(end, time()))
    found = []
    for entry in look.overlay.base.steps_between(register, declared.name, begin, stop):
        found += [signed for signed in _live(look, entry) if signed is not None]
    return found


def _live(look: Look, entry: Entry) -> Iterator[Any]:
    for line in lines_of(look.overlay, entry.register, entry.number):
        if line.entry.seq == entry.seq:
            yield signed_of(line, look.catalogue)
