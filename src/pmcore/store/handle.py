"""One SQLite connection with its settings, and the one place where SQLite's errors become ours."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import Busy, Damaged, DiskFault, DiskFull, Fault, NotOurs, OldSqlite, ReadOnly, StoreError, Unsafe

if TYPE_CHECKING:
    import sqlite3

__all__ = ["Handle", "driver", "told"]

OLDEST = (3, 38, 0)  # STRICT tables, JSON built in
_CODES: dict[int, type[StoreError]] = {
    3: ReadOnly,  # PERM
    5: Busy,
    6: Busy,  # LOCKED
    8: ReadOnly,
    10: DiskFault,  # IOERR
    11: Damaged,  # CORRUPT
    13: DiskFull,
    14: ReadOnly,  # CANTOPEN
    23: ReadOnly,  # AUTH
    26: NotOurs,  # NOTADB
}
_MISUSE = {"IntegrityError", "InterfaceError", "ProgrammingError", "DataError"}


def driver() -> Any:
    """``pysqlite3`` where it is installed, because its SQLite is newer, or else Python's own ``sqlite3``."""
    try:
        found = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        found = importlib.import_module("sqlite3")
    if found.sqlite_version_info < OLDEST:
        raise OldSqlite(found=found.sqlite_version, wanted=".".join(map(str, OLDEST)))
    return found


def told(error: Exception, path: Path) -> Exception:
    """Our error for one of SQLite's. A broken constraint or a value of a wrong type is a ValueError: ours to mend."""
    kind = _CODES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if kind is not None:
        return kind(path=path)
    if type(error).__name__ in _MISUSE:
        return ValueError(str(error))
    return Fault(path=path, text=str(error))


class Handle:
    """A connection in manual transaction mode. Every statement goes through it, so that every error is ours."""

    __slots__ = ("_error", "db", "path")

    def __init__(self, module: Any, path: Path, mode: str, busy_seconds: float) -> None:
        """``mode`` is what SQLite's URIs know: ``rwc``, ``rw``, ``ro``, or ``ro&immutable=1``."""
        self.path = path
        self._error: type[Exception] = module.Error
        try:
            self.db: sqlite3.Connection = module.connect(
                f"{path.absolute().as_uri()}?mode={mode}",
                uri=True,
                timeout=busy_seconds,
                isolation_level=None,
                check_same_thread=False,  # the store hands a connection to one thread at a time
                cached_statements=512,
            )
        except self._error as error:
            raise told(error, path) from error

    @contextmanager
    def translated(self) -> Iterator[None]:
        """For what is no statement, such as a backup."""
        try:
            yield
        except self._error as error:
            raise told(error, self.path) from error

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Run one statement; the number of rows it changed."""
        try:
            return self.db.execute(sql, values).rowcount
        except self._error as error:
            raise told(error, self.path) from error

    def many(self, sql: str, values: Iterable[Sequence[object]]) -> None:
        """Run one prepared statement for each of the values."""
        try:
            self.db.executemany(sql, values)
        except self._error as error:
            raise told(error, self.path) from error

    def all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        try:
            return self.db.execute(sql, values).fetchall()
        except self._error as error:
            raise told(error, self.path) from error

    def one(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first row of a query, or None."""
        try:
            return self.db.execute(sql, values).fetchone()
        except self._error as error:
            raise told(error, self.path) from error

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first cell of the first row, or None."""
        found = self.one(sql, values)
        return found[0] if found else None

    def rollback(self) -> None:
        """Take back whatever is open; nothing where nothing is."""
        if self.db.in_transaction:
            self.run("ROLLBACK")

    def close(self) -> None:
        self.db.close()

    def harden(self) -> None:
        """What a writing connection needs: WAL, FULL, foreign keys, secure delete; each set and read back."""
        for name, wanted, kept in (
            ("journal_mode", "WAL", "wal"),
            ("synchronous", "FULL", 2),
            ("foreign_keys", "ON", 1),
            ("secure_delete", "ON", 1),
        ):
            if self.value(f"PRAGMA {name}") != kept:
                self.run(f"PRAGMA {name}={wanted}")
                if self.value(f"PRAGMA {name}") != kept:
                    raise Unsafe(path=self.path, setting=f"{name}={wanted}")
