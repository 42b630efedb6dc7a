"""What there is: every step and field, this book."""

from __future__ import annotations

import click

from .grammar import Command
from .session import current
from .words import _

__all__ = ["info", "spec"]


def spec() -> click.Command:
    """``spec``."""

    def run() -> None:
        from pmcore.surface import info as surface

        session = current()
        if session.out.machine:
            session.out.answer(surface.spec(session.manifest), list)
        else:
            session.out.draw(surface.spec_table(session.words))

    return Command("spec", callback=run, help=_("Every register, step and field, for programs"))


def info() -> click.Command:
    """``info``."""

    def run() -> None:
        from pmcore.surface import info as surface

        session = current()
        with session.desk.reading() as look:
            answer = surface.info(session.desk, look, session.words, session.path)
        session.out.tell(answer)

    return Command("info", callback=run, help=_("This book: site, last entry, versions"))
