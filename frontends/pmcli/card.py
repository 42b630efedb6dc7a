"""``card UNIT``: everything of a unit at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from .errors import Stop
from .grammar import Command
from .options import argument
from .session import Session, current
from .words import _, lang

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.book import Row
    from pmcore.registers.card import Card

__all__ = ["card", "card_lines"]


def card() -> click.Command:
    """``card UNIT``."""

    def run(unit: tuple[str, ...]) -> int:
        if not unit:
            raise Stop(_("Say which unit"), field="unit")
        return _card(current(), " ".join(unit))

    return Command(
        "card",
        params=[argument("unit", _("UNIT"), "known", "unit", many=True)],
        callback=run,
        help=_("A unit: people, money, what is open, held and owed"),
    )


def _card(session: Session, text: str) -> int:
    from pmcore.registers.card import card as made

    with session.desk.reading() as look:
        found = made(look, text)
        answer = _answer(session, look, found)
        lines = list(_lines(look, found, answer))
    session.log_access("card", 1)
    session.out.answer(answer, lambda: lines)
    return 0


def card_lines(session: Session, look: Look, text: str) -> list[str]:
    """The card of a unit as people read it."""
    from pmcore.registers.card import card as made

    found = made(look, text)
    return list(_lines(look, found, _answer(session, look, found)))


def _answer(session: Session, look: Look, found: Card) -> dict[str, Any]:
    from . import values as out

    def fields(register: str, row: Row) -> dict[str, Any]:
        return out.row_fields(row, look.columns(register), session.zone, bool(session.reveal))

    return {
        "unit": {"number": found.unit.number, "state": found.unit.state, **fields("unit", found.unit)},
        "people": [
            {
                "customer": who.number,
                **fields("customer", who),
                "capacity": tenure.values["capacity"],
                "since": tenure.values["starts"],
            }
            for who, tenure in found.people
        ],
        "money": {
            "due": str(found.money.due),
            "disputed": str(found.money.disputed),
            "not_yet_due": str(found.money.not_yet_due),
            "prepaid": str(found.money.prepaid),
            "held": str(found.held),
            "charges": list(found.money.charges),
        },
        "open": [{"register": register, "number": row.number, "state": row.state} for register, row in found.forms],
        "held": [{"register": register, "number": row.number, "state": row.state} for register, row in found.custody],
        "duties": [
            {
                "register": duty.register,
                "number": duty.number,
                "step": duty.step,
                "holder": duty.holder,
                "due": out.moment(duty.due, session.zone),
                "late": look.late(duty),
            }
            for duty in found.duties
        ],
    }


def _lines(look: Look, found: Card, answer: dict[str, Any]) -> Iterator[str]:
    from pmcore.plugin.language import label

    from . import values as out

    def word(register: str, name: str = "") -> str:
        declared = look.catalogue.registers.get(register)
        domain = declared.module.partition(".")[0] if declared else "pmcore"
        return label(register, name, domain, lang()) if name else label("register", register, domain, lang())

    columns, unit = look.columns("unit"), answer["unit"]
    told = [out.in_words(columns.get(name), unit.get(name)) for name in ("code", "use", "area", "status")]
    yield f"{word('unit')} {found.unit.number}  " + "  ".join(part for part in told if part)
    tenures = look.columns("tenure")
    for who in answer["people"]:
        parts = [
            out.in_words(tenures["capacity"], who["capacity"]),
            who["customer"],
            who["name"],
            who.get("mobile") or "",
            _("since {day}", day=who["since"]),
        ]
        yield "  " + "  ".join(part for part in parts if part)
    money = answer["money"]
    yield "  " + _(
        "owed {due}, disputed {disputed}, not yet due {not_yet_due}, prepaid {prepaid}, deposits held {held}",
        **{name: money[name] for name in ("due", "disputed", "not_yet_due", "prepaid", "held")},
    )
    for form in answer["open"]:
        held = "  " + _("held for them") if form in answer["held"] else ""
        yield f"  {word(form['register'])} {form['number']}  {word(form['register'], form['state'])}{held}"
    for duty in answer["duties"]:
        late = "  " + _("LATE") if duty["late"] else ""
        yield (
            "  "
            + _(
                "owed: {step} of {number} by {due}",
                step=word(duty["register"], duty["step"]),
                number=duty["number"],
                due=duty["due"][:16].replace("T", " "),
            )
            + late
        )
