"""``sop``: the procedure clause by clause, and what carries each."""

from __future__ import annotations

import click

from .grammar import Command
from .options import argument
from .session import current
from .words import _

__all__ = ["sop"]


def sop() -> click.Command:
    """``sop [CLAUSE | CHAPTER]``."""

    def run(clause: str | None) -> None:
        from pmcore.surface.procedure import clause_answer, procedure, procedure_table

        session = current()
        rows = procedure(session.words, clause)
        if clause and len(rows) == 1 and not session.out.shape:
            session.out.tell(clause_answer(rows[0], session.words))
        else:
            session.out.draw(procedure_table(rows, session.words))

    return Command(
        "sop",
        params=[argument("clause", _("CLAUSE"), "clause")],
        callback=run,
        help=_("The procedure: what carries each clause"),
    )
