"""The working calendar knows holidays, make-up workdays, halves of days and what is official."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore.model.calendar import Calendar, Year
from pmcore.model.messages import Bad

# 1 to 7 October 2026 are holidays, Saturday the 10th is worked; 1 January 2027 lies in a year that nobody announced
NATIONAL = frozenset(date(2026, 10, day) for day in range(1, 8))
CALENDAR = Calendar(years={2026: Year(NATIONAL, frozenset({date(2026, 10, 10)}), official=True)})


def local(text: str) -> datetime:
    """A local time of 2026, ``07-01 09:00``."""
    month, day = int(text[:2]), int(text[3:5])
    return CALENDAR.moment(date(2026, month, day), time.fromisoformat(text[6:]))


def shown(moment: datetime) -> str:
    """The local time of a moment."""
    return f"{CALENDAR.local(moment):%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 7, 3), True),
        (date(2026, 7, 4), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 10, 11), False),
        (date(2027, 10, 1), True),
    ],
)
def test_is_working_day(day: date, worked: bool) -> None:
    """Make-up workdays are worked, holidays and weekends not; an unknown year follows the plain week."""
    assert CALENDAR.is_working_day(day) is worked


def test_official() -> None:
    """Only a year with official data is official; one that is announced provisionally is not."""
    guessed = Calendar(years={2027: Year(frozenset(), frozenset(), official=False)})

    assert CALENDAR.official(date(2026, 12, 31))
    assert not CALENDAR.official(date(2027, 1, 1))
    assert not guessed.official(date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 7, 1), date(2026, 7, 2)),
        (date(2026, 7, 3), date(2026, 7, 6)),
        (date(2026, 9, 30), date(2026, 10, 8)),
        (date(2026, 10, 9), date(2026, 10, 10)),
        (date(2026, 10, 10), date(2026, 10, 12)),
    ],
)
def test_next_working_day(day: date, following: date) -> None:
    """The next working day lies after the day, behind weekends and holidays."""
    assert CALENDAR.next_working_day(day) == following


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("07-01 09:00", 0, "07-01 09:00"),
        ("07-01 09:00", 1, "07-02 09:00"),
        ("07-03 16:30", 1, "07-06 16:30"),
        ("07-01 20:00", 1, "07-02 20:00"),
        ("07-04 14:00", 0, "07-06 08:30"),
        ("07-04 14:00", 1, "07-07 08:30"),
        ("09-30 10:00", 1, "10-08 10:00"),
        ("09-30 10:00", 3, "10-10 10:00"),
        ("07-06 09:00", -1, "07-03 09:00"),
        ("07-04 14:00", -1, "07-02 17:10"),
        ("10-08 10:00", -1, "09-30 10:00"),
    ],
)
def test_add_working_days(start: str, n: int, due: str) -> None:
    """Working days end at the same local time; a start on a day off counts from the next working day's start."""
    assert shown(CALENDAR.add_working_days(local(start), n)) == due


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("07-03 07:00", 1, "07-03 12:20"),
        ("07-03 08:29", 1, "07-03 12:20"),
        ("07-03 08:30", 1, "07-03 17:10"),
        ("07-03 09:00", 1, "07-03 17:10"),
        ("07-03 12:20", 1, "07-03 17:10"),
        ("07-03 12:50", 1, "07-03 17:10"),
        ("07-03 13:29", 1, "07-03 17:10"),
        ("07-03 13:30", 1, "07-06 12:20"),
        ("07-03 18:00", 1, "07-06 12:20"),
        ("07-04 10:00", 1, "07-06 12:20"),
        ("09-30 16:00", 1, "10-08 12:20"),
        ("07-03 09:00", 2, "07-06 12:20"),
        ("07-03 09:00", 3, "07-06 17:10"),
        ("07-06 09:00", -1, "07-03 13:30"),
        ("07-06 13:00", -1, "07-06 08:30"),
        ("07-06 13:00", -2, "07-03 13:30"),
    ],
)
def test_add_half_days(start: str, n: int, due: str) -> None:
    """Half a day is the end of the next half of a working day: the one that begins after the moment (complaint.10)."""
    assert shown(CALENDAR.add_half_days(local(start), n)) == due


def test_no_half_days() -> None:
    """There is no zeroth half of a day."""
    with pytest.raises(ValueError, match="counted from one"):
        CALENDAR.add_half_days(local("07-03 09:00"), 0)


def test_ends_and_starts() -> None:
    """Days begin at local midnight and end within their last millisecond; working days at the hours of the desk."""
    friday, saturday = date(2026, 7, 3), date(2026, 7, 4)

    assert CALENDAR.start_of_day(friday) == datetime(2026, 7, 2, 16, tzinfo=UTC)
    assert CALENDAR.end_of_day(friday) == datetime(2026, 7, 3, 15, 59, 59, 999000, tzinfo=UTC)
    assert shown(CALENDAR.end_of_working_day(friday)) == "07-03 17:10"
    assert shown(CALENDAR.end_of_working_day(saturday)) == "07-06 17:10"
    assert shown(CALENDAR.start_of_working_day(saturday)) == "07-06 08:30"


@given(st.datetimes(datetime(1995, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_local_and_back(moment: datetime) -> None:
    """A moment taken apart into local date and time is the same moment again."""
    there = CALENDAR.local(moment)

    assert CALENDAR.moment(there.date(), there.time()) == moment
    assert CALENDAR.day(moment) == there.date()
    assert CALENDAR.start_of_day(there.date()) <= moment <= CALENDAR.end_of_day(there.date()) + timedelta(milliseconds=1)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)), st.integers(1, 9))  # noqa: DTZ001
def test_later_is_later(moment: datetime, n: int) -> None:
    """More working days, or halves of them, are never sooner, and all lie after the moment, in UTC."""
    for add in (CALENDAR.add_working_days, CALENDAR.add_half_days):
        assert moment < add(moment, n) < add(moment, n + 1)
        assert add(moment, -n - 1) < add(moment, -n) < moment
        assert add(moment, n).tzinfo is UTC


def test_other_zone() -> None:
    """A site in another zone has its own days."""
    assert Calendar("UTC").day(datetime(2026, 7, 1, 20, tzinfo=UTC)) == date(2026, 7, 1)
    assert CALENDAR.day(datetime(2026, 7, 1, 20, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize("name", ["Asia/Nowhere", "", "../etc/passwd"])
def test_unknown_zone(name: str) -> None:
    """A zone that nobody knows is refused with a sentence."""
    with pytest.raises(Bad):
        Calendar(name).day(datetime(2026, 7, 1, tzinfo=UTC))


def test_needs_offset() -> None:
    """A datetime without an offset is no moment."""
    with pytest.raises(ValueError, match="offset"):
        CALENDAR.local(datetime(2026, 7, 1))  # noqa: DTZ001


def test_senseless() -> None:
    """Halves out of order and an empty week are refused at once."""
    with pytest.raises(ValueError, match="in order"):
        Calendar(segments=((time(13), time(17)), (time(8), time(12))))
    with pytest.raises(ValueError, match="in order"):
        Calendar(segments=())
    with pytest.raises(ValueError, match="week"):
        Calendar(week=())
