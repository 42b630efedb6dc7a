"""Completion: what TAB offers for the line as it stands. It never writes, never waits and never complains."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .words import choose, speaking

if TYPE_CHECKING:
    from .shells import Shell

__all__ = ["VARIABLE", "complete"]

VARIABLE = "_PMDESK_COMPLETE"


def complete(instruction: str) -> int:
    """Answer a shell: ``bash_complete`` with what the line may go on with, ``bash_source`` with the script."""
    from .shells import SHELLS

    name, _underline, what = instruction.partition("_")
    if name not in SHELLS or what not in ("complete", "source"):
        return 1
    line = SHELLS[name](click.Group(), {}, "pmdesk", VARIABLE).line()
    with speaking(choose(line.words, os.environ), (*line.words, line.begun)):
        try:
            answer = _answer(SHELLS[name], what, line.words)
        except Exception:
            if os.environ.get("PMDESK_TRACE"):
                raise
            return 0
    sys.stdout.write(answer + "\n" if answer else "")
    return 0


def _answer(shell: type[Shell], what: str, words: Sequence[str]) -> str:
    """With the chapters that the book of the line trusts: what lies beside it is offered like anything installed."""
    from pmcore.plugin.manifest import load_index

    from .book import Book
    from .grammar import Root

    book = Book(words, os.environ, only_look=True)
    cached = load_index(book.beside())
    made = shell(Root(cached, book), {"obj": {"manifest": cached.full}}, "pmdesk", VARIABLE)
    return made.source() if what == "source" else made.complete()
