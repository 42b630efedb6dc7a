"""``report``: the tables that chapters offer, over a period."""

from __future__ import annotations

import click

from .grammar import Command
from .options import Option, argument
from .session import current
from .words import _

__all__ = ["report"]


def report() -> click.Command:
    """``report [NAME] [--period 2026-11]``."""
    params: list[click.Parameter] = [
        argument("name", _("NAME"), "report"),
        Option(
            "period",
            _("2026, 2026-H1, 2026-11, 2026-W48 or 2026-11-30; else the present one"),
            metavar=_("PERIOD"),
            takes=("period", "name"),
        ),
    ]

    def run(name: str | None, opt_period: str | None) -> None:
        from pmcore.surface import reports

        session = current()
        if name is None:
            session.out.draw(reports.reports(session.words))
            return
        named = reports.report_named(name, session.words)
        with session.desk.reading() as look:
            table = reports.report(look, session.words, named, opt_period, reveal=session.reveals)
        session.log_access(f"report {named}", len(table.rows))
        session.out.draw(table)

    return Command("report", params=params, callback=run, help=_("Tables over a period"))
