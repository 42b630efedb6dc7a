"""The agenda: what is still to do and what is late - duties of forms, slots that recur, quotas that ask for more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from pmcore.engine.roles import held_roles
from pmcore.model.messages import messages
from pmcore.model.stamp import stamp

from .answers import duty
from .sentences import owed_step
from .table import Table
from .values import moment, staff_codes
from .words import Words, short_time

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.engine.quotas import Progress
    from pmcore.model.slot import Slot

__all__ = ["agenda", "holders_of", "todo"]

_ = messages("pmcore")
Told = dict[str, Any]
Kind = tuple[str, str, str, str, str]
FEW = 3
"""More than so many of a kind stand in one line."""


def holders_of(look: Look, staff: str) -> tuple[str, ...]:
    """Everything that somebody's duties may be held by today: their roles, themselves, anybody. Raises NotFound."""
    who = look.row("staff", staff)
    return (*held_roles(who, look.facts.today.isoformat()), f"staff:{who.number}", "staff")


def todo(look: Look, zone: str, holders: Iterable[str] = (), *, late_only: bool = False) -> list[Told]:
    """What is still to do, as data, the late ones first: of these holders, or of everybody."""
    wanted = tuple(holders)
    rows: list[Told] = [{"kind": "duty", **duty(row, zone), "late": look.late(row)} for row in look.duties(holders=wanted)]
    rows += [row for one, row in _recurring(look, zone) if not one.met and (not wanted or set(one.holder.split()) & set(wanted))]
    return sorted((row for row in rows if row["late"] or not late_only), key=lambda row: (not row["late"], row["due"]))


def _recurring(look: Look, zone: str) -> list[tuple[Slot | Progress, Told]]:
    """Today's holes of steps that recur, and what quotas ask for; met ones too."""
    slots, quotas = look.slots(), look.quotas()
    found: list[tuple[Slot | Progress, Told]] = [(one, _slot(one)) for one in slots]
    found += [(one, _quota(one, look.facts.today)) for one in quotas]
    return [(one, {**told, **_span(one, look.sheet.now, zone)}) for one, told in found]


def _slot(slot: Slot) -> Told:
    form = {"register": slot.register, "number": slot.number, "step": slot.step, "choice": slot.choice or None}
    return {"kind": "slot", **form, "wanted": 1, "done": int(slot.met), "pace": None, "clause": None}


def _quota(quota: Progress, today: date) -> Told:
    """``pace`` is how many should be done by the end of today; ``choice`` the part of the quota, where it has any."""
    named = {"register": None, "number": None, "step": quota.name, "choice": quota.part or None}
    figures = {"wanted": quota.wanted, "done": quota.done, "pace": quota.pace(today)}
    return {"kind": "slot", **named, **figures, "clause": quota.clause}


def _span(one: Slot | Progress, now: datetime, zone: str) -> Told:
    due = moment(stamp(one.due), zone)
    return {"holder": one.holder, "since": one.start.isoformat(), "due": due, "estimated": False, "late": one.late(now)}


def agenda(look: Look, words: Words, holders: Iterable[str] = (), *, late_only: bool = False) -> Table:
    """What is still to do, as a table: of these holders (roles, ``staff:NUMBER``), or of everybody.

    People read many of a kind as one line, with how many of all are done; programs get each.
    """
    rows = todo(look, words.zone, holders, late_only=late_only)
    kinds: dict[Kind, list[Told]] = {}
    if any(row["kind"] == "slot" for row in rows):
        for _one, told in _recurring(look, words.zone):
            kinds.setdefault(_kind(told), []).append(told)
    return agenda_table(rows, words, staff_codes(look, (row["holder"] for row in rows)), kinds)


def agenda_table(rows: list[Told], words: Words, codes: Mapping[str, str], kinds: Mapping[Kind, list[Told]] | None = None) -> Table:
    """These rows as people read them; ``kinds`` are all that recur, done or not, by what they have in common."""
    heads = {
        "late": "",
        "due": words.say(_("Due")),
        "register": words.say(_("Register")),
        "number": words.say(_("Number")),
        "step": words.say(_("Step")),
        "holder": words.say(_("By")),
    }
    cells, told = [], set()
    for row in rows:
        alike = kinds.get(_kind(row), [row]) if kinds and row["kind"] == "slot" else [row]
        if sum(one["done"] < one["wanted"] for one in alike if len(alike) > 1) <= FEW:
            cells.append(_cells(row, words, codes))
        elif _kind(row) not in told:
            told.add(_kind(row))
            cells.append(_cells(_together(alike), words, codes))
    return Table(rows, cells, heads, yielding="holder")


def _kind(row: Told) -> Kind:
    """What many of a kind have in common: of a form's step its choice too, of a quota its parts not."""
    choice = row["choice"] if row["register"] else None
    return row["register"] or "", row["step"], choice or "", row["holder"], row["due"]


def _together(alike: list[Told]) -> Told:
    """Many of a kind as one: how many of all are done, and how many are still open."""
    left = sum(one["done"] < one["wanted"] for one in alike)
    sums = {name: sum(one[name] or 0 for one in alike) for name in ("done", "wanted", "pace")}
    return {**alike[0], **sums, "number": None, "choice": alike[0]["choice"] if alike[0]["register"] else None, "left": left}


def _cells(row: Told, words: Words, codes: Mapping[str, str]) -> dict[str, str]:
    return {
        "late": words.say(_("LATE")) if row["late"] else "",
        "due": short_time(row["due"]) + ("?" if row["estimated"] else ""),
        "register": words.register(row["register"]) if row["register"] else "",
        "number": words.say(_("{count} still open"), count=row["left"]) if "left" in row else row["number"] or "",
        "step": _what(row, words),
        "holder": words.holder(row["holder"], codes),
    }


def _what(row: Told, words: Words) -> str:
    """What is to do; of what recurs, how much of it is done, and how much should be by the end of today."""
    if row["register"]:
        what = owed_step(row, words)
    else:
        what = words.pick(words.manifest["quotas"].get(row["step"], {"label": {"en": row["step"]}})["label"])
        what += f" ({row['choice']})" if row["choice"] else ""
    if row["kind"] != "slot":
        return what
    figures = f"{what} {row['done']}/{row['wanted']}"
    behind = row["pace"] and row["done"] < row["pace"] < row["wanted"]
    return words.say(_("{figures}, {count} by today"), figures=figures, count=row["pace"]) if behind else figures
