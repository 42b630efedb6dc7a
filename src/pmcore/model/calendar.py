"""The working calendar: which days are worked, when a working day begins and ends, and what is known officially.

A moment is an aware datetime; results are in UTC. Nothing here knows what time it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pmcore.model.messages import Bad, messages

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

__all__ = ["DEFAULT_ZONE", "Calendar", "Year", "utc", "zone_of"]

_ = messages("pmcore")

DEFAULT_ZONE = "Asia/Shanghai"
_DAY = timedelta(days=1)
_NO_OFFSET = "a moment needs its offset"
_LAST = time(23, 59, 59, 999000)  # moments are kept to the millisecond
_Halves = tuple[tuple[time, time], ...]
_HOURS: _Halves = ((time(8, 30), time(12, 20)), (time(13, 30), time(17, 10)))


@lru_cache
def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name, looked up once. Raises Bad for a name that the machine does not know."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (LookupError, ValueError, OSError):
        unknown = _("is no time zone that is known here; give a name such as {example}")
        raise Bad(unknown.fill(example=DEFAULT_ZONE)) from None


def utc(moment: datetime) -> datetime:
    """The moment in UTC. Raises ValueError where it does not tell its offset."""
    if moment.tzinfo is None:
        raise ValueError(_NO_OFFSET)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


class Year:
    """What one year says of its days: holidays, make-up workdays at weekends, and whether that is official."""

    __slots__ = ("holidays", "official", "workdays")

    def __init__(self, holidays: frozenset[date], workdays: frozenset[date], official: bool) -> None:
        self.holidays = holidays
        self.workdays = workdays
        self.official = official


class Calendar:
    """The working calendar of a site.

    ``segments`` are the halves of a working day as local times, in order; ``week`` the worked weekdays, Monday is 0.
    A year that is not in ``years`` follows the plain week and is not official.
    """

    __slots__ = ("segments", "week", "years", "zone")

    def __init__(
        self,
        zone: str = DEFAULT_ZONE,
        years: Mapping[int, Year] | None = None,
        segments: _Halves = _HOURS,
        week: tuple[int, ...] = (0, 1, 2, 3, 4),
    ) -> None:
        edges = [edge for half in segments for edge in half]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("the halves of a working day stand in order and do not overlap")
        if not week:
            raise ValueError("a week has at least one working day")
        self.zone = zone
        self.years: Mapping[int, Year] = {} if years is None else years
        self.segments = segments
        self.week = week

    def official(self, d: date) -> bool:
        """Whether the year of that day is known from official data; otherwise deadlines in it are estimates."""
        year = self.years.get(d.year)
        return year is not None and year.official

    def is_working_day(self, d: date) -> bool:
        """Whether that day is worked: make-up workdays first, then holidays, then the week."""
        year = self.years.get(d.year)
        if year is not None:
            if d in year.workdays:
                return True
            if d in year.holidays:
                return False
        return d.weekday() in self.week

    def next_working_day(self, d: date) -> date:
        """The first working day after that day."""
        return self.working_day_from(d + _DAY)

    def working_day_from(self, d: date) -> date:
        """That day if it is worked, otherwise the first working day after it."""
        while not self.is_working_day(d):
            d += _DAY
        return d

    def working_day_until(self, d: date) -> date:
        """That day if it is worked, otherwise the last working day before it."""
        while not self.is_working_day(d):
            d -= _DAY
        return d

    def count_working_days(self, d: date, n: int) -> date:
        """The n-th working day after ``d``, before it where n is negative; ``d`` itself where n is 0."""
        for _n in range(abs(n)):
            d = self.working_day_from(d + _DAY) if n > 0 else self.working_day_until(d - _DAY)
        return d

    def add_working_days(self, moment: datetime, n: int) -> datetime:
        """The same local time n working days later. Only the day counts: 20:00 on a working day stays 20:00.

        A start on a day off counts from the start of the next working day; backwards (n < 0) from the end of the last.
        """
        local = self.local(moment)
        day, clock = local.date(), local.time()
        if not self.is_working_day(day):
            day = self.working_day_from(day) if n >= 0 else self.working_day_until(day)
            clock = self.segments[0][0] if n >= 0 else self.segments[-1][1]
        return self.moment(self.count_working_days(day, n), clock)

    def add_half_days(self, moment: datetime, n: int) -> datetime:
        """The end of the n-th next half of a working day; the next half is the one that begins after the moment.

        A half owns its first instant. With the usual hours and n = 1: 07:00 -> 12:20, 08:30 and 09:00 -> 17:10 the same
        day, 13:30 and later -> 12:20 of the next working day. Backwards (n < 0): the start of the n-th last half that
        had ended before the moment.
        """
        if n == 0:
            raise ValueError("half days are counted from one")
        halves = self._halves_after(moment) if n > 0 else self._halves_before(moment)
        for _n in range(abs(n) - 1):
            next(halves)
        return next(halves)

    def end_of_working_day(self, d: date) -> datetime:
        """When work ends on that day, or on the next working day if it is a day off."""
        return self.moment(self.working_day_from(d), self.segments[-1][1])

    def start_of_working_day(self, d: date) -> datetime:
        """When work begins on that day, or on the next working day if it is a day off."""
        return self.moment(self.working_day_from(d), self.segments[0][0])

    def start_of_day(self, d: date) -> datetime:
        """Midnight at which that local day begins."""
        return self.moment(d, time())

    def end_of_day(self, d: date) -> datetime:
        """The last millisecond of that local day, so that it is still that day's date when shown."""
        return self.moment(d, _LAST)

    def local(self, moment: datetime) -> datetime:
        """The moment in the site's zone."""
        if moment.tzinfo is None:
            raise ValueError(_NO_OFFSET)
        return moment.astimezone(zone_of(self.zone))

    def day(self, moment: datetime) -> date:
        """The local date of the moment."""
        return self.local(moment).date()

    def moment(self, d: date, t: time) -> datetime:
        """The moment at which it is that local time on that day, in UTC."""
        return datetime.combine(d, t, zone_of(self.zone)).astimezone(UTC)

    def _halves_after(self, moment: datetime) -> Iterator[datetime]:
        day = self.working_day_from(self.day(moment))
        while True:
            for start, end in self.segments:
                if self.moment(day, start) > moment:
                    yield self.moment(day, end)
            day = self.next_working_day(day)

    def _halves_before(self, moment: datetime) -> Iterator[datetime]:
        day = self.working_day_until(self.day(moment))
        while True:
            for start, end in reversed(self.segments):
                if self.moment(day, end) < moment:
                    yield self.moment(day, start)
            day = self.working_day_until(day - _DAY)
