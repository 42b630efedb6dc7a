"""A look at a book that leaves no trace: nothing is migrated, no file is made beside it, nobody is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .errors import Fault, NoBook
from .handle import Handle, driver
from .reader import SqliteReader
from .rows import Tables
from .schema import VERSION, version_of

__all__ = ["Glance", "glance"]


class Glance:
    """The books in a file as they are at this moment."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._tables = Tables(handle)

    def sites(self) -> list[str]:
        """The sites that have an entry."""
        return self.read("").all_sites()

    def read(self, site: str) -> SqliteReader:
        """The site's book, until the look ends."""
        return SqliteReader(self._handle, self._tables, site)


@contextmanager
def glance(path: str, *, busy_seconds: float = 0.1) -> Iterator[Glance]:
    """Look at the books in a SQLite file. Raises a ``StoreError`` where that cannot be done at once.

    Where nothing stands in a write-ahead log, SQLite is told that the file cannot change: otherwise it would make the
    log's files. If somebody begins to write all the same, what is read may be torn: good enough for what is only offered
    and judged again, and for nothing else.
    """
    file, log = Path(path), Path(f"{path}-wal")
    if not file.is_file() or file.stat().st_size == 0:
        raise NoBook(path=file)
    mode = "ro" if log.exists() and log.stat().st_size else "ro&immutable=1"
    handle = Handle(driver(), file, mode, busy_seconds)
    try:
        if (found := version_of(handle)) < VERSION:
            raise Fault(path=file, text=f"layout {found}")  # a command that opens it brings it up to date
        handle.run("BEGIN")
        yield Glance(handle)
    finally:
        handle.rollback()
        handle.close()
