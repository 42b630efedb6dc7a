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
    from pmcore.engine.search import search
    from pmcore.plugin.language import label

    from . import values as out

    with session.desk.reading() as look:
        hits = search(look, text, limit=limit + 1)
        more, hits = len(hits) > limit, hits[:limit]
        columns = {hit.register: look.columns(hit.register) for hit in hits}
        declared = {hit.register: look.catalogue.registers.get(hit.register) for hit in hits}
    session.log_access(f"find ({len(hits)})", len(hits))
    rows, human = [], []
    for hit in hits:
        known = columns[hit.register]
        fields = out.row_fields(hit.row, known, session.zone, bool(session.reveal))
        rows.append(
            {"register": hit.register, "number": hit.row.number, "state": hit.row.state, "by": hit.column, "fields": fields}
        )
        register = declared[hit.register]
        domain = register.module.partition(".")[0] if register else "pmcore"
        told = [
            out.in_words(known.get(name), value)
            for name, value in fields.items()
            if value and (spec := known.get(name)) and (spec.find or spec.indexed)
        ]
        human.append(
            {
                "register": label("register", hit.register, domain, lang()),
                "number": hit.row.number,
                "state": label(hit.register, hit.row.state, domain, lang()),
                "what": "  ".join(told[:4]),
            }
        )
    heads = {"register": _("register"), "number": _("number"), "state": _("state"), "what": _("what is known")}
    session.out.rows(rows, human, heads)
    if more:
        session.out.talk(_("There are more: say another word, or --limit {limit}", limit=5 * limit))
    return 0 if hits else 4


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
