"""Slots of recurring steps: derived from when a form stood in the state and what was taken, never stored.

Slots are counted from the day on which the form entered the state. One is owed if the form stands in the state when the
slot ends: the day of entry asks for the step, the day of leaving does not, and counts it where it was taken.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from pmcore.model.book import Entry, Row
from pmcore.model.calendar import Calendar
from pmcore.model.periods import Period
from pmcore.model.slot import Slot
from pmcore.model.span import Span, add_months
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import Step, StepDecl, ready

from .overlay import Overlay
from .taken import ALTERING
from .view import lines_of

__all__ = ["Seen", "between_days", "of_form", "of_today"]

_DAY = timedelta(days=1)
Every = Span | Period
Window = tuple[date, date, datetime]
Stay = tuple[datetime, datetime | None]


class Seen(NamedTuple):
    """What slots are derived from: the book, the calendar and the moment that is the present one.

    ``every`` gives how often a step recurs from a day on, ``steady`` whether that never changed, ``holder`` whose a slot is.
    """

    overlay: Overlay
    calendar: Calendar
    moment: datetime
    every: Callable[[StepDecl, date], Every]
    steady: Callable[[StepDecl], bool]
    holder: Callable[[StepDecl, Row, str], str]

    @property
    def today(self) -> date:
        """The local day of the present moment."""
        return self.calendar.day(self.moment)


def of_today(seen: Seen, step: type[Step]) -> Iterator[Slot]:
    """The slots that the present moment lies in, of every form in the state; by what the forms' rows say, where that tells."""
    declared = ready(step)
    register = declared.register.name
    plain = seen.steady(declared) and _aligned(seen.every(declared, seen.today))
    for state in declared.during:
        for row in seen.overlay.find(register, state=state.name):
            if plain:
                for window in _windows(seen, declared, seen.today, seen.today, None):
                    for choice in declared.choices:
                        yield _slot(seen, declared, row, choice, window, _latest(seen, declared, row, choice, window))
            else:
                yield from (slot for slot in of_form(seen, row, step) if not slot.over)


def of_form(seen: Seen, row: Row, step: type[Step], start: date | None = None, end: date | None = None) -> Iterator[Slot]:
    """The slots of a step on one form that begin from ``start`` until before ``end``, by their day; up to the present moment."""
    declared = ready(step)
    stays, taken = _lived(seen, row.number, declared)
    by_choice: dict[str, tuple[list[date], list[Entry]]] = {}
    for choice, entry in taken:
        days, entries = by_choice.setdefault(choice, ([], []))
        days.append(seen.calendar.day(instant(entry.at)))
        entries.append(entry)
    for window, owed in _owed(seen, declared, stays, start):
        if (start is None or window[0] >= start) and (end is None or window[0] < end):
            for choice in declared.choices:
                days, entries = by_choice.get(choice, ([], []))
                place = bisect_left(days, window[0])
                filled = entries[place] if place < len(days) and days[place] < window[1] else None
                if owed or filled is not None:
                    yield _slot(seen, declared, row, choice, window, filled)


def between_days(seen: Seen, step: type[Step], start: date | None, end: date | None) -> Iterator[Slot]:
    """The slots of a step on every form that begin from ``start`` until before ``end``; form by form, as they were opened."""
    for row in seen.overlay.find(step.__step__.register.name):
        if end is not None and seen.calendar.day(instant(row.first)) >= end:
            continue
        if start is None or not row.closed or seen.calendar.day(instant(row.last)) >= start:
            yield from of_form(seen, row, step, start, end)


def _slot(seen: Seen, declared: StepDecl, row: Row, choice: str, window: Window, entry: Entry | None) -> Slot:
    start, end, due = window
    told: tuple[Any, ...] = () if entry is None else (entry.seq, instant(entry.at), entry.by)
    holder = seen.holder(declared, row, choice)
    return Slot(declared.register.name, row.number, declared.name, choice, holder, start, end, due, seen.today >= end, *told)


def _latest(seen: Seen, declared: StepDecl, row: Row, choice: str, window: Window) -> Entry | None:
    """The standing signature of a row, if it was made in this slot."""
    seq = row.signed.get(declared.slot(choice))
    entry = None if seq is None else seen.overlay.entry(seq)
    begin, stop = (stamp(seen.calendar.start_of_day(day)) for day in window[:2])
    return entry if entry is not None and begin <= entry.at < stop else None


def _lived(seen: Seen, number: str, declared: StepDecl) -> tuple[list[Stay], list[tuple[str, Entry]]]:
    """When a form stood in the state, and the steps that were taken with their choices, up to the present moment."""
    names = {state.name for state in declared.during}
    stays: list[Stay] = []
    taken = []
    inside = False
    for entry, grounds in _standing(seen.overlay, declared.register.name, number, declared.name):
        at = instant(entry.at)
        if at > seen.moment:
            break
        if "state" in grounds and inside != (grounds["state"] in names):
            inside = not inside
            stays.append((at, None)) if inside else stays.append((stays.pop()[0], at))
        if entry.step == declared.name:
            taken.append((str(grounds.get("slot", "")).partition("/")[2], entry))
    return stays, taken


def _standing(overlay: Overlay, register: str, number: str, step: str) -> Iterator[tuple[Entry, Any]]:
    """The live entries of a form that made a state or are this step, in order of when, with what came of them.

    A form may have a thousand of others: what is not asked for is not taken apart.
    """
    history = overlay.history(register, number)
    if any(entry.step in ALTERING for entry in history):
        yield from ((line.entry, line.grounds) for line in lines_of(overlay, register, number))
        return
    for entry in sorted(history, key=lambda entry: (entry.at, entry.seq)):
        if not entry.grounds:  # it is staged
            yield entry, overlay.grounds_of(entry)
        elif entry.step == step or '"state":' in entry.grounds:
            yield entry, json.loads(entry.grounds)


def _owed(seen: Seen, declared: StepDecl, stays: Sequence[Stay], since: date | None) -> list[tuple[Window, bool]]:
    """The windows of every stay, and whether the form stood in the state when they ended (or does now)."""
    found: list[tuple[Window, bool]] = []
    for entered, left in stays:
        first = seen.calendar.day(entered)
        last = seen.today if left is None else seen.calendar.day(left)
        for window in _windows(seen, declared, first, last, since):
            if found and found[-1][0][1] > window[0]:  # cut short by leaving, and the form was back in it
                (start, _end, _due), owed = found.pop()
                if start < window[0]:
                    found.append(((start, window[0], seen.calendar.end_of_day(window[0] - _DAY)), owed))
            found.append((window, left is None or last >= window[1]))
    return found


def _windows(seen: Seen, declared: StepDecl, entered: date, until: date, since: date | None) -> Iterator[Window]:
    """From the day of entry, the spans of days that each ask for the step once; up to the one that ``until`` lies in.

    What lies before ``since`` is passed over where that moves none of them.
    """
    every = seen.every(declared, since or entered)
    steady = seen.steady(declared)
    day = max(entered, since) if since is not None and steady and _aligned(every) else entered
    anchor, place = day, 0
    while day <= until:
        if not steady and (now := seen.every(declared, day)) != every:
            every, anchor, place = now, day, 0
        if isinstance(every, Period):
            start, end = every.bounds(day)
            due = every.due(start, seen.calendar) if day < end else None
            day = every.next(day)
        else:
            start, end = _counted(every, anchor, place, day, seen.calendar)
            due = seen.calendar.end_of_day(end - _DAY)
            day, place = end, place + 1
        if due is not None and start <= until:
            yield start, end, due


def _aligned(every: Every) -> bool:
    """Whether its windows lie where they lie, whenever the form came into the state."""
    return isinstance(every, Period) or (every.count == 1 and every.unit in ("day", "working_day"))


def _counted(every: Span, anchor: date, place: int, day: date, calendar: Calendar) -> tuple[date, date]:
    """The window of that rank, counted from the anchor: months from the first day of them all, so that none drifts."""
    if every.unit == "working_day":
        start = calendar.working_day_from(day)
        return start, calendar.count_working_days(start, every.count - 1) + _DAY
    if every.unit in ("month", "year"):
        months = every.count * (12 if every.unit == "year" else 1)
        return add_months(anchor, place * months), add_months(anchor, (place + 1) * months)
    length = timedelta(days=every.count * (7 if every.unit == "week" else 1))
    return anchor + place * length, anchor + (place + 1) * length
