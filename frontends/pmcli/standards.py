"""Standards: what holds since when, and changing one from a day on."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .record import tell
from .session import current
from .words import _, lang

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.standard import Standard

__all__ = ["as_read", "change", "listing"]


def listing() -> click.Command:
    """``standard list``."""
    params: list[click.Parameter] = [
        Option("on", _("as of this day"), metavar=_("DATE")),
        Option("rules", _("the levels of rules too"), is_flag=True),
        argument("text", _("TEXT"), "standard"),
    ]

    def run(text: str | None, opt_on: str | None, opt_rules: bool) -> None:
        from pmcore.engine.standards import in_force

        session = current()
        with session.desk.reading() as look:
            rows = [
                _row(standard, value, since, origin)
                for standard, value, since, origin in in_force(look, _day(opt_on, "on"))
                if (opt_rules or text or not standard.name.startswith("rule.")) and (not text or text in standard.name)
            ]
        origins = {"default": _("the default"), "set": _("set here")}
        human = [{**row, "value": row["shown"], "origin": origins.get(row["origin"], row["origin"])} for row in rows]
        told = [{name: value for name, value in row.items() if name != "shown"} for row in rows]
        heads = {"name": _("Name"), "value": _("Value"), "since": _("Since"), "origin": _("Origin"), "clause": _("Clause")}
        session.out.rows(told, [{name: value for name, value in row.items() if name in heads} for row in human], heads)

    return Command("list", params=params, callback=run, help=_("What holds: value, since when, at which clause"))


def as_read(look: Look, name: str, value: Any) -> str:
    """A figure that an entry was judged by, in words; as it stands where its plugin is absent."""
    from pmcore.engine.settings import read_value
    from pmcore.model.kinds import KIND_OF

    standard = look.catalogue.standard(name)
    if standard is None or isinstance(standard.default, tuple) or standard.choices:
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return KIND_OF[type(standard.default)].show(read_value(standard.default, json.dumps(value)), lang())


def _row(standard: Standard[Any], value: Any, since: str, origin: str) -> dict[str, Any]:
    from pmcore.model.kinds import KIND_OF

    if isinstance(value, tuple):
        plain: Any = list(value)
        shown = ", ".join(map(str, value))
    else:
        kind = KIND_OF[type(value)]
        plain, shown = kind.plain(value), kind.show(value, lang())
    return {
        "name": standard.name,
        "value": plain,
        "since": since or None,
        "origin": origin,
        "clause": standard.clause or None,
        "scopes": list(standard.scopes),
        "choices": list(standard.choices),
        "shown": shown,
    }


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
