"""Erasing what the book knows of a person: the entries stay and still verify, the personal words are gone."""

from __future__ import annotations

from typing import Any

import click

from .amend import _params, _reason
from .grammar import Command
from .lists import needed
from .record import tell
from .session import current
from .words import _

__all__ = ["erase"]


def erase() -> click.Command:
    """``customer erase NUMBER --reason R``."""

    def run(number: str | None, **values: Any) -> int:
        session = current()
        text, reason = needed(number), _reason(values)
        return tell(session, session.sign(lambda who: session.desk.erase(text, reason=reason, by=who), session.actor()))

    return Command(
        "erase", params=_params("customer"), callback=run, help=_("Erase a customer's personal values; the entries stay")
    )
