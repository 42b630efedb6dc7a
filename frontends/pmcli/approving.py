"""Approvals used, PINs chosen."""

from __future__ import annotations

import click

from .errors import Stop
from .grammar import Command
from .lists import needed
from .options import argument
from .record import tell
from .session import current
from .words import _

__all__ = ["set_pin", "use"]


def use() -> click.Command:
    """``approval use NUMBER``."""

    def run(number: str | None) -> int:
        session = current()
        text = needed(number)
        return tell(session, session.sign(lambda who: session.desk.use_approval(text, by=who), session.actor()))

    return Command(
        "use",
        params=[argument("number", _("NUMBER"), "form", "approval", "spend")],
        callback=run,
        help=_("Write the step that was approved"),
    )


def set_pin() -> click.Command:
    """``staff set-pin STAFF``."""

    def run(staff: str | None) -> int:
        session = current()
        who = staff or session.by
        if not who:
            raise Stop(_("Say whose PIN"), field="staff")
        pin = session.pins.ask(_("New PIN of {staff}: ", staff=who))
        if pin != session.pins.ask(_("Once more: ")):
            raise Stop(_("The two are not the same; nothing was changed"), field="pin")
        session.sign(lambda actor: session.desk.set_pin(who, pin, by=actor), session.actor())
        session.out.answer(
            {"outcome": "recorded", "findings": [], "staff": who}, lambda: [_("The PIN of {staff} is set", staff=who)]
        )
        return 0

    return Command(
        "set-pin",
        params=[argument("staff", _("STAFF"), "known", "staff")],
        callback=run,
        help=_("Choose a PIN; it is asked for, never typed on the line"),
    )
