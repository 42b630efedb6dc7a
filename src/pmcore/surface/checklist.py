"""The checklist of a form: what is done, who is next, what waits for what, and what of its daily work was missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pmcore.engine.checklist import BLOCKED, DONE, LATER, OPEN, OWED
from pmcore.model.messages import messages
from pmcore.model.stamp import stamp

from .sentences import duty, owed_step
from .values import moment
from .words import Words, short_time

if TYPE_CHECKING:
    from datetime import datetime

    from pmcore.engine.checklist import Checklist, Item
    from pmcore.model.slot import Slot, Tally

__all__ = ["at_a_glance", "checklist", "holders", "item_lines", "recurring_lines", "worth"]

_ = messages("pmcore")
Told = dict[str, Any]
WORTH = 3
"""A form with fewer items is told by what it owes."""
MISSED = 5
"""So many missed days are named; of more, the last ones."""


def checklist(found: Checklist, zone: str) -> Told:
    """A checklist as data: every item with its state, what recurs with the days that were missed."""
    return {
        "done": found.done,
        "of": found.known,
        "items": [_item(found.register, item, zone) for item in found.items],
        "recurring": [_tally(one, zone) for one in found.recurring],
    }


def _item(register: str, item: Item, zone: str) -> Told:
    return {
        "register": register,
        "step": item.step,
        "choice": item.choice or None,
        "state": item.state,
        "holder": item.holder or None,
        "by": item.by or None,
        "at": _when(item.at, zone),
        "seq": item.seq,
        "due": _when(item.due, zone),
        "estimated": item.estimated,
        "late": item.late,
        "missing": [{"register": register, "step": step, "choice": choice or None} for step, choice in item.missing],
    }


def _tally(one: Tally, zone: str) -> Told:
    return {
        "register": one.register,
        "step": one.step,
        "choice": one.choice or None,
        "holder": one.holder,
        "done": one.done,
        "of": one.wanted,
        "missed": [_slot(slot, zone) for slot in one.missed],
        "open": None if one.open is None else _slot(one.open, zone),
    }


def _slot(slot: Slot, zone: str) -> Told:
    return {"start": slot.start.isoformat(), "end": slot.end.isoformat(), "due": _when(slot.due, zone)}


def _when(at: datetime | None, zone: str) -> str | None:
    return None if at is None else moment(stamp(at), zone)


def holders(told: Told) -> list[str]:
    """Everybody who did something on a checklist or owes something, as ``staff_codes`` takes them."""
    return [holder for item in told["items"] for holder in (item["holder"], f"staff:{item['by']}") if holder]


def worth(told: Told) -> bool:
    """Whether a checklist says more than what is owed: there are several items, or something waits for them."""
    return len([item for item in told["items"] if item["state"] != LATER]) >= WORTH


def item_lines(told: Told, words: Words, codes: Mapping[str, str]) -> Iterator[str]:
    """The items as people read them, one a line; the steps of later states in one."""
    yield words.say(_("Checklist: {done} of {count} done"), done=told["done"], count=told["of"])
    for item in told["items"]:
        if item["state"] != LATER:
            state = words.say(_STATES["late" if item["late"] else item["state"]])
            yield f"  {state}  {_what(item, words, codes)}"
    if later := [words.step(item["register"], item["step"]) for item in told["items"] if item["state"] == LATER]:
        yield f"  {words.say(_STATES[LATER])}  {words.join(dict.fromkeys(later))}"


_STATES = {
    DONE: _("done"),
    OWED: _("owed"),
    "late": _("LATE"),
    OPEN: _("open"),
    BLOCKED: _("waits"),
    LATER: _("later"),
}


def _what(item: Told, words: Words, codes: Mapping[str, str]) -> str:
    """The step with who and when, or what it waits for."""
    if item["state"] == OWED:
        return duty(item, words, codes)
    step = owed_step(item, words)
    if item["state"] == DONE:
        return f"{step}  {short_time(item['at'])}  {codes.get('staff:' + item['by'], item['by'])}"
    if item["state"] == BLOCKED:
        waits = words.join(owed_step(one, words) for one in item["missing"])
        return f"{step}  {words.say(_('after {steps}'), steps=waits)}"
    return f"{step}  {words.holder(item['holder'], codes)}"


def recurring_lines(told: Told, words: Words) -> Iterator[str]:
    """What recurs, counted: how often it was done, by which days it was missed, until when it is open."""
    for one in told["recurring"]:
        figures = f"{owed_step(one, words)} {one['done']}/{one['of']}"
        missed = [_day(slot, words) for slot in one["missed"]]
        if missed:
            days = words.join(missed if len(missed) <= MISSED else ["...", *missed[-MISSED:]])
            figures = words.say(_("{figures}, missed {count}: {days}"), figures=figures, count=len(missed), days=days)
        yield figures + (words.say(_("; open until {due}"), due=short_time(one["open"]["due"])) if one["open"] else "")


def _day(slot: Told, words: Words) -> str:
    """The day by which a slot was due, as short as it is plain."""
    day = date.fromisoformat(slot["due"][:10])
    return f"{day.month}月{day.day}日" if words.lang == "zh" else f"{day:%m-%d}"


def at_a_glance(told: Told, words: Words, codes: Mapping[str, str]) -> Iterator[str]:
    """The checklist in a line or two: how much is done, who is next with what, what waits for what."""
    if worth(told):
        yield words.say(_("Checklist: {done} of {count} done"), done=told["done"], count=told["of"])
        waiting = {_key(one): one for item in told["items"] for one in item["missing"]}
        for item in told["items"]:
            if item["state"] in (OWED, OPEN) and _key(item) in waiting:
                yield words.say(
                    _("waited for: {step} by {holder}"), step=owed_step(item, words), holder=words.holder(item["holder"], codes)
                )
    yield from recurring_lines(told, words)


def _key(one: Told) -> tuple[str, str | None]:
    return one["step"], one["choice"]
