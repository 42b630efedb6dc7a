"""Standards: what holds since when, and changing one from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .record import tell
from .session import current
from .words import _, lang

__all__ = ["change", "listing"]


def listing() -> click.Command:
    """``standard list``."""
    params: list[click.Parameter] = [
        Option("on", _("as of this day"), metavar=_("DATE")),
        Option("rules", _("the levels of rules too"), is_flag=True),
        argument("text", _("TEXT"), "standard"),
    ]

    def run(text: str | None, opt_on: str | None, opt_rules: bool) -> None:
        from pmcore.surface.standards import standards

        session = current()
        with session.desk.reading() as look:
            table = standards(look, session.words, text or "", day=_day(opt_on, "on"), rules=opt_rules)
        session.out.draw(table)

    return Command("list", params=params, callback=run, help=_("What holds: value, since when, at which clause"))


def change() -> click.Command:
    """``standard set NAME VALUE --from DATE --reason R [--scope zone=B1]``."""
    params: list[click.Parameter] = [
        argument("name", _("NAME"), "standard"),
        argument("value", _("VALUE"), "level", "name"),
        Option("from", _("the first day it holds; else today"), metavar=_("DATE")),
        Option("reason", _("why"), metavar=_("REASON")),
        Option("scope", _("only for these, as zone=B1"), metavar=_("FIELD=VALUE"), multiple=True, takes=("scope", "name")),
        Option("granted-by", _("who approves it here at the counter"), metavar="STAFF", multiple=True, takes=("signer",)),
    ]

    def run(name: str | None, value: str | None, **values: Any) -> int:
        session = current()
        missing = [
            (field, _("is missing"))
            for field, told in (("name", name), ("value", value), ("reason", values["opt_reason"]))
            if not told
        ]
        if missing:
            stop = Stop(_("A standard is changed by name, value and reason: standard set NAME VALUE --reason R"))
            stop.invalid = missing
            raise stop
        scope = dict(_pair(text) for text in values["opt_scope"])
        more: dict[str, Any] = {"starts": _day(values["opt_from"], "from"), "scope": scope, "reason": values["opt_reason"]}
        if values["opt_granted_by"]:
            more["granted_by"] = tuple(session.named(who) for who in values["opt_granted_by"])
        told = session.sign(lambda who: session.desk.set_standard(str(name), str(value), by=who, **more), session.actor())
        return tell(session, told)

    return Command("set", params=params, callback=run, help=_("Change a standard from a day on"))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise Stop(_("{text} is not FIELD=VALUE", text=text), field="scope")
    return name.strip(), value.strip()


def _day(text: str | None, field: str) -> date | None:
    """A date as people write it."""
    if not text:
        return None
    from pmcore.model.kinds import DATE
    from pmcore.model.messages import Bad
    from pmcore.plugin.language import say

    try:
        return DATE.read(text)  # type: ignore[no-any-return]
    except Bad as bad:
        raise Stop(say(bad.message, lang()), field=field) from None
