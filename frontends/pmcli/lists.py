"""Looking: forms a page at a time, one form with its history, why something stands as it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .record import many, whole
from .session import Session, current
from .words import _

__all__ = ["find_form", "listing", "needed", "show", "show_any", "why"]


def listing(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER list``."""
    params: list[click.Parameter] = [
        Option("where", _("only those with this value"), metavar=_("FIELD=VALUE"), multiple=True, takes=("where", register)),
        Option("state", _("only those in this state"), metavar=_("STATE"), takes=("state", register)),
        Option("open", _("only those that are not ended"), is_flag=True),
        Option("limit", _("so many at most (50)"), metavar="N"),
        Option("cursor", _("what follows behind this place"), metavar="N"),
        Option("newest", _("the last ones first"), is_flag=True),
        Option("columns", _("only these columns, in this order"), metavar=_("FIELD,FIELD"), takes=("columns", register)),
    ]

    def run(**values: Any) -> None:
        _list(current(), register, told, values)

    return Command("list", params=params, callback=run, help=_("Forms, a page at a time"))


def _list(session: Session, register: str, told: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    from pmcore.surface.columns import chosen_columns, condition, state_of
    from pmcore.surface.lists import listed

    words, state = session.words, values["opt_state"]
    with session.desk.reading() as look:
        page = listed(
            look,
            session.words,
            register,
            dict(condition(text, told) for text in values["opt_where"]),
            state=None if state is None else state_of(state, told, words),
            open_only=values["opt_open"],
            limit=many(values["opt_limit"], 50),
            cursor=whole(values["opt_cursor"], "cursor"),
            newest_first=values["opt_newest"],
            columns=chosen_columns(values["opt_columns"] or "", told, words),
            reveal=session.reveals,
        )
    session.log_access(f"{register} list", len(page.table.rows))
    session.out.draw(page.table)
    if page.cursor is not None:
        session.out.talk(_("There are more: --cursor {cursor}", cursor=page.cursor))


def show(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER show NUMBER``."""

    def run(number: str | None) -> None:
        _show(current(), register, number)

    number = argument("number", _("NUMBER"), "every", register)
    return Command("show", params=[number], callback=run, help=_("One form with its history"))


def show_any() -> click.Command:
    """``show NUMBER``: the number says which register."""

    def run(number: str | None) -> None:
        session = current()
        _show(session, *find_form(session, number))

    return Command("show", params=[_number()], callback=run, help=_("One form by its number, whatever the register"))


def _number() -> click.Argument:
    return argument("number", _("NUMBER"), "anywhere", "unit", "staff")


def find_form(session: Session, number: str | None) -> tuple[str, str]:
    """(register, number) of what people call a form."""
    from pmcore.surface import form

    text = needed(number)
    with session.desk.reading() as look:
        return form.find_form(look, session.words, text)


def needed(number: str | None) -> str:
    """A number that has to be given."""
    if not number:
        stop = Stop(_("Say which form: its number is missing"))
        stop.invalid = [("number", _("is missing"))]
        raise stop
    return number


def _show(session: Session, register: str, number: str | None) -> None:
    from pmcore.surface.form import shown_form

    text = needed(number)
    with session.desk.reading() as look:
        answer = shown_form(look, session.words, register, text, reveal=session.reveals)
    session.log_access(f"{register} {answer.data['number']}", 1)
    session.out.tell(answer)


def why() -> click.Command:
    """``why NUMBER``."""

    def run(number: str | None) -> None:
        from pmcore.surface.reasons import reasons

        session = current()
        register, text = find_form(session, number)
        with session.desk.reading() as look:
            answer = reasons(look, session.words, register, text)
        session.out.tell(answer)

    return Command("why", params=[_number()], callback=run, help=_("The facts, rules and arithmetic behind a form"))
