"""Books in memory, for tests, training and what-if: the same promises as a file, gone with the process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pmcore.model.book import Batch, Head, joined

from .errors import Busy
from .memory_book import Book, MemoryReader, Shapes
from .schema import check_column, table_of
from .sequence import check_entries

__all__ = ["MemoryStore"]


class _Site:
    """One site's book with its write lock."""

    __slots__ = ("book", "holder", "lock")

    def __init__(self) -> None:
        self.book = Book()
        self.lock = threading.Lock()
        self.holder: int | None = None


class MemoryStore:
    """Books in dictionaries. One lock a site; readers keep the moment they came in.

    A commit changes the book in place unless somebody is reading it: then it changes a copy.
    """

    def __init__(self, *, busy_seconds: float = 10.0) -> None:
        self._busy_seconds = busy_seconds
        self._sites: dict[str, _Site] = {}
        self._lock = threading.Lock()
        self._shapes: Shapes = {}

    def _site(self, site: str) -> _Site:
        with self._lock:
            return self._sites.setdefault(site, _Site())

    def sites(self) -> list[str]:
        """The sites that have an entry."""
        with self._lock:
            return sorted(site for site, held in self._sites.items() if held.book.journal)

    @contextmanager
    def read(self, site: str) -> Iterator[MemoryReader]:
        """The site's book as of this moment."""
        held = self._site(site)
        with self._lock:
            book = held.book
            book.readers += 1
            reader = MemoryReader(site, book, self._shapes)
        try:
            yield reader
        finally:
            with self._lock:
                book.readers -= 1

    @contextmanager
    def write(self, site: str) -> Iterator[MemoryWriter]:
        """Lock the site, then read. Raises Busy after ``busy_seconds``; not to be nested."""
        held = self._site(site)
        if held.holder == threading.get_ident():
            raise RuntimeError("this thread is writing already")
        if not held.lock.acquire(timeout=self._busy_seconds):
            raise Busy(path=":memory:")
        held.holder = threading.get_ident()
        try:
            yield MemoryWriter(site, held, self._lock, self._shapes)
        finally:
            held.holder = None
            held.lock.release()

    def close(self) -> None:
        """Nothing to let go of."""


class MemoryWriter(MemoryReader):
    """The site's book while it is locked."""

    def __init__(self, site: str, held: _Site, lock: threading.Lock, shapes: Shapes) -> None:
        super().__init__(site, held.book, shapes)
        self._held = held
        self._lock = lock
        self._done = False

    def clear(self) -> None:
        if self._done:
            raise RuntimeError("cleared after the commit")
        self._book = self._book.without_projections()  # ours alone until the commit

    def commit(self, batch: Batch) -> None:
        if self._done:
            raise RuntimeError("a transaction is committed once")
        self._done = True
        head = check_entries(batch, self.site, self.head())
        shapes = self._check(batch)
        with self._lock:
            if self._book is not self._held.book:
                book = self._book
            else:
                book = self._book.copy() if self._book.readers else self._book
            for register, columns in shapes.items():
                self._shapes[register] = columns
            book.put(batch)
            self._book = self._held.book = book
            self._seen = head.seq if head else 0

    def _check(self, batch: Batch) -> Shapes:
        """Everything that could fail, before anything is changed; the shapes of the registers in the batch."""
        head = self.head()
        fresh = {entry.seq for entry in batch.entries}
        commands = [entry.command for entry in batch.entries if entry.command is not None]
        if len(set(commands)) < len(commands) or any(command in self._book.commands for command in commands):
            raise ValueError("a command is written once")
        for seq in batch.personal:
            known = 0 < seq <= _seq(head)
            if seq not in fresh and (not known or seq in self._book.personal):
                raise ValueError(f"personal values of entry {seq} cannot be written")
        shapes = self._shapes_after(batch)
        for (register, number), row in batch.rows.items():
            table_of(register)
            held = shapes.setdefault(register, self._shapes.get(register, {}))
            if row.number != number:
                raise ValueError(f"the row of {number!r} is of {row.number!r}")
            if not row.values.keys() <= held.keys() | {"x"}:
                raise ValueError(f"no column of {register!r}: {sorted(row.values.keys() - held.keys())}")
        return shapes

    def _shapes_after(self, batch: Batch) -> Shapes:
        shapes: Shapes = {}
        for column in batch.columns:
            check_column(column)
            table_of(column.register)
            held = shapes.setdefault(column.register, dict(self._shapes.get(column.register, {})))
            known = held.get(column.name)
            if known is not None and known.type != column.type:
                raise ValueError(f"{column.register}.{column.name} is {known.type} already, not {column.type}")
            held[column.name] = joined(known, column)
        return shapes


def _seq(head: Head | None) -> int:
    return head.seq if head else 0
