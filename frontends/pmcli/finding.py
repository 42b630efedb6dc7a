"""``find TEXT``: forms by anything people know of them. ``print NUMBER``: a form on paper."""

from __future__ import annotations

from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .session import Session, current
from .words import _, lang

__all__ = ["find", "print_form"]


def find() -> click.Command:
    """``find TEXT [--limit N]``."""
    params: list[click.Parameter] = [
        argument("text", _("TEXT"), many=True),
        Option("limit", _("so many at most (20)"), metavar="N"),
    ]

    def run(text: tuple[str, ...], **values: Any) -> int:
        from .record import many

        if not any(map(str.strip, text)):
            raise Stop(_("Say what to look for: a name, initials, a number, its last digits, a plate, a unit"), field="text")
        return _find(current(), " ".join(text), many(values["opt_limit"], 20))

    return Command("find", params=params, callback=run, help=_("Forms by name, initials, telephone, plate, unit or number"))


def _find(session: Session, text: str, limit: int) -> int:
    from pmcore.surface.search import found_forms

    with session.desk.reading() as look:
        table = found_forms(look, session.words, text, limit=limit, reveal=session.reveals)
    session.log_access(f"find ({len(table.rows)})", len(table.rows))
    session.out.draw(table)
    return 0 if table.rows else 4


def print_form() -> click.Command:
    """``print NUMBER [--copy customer|archive]``."""
    params: list[click.Parameter] = [
        argument("number", _("NUMBER"), "anywhere"),
        Option(
            "copy",
            _("which copy: customer or archive"),
            metavar="customer|archive",
            takes=("choice", "customer", "archive"),
        ),
    ]

    def run(number: str | None, **values: Any) -> int:
        session = current()
        if not number:
            raise Stop(_("Say which form"), field="number")
        copy = values["opt_copy"] or "archive"
        if copy not in ("customer", "archive"):
            raise Stop(_("--copy is customer or archive"), field="copy")
        with session.desk.reading() as look:
            register, row = look.anywhere(number)
        text = session.sign(
            lambda actor: session.desk.print_form(register, row.number, by=actor, lang=lang(), copy=copy), session.actor()
        )
        if session.out.machine:
            session.out.answer(
                {"outcome": "recorded", "findings": [], "register": register, "number": row.number, "text": text}, list
            )
        else:
            session.out.say(text, end="")
        return 0

    return Command("print", params=params, callback=run, help=_("A form as text of 80 columns; every print is counted"))
