"""``today``: what is still to do, and what is late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from .grammar import Command
from .options import Option
from .sentences import choice_words, holder_words, short_time
from .session import Session, current
from .words import _, pick

if TYPE_CHECKING:
    from pmcore.engine.queries import Look

__all__ = ["today"]

Told = dict[str, Any]


def today() -> click.Command:
    """``today [--role R] [--late]``."""
    params: list[click.Parameter] = [
        Option("role", _("only of this role"), metavar=_("ROLE"), takes=("role",)),
        Option("late", _("only what is late"), alias="逾期", is_flag=True),
        Option("all", _("of everybody, although --by says who asks"), is_flag=True),
    ]

    def run(opt_role: str | None, opt_late: bool, opt_all: bool) -> None:
        from .values import codes_of

        session = current()
        with session.desk.reading() as look:
            holders = _holders(session, look, opt_role, opt_all)
            rows = [row for row in _rows(look, holders) if row["late"] or not opt_late]
            codes = codes_of(look, rows)
        rows.sort(key=lambda row: (not row["late"], row["due"]))
        _tell(session, rows, codes)

    return Command("today", params=params, callback=run, help=_("What is still to do, and what is late"))


def _holders(session: Session, look: Look, role: str | None, everybody: bool) -> tuple[str, ...]:
    """Whose duties: of a role, of the person who asks, or everybody's."""
    if role:
        return (session.role(role),)
    if not session.by or everybody:
        return ()
    from pmcore.engine.roles import held_roles

    who = look.row("staff", session.by)
    return (*held_roles(who, look.facts.today.isoformat()), f"staff:{who.number}", "staff")


def _rows(look: Look, holders: tuple[str, ...]) -> list[Told]:
    from .values import duty

    zone = look.sheet.settings.zone
    rows: list[Told] = [{"kind": "duty", **duty(row, zone), "late": look.late(row)} for row in look.duties(holders=holders)]
    for slot in look.slots():
        if not slot.met and (not holders or set(slot.holder.split()) & set(holders)):
            from pmcore.model.stamp import stamp

            from .values import moment

            rows.append(
                {
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
            )
    return rows


def _tell(session: Session, rows: list[Told], codes: Mapping[str, str]) -> None:
    registers = session.manifest["registers"]
    human = []
    for row in rows:
        register = registers.get(row["register"] or "", {})
        what = pick(_label(session, register, row["step"])) + choice_words(
            register.get("steps", {}).get(row["step"], {}), row["choice"]
        )
        if row["kind"] == "slot":
            what += f" {row['done']}/{row['wanted']}"
        human.append(
            {
                "late": _("LATE") if row["late"] else "",
                "due": short_time(row["due"]) + ("?" if row["estimated"] else ""),
                "register": pick(register["label"]) if register else "",
                "number": row["number"] or "",
                "step": what,
                "holder": holder_words(row["holder"], session.manifest, codes),
            }
        )
    heads = {"late": "", "due": _("Due"), "register": _("Register"), "number": _("Number"), "step": _("Step"), "holder": _("By")}
    session.out.rows(rows, human, heads, yielding="holder")


def _label(session: Session, register: Told, step: str) -> dict[str, str]:
    """What a step or a quota is called."""
    known = register.get("steps", {}).get(step) or session.manifest["quotas"].get(step) or {"label": {"en": step}}
    return dict(known["label"])
