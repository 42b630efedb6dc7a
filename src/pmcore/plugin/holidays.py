"""China's public holidays and make-up working days of a year, by a library; for a year without official data it says so."""

from __future__ import annotations

from datetime import date, timedelta

from pmcore.model.calendar import Year

__all__ = ["year_of"]


def year_of(year: int) -> Year:
    """The year's calendar. Without official data: only the days fixed by law, and ``official`` is False."""
    import chinese_calendar

    holidays, workdays = set(), set()
    day = date(year, 1, 1)
    try:
        while day.year == year:
            free = chinese_calendar.is_holiday(day)
            if free and day.weekday() < 5:
                holidays.add(day)
            elif not free and day.weekday() >= 5:
                workdays.add(day)
            day += timedelta(days=1)
    except NotImplementedError:
        fixed = frozenset(date(year, month, of_month) for month, of_month in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)))
        return Year(fixed, frozenset(), False)
    return Year(frozenset(holidays), frozenset(workdays), True)
