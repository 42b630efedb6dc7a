"""``REGISTER import FILE``: the options; the work is done in ``importing``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from pmcore.surface.columns import condition

from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .session import current
from .words import _

__all__ = ["importing"]


def importing(register: str, told: Mapping[str, Any]) -> click.Command:
    """``REGISTER import FILE``: the options are those of the table below."""
    params: list[click.Parameter] = [
        argument("file", _("FILE"), "file"),
        Option("check", _("only judge it, write nothing"), is_flag=True),
        Option("map", _("which heading fills which field; - leaves one out"), metavar=_("HEAD=FIELD"), multiple=True),
        Option(
            "set",
            _("what a field says where the file leaves it out"),
            metavar=_("FIELD=VALUE"),
            multiple=True,
            takes=("where", register),
        ),
        Option("errors", _("write the faults into this file"), metavar=_("FILE"), takes=("file",)),
        Option(
            "existing",
            _("what to do with a form that is known: refuse, skip or correct"),
            metavar="refuse|skip|correct",
            takes=("choice", "refuse", "skip", "correct"),
        ),
        Option("step", _("which opening step, where a register has several"), metavar=_("STEP"), takes=("step", register)),
        Option("late", _("why it is entered only now"), metavar=_("REASON")),
        Option("granted-by", _("who approves it here at the counter"), metavar="STAFF", multiple=True, takes=("signer",)),
    ]

    def run(file: str | None, **values: Any) -> int:
        session = current()
        if not file:
            raise Stop(_("Say which file"), field="file")
        existing = values["opt_existing"] or "refuse"
        if existing not in ("refuse", "skip", "correct"):
            raise Stop(_("--existing is refuse, skip or correct"), field="existing")
        from . import importing as work

        return int(
            work.run(
                session,
                register,
                file,
                check=values["opt_check"],
                mapping=dict(_pair(text) for text in values["opt_map"]),
                usual=dict(condition(text, told) for text in values["opt_set"]),
                errors=values["opt_errors"],
                existing=existing,
                step=values["opt_step"],
                late=values["opt_late"],
                granted_by=tuple(values["opt_granted_by"]),
            )
        )

    return Command("import", params=params, callback=run, help=_("Take a table or a list (CSV, JSON) in: all of it or nothing"))


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals:
        raise Stop(_("{text} is no mapping; write HEAD=FIELD", text=text), field="map")
    return name.strip(), value.strip().replace("-", "_") if value.strip() != "-" else "-"
