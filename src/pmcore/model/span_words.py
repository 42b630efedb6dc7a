"""How spans are written: the short canonical form, English and Chinese, in and out."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["canonical", "parse", "words"]

# unit -> short form, English, Chinese
_UNITS = {
    "minute": ("m", "minute", "分钟"),
    "hour": ("h", "hour", "小时"),
    "day": ("d", "day", "天"),
    "week": ("w", "week", "周"),
    "month": ("mo", "month", "个月"),
    "year": ("y", "year", "年"),
    "working_day": ("wd", "working day", "个工作日"),
    "half_day": ("hd", "half working day", "个半日"),
}
_MORE = {
    "min": "minute",
    "mins": "minute",
    "分": "minute",
    "hr": "hour",
    "hrs": "hour",
    "钟头": "hour",
    "calendarday": "day",
    "calendardays": "day",
    "日": "day",
    "自然日": "day",
    "星期": "week",
    "workday": "working_day",
    "workdays": "working_day",
    "halfday": "half_day",
    "halfdays": "half_day",
    "半天": "half_day",
}
_HALVES = {
    **dict.fromkeys(("day", "workingday", "workday", "天", "日", "工作日"), (1, "half_day")),
    **dict.fromkeys(("hour", "小时", "钟头"), (30, "minute")),
    **dict.fromkeys(("year", "年"), (6, "month")),
}
_ONES = {"a": 1, "an": 1, "one": 1, "两": 2, **{han: n for n, han in enumerate("一二三四五六七八九十", 1)}}

_COUNTED = r"([0-9]{1,7}|half|an?|one|[一二两三四五六七八九十半])([^0-9]+)"
_CLOCK = r"(?:@|at|by|当日|当天)?([0-9]{1,2})(?::([0-9]{2})|[点时](?:([0-9]{1,2})分)?)前?"
_END = (
    r"(?:eo(?P<short>w?)d(?:\+(?P<n1>[0-9]{1,7}))?"
    r"|(?:the)?endof(?:the)?(?P<long>working)?day(?:(?P<n2>[0-9]{1,7})(?:working)?dayslater|(?P<n3>1)(?:working)?daylater)?"
    r"|(?:当日|当天|(?P<n4>[0-9]{1,7})天后)结束|(?:当日|当天|(?P<n5>[0-9]{1,7})工作日后)(?P<off>下班))前?"
)


def parse(text: str) -> tuple[int, str] | None:
    """Count and unit of a span in any of its ways of writing; None for what is no span."""
    tight = unicodedata.normalize("NFKC", text).strip().casefold()
    if len(tight) > 60:
        return None
    tight = re.sub(r"(?<![0-9])\s+|\s+(?![0-9])", "", tight).replace("个", "")
    return _counted(tight) or _clock(tight) or _end(tight)


def canonical(count: int, unit: str) -> str:
    """The short form that stands in the journal: ``30m``, ``1wd``, ``@17:00``, ``eod+1``."""
    if unit == "clock":
        return f"@{count // 60:02}:{count % 60:02}"
    if unit in _UNITS:
        return f"{count}{_UNITS[unit][0]}"
    short = "eod" if unit == "end_of_day" else "eowd"
    return f"{short}+{count}" if count else short


def words(count: int, unit: str, lang: str) -> str:
    """The span in words; what ``parse`` reads back. ``lang`` is ``zh`` or anything else for English."""
    chinese = lang.startswith("zh")
    if unit == "clock":
        return f"{'当日' if chinese else 'at '}{count // 60:02}:{count % 60:02}"
    if unit in _UNITS:
        return _counted_words(count, unit, chinese)
    working = unit == "end_of_working_day"
    if chinese:
        later = f"{count}{'个工作日' if working else '天'}后" if count else "当日"
        return later + ("下班" if working else "结束")
    day = "working day" if working else "day"
    return f"end of the {day}" + (f" {count} {day}{'' if count == 1 else 's'} later" if count else "")


def _counted_words(count: int, unit: str, chinese: bool) -> str:
    if unit == "half_day" and count == 1:
        return "半个工作日" if chinese else "half a working day"
    _short, english, han = _UNITS[unit]
    return f"{count}{han}" if chinese else f"{count} {english}{'' if count == 1 else 's'}"


def _counted(tight: str) -> tuple[int, str] | None:
    found = re.fullmatch(_COUNTED, tight)
    if found is None:
        return None
    count, word = found.groups()
    if count in ("half", "半"):
        return _HALVES.get(word) or _HALVES.get(word.removeprefix("an")) or _HALVES.get(word.removeprefix("a"))
    unit = _MORE.get(word) or next((unit for unit, names in _UNITS.items() if _names(word, names)), None)
    return None if unit is None else (_ONES.get(count) or int(count), unit)


def _names(word: str, names: tuple[str, str, str]) -> bool:
    short, english, han = names
    tight = english.replace(" ", "")
    return word in (short, tight, tight + "s", han.removeprefix("个"))


def _clock(tight: str) -> tuple[int, str] | None:
    found = re.fullmatch(_CLOCK, tight)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    return (hour * 60 + minute, "clock") if hour < 24 and minute < 60 else None


def _end(tight: str) -> tuple[int, str] | None:
    found = re.fullmatch(_END, tight)
    if found is None:
        return None
    count = next((int(found[name]) for name in ("n1", "n2", "n3", "n4", "n5") if found[name]), 0)
    working = found["short"] or found["long"] or found["off"]
    return count, "end_of_working_day" if working else "end_of_day"
