"""Steps that were taken and stand: of a kind, in a span of time, staged ones too; without reading the forms they are on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

from pmcore.model.book import Reader
from pmcore.model.calendar import Calendar
from pmcore.model.stamp import stamp

from .fold import Line
from .overlay import Overlay
from .view import lines_of

__all__ = ["ALTERING", "altered", "taken", "written_before"]

ALTERING = ("strike", "void", "correct")
"""The steps after which the entries of a form do not stand as they were written."""
_EVER = ("", "~")  # before and after every stamp


def altered(overlay: Overlay, register: str) -> set[str]:
    """The forms of a register of which anything was ever struck, corrected or voided: their entries do not stand as written."""
    return {entry.number for step in ALTERING for entry in overlay.steps_between(register, step, *_EVER)}


def taken(overlay: Overlay, calendar: Calendar, register: str, step: str, start: date | None, end: date | None) -> Iterator[Line]:
    """The steps of a kind that stand and happened from ``start`` until before ``end`` (local days), in order of when."""
    begin = stamp(calendar.start_of_day(start)) if start else _EVER[0]
    stop = stamp(calendar.start_of_day(end)) if end else _EVER[1]
    entries = overlay.steps_between(register, step, begin, stop)
    changed = altered(overlay, register) if entries else set()
    lines: dict[str, dict[int, Line]] = {}
    for entry in entries:
        if entry.number not in changed:
            personal = overlay.personal(entry.seq) if '"#"' in entry.body else {}
            yield Line(entry, json.loads(entry.body), personal, overlay.grounds_of(entry))
            continue
        if entry.number not in lines:
            lines[entry.number] = {line.entry.seq: line for line in lines_of(overlay, register, entry.number)}
        if entry.seq in lines[entry.number]:
            yield lines[entry.number][entry.seq]


def written_before(reader: Reader, moment: str) -> str:
    """The hash of the last entry that was written before a moment, '' where there is none; what is written never goes back."""
    head = reader.head()
    low, high = 0, head.seq if head else 0  # the entry wanted has a seq in low .. high
    while low < high:
        middle = (low + high + 1) // 2
        entry = reader.entry(middle)
        if entry is not None and entry.written < moment:
            low = middle
        else:
            high = middle - 1
    found = reader.entry(low) if low else None
    return found.hash if found else ""
