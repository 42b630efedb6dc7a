"""Spans run on the clock that they name."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore.model.calendar import Calendar, Year
from pmcore.model.messages import Bad
from pmcore.model.span import (
    Span,
    add_months,
    clock,
    days,
    end_of_day,
    end_of_working_day,
    half_days,
    hours,
    minutes,
    months,
    months_after,
    weeks,
    working_days,
    years,
)

NATIONAL = frozenset(date(2026, 10, day) for day in range(1, 8))
CALENDAR = Calendar(years={2026: Year(NATIONAL, frozenset({date(2026, 10, 10)}), official=True)})

spans = st.one_of(
    st.builds(
        Span,
        st.integers(1, 100),
        st.sampled_from(["minute", "hour", "day", "week", "month", "year", "working_day", "half_day"]),
    ),
    st.builds(Span, st.integers(0, 1439), st.just("clock")),
    st.builds(Span, st.integers(0, 100), st.sampled_from(["end_of_day", "end_of_working_day"])),
)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local(text: str) -> datetime:
    """A local time, ``2026-07-01 09:00``."""
    return CALENDAR.moment(date.fromisoformat(text[:10]), time.fromisoformat(text[11:]))


def shown(moment: datetime) -> str:
    """The local time of a moment."""
    return f"{CALENDAR.local(moment):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", minutes(30)),
        ("30 minutes", minutes(30)),
        ("1 minute", minutes(1)),
        ("30分钟", minutes(30)),
        ("３０ 分钟", minutes(30)),
        ("half an hour", minutes(30)),
        ("半小时", minutes(30)),
        ("半个小时", minutes(30)),
        ("4h", hours(4)),
        ("2小时", hours(2)),
        ("an hour", hours(1)),
        ("7d", days(7)),
        ("7天", days(7)),
        ("两天", days(2)),
        ("2w", weeks(2)),
        ("1周", weeks(1)),
        ("1mo", months(1)),
        ("1个月", months(1)),
        ("半年", months(6)),
        ("1y", years(1)),
        ("2 Years", years(2)),
        ("1wd", working_days(1)),
        ("1 working day", working_days(1)),
        ("1个工作日", working_days(1)),
        ("三个工作日", working_days(3)),
        ("1hd", half_days()),
        ("half a working day", half_days()),
        ("half a day", half_days()),
        ("半个工作日", half_days()),
        ("半天", half_days()),
        ("2个半日", half_days(2)),
        ("@17:00", clock(17)),
        ("当日17:00", clock(17)),
        ("当日１７：００", clock(17)),
        ("17点30分", clock(17, 30)),
        ("at 9:05", clock(9, 5)),
        ("eod", end_of_day()),
        ("eod+1", end_of_day(1)),
        ("当日结束前", end_of_day()),
        ("eowd", end_of_working_day()),
        ("当日下班前", end_of_working_day()),
    ],
)
def test_read(text: str, span: Span) -> None:
    """A span is read in its short form, in English and in Chinese."""
    assert Span.read(text) == span


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "30",
        "1个半小时",
        "半个月",
        "1.5h",
        "-1d",
        "@24:00",
        "@9:60",
        "3 0m",
        "0hd",
        "9999999d",
        "eod+",
        "m" * 99,
    ],
)
def test_read_refuses(text: str) -> None:
    """What is no span, half-readable or beyond all measure is refused with a sentence."""
    with pytest.raises(Bad):
        Span.read(text)


@given(spans)
def test_round_trips(span: Span) -> None:
    """A span written short, in English or in Chinese reads back as itself; so does a pickled one."""
    assert Span.read(str(span)) == Span.read(span.show("en")) == Span.read(span.show("zh")) == span
    assert pickle.loads(pickle.dumps(span)) == span
    assert hash(Span(span.count, span.unit)) == hash(span)


def test_str() -> None:
    """The short forms are what stands in journals."""
    everything = [
        minutes(30),
        hours(4),
        days(7),
        weeks(2),
        months(1),
        years(1),
        working_days(1),
        half_days(),
        clock(17),
    ]
    ends = [end_of_day(), end_of_day(1), end_of_working_day(), end_of_working_day(2)]

    assert [str(span) for span in everything] == ["30m", "4h", "7d", "2w", "1mo", "1y", "1wd", "1hd", "@17:00"]
    assert [str(span) for span in ends] == ["eod", "eod+1", "eowd", "eowd+2"]


@pytest.mark.parametrize(
    ("span", "start", "due"),
    [
        (minutes(30), "2026-07-03 23:45", "2026-07-04 00:15"),
        (hours(2), "2026-07-03 09:00", "2026-07-03 11:00"),
        (days(1), "2026-07-03 09:00", "2026-07-04 09:00"),
        (weeks(1), "2026-07-03 09:00", "2026-07-10 09:00"),
        (months(1), "2026-01-31 09:00", "2026-02-28 09:00"),
        (months(13), "2026-07-15 09:00", "2027-08-15 09:00"),
        (years(1), "2028-02-29 09:00", "2029-02-28 09:00"),
        (working_days(1), "2026-09-30 09:00", "2026-10-08 09:00"),
        (half_days(), "2026-07-03 09:00", "2026-07-03 17:10"),
        (half_days(), "2026-07-03 18:00", "2026-07-06 12:20"),
        (clock(17), "2026-07-03 16:59", "2026-07-03 17:00"),
        (clock(17), "2026-07-03 17:00", "2026-07-04 17:00"),
        (end_of_day(), "2026-07-03 00:00", "2026-07-03 23:59"),
        (end_of_day(1), "2026-07-03 12:00", "2026-07-04 23:59"),
        (end_of_working_day(), "2026-07-03 17:09", "2026-07-03 17:10"),
        (end_of_working_day(), "2026-07-03 17:10", "2026-07-06 17:10"),
        (end_of_working_day(), "2026-07-04 09:00", "2026-07-06 17:10"),
        (end_of_working_day(1), "2026-07-03 09:00", "2026-07-06 17:10"),
    ],
)
def test_after(span: Span, start: str, due: str) -> None:
    """Each span ends by its own clock."""
    assert shown(span.after(local(start), CALENDAR)) == due


@pytest.mark.parametrize(
    ("span", "when", "due"),
    [
        (minutes(30), "2026-07-03 00:15", "2026-07-02 23:45"),
        (days(7), "2026-07-08 09:00", "2026-07-01 09:00"),
        (months(1), "2026-03-31 09:00", "2026-02-28 09:00"),
        (working_days(1), "2026-10-08 09:00", "2026-09-30 09:00"),
        (half_days(), "2026-07-06 13:00", "2026-07-06 08:30"),
        (clock(17), "2026-07-03 17:00", "2026-07-02 17:00"),
        (clock(17), "2026-07-03 17:01", "2026-07-03 17:00"),
        (end_of_day(), "2026-07-03 09:00", "2026-07-02 23:59"),
        (end_of_working_day(), "2026-07-06 09:00", "2026-07-03 17:10"),
        (end_of_working_day(1), "2026-07-06 18:00", "2026-07-03 17:10"),
    ],
)
def test_before(span: Span, when: str, due: str) -> None:
    """Counted back from a moment a span is the mirror of itself."""
    assert shown(span.before(local(when), CALENDAR)) == due


@pytest.mark.parametrize(
    ("span", "day", "due"),
    [
        (days(7), date(2026, 7, 8), "2026-07-01 23:59"),
        (weeks(1), date(2026, 7, 8), "2026-07-01 23:59"),
        (months(2), date(2026, 4, 30), "2026-02-28 23:59"),
        (working_days(1), date(2026, 10, 5), "2026-09-30 23:59"),
        (working_days(2), date(2026, 7, 6), "2026-07-02 23:59"),
        (hours(2), date(2026, 7, 8), "2026-07-07 22:00"),
        (clock(17), date(2026, 7, 8), "2026-07-07 17:00"),
        (end_of_working_day(), date(2026, 7, 6), "2026-07-03 17:10"),
    ],
)
def test_before_a_date(span: Span, day: date, due: str) -> None:
    """Counted back from a date, days reach to the end of the day they arrive at (event.3)."""
    assert shown(span.before(day, CALENDAR)) == due


@given(spans, moments)
def test_after_and_before_go_their_way(span: Span, moment: datetime) -> None:
    """A span ends after it begins, and begins before it ends."""
    if span.unit == "end_of_day":  # its last millisecond ends with itself
        moment = moment.replace(microsecond=0)

    assert span.before(moment, CALENDAR) < moment < span.after(moment, CALENDAR)
    assert span.after(moment, CALENDAR).utcoffset() == timedelta(0)


def test_estimated() -> None:
    """A due time is an estimate when a year it touches is not official, and only if working days count."""
    december, january = local("2026-12-31 09:00"), local("2027-01-04 09:00")

    assert not working_days(1).estimated(local("2026-07-01 09:00"), local("2026-07-02 09:00"), CALENDAR)
    assert working_days(1).estimated(december, january, CALENDAR)
    assert working_days(1).estimated(january, december, CALENDAR)
    assert not days(4).estimated(december, january, CALENDAR)


def test_uses_working_calendar() -> None:
    """Holidays move working days, half days and the end of work, and nothing else."""
    assert all(span.uses_working_calendar for span in (working_days(1), half_days(), end_of_working_day()))
    assert not any(span.uses_working_calendar for span in (minutes(1), days(1), months(1), clock(17), end_of_day()))


@pytest.mark.parametrize(
    ("start", "n", "last"),
    [
        (date(2026, 7, 1), 1, date(2026, 7, 31)),
        (date(2026, 7, 15), 1, date(2026, 8, 14)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 30)),
        (date(2026, 1, 28), 1, date(2026, 2, 27)),
        (date(2026, 2, 28), 1, date(2026, 3, 27)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 11, 30)),
        (date(2026, 12, 15), 1, date(2027, 1, 14)),
    ],
)
def test_months_after(start: date, n: int, last: date) -> None:
    """Months cover up to the day before the same day, or to the month's end where there is none (parking.3)."""
    assert months_after(start, n) == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 48))
def test_months_add_up(start: date, n: int) -> None:
    """One month more is always later, and adding months back returns to the day or the month's end."""
    assert start < months_after(start, n) < months_after(start, n + 1)
    assert add_months(start, n).day in (start.day, add_months(start, n).day)
    assert months_after(start, n) in (add_months(start, n), add_months(start, n) - timedelta(days=1))


def test_senseless() -> None:
    """Units that do not exist, negative counts, floats and impossible clocks are refused; a span does not change."""
    with pytest.raises(ValueError, match="no unit"):
        Span(1, "fortnight")
    with pytest.raises(Bad):
        days(-1)
    with pytest.raises(TypeError):
        days(1.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="clock"):
        clock(24)
    with pytest.raises(AttributeError):
        days(1).count = 2
