"""The agenda: what is still to do and what is late - duties of forms, slots that recur, quotas that ask for more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    from pmcore.engine.slots import Slot

__all__ = ["agenda", "holders_of", "todo"]

_ = messages("pmcore")
Told = dict[str, Any]


def holders_of(look: Look, staff: str) -> tuple[str, ...]:
    """Everything that somebody's duties may be held by today: their roles, themselves, anybody. Raises NotFound."""
    who = look.row("staff", staff)
    return (*held_roles(who, look.facts.today.isoformat()), f"staff:{who.number}", "staff")


def todo(look: Look, zone: str, holders: Iterable[str] = (), *, late_only: bool = False) -> list[Told]:
    """What is still to do, as data, the late ones first: of these holders, or of everybody."""
    wanted = tuple(holders)
    rows: list[Told] = [{"kind": "duty", **duty(row, zone), "late": look.late(row)} for row in look.duties(holders=wanted)]
    rows += [_slot(slot, zone) for slot in look.slots() if not slot.met and (not wanted or set(slot.holder.split()) & set(wanted))]
    return sorted((row for row in rows if row["late"] or not late_only), key=lambda row: (not row["late"], row["due"]))


def _slot(slot: Slot, zone: str) -> Told:
    return {
        "kind": "slot",
        "register": slot.register or None,
        "number": slot.number or None,
        "step": slot.name,
        "choice": slot.each or None,
        "holder": slot.holder,
        "since": slot.start.isoformat(),
        "due": moment(stamp(slot.due), zone),
        "estimated": False,
        "wanted": slot.wanted,
        "done": slot.done,
        "clause": slot.clause or None,
        "late": False,
    }


def agenda(look: Look, words: Words, holders: Iterable[str] = (), *, late_only: bool = False) -> Table:
    """What is still to do, as a table: of these holders (roles, ``staff:NUMBER``), or of everybody."""
    rows = todo(look, words.zone, holders, late_only=late_only)
    return agenda_table(rows, words, staff_codes(look, (row["holder"] for row in rows)))


def agenda_table(rows: list[Told], words: Words, codes: Mapping[str, str]) -> Table:
    """These rows as people read them."""
    heads = {
        "late": "",
        "due": words.say(_("Due")),
        "register": words.say(_("Register")),
        "number": words.say(_("Number")),
        "step": words.say(_("Step")),
        "holder": words.say(_("By")),
    }
    return Table(rows, [_cells(row, words, codes) for row in rows], heads, yielding="holder")


def _cells(row: Told, words: Words, codes: Mapping[str, str]) -> dict[str, str]:
    if row["register"]:
        what = owed_step(row, words)
    else:
        what = words.pick(words.manifest["quotas"].get(row["step"], {"label": {"en": row["step"]}})["label"])
    if row["kind"] == "slot":
        what += f" {row['done']}/{row['wanted']}"
    return {
        "late": words.say(_("LATE")) if row["late"] else "",
        "due": short_time(row["due"]) + ("?" if row["estimated"] else ""),
        "register": words.register(row["register"]) if row["register"] else "",
        "number": row["number"] or "",
        "step": what,
        "holder": words.holder(row["holder"], codes),
    }
