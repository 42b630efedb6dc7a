"""``card UNIT``: everything of a unit at a glance."""

from __future__ import annotations

import click

from .errors import Stop
from .grammar import Command
from .options import argument
from .session import current
from .words import _

__all__ = ["card"]


def card() -> click.Command:
    """``card UNIT``."""

    def run(unit: tuple[str, ...]) -> int:
        from pmcore.surface.card import unit_card

        if not unit:
            raise Stop(_("Say which unit"), field="unit")
        session = current()
        with session.desk.reading() as look:
            answer = unit_card(look, session.words, " ".join(unit), reveal=session.reveals)
        session.log_access("card", 1)
        return session.out.tell(answer)

    return Command(
        "card",
        params=[argument("unit", _("UNIT"), "known", "unit", many=True)],
        callback=run,
        help=_("A unit: people, money, what is open, held and owed"),
    )
