"""Periods: their bounds, by when something is due in them, how they are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore import (
    DAY,
    FRIDAY,
    HALF_YEAR,
    MONDAY,
    MONTH,
    QUARTER,
    SUNDAY,
    TWO_MONTHS,
    WEEK,
    WORKDAY,
    YEAR,
    Period,
    days,
    hours,
    windows,
)  # fmt: skip
from pmcore.model.calendar import Calendar, Year
from pmcore.model.messages import Bad
from pmcore.model.periods import recurs
from pmcore.model.span import Span

SURVEY = windows("07-01/07-15", "01-15/01-30")
NEW_YEAR = windows("12-20/01-05")
ALL = (DAY, WORKDAY, WEEK, MONTH, TWO_MONTHS, QUARTER, HALF_YEAR, YEAR, MONDAY, SUNDAY, FRIDAY.at_close, FRIDAY.at(17, 10),
       MONTH.by(30), MONTH.by(3), YEAR.by(15, 3), DAY.at(17), WORKDAY.at_close, SURVEY, NEW_YEAR)  # fmt: skip
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(st.sampled_from(ALL), DAYS)
def test_periods_follow_one_another(period: Period, day: date) -> None:
    """A day lies in its period or behind it; the next one begins where this one ends, of windows later, and none is left out."""
    start, end = period.bounds(day)
    following = period.next(day)

    assert start <= day < following
    assert end <= following
    assert period.bounds(start) == period.bounds(end - timedelta(days=1)) == (start, end)
    assert period.bounds(following)[0] == following
    assert period.bounds(following - timedelta(days=1)) == (start, end)


@pytest.mark.parametrize(
    ("period", "day", "start", "end"),
    [
        (DAY, "2026-07-03", "2026-07-03", "2026-07-04"),
        (MONDAY, "2026-07-03", "2026-06-29", "2026-07-06"),
        (FRIDAY, "2026-07-02", "2026-06-29", "2026-07-06"),
        (TWO_MONTHS, "2026-12-31", "2026-11-01", "2027-01-01"),
        (QUARTER, "2026-08-31", "2026-07-01", "2026-10-01"),
        (HALF_YEAR, "2026-07-01", "2026-07-01", "2027-01-01"),
        (SURVEY, "2026-07-15", "2026-07-01", "2026-07-16"),
        (SURVEY, "2026-09-15", "2026-07-01", "2026-07-16"),
        (SURVEY, "2026-01-02", "2025-07-01", "2025-07-16"),
        (NEW_YEAR, "2026-01-05", "2025-12-20", "2026-01-06"),
        (windows("02-10/02-29"), "2026-02-20", "2026-02-10", "2026-03-01"),
        (windows("02-10/02-29"), "2028-02-20", "2028-02-10", "2028-03-01"),
    ],
)
def test_a_day_lies_in_its_period(period: Period, day: str, start: str, end: str) -> None:
    """First day, and first day after."""
    assert tuple(map(str, period.bounds(date.fromisoformat(day)))) == (start, end)


OFF = Calendar(years={2026: Year(frozenset(date(2026, 7, day) for day in (6, 10, 20, 21, 22, 23, 24)), frozenset(), True)})


@pytest.mark.parametrize(
    ("period", "start", "due"),
    [
        (DAY, "2026-07-04", "2026-07-04 23:59"),
        (DAY.at(17), "2026-07-04", "2026-07-04 17:00"),
        (WORKDAY.at(17), "2026-07-03", "2026-07-03 17:00"),
        (WORKDAY.at(17), "2026-07-04", None),  # Saturday
        (WEEK, "2026-06-29", "2026-07-05 23:59"),
        (MONDAY, "2026-06-29", "2026-06-29 23:59"),
        (MONDAY, "2026-07-06", "2026-07-07 23:59"),  # a day off: the next working day
        (FRIDAY.at_close, "2026-06-29", "2026-07-03 17:10"),
        (FRIDAY.at_close, "2026-07-06", "2026-07-09 17:10"),  # a day off, and nothing behind it: the one before
        (MONDAY, "2026-07-20", None),  # nobody works that week
        (SUNDAY, "2026-06-29", "2026-07-05 23:59"),  # it is never worked, and was said all the same
        (MONTH.by(3), "2026-07-01", "2026-07-03 23:59"),
        (MONTH.by(30), "2026-02-01", "2026-02-28 23:59"),
        (YEAR.by(15, 3), "2026-01-01", "2026-03-15 23:59"),
        (SURVEY, "2026-07-01", "2026-07-15 23:59"),
    ],
)
def test_by_when_it_is_due(period: Period, start: str, due: str | None) -> None:
    """In local time; nothing where it is asked for nothing."""
    found = period.due(date.fromisoformat(start), OFF)

    assert (None if found is None else f"{OFF.local(found):%Y-%m-%d %H:%M}") == due


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("每周一", "monday"), ("星期五下班前", "friday@close"), ("每周五 17:10 前", "friday@17:10"), ("每月30号前", "month@30"),
        ("每个月3日前", "month@3"), ("每两个月", "two-months"), ("每季度", "quarter"), ("每日17点", "day@17:00"),
        ("工作日", "workday"), ("每个周一", "monday"),
        ("every Monday", "monday"), ("WEEKLY", "week"), ("month by 3", "month@3"), ("every year by 3-15", "year@03-15"),
        ("每年3月15日前", "year@03-15"), ("1月15日至1月30日、7月1日至7月15日", "01-15/01-30,07-01/07-15"),
        ("７-1/7-15", "07-01/07-15"),
    ],
)  # fmt: skip
def test_a_period_is_read_as_people_write_it(text: str, name: str) -> None:
    """In Chinese, in English, in its short form."""
    assert Period.read(text) == Period(name)


@pytest.mark.parametrize(
    "text", ["", "soon", "month@32", "month@0", "year@02-30", "friday@24:00", "friday@30", "day@", "week@3",
             "07-01/07-15,07-10/07-20",
             "12-20/01-05,01-03/02-01", "13-01/13-02", "每", "x" * 300],
)  # fmt: skip
def test_what_is_no_period_is_refused(text: str) -> None:
    """Days that no month has, windows that overlap, and anything else."""
    with pytest.raises(Bad):
        Period.read(text)


def test_a_period_does_not_change() -> None:
    """It is a value."""
    with pytest.raises(AttributeError):
        MONDAY.name = "friday"
    with pytest.raises(ValueError, match="no period"):
        MONTH.by(40)
    with pytest.raises(ValueError, match="overlap"):
        windows("07-01/07-15", "07-10/07-20")


def test_what_recurs() -> None:
    """Periods, and whole days and more; nothing that is shorter, or nothing at all."""
    assert [recurs(one) for one in (MONDAY, days(1), Span(2, "working_day"), days(0), hours(1), Span(1, "half_day"), 3)] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip


def test_years_later_it_is_the_same_moment() -> None:
    """Due times are moments in UTC."""
    assert DAY.at(17).due(date(2031, 1, 1), Calendar()) == datetime(2031, 1, 1, 9, tzinfo=UTC)
