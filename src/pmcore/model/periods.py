"""Periods: spans of local dates that recur, and by when in each of them something is due."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, NoReturn

from pmcore.model.messages import Bad, messages
from pmcore.model.period_words import WEEKDAYS, parse, words
from pmcore.model.span import Span

if TYPE_CHECKING:
    from pmcore.model.calendar import Calendar

__all__ = [
    "DAY", "FRIDAY", "HALF_YEAR", "MONDAY", "MONTH", "QUARTER", "SATURDAY", "SUNDAY", "THURSDAY", "TUESDAY", "TWO_MONTHS",
    "WEDNESDAY", "WEEK", "WORKDAY", "YEAR", "Period", "recurs", "windows",
]  # fmt: skip

_ = messages("pmcore")
_MONTHS = {"month": 1, "two-months": 2, "quarter": 3, "half-year": 6, "year": 12}
_RECURRING = frozenset({"day", "working_day", "week", "month", "year"})
_DAY = timedelta(days=1)


class Period:
    """A recurring span of local dates: from its first day to the day before the next one's. Immutable; its name is its text.

    ``day``, ``workday`` (days off ask for nothing), ``week``, ``month``, ``two-months``, ``quarter``, ``half-year``, ``year``;
    ``monday`` .. ``sunday``: the calendar week, due on that day (where a day that is usually worked is off, on the next
    working day of the week, else on the last one before it); windows of every year: ``01-15/01-30,07-01/07-15``. What is due
    before the period is over says so behind ``@``: ``month@30``, ``year@03-15``, ``day@17:00``, ``friday@close`` (when work
    ends).
    """

    __slots__ = ("base", "name", "when")
    base: str
    name: str
    when: str

    def __init__(self, name: str) -> None:
        if parse(name) != name:
            raise ValueError(f"{name!r} is no period")
        base, _at, when = name.partition("@")
        for slot, value in (("name", name), ("base", base), ("when", when)):
            object.__setattr__(self, slot, value)

    @classmethod
    def read(cls, text: str) -> Period:
        """From ``every Monday``, ``每周五下班前``, ``month@30``, ``每月3日前``, ``07-01/07-15`` ...; raises Bad for the rest."""
        found = parse(text)
        if found is None:
            raise Bad(_("is no period; write it as every week, every Monday, every month by day 30 or 07-01/07-15"))
        return cls(found)

    def show(self, lang: str) -> str:
        """The period in words; ``read`` takes them back."""
        return words(self.name, lang)

    def by(self, day: int, month: int | None = None) -> Period:
        """Due by that day of the month (the last one where there is no such day), of a year by that day of a month."""
        return Period(f"{self.base}@{day}" if month is None else f"{self.base}@{month:02}-{day:02}")

    def at(self, hour: int, minute: int = 0) -> Period:
        """Due by that time of its day."""
        return Period(f"{self.base}@{hour:02}:{minute:02}")

    @property
    def at_close(self) -> Period:
        """Due before work ends on its day."""
        return Period(f"{self.base}@close")

    def bounds(self, day: date) -> tuple[date, date]:
        """The first day of the period that ``day`` lies in, and the first day after it; between windows, the last one."""
        if self.base in ("day", "workday"):
            return day, day + _DAY
        if self.base == "week" or self.base in WEEKDAYS:
            first = day - timedelta(days=day.weekday())
            return first, first + timedelta(days=7)
        if self.base in _MONTHS:
            months = _MONTHS[self.base]
            start = (day.month - 1) // months * months
            after = start + months
            return date(day.year, start + 1, 1), date(day.year + after // 12, after % 12 + 1, 1)
        return max(found for found in self._windows(day.year) if found[0] <= day)

    def next(self, day: date) -> date:
        """The first day of the period after the one that ``day`` lies in."""
        end = self.bounds(day)[1]
        if self.base[0].isdigit():
            return min(start for start, _end in self._windows(day.year) if start > day)
        return end

    def due(self, start: date, calendar: Calendar) -> datetime | None:
        """By when, in the period that begins on ``start``, in UTC; None where nothing is asked for in it."""
        day: date | None = self.bounds(start)[1] - _DAY
        if self.base == "workday" and not calendar.is_working_day(start):
            return None
        if self.base in WEEKDAYS:
            day = self._weekday(start, calendar)
        elif "-" in self.when:
            month, number = map(int, self.when.split("-"))
            day = _day_of(start.year, month, number)
        elif self.when.isdigit():
            day = _day_of(start.year, start.month, int(self.when))
        if day is None:
            return None
        if ":" in self.when:
            hour, minute = map(int, self.when.split(":"))
            return calendar.moment(day, time(hour, minute))
        if self.when == "close" and calendar.is_working_day(day):
            return calendar.end_of_working_day(day)
        return calendar.end_of_day(day)

    def _weekday(self, monday: date, calendar: Calendar) -> date | None:
        """The day itself if it is worked, or never is; else the next working day of the week, else the last one before it."""
        wanted = WEEKDAYS.index(self.base)
        if wanted not in calendar.week:
            return monday + timedelta(days=wanted)
        week = [monday + timedelta(days=place) for place in range(7)]
        worked = [day for day in (*week[wanted:], *reversed(week[:wanted])) if calendar.is_working_day(day)]
        return worked[0] if worked else None

    def _windows(self, year: int) -> list[tuple[date, date]]:
        """The windows of a year, of the one before and the one after: (first day, first day after)."""
        found = []
        for told in self.base.split(","):
            (month, day), (last_month, last_day) = (map(int, part.split("-")) for part in told.split("/"))
            over = (last_month, last_day) < (month, day)  # it ends in the next year
            found += [
                (_day_of(one, month, day), _day_of(one + over, last_month, last_day) + _DAY) for one in (year - 1, year, year + 1)
            ]
        return sorted(found)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"Period({self.name!r})"

    def __eq__(self, other: object) -> bool:
        return self.name == other.name if isinstance(other, Period) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.name)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a period does not change; make another")

    def __reduce__(self) -> tuple[type[Period], tuple[str]]:
        return Period, (self.name,)


def windows(*spans: str) -> Period:
    """Windows of every year, from month and day to month and day: ``windows("01-15/01-30", "07-01/07-15")``.

    Raises ValueError for what is none, and for windows that overlap.
    """
    found = parse(",".join(spans))
    if found is None:
        raise ValueError(f"{', '.join(spans)!r}: windows are written as MM-DD/MM-DD and do not overlap")
    return Period(found)


def recurs(every: object) -> bool:
    """Whether something may recur at such intervals: a period, or one or more whole days, working days, weeks, months, years."""
    return isinstance(every, Period) or (isinstance(every, Span) and every.count > 0 and every.unit in _RECURRING)


def _day_of(year: int, month: int, day: int) -> date:
    after = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), after - _DAY)


DAY, WORKDAY, WEEK, MONTH, TWO_MONTHS, QUARTER, HALF_YEAR, YEAR = (
    Period(name) for name in ("day", "workday", "week", "month", "two-months", "quarter", "half-year", "year")
)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = (Period(name) for name in WEEKDAYS)
"""A routine of one weekday: once in the calendar week, due on that day."""
