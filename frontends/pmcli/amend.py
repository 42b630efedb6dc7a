"""Correct, strike, void: what every register has for putting things right, always with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .lists import needed
from .options import Option, argument, field_options
from .record import given_by, tell, whole
from .session import current
from .words import _

__all__ = ["correct", "strike", "void"]


def _params(register: str, *more: click.Parameter) -> list[click.Parameter]:
    number = argument("number", _("NUMBER"), "every", register)
    return [number, *more, Option("reason", _("why"), metavar=_("REASON"))]


def _reason(values: Mapping[str, Any]) -> str:
    if not values["opt_reason"]:
        stop = Stop(_("What is put right says why: --reason"))
        stop.invalid = [("reason", _("is missing"))]
        raise stop
    return str(values["opt_reason"])


def _seq(values: Mapping[str, Any]) -> int:
    seq = whole(values["opt_seq"], "seq")
    if seq is None:
        stop = Stop(_("Say which entry: --seq N; show lists them"))
        stop.invalid = [("seq", _("is missing"))]
        raise stop
    return seq


def correct(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER correct NUMBER --field value --reason R [--seq N]``."""
    fields: dict[str, Any] = {}
    for step in told["steps"].values():
        for field in step.get("fields", ()):
            if not field.get("computed") and not step.get("clock"):
                fields.setdefault(
                    field["name"], {name: value for name, value in field.items() if name not in ("required", "default")}
                )
    options = field_options({"fields": [field for name, field in fields.items() if name not in ("reason", "set")]})
    params = _params(
        register,
        *options,
        Option(
            "set",
            _("a field by its name, whatever it is called"),
            metavar=_("FIELD=VALUE"),
            multiple=True,
            takes=("condition", register, fields),
        ),
        Option("seq", _("which entry; else the last one that has the fields"), metavar="N", takes=("seq", register)),
    )

    def run(number: str | None, **values: Any) -> int:
        session = current()
        text, reason = needed(number), _reason(values)
        given = given_by({str(option.field["name"]): option for option in options}, values)
        for pair in values["opt_set"]:
            name, _equals, value = pair.partition("=")
            given[name.strip().replace("-", "_")] = value
        if not given:
            raise Stop(_("Say what is to be corrected: an option for each field"), field="fields")
        seq = whole(values["opt_seq"], "seq")
        return tell(
            session,
            session.sign(lambda who: session.desk.correct(register, text, given, reason=reason, by=who, seq=seq), session.actor()),
        )

    return Command("correct", params=params, callback=run, help=_("Put fields right; what stood stays on record"))


def strike(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER strike NUMBER --seq N --reason R``."""

    def run(number: str | None, **values: Any) -> int:
        session = current()
        text, reason, seq = needed(number), _reason(values), _seq(values)
        return tell(
            session, session.sign(lambda who: session.desk.strike(register, text, seq, reason=reason, by=who), session.actor())
        )

    params = _params(register, Option("seq", _("which entry"), metavar="N", takes=("seq", register)))
    return Command("strike", params=params, callback=run, help=_("Take one entry back"))


def void(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER void NUMBER --reason R``."""

    def run(number: str | None, **values: Any) -> int:
        session = current()
        text, reason = needed(number), _reason(values)
        return tell(session, session.sign(lambda who: session.desk.void(register, text, reason=reason, by=who), session.actor()))

    return Command("void", params=_params(register), callback=run, help=_("Take a whole form back"))
