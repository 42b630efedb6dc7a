"""Books in one SQLite file: durable, one writer at a time in a fair order, readers who see one moment."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from . import private
from .errors import NoBook, NotOurs, ReadOnly
from .files import Files
from .handle import Handle, driver
from .reader import SqliteReader
from .rows import Tables
from .schema import VERSION, build, version_of
from .share import refuse_share
from .turns import Turns
from .writer import Seat, SqliteWriter

__all__ = ["SqliteStore"]

_inherited: list[object] = []  # connections of the process we were forked from: never used, never closed here


class _Look:
    """A reading connection and the tables it has met."""

    __slots__ = ("files", "handle", "schema", "tables")

    def __init__(self, handle: Handle, files: Files) -> None:
        self.handle = handle
        self.files = files
        self.tables = Tables(handle)
        self.schema = -1

    def begin(self) -> None:
        """Take the snapshot: a deferred transaction sees nothing before its first query."""
        self.handle.run("BEGIN")
        schema = self.handle.value("PRAGMA schema_version")
        self.handle.value("SELECT 1 FROM note LIMIT 1")
        self.files.check()
        if schema != self.schema:
            self.tables.forget()
            self.schema = schema


class SqliteStore:
    """The books in a SQLite file. A connection serves one block at a time and is kept for the next one.

    ``busy_seconds`` is how long a writer waits for its turn before ``Busy``. With ``create`` a missing or empty file is
    made a book; an existing book is opened, never overwritten. Raises a ``StoreError`` where the file cannot serve.
    """

    def __init__(self, path: str | os.PathLike[str], *, busy_seconds: float = 10.0, create: bool = False) -> None:
        self.path = Path(path)
        self._busy_seconds = busy_seconds
        refuse_share(self.path)
        if self.path.is_dir():
            raise NotOurs(path=self.path)
        self._driver: Any = driver()
        self._lock = threading.Lock()
        self._mine = threading.local()
        self._pid = os.getpid()
        self._looks: list[_Look] = []
        self._seats: list[tuple[Seat, Turns]] = []
        self._closed = False
        empty = not self.path.exists() or (self.path.is_file() and self.path.stat().st_size == 0)
        if empty and not (create and self.path.parent.is_dir()):
            raise NoBook(path=self.path)
        if empty:
            self._create()
        private.tighten(self.path)
        self._files = Files(self.path)
        self._looks.append(self._look())

    def _create(self) -> None:
        private.make(self.path)
        handle = Handle(self._driver, self.path, "rwc", self._busy_seconds)
        try:
            build(handle)
            handle.harden()
        finally:
            handle.close()

    def _look(self) -> _Look:
        """A reading connection; on a medium that nobody can write to, one that needs no files beside the book."""
        self._files.check(parts=1)
        modes = ["ro"]
        if not Path(f"{self.path}-wal").exists():
            modes.append("ro&immutable=1")
        while True:
            handle = Handle(self._driver, self.path, modes.pop(0), self._busy_seconds)
            try:
                if version_of(handle) < VERSION:
                    self._migrate()
                return _Look(handle, self._files)
            except ReadOnly:
                handle.close()
                if not modes:
                    raise
            except BaseException:
                handle.close()
                raise

    def _migrate(self) -> None:
        """Bring an older file to the present layout; where nobody can write to it, it is read as it stands, only slower."""
        from .migrate import migrate

        with suppress(ReadOnly):
            migrate(self.path, busy_seconds=self._busy_seconds)

    def _seat(self) -> tuple[Seat, Turns]:
        self._files.check(parts=1)
        handle = Handle(self._driver, self.path, "rw", self._busy_seconds)
        try:
            version_of(handle)
            handle.harden()
            handle.run("PRAGMA wal_autocheckpoint=4000")  # pages an entry touches again and again are moved less often
            handle.run("PRAGMA busy_timeout=0")  # from here on the queue does the waiting
        except BaseException:
            handle.close()
            raise
        return Seat(handle, self._files), Turns(self.path)

    def _checked(self) -> None:
        if self._closed:
            raise ValueError("the store is closed")
        if os.getpid() != self._pid:  # forked: SQLite's connections must not be carried over
            _inherited.extend((self._looks, self._seats))
            self._looks, self._seats, self._pid = [], [], os.getpid()
            self._lock, self._mine = threading.Lock(), threading.local()

    def sites(self) -> list[str]:
        """The sites that have an entry."""
        with self.read("") as reader:
            return reader.all_sites()

    @contextmanager
    def read(self, site: str) -> Iterator[SqliteReader]:
        """The site's book as of this moment, however much is written meanwhile; works on a read-only file too."""
        self._checked()
        with self._lock:
            look = self._looks.pop() if self._looks else None
        look = look or self._look()
        try:
            look.begin()
            yield SqliteReader(look.handle, look.tables, site)
        finally:
            look.handle.rollback()
            with self._lock:
                if not self._closed:
                    self._looks.append(look)
                else:
                    look.handle.close()

    @contextmanager
    def write(self, site: str) -> Iterator[SqliteWriter]:
        """Wait for our turn, lock the file, then read. Raises Busy after ``busy_seconds``; not to be nested."""
        self._checked()
        if getattr(self._mine, "writing", False):
            raise RuntimeError("this thread is writing already")
        with self._lock:
            free = self._seats.pop() if self._seats else None
        seat, turns = free or self._seat()
        self._mine.writing = True
        writer = None
        try:
            turns.take(lambda: seat.handle.run("BEGIN IMMEDIATE"), self._busy_seconds)
            seat.files.check()
            seat.refresh()
            writer = SqliteWriter(seat, site)
            yield writer
        finally:
            self._mine.writing = False
            if writer is not None:
                writer.abandon()
            seat.handle.rollback()
            with self._lock:
                if not self._closed:
                    self._seats.append((seat, turns))
                else:
                    _leave(seat, turns)

    def backup(self, path: str | os.PathLike[str]) -> None:
        """A copy as of this moment, in one file, while others write. Raises Occupied rather than overwrite."""
        from .upkeep import backup

        self._checked()
        with self._lock:
            look = self._looks.pop() if self._looks else None
        look = look or self._look()
        try:
            backup(self._driver, look.handle, Path(path))
        finally:
            with self._lock:
                self._looks.append(look)

    def close(self) -> None:
        """Let go of the file; the last writer to leave empties the write-ahead log."""
        with self._lock:
            self._closed = True
            looks, self._looks = self._looks, []
            seats, self._seats = self._seats, []
        if os.getpid() != self._pid:
            _inherited.extend((looks, seats))
            return
        for look in looks:
            look.handle.close()
        for seat, turns in seats:
            _leave(seat, turns)


def _leave(seat: Seat, turns: Turns) -> None:
    if seat.owes_checkpoint:
        seat.checkpoint()
    seat.handle.close()
    turns.close()
