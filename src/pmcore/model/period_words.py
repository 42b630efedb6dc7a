"""How periods are written: the short canonical form, English and Chinese, in and out."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["WEEKDAYS", "parse", "words"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HAN_DAYS = "一二三四五六日"
# base -> English, Chinese
_BASES = {
    "day": ("every day", "每天"),
    "workday": ("every working day", "每个工作日"),
    "week": ("every week", "每周"),
    "month": ("every month", "每月"),
    "two-months": ("every two months", "每两个月"),
    "quarter": ("every quarter", "每季度"),
    "half-year": ("every half-year", "每半年"),
    "year": ("every year", "每年"),
    **{name: (f"every {name.capitalize()}", f"每周{han}") for name, han in zip(WEEKDAYS, _HAN_DAYS, strict=True)},
}
_MORE = {
    "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "annually": "year", "workingday": "workday",
    "halfyear": "half-year", "twomonths": "two-months", "2months": "two-months", "日": "day", "星期": "week",
    "两月": "two-months", "双月": "two-months", "季": "quarter", "周天": "sunday", "星期天": "sunday",
    **{f"星期{han}": name for name, han in zip(WEEKDAYS, _HAN_DAYS, strict=True)},
}  # fmt: skip
_DAYED = frozenset({"day", "workday", *WEEKDAYS})
"""The bases that are due on one day: they may say a time of it."""
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_MD = r"([0-9]{1,2})(?:-|月)([0-9]{1,2})[日号]?"
_WINDOW = re.compile(rf"{_MD}(?:/|\.\.|to|到|至){_MD}")
_CLOCK = re.compile(r"([0-9]{1,2})(?::([0-9]{2})|[点时](?:([0-9]{1,2})分?)?)")


def parse(text: str) -> str | None:
    """The canonical form of a period in any of its ways of writing; None for what is no period."""
    tight = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text).casefold())
    if len(tight) > 200:
        return None
    tight = tight.removeprefix("every").removeprefix("每").removeprefix("个")
    if (found := _windows(tight)) is not None:
        return found
    for word in sorted(_WORDS, key=len, reverse=True):
        if tight.startswith(word):
            base, rest = _WORDS[word], tight[len(word) :].removesuffix("前")
            when = _when(base, re.sub(r"^(?:@|by|before)(?:day)?", "", rest))
            return base if not rest else f"{base}@{when}" if when else None
    return None


def _when(base: str, text: str) -> str | None:
    """By when in a period something is due, canonically."""
    if base in _DAYED:
        if text in ("close", "closeofwork", "下班"):
            return "close"
        clock = _CLOCK.fullmatch(text)
        hour, minute = (int(clock[1]), int(clock[2] or clock[3] or 0)) if clock else (24, 0)
        return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
    if base == "month" and (told := re.fullmatch(r"([0-9]{1,2})[日号]?", text)):
        return str(int(told[1])) if 1 <= int(told[1]) <= 31 else None
    told = re.fullmatch(_MD, text) if base == "year" else None
    return f"{int(told[1]):02}-{int(told[2]):02}" if told and _exists(int(told[1]), int(told[2])) else None


def _windows(tight: str) -> str | None:
    """Windows of every year, in order and apart from one another."""
    parts = re.split(r"[,、;和]|and", tight.removeprefix("year").removeprefix("年"))
    found = []
    for part in parts:
        told = _WINDOW.fullmatch(part)
        if told is None:
            return None
        first, last = (int(told[1]), int(told[2])), (int(told[3]), int(told[4]))
        if not (_exists(*first) and _exists(*last)):
            return None
        found.append((first, last))
    found.sort()
    around = [*found, ((found[0][0][0] + 12, found[0][0][1]), found[0][1])]
    for (first, last), (following, _end) in zip(found, around[1:], strict=True):
        if ((last[0] + 12, last[1]) if last < first else last) >= following:
            return None
    return ",".join(f"{a:02}-{b:02}/{c:02}-{d:02}" for (a, b), (c, d) in found)


def _exists(month: int, day: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]


def words(name: str, lang: str) -> str:
    """A canonical period in words."""
    chinese = lang.startswith("zh")
    base, _at, when = name.partition("@")
    if base not in _BASES:
        spans = []
        for span in base.split(","):
            a, b, c, d = (int(part) for part in re.split(r"[-/]", span))
            spans.append(f"{a}月{b}日至{c}月{d}日" if chinese else f"{a:02}-{b:02} to {c:02}-{d:02}")
        return "每年" + "、".join(spans) if chinese else "every year " + " and ".join(spans)
    told = _BASES[base][chinese]
    if not when:
        return told
    if when == "close":
        return f"{told}下班前" if chinese else f"{told} by close of work"
    if "-" in when:
        month, day = map(int, when.split("-"))
        return f"{told}{month}月{day}日前" if chinese else f"{told} by {when}"
    if ":" in when:
        return f"{told}{when}前" if chinese else f"{told} by {when}"
    return f"{told}{when}日前" if chinese else f"{told} by day {when}"


def _tight(text: str) -> str:
    return text.replace(" ", "").casefold().removeprefix("every").removeprefix("每").removeprefix("个")


_WORDS = {**{_tight(word): base for base, told in _BASES.items() for word in (base, *told)}, **_MORE}
