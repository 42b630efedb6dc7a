"""How quotas stand: what is wanted of whom in a period, and what is done of it. Derived when looked at, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from pmcore.model.form import Form, Signed
from pmcore.model.people import Person, Role
from pmcore.model.quota import FormSpan, Portion, Quota, SlotsOf
from pmcore.model.standard import Standard
from pmcore.model.step import Step

from .facts import LiveFacts
from .plan import holder_of
from .roles import held_roles, staff_in

__all__ = ["Progress", "progress", "running"]

_DAY = timedelta(days=1)


class Progress(NamedTuple):
    """How a quota stands for one holder: ``done`` of ``wanted`` from ``start`` until before ``end``, due by ``due`` on the day
    ``last``.

    ``part`` says which part of the quota it is, where the holder does not tell (a staircase, a campaign's number).
    """

    name: str
    holder: str
    part: str
    wanted: int
    done: int
    start: date
    end: date
    last: date
    due: datetime
    clause: str

    @property
    def met(self) -> bool:
        """Whether enough is done."""
        return self.done >= self.wanted

    def late(self, now: datetime) -> bool:
        """Whether it is past its time and not enough is done."""
        return now > self.due and not self.met

    def pace(self, today: date) -> int:
        """How many should be done by the end of ``today`` to come out even."""
        days = (self.last - self.start).days + 1
        return -(-self.wanted * min(max((today - self.start).days + 1, 0), days) // days)


class _Days(NamedTuple):
    """The days for which a quota is asked: of a period, or of a form."""

    start: date
    end: date
    last: date
    due: datetime
    form: Form[Any] | None = None


def running(facts: LiveFacts, quotas: Iterable[Quota]) -> Iterator[Progress]:
    """Every quota that is asked for today: in its period, or of a form that is open and whose days are not over."""
    for quota in quotas:
        for one in progress(facts, quota, facts.today, closed=False):
            if one.start <= facts.today < one.end:
                yield one


def progress(facts: LiveFacts, quota: Quota, day: date, *, closed: bool | None = None) -> Iterator[Progress]:
    """How a quota stands in the period that ``day`` lies in (of windows: in the last one begun), a line for each holder.

    A quota over the days that forms say stands for every form (``closed`` or open ones only, where that is said) whose days
    have begun by ``day``. Figures are those of the last day that is counted; what counts is what is known now.
    """
    for days in _over(facts, quota.over, day, closed) if quota.over is not None else _period(facts, quota, day):
        then = facts.on(min(days.end - _DAY, facts.today))
        if days.form is not None:
            then = then.but(form=days.form, register=days.form.register, number=days.form.number)
        if isinstance(quota.of, SlotsOf):
            yield _of_slots(then, quota, quota.of, days)
        else:
            yield from _of_steps(then, quota, days)


def _period(facts: LiveFacts, quota: Quota, day: date) -> Iterator[_Days]:
    every = facts.on(day)[quota.every] if isinstance(quota.every, Standard) else quota.every
    if every is not None:
        start, end = every.bounds(day)
        due = every.due(start, facts.calendar)
        if due is not None:
            yield _Days(start, end, facts.calendar.day(due), due)


def _over(facts: LiveFacts, span: FormSpan, day: date, closed: bool | None) -> Iterator[_Days]:
    for form in facts.find(span.opening, closed=closed):
        starts, ends = getattr(form.now, span.starts), getattr(form.now, span.ends)
        if starts is not None and ends is not None and starts <= day:
            yield _Days(starts, ends + _DAY, ends, facts.calendar.end_of_day(ends), form)


def _of_slots(facts: LiveFacts, quota: Quota, of: SlotsOf, days: _Days) -> Progress:
    slots = [slot for slot in facts.slots(of.step, days.start, days.end) if of.where is None or of.where(slot)]
    wanted, done = _share(facts, quota, len(slots)), sum(slot.met for slot in slots)
    return Progress(quota.name, holder_of(quota.by, ""), "", wanted, done, *days[:4], quota.clause)


def _of_steps(facts: LiveFacts, quota: Quota, days: _Days) -> Iterator[Progress]:
    taken = [(form, signed) for form, signed in _taken(facts, quota.step, quota, days) if _counts(facts, quota, signed)]
    wanted = int(_figure(quota.count, facts))
    if quota.share is not None:
        of: Any = quota.of
        whole = sum(1 for _one in _taken(facts, of, quota, days)) if isinstance(of, type) else of(facts)
        wanted = _share(facts, quota, whole)
    name = "" if days.form is None else days.form.number
    for part in _portions(facts, quota, days):
        mine = [(form, signed) for form, signed in taken if part.counts is None or part.counts(form, signed)]
        holders = part.holder if isinstance(part.holder, tuple) else (part.holder,)
        figure = wanted if part.wanted is None else part.wanted
        yield Progress(
            quota.name, holder_of(holders, ""), part.name or name, figure, _done(quota, mine), *days[:4], quota.clause
        )  # fmt: skip


def _portions(facts: LiveFacts, quota: Quota, days: _Days) -> Iterable[Portion]:
    """Whose quota it is, and what counts for each."""
    if quota.each is None:
        return [Portion(quota.by)]
    if not isinstance(quota.each, Role):
        return [part if part.counts else part._replace(counts=_by(part.holder)) for part in quota.each(facts)]
    # in a period that is not over it is those who hold the role today, in one that is, whoever held it in it
    first, last = (facts.today, facts.today) if facts.today < days.end else (days.start, days.end - _DAY)
    rows = staff_in(facts.overlay, facts.calendar, quota.each.name, first, last)
    people = [Person(row.number) for row in rows if not row.closed or facts.today >= days.end]
    return [Portion(person, counts=_by(person)) for person in people]


def _by(holder: Person | Role | tuple[Role, ...]) -> Any:
    """What somebody signed; of roles, what was signed as one of them."""

    def counts(_form: Form[Any], signed: Signed[Any]) -> bool:
        if isinstance(holder, Person):
            return any(who.staff == holder.staff for who in signed.signed)
        roles = {role.name for role in (holder if isinstance(holder, tuple) else (holder,))}
        return any(who.role in roles for who in signed.signed)

    return counts


def _counts(facts: LiveFacts, quota: Quota, signed: Signed[Any]) -> bool:
    """Whether a step counts at all: by what it says, and by who signed it."""
    if quota.where is not None and not quota.where(signed.step):
        return False
    if not quota.but:
        return True
    row, day = facts.overlay.row("staff", signed.by), facts.calendar.day(signed.at).isoformat()
    held = held_roles(row, day) if row is not None else ()
    return not any(role.name in held for role in quota.but)


def _taken(facts: LiveFacts, step: type[Step], quota: Quota, days: _Days) -> Iterator[tuple[Form[Any], Signed[Any]]]:
    """The steps of the days; of a form's days, only those whose own form refers to it, where that is asked."""
    link = quota.over.link if quota.over is not None else None
    for form, signed in facts.taken(step, days.start, days.end):
        if link is None or days.form is None or _number(facts, form, link) == days.form.number:
            yield form, signed


def _number(facts: LiveFacts, form: Form[Any], link: str) -> str:
    row = facts.overlay.row(form.register, form.number)
    return str(row.values.get(link) or "").rpartition("/")[2] if row is not None else ""


def _done(quota: Quota, mine: list[tuple[Form[Any], Signed[Any]]]) -> int:
    if quota.distinct is None:
        return len(mine)
    if quota.distinct == "number":
        return len({form.number for form, _signed in mine})
    return len({str(getattr(signed.step, quota.distinct)) for _form, signed in mine})


def _share(facts: LiveFacts, quota: Quota, whole: int) -> int:
    """So many per cent of it, rounded up: 60 % of 7 are 5."""
    return -(-_figure(quota.share, facts) * whole // 100)


def _figure(given: int | Standard[int] | None, facts: LiveFacts) -> int:
    return int(facts[given]) if isinstance(given, Standard) else int(given or 0)
