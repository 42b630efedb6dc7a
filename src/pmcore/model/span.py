"""Spans: how long a step may take, each on the clock it runs on."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NoReturn

from pmcore.model.calendar import Calendar, utc
from pmcore.model.messages import Bad, messages
from pmcore.model.span_words import canonical, parse, words

__all__ = [
    "Span",
    "add_months",
    "clock",
    "days",
    "end_of_day",
    "end_of_working_day",
    "half_days",
    "hours",
    "minutes",
    "months",
    "months_after",
    "weeks",
    "working_days",
    "years",
]

_ = messages("pmcore")

# unit -> the largest count, about a hundred years at most: no deadline runs off the calendar
_MOST = {
    "minute": 5_256_000,
    "hour": 876_000,
    "day": 36_500,
    "week": 5_200,
    "month": 1_200,
    "year": 100,
    "working_day": 2_500,
    "half_day": 5_000,
    "clock": 24 * 60 - 1,
    "end_of_day": 36_500,
    "end_of_working_day": 2_500,
}
_WORKING = frozenset({"working_day", "half_day", "end_of_working_day"})
_EXACT = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1)}
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


class Span:
    """A count and the unit it is counted in; immutable and hashable. Made by ``minutes(30)``, ``working_days(1)`` ...

    ``clock`` counts minutes from midnight, ``end_of_day`` the days later, ``end_of_working_day`` the working days
    later. 60 minutes and 1 hour take as long but are written differently: they are not equal.
    """

    __slots__ = ("count", "unit")
    count: int
    unit: str

    def __init__(self, count: int, unit: str) -> None:
        if type(count) is not int:
            raise TypeError(f"a span counts whole units, not {type(count).__name__}")
        most = _MOST.get(unit)
        if most is None:
            raise ValueError(f"no unit of time: {unit}")
        least = 1 if unit == "half_day" else 0
        if not least <= count <= most:
            raise Bad(_("is too short or too long; give {least} to {most} of this unit").fill(least=least, most=most))
        object.__setattr__(self, "count", count)
        object.__setattr__(self, "unit", unit)

    @classmethod
    def read(cls, text: str) -> Span:
        """From ``30m``, ``30 minutes``, ``30分钟``, ``1个工作日``, ``half a working day``, ``当日17:00``, ``eod+1`` ...

        Raises Bad for anything else.
        """
        found = parse(text)
        if found is None:
            raise Bad(_("is no span of time; write it as 30 minutes, 1 working day, 7d or @17:00"))
        return cls(*found)

    def show(self, lang: str) -> str:
        """The span in words; ``read`` takes them back."""
        return words(self.count, self.unit, lang)

    def __str__(self) -> str:
        return canonical(self.count, self.unit)

    def __repr__(self) -> str:
        return f"Span({self.count}, {self.unit!r})"

    def __eq__(self, other: object) -> bool:
        return (self.count, self.unit) == (other.count, other.unit) if isinstance(other, Span) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.count, self.unit))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a span does not change; make another")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a span does not change; make another")

    def __reduce__(self) -> tuple[type[Span], tuple[int, str]]:
        return Span, (self.count, self.unit)

    @property
    def uses_working_calendar(self) -> bool:
        """Whether working days count, so that holidays move the due time."""
        return self.unit in _WORKING

    def estimated(self, start: datetime, due: datetime, calendar: Calendar) -> bool:
        """Whether the due time rests on a year whose holidays are not officially known."""
        if not self.uses_working_calendar:
            return False
        first, last = sorted((calendar.day(start), calendar.day(due)))
        return not all(calendar.official(date(year, 1, 1)) for year in range(first.year, last.year + 1))

    def after(self, moment: datetime, calendar: Calendar) -> datetime:
        """When the span that begins at the moment is over, in UTC.

        Days, weeks, months and years end at the same local time (months at the end of the month where there is no such
        day). A clock time and the end of a working day are the next ones strictly after the moment.
        """
        if self.unit == "clock":
            return self._clock_after(moment, calendar)
        if self.unit == "end_of_day":
            return calendar.end_of_day(calendar.day(moment) + timedelta(days=self.count))
        if self.unit == "end_of_working_day":
            day = calendar.working_day_from(calendar.day(moment))
            if calendar.end_of_working_day(day) <= moment:
                day = calendar.next_working_day(day)
            return calendar.end_of_working_day(calendar.count_working_days(day, self.count))
        return self._shift(moment, calendar, 1)

    def before(self, when: datetime | date, calendar: Calendar) -> datetime:
        """The latest moment that is the span ahead of ``when``, in UTC; the mirror of ``after``.

        Ahead of a date, whole days, weeks, months, years and working days reach to the end of the local day they arrive
        at (``days(7).before(date)``: the end of the seventh day before); shorter spans count from the date's midnight.
        Clock times and ends of days are the last ones strictly before; half days the start of the half.
        """
        if isinstance(when, datetime):
            moment = when
        else:
            moment = calendar.start_of_day(when)
            if self.unit == "working_day":
                return calendar.end_of_day(calendar.count_working_days(when, -self.count))
            if self.unit in _DAYS or self.unit in _MONTHS:
                return calendar.end_of_day(self._shift_day(when, -1))
        if self.unit == "clock":
            return self._clock_before(moment, calendar)
        if self.unit == "end_of_day":
            return calendar.end_of_day(calendar.day(moment) - timedelta(days=self.count + 1))
        if self.unit == "end_of_working_day":
            day = calendar.working_day_until(calendar.day(moment))
            if calendar.end_of_working_day(day) >= moment:
                day = calendar.count_working_days(day, -1)
            return calendar.end_of_working_day(calendar.count_working_days(day, -self.count))
        return self._shift(moment, calendar, -1)

    def _shift(self, moment: datetime, calendar: Calendar, sign: int) -> datetime:
        if self.unit in _EXACT:
            return utc(moment) + sign * self.count * _EXACT[self.unit]
        if self.unit == "working_day":
            return calendar.add_working_days(moment, sign * self.count)
        if self.unit == "half_day":
            return calendar.add_half_days(moment, sign * self.count)
        local = calendar.local(moment)
        return calendar.moment(self._shift_day(local.date(), sign), local.time())

    def _shift_day(self, day: date, sign: int) -> date:
        if self.unit in _DAYS:
            return day + timedelta(days=sign * self.count * _DAYS[self.unit])
        return add_months(day, sign * self.count * _MONTHS[self.unit])

    def _clock_after(self, moment: datetime, calendar: Calendar) -> datetime:
        day = calendar.day(moment)
        due = calendar.moment(day, self._time())
        return due if due > moment else calendar.moment(day + timedelta(days=1), self._time())

    def _clock_before(self, moment: datetime, calendar: Calendar) -> datetime:
        day = calendar.day(moment)
        due = calendar.moment(day, self._time())
        return due if due < moment else calendar.moment(day - timedelta(days=1), self._time())

    def _time(self) -> time:
        return time(*divmod(self.count, 60))


def minutes(n: int) -> Span:
    """So many minutes."""
    return Span(n, "minute")


def hours(n: int) -> Span:
    """So many hours."""
    return Span(n, "hour")


def days(n: int) -> Span:
    """So many calendar days, to the same local time."""
    return Span(n, "day")


def weeks(n: int) -> Span:
    """So many weeks, to the same local time."""
    return Span(n, "week")


def months(n: int) -> Span:
    """So many months, to the same day and local time; the month's last day where there is no such day."""
    return Span(n, "month")


def years(n: int) -> Span:
    """So many years, to the same day and local time; 28 February where there is no 29th."""
    return Span(n, "year")


def working_days(n: int) -> Span:
    """So many working days, to the same local time (all of SOP.md's "working day")."""
    return Span(n, "working_day")


def half_days(n: int = 1) -> Span:
    """The end of the n-th next half of a working day (complaint.10)."""
    return Span(n, "half_day")


def clock(h: int, m: int = 0) -> Span:
    """The next time that it is so late by the local clock (repair.8: ``clock(17)``)."""
    if not (0 <= h < 24 and 0 <= m < 60):
        raise ValueError("a clock shows 00:00 to 23:59")
    return Span(h * 60 + m, "clock")


def end_of_day(days_later: int = 0) -> Span:
    """The end of the local day, or of a later one."""
    return Span(days_later, "end_of_day")


def end_of_working_day(days_later: int = 0) -> Span:
    """When work ends, on this working day or so many working days later."""
    return Span(days_later, "end_of_working_day")


def add_months(d: date, n: int) -> date:
    """The same day n months later, earlier where n is negative; the month's last day where there is no such day."""
    year, month = _month(d, n)
    return date(year, month, min(d.day, _last_day(year, month)))


def months_after(d: date, n: int) -> date:
    """The last day that n months from ``d`` cover: 1 July and 1 month give 31 July, 15 July gives 14 August.

    One day before the same day n months later; where there is no such day, the last day of that month (31 January and
    1 month give 28 February), as Article 202 of the Civil Code has it.
    """
    year, month = _month(d, n)
    last = _last_day(year, month)
    return date(year, month, last) if d.day > last else date(year, month, d.day) - timedelta(days=1)


def _month(d: date, n: int) -> tuple[int, int]:
    year, month = divmod(d.year * 12 + d.month - 1 + n, 12)
    return year, month + 1


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day
