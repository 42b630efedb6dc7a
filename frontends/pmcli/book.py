"""The book that a line is about, known before the line is parsed: what it trusts, and its registers whose plugin is gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from pmcore.plugin.beside import Beside, SiteFile, beside, home_of, lying, trusted

if TYPE_CHECKING:
    from pmcore.model.book import Reader

__all__ = ["Book"]

T = TypeVar("T")
_NAMES = {"db": ("--db", "--账簿"), "site": ("--site", "--项目")}


class Book:
    """Named by ``--db``, else ``PMDESK_DB``. It is opened only where there may be something to find."""

    def __init__(self, args: Sequence[str], environ: Mapping[str, str]) -> None:
        self.path = _given("db", args) or environ.get("PMDESK_DB") or "pmdesk.db"
        self.site = _given("site", args)

    def beside(self) -> Beside | None:
        """The files that it trusts as plugins; None, and the book stays shut, where nothing lies in its folder of plugins."""
        if not os.path.isfile(self.path) or not lying(home_of(self.path)):
            return None
        nothing: tuple[SiteFile, ...] = ()
        files = self._asked(lambda reader: trusted(reader.find("plugin")), nothing)
        return beside(self.path, self.site, files) if files else None

    def registers(self) -> list[str]:
        """The registers that have a table in it, whether or not their plugin is loaded."""
        return self._asked(lambda reader: reader.registers(), []) if os.path.isfile(self.path) else []

    def _asked(self, ask: Callable[[Reader], T], nothing: T) -> T:
        """What the site's book answers. What is wrong with a book is told by the command that opens it, not here."""
        from pmcore.store.errors import StoreError
        from pmcore.store.open import open_store

        try:
            store = open_store(self.path)
        except (StoreError, OSError):
            return nothing
        try:
            sites = [self.site] if self.site else store.sites()
            if len(sites) != 1:
                return nothing
            with store.read(sites[0]) as reader:
                return ask(reader)
        except StoreError:
            return nothing
        finally:
            store.close()


def _given(name: str, args: Iterable[str]) -> str:
    """The value of an option, wherever it stands on the line; the last one counts."""
    told = ""
    words = iter(args)
    for word in words:
        option, equals, value = word.partition("=")
        if word == "--":
            break
        if option in _NAMES[name]:
            told = value if equals else next(words, "")
    return told
