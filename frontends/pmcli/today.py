"""``today``: what is still to do, and what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from .grammar import Command
from .options import Option
from .session import Session, current
from .words import _

if TYPE_CHECKING:
    from pmcore.engine.queries import Look

__all__ = ["today"]


def today() -> click.Command:
    """``today [--role R] [--late]``."""
    params: list[click.Parameter] = [
        Option("role", _("only of this role"), metavar=_("ROLE"), takes=("role",)),
        Option("late", _("only what is late"), alias="逾期", is_flag=True),
        Option("all", _("of everybody, although --by says who asks"), is_flag=True),
    ]

    def run(opt_role: str | None, opt_late: bool, opt_all: bool) -> None:
        from pmcore.surface.agenda import agenda

        session = current()
        with session.desk.reading() as look:
            table = agenda(look, session.words, _holders(session, look, opt_role, opt_all), late_only=opt_late)
        session.out.draw(table)

    return Command("today", params=params, callback=run, help=_("What is still to do, and what is late"))


def _holders(session: Session, look: Look, role: str | None, everybody: bool) -> tuple[str, ...]:
    """Whose duties: of a role, of the person who asks, or everybody's."""
    from pmcore.surface.agenda import holders_of

    if role:
        return (session.role(role),)
    return holders_of(look, session.by) if session.by and not everybody else ()
