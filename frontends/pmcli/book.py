"""The book that a line is about, known before the line is parsed: what it trusts, and its registers whose plugin is gone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from pmcore.plugin.beside import Beside, SiteFile, beside, home_of, lying, trusted

if TYPE_CHECKING:
    from pmcore.model.book import Reader

__all__ = ["Book", "meant"]

T = TypeVar("T")
_NAMES = {"db": ("--db", "--账簿"), "site": ("--site", "--项目")}


class Book:
    """Named by ``--db``, else ``PMDESK_DB``. It is opened only where there may be something to find.

    With ``only_look`` (the line is still being typed) opening it leaves no trace and waits for nobody, and the path is what
    the shell would make of it.
    """

    def __init__(self, args: Sequence[str], environ: Mapping[str, str], *, only_look: bool = False) -> None:
        path = _given("db", args) or environ.get("PMDESK_DB") or "pmdesk.db"
        self.path = meant(path) if only_look else path
        self.site = _given("site", args)
        self.only_look = only_look

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

        try:
            with self._opened() as opened:
                sites = [self.site] if self.site else opened.sites()
                return ask(opened.at(sites[0])) if len(sites) == 1 else nothing
        except (StoreError, OSError):
            return nothing

    @contextmanager
    def _opened(self) -> Iterator[_Opened]:
        from pmcore.store.glance import glance
        from pmcore.store.open import open_store

        with ExitStack() as closing:
            if self.only_look:
                book = closing.enter_context(glance(self.path))
                yield _Opened(book.sites, book.read)
            else:
                store = open_store(self.path)
                closing.callback(store.close)
                yield _Opened(store.sites, lambda site: closing.enter_context(store.read(site)))


class _Opened(NamedTuple):
    """What is asked of an opened book."""

    sites: Callable[[], list[str]]
    at: Callable[[str], Reader]


def meant(path: str) -> str:
    """A path as the shell would have written it out."""
    return os.path.expandvars(os.path.expanduser(path))


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
