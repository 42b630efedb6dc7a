"""Kinds of time: dates, moments, times of day, spans."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from pmcore.model.calendar import DEFAULT_ZONE, zone_of
from pmcore.model.kind import Kind, Spec
from pmcore.model.messages import Bad, messages
from pmcore.model.span import Span
from pmcore.model.span_words import words
from pmcore.model.stamp import instant, stamp

__all__ = ["DATE", "MOMENT", "SPAN", "TIME"]

_ = messages("pmcore")

_MONTH = r"-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月|([0-9]{2})(?=[0-9]{2}(?![0-9]))"
_DATE = rf"([0-9]{{4}})(?:{_MONTH})([0-9]{{1,2}})[日号]?"
_TIME = r"([0-9]{1,2})(?::([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?|[点时](?:([0-9]{1,2})分?)?)"
_OFFSET = r"(?:(Z)|([+-])([0-9]{2}):?([0-9]{2})?)?"
_YEARS = range(1900, 2200)  # what lies outside is a slip of the pen


class DateKind(Kind):
    """A local date."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return value.isoformat()

    def restore(self, raw: Any) -> Any:
        return date.fromisoformat(raw)

    def _parse(self, text: str, spec: Spec) -> date:
        # spreadsheets write a date as a moment at midnight
        found = re.fullmatch(rf"{_DATE}(?:[T\s]+0?0:00(?::00(?:\.0+)?)?)?", text)
        if found is None:
            raise Bad(_("is no date; write it as 2026-07-01"))
        return _date_of(found)


class MomentKind(Kind):
    """A moment, to the millisecond, in UTC. Without an offset it is meant in ``spec.zone``; a bare time is one of ``spec.day``."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return stamp(value)

    def restore(self, raw: Any) -> Any:
        return instant(raw)

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        local = value.astimezone(zone_of(zone))
        return str(local.isoformat(timespec="milliseconds" if local.microsecond >= 1000 else "seconds"))

    def _parse(self, text: str, spec: Spec) -> datetime:
        if (today := getattr(spec, "day", None)) is not None and re.fullmatch(_TIME, text):
            text = f"{today.isoformat()} {text}"
        found = re.fullmatch(rf"{_DATE}(?:T|\s*){_TIME}\s*{_OFFSET}", text, re.IGNORECASE)
        if found is None:
            if re.fullmatch(_TIME, text):
                raise Bad(_("is a time without a day; write the day before it, as 2026-07-01 09:05"))
            if re.fullmatch(_DATE, text):
                raise Bad(_("is a day without a time; write the time after it, as 2026-07-01 09:05"))
            raise Bad(_("is no date with a time; write it as 2026-07-01 09:05"))
        day, clock = _date_of(found), _time_of(found.groups()[7:12])
        zulu, sign, hours, minutes = found.groups()[12:]
        if zulu:
            return datetime.combine(day, clock, UTC)
        if not sign:
            zone = getattr(spec, "zone", None) or DEFAULT_ZONE
            return datetime.combine(day, clock, zone_of(zone)).astimezone(UTC)
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if offset >= timedelta(days=1):
            raise Bad(_("is no date with a time; write it as 2026-07-01 09:05"))
        return datetime.combine(day, clock, timezone(-offset if sign == "-" else offset)).astimezone(UTC)

    def _regular(self, value: datetime, spec: Spec) -> datetime:
        if value.tzinfo is None:
            raise TypeError("a moment needs its offset")
        return value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)


class TimeKind(Kind):
    """A local time of day, to the second."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return value.isoformat(timespec="seconds")

    def restore(self, raw: Any) -> Any:
        return time.fromisoformat(raw)

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        return str(value.isoformat(timespec="seconds" if value.second else "minutes"))

    def _parse(self, text: str, spec: Spec) -> time:
        found = re.fullmatch(_TIME, text)
        if found is None:
            raise Bad(_("is no time of day; write it as 09:05"))
        return self._regular(_time_of(found.groups()), spec)

    def _regular(self, value: time, spec: Spec) -> time:
        if value.tzinfo is not None:
            raise TypeError("a time of day is local; leave its zone out")
        return value.replace(microsecond=0)


class SpanKind(Kind):
    """How long, and on which clock."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return str(value)

    def restore(self, raw: Any) -> Any:
        return Span.read(raw)

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        return words(value.count, value.unit, lang)

    def plain(self, value: Any, zone: str = DEFAULT_ZONE) -> Any:
        return str(value)

    def _parse(self, text: str, spec: Spec) -> Span:
        return Span.read(text)

    def _limited(self, value: Any, spec: Spec) -> Any:
        return value  # spans on different clocks have no order


def _date_of(found: re.Match[str]) -> date:
    year, *months, day = found.groups()[:7]
    month = next(month for month in months if month)
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        raise Bad(_("is no date: the calendar has no such day; check month and day")) from None
    if made.year not in _YEARS:
        raise Bad(_("is a date far off; check the year"))
    return made


def _time_of(parts: tuple[str | None, ...]) -> time:
    hour, minute, second, fraction, han_minute = parts
    millis = int((fraction or "0")[:3].ljust(3, "0"))
    try:
        return time(int(hour or 0), int(minute or han_minute or 0), int(second or 0), millis * 1000)
    except ValueError:
        raise Bad(_("is no time of day; hours go from 00 to 23, minutes and seconds to 59")) from None


DATE = DateKind("date", date, _("DATE"), "2026-07-01")
MOMENT = MomentKind("moment", datetime, _("DATE TIME"), "2026-07-01 09:00")
TIME = TimeKind("time", time, _("HH:MM"), "09:00")
SPAN = SpanKind("span", Span, _("SPAN"), "30 minutes")
