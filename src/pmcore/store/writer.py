"""Writing one site's book in SQLite: a batch in one transaction, and what is remembered from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from pmcore.model.book import Batch, DutyRow, Entry, Head, Key, Wake, joined
from pmcore.model.canonical import compact

from . import words
from .errors import StoreError
from .files import Files
from .handle import Handle
from .reader import SqliteReader
from .rows import Table, Tables
from .schema import check_column, column_ddl, register_ddl, table_of
from .sequence import check_entries

__all__ = ["Seat", "SqliteWriter"]


def _insert(table: str, columns: Sequence[str], extra: str = "") -> str:
    listed = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(columns))}){extra}"


_JOURNAL = _insert("journal", Entry._fields)
_PERSONAL = _insert("personal", ("site", "seq", "data"))
_DUTY = _insert("duty", ("site", *DutyRow._fields)).replace("INSERT", "INSERT OR REPLACE", 1)
_DUTY_GONE = "DELETE FROM duty WHERE site = ? AND register = ? AND number = ? AND step = ? AND choice = ? AND since_seq = ?"
_WAKE = _insert("wake", ("site", "register", "number", "step", "due", "opened"), " ON CONFLICT DO NOTHING")
_WATCH = _insert("watch", ("site", "register", "number", "key"), " ON CONFLICT DO NOTHING")
_COUNTER = _insert(
    "counter",
    ("site", "register", "series", "last"),
    ' ON CONFLICT (site, register, series) DO UPDATE SET "last" = excluded."last"',
)
_NOTE = _insert("note", ("site", "name", "value"), " ON CONFLICT (site, name) DO UPDATE SET value = excluded.value")
_SHAPE = _insert(
    "shape",
    ("register", "ord", "name", "type", "indexed", "personal", "sought"),
    " ON CONFLICT (register, name) DO UPDATE SET indexed = excluded.indexed, sought = excluded.sought",
)
V = TypeVar("V")
_NEVER = "~"  # behind every moment
_PATIENCE = 500  # milliseconds that an erasure waits for readers
_PROJECTIONS = ("duty", "wake", "watch", "counter", "known", "word")


class Seat:
    """A writing connection and what it remembers while nobody else has written: the tables, and answers (``known``) by what
    was asked: the head, counters, notes, when time is due next, which registers are watched.
    """

    __slots__ = ("files", "handle", "known", "owes_checkpoint", "owes_copy", "tables", "version")

    def __init__(self, handle: Handle, files: Files) -> None:
        self.handle = handle
        self.files = files
        self.tables = Tables(handle)
        self.known: dict[tuple[str, ...], Any] = {}
        self.version = -1
        self.owes_checkpoint = self.owes_copy = False

    def refresh(self) -> None:
        """Forget everything if another connection has committed since; to be asked inside the transaction."""
        version = self.handle.value("PRAGMA data_version")
        if version != self.version:
            self.forget()
            self.version = version

    def forget(self) -> None:
        """What was remembered may be untrue."""
        self.tables.forget()
        self.known.clear()
        self.version = -1

    def checkpoint(self, patience: int = 0, *, erased: bool = False) -> None:
        """Empty the write-ahead log, where erased values still stand. A reader may put it off until a later write.

        After an erasure the file is written anew: when SQLite divided a page it left copies behind, which ``secure_delete``
        does not know of (one value of some four hundred).
        """
        self.owes_checkpoint = True
        self.owes_copy = self.owes_copy or erased
        with suppress(StoreError):  # the transaction is durable already: it must not look as if it had failed
            self.handle.run(f"PRAGMA busy_timeout={patience}")
            if self.owes_copy:
                self.handle.run("VACUUM")
                self.owes_copy = False
            busy, _size, _moved = self.handle.one("PRAGMA wal_checkpoint(TRUNCATE)")
            self.owes_checkpoint = bool(busy)
        self.handle.run("PRAGMA busy_timeout=0")


class SqliteWriter(SqliteReader):
    """The site's book while its connection holds the write lock."""

    __slots__ = ("_cleared", "_done", "_seat")

    def __init__(self, seat: Seat, site: str) -> None:
        super().__init__(seat.handle, seat.tables, site)
        self._seat = seat
        self._done = False
        self._cleared = False

    def _remembered(self, ask: Callable[..., V], *asked: str) -> V:
        """An answer of this site's book, looked up once while nobody else writes."""
        known, key = self._seat.known, (ask.__name__, self._site, *asked)
        if key not in known:
            known[key] = ask(*asked)
        found: V = known[key]
        return found

    def head(self) -> Head | None:
        return self._remembered(super().head)

    def counter(self, register: str, series: str) -> int:
        return self._remembered(super().counter, register, series)

    def note(self, name: str) -> str | None:
        return self._remembered(super().note, name)

    def watched(self, register: str) -> bool:
        return self._remembered(super().watched, register)

    def wakes(self, until: str) -> list[Wake]:
        return super().wakes(until) if self._remembered(self._next_wake) <= until else []

    def _next_wake(self) -> str:
        first: str | None = self._handle.value("SELECT min(due) FROM wake WHERE site = ?", (self._site,))
        return first or _NEVER

    def clear(self) -> None:
        if self._done:
            raise RuntimeError("cleared after the commit")
        self._cleared = True
        self._seat.known.clear()
        for table in (*_PROJECTIONS, *(table_of(register) for register in self.registers())):
            self._handle.run(f'DELETE FROM "{table}" WHERE site = ?', (self._site,))

    def commit(self, batch: Batch) -> None:
        if self._done:
            raise RuntimeError("a transaction is committed once")
        self._done = True
        head = check_entries(batch, self._site, self.head())
        try:
            for part in (self._journal, self._columns, self._rows, self._duties, self._times, self._rest):
                part(batch)
            self._handle.run("COMMIT")
            self._seat.files.check()
        except BaseException:
            self._seat.forget()
            self._handle.rollback()
            raise
        self._learn(batch, head)
        if batch.erased or self._seat.owes_checkpoint:
            self._seat.checkpoint(_PATIENCE if batch.erased else 0, erased=bool(batch.erased))

    def _learn(self, batch: Batch, head: Head | None) -> None:
        """What is now in the book is remembered; what the batch may have made untrue is asked again."""
        known, site = self._seat.known, self._site
        known["head", site] = head
        for (register, series), last in batch.counters.items():
            known["counter", site, register, series] = last
        for name, text in batch.notes.items():
            known["note", site, name] = text
        if batch.wakes:
            known.pop((self._next_wake.__name__, site), None)
        if batch.watches:
            for key in [key for key in known if key[:2] == ("watched", site)]:
                del known[key]

    def abandon(self) -> None:
        """The block ends without a commit: nothing is written, and nothing of it remembered."""
        if self._handle.db.in_transaction:
            if self._cleared or self._done:
                self._seat.forget()
            self._handle.rollback()

    def _journal(self, batch: Batch) -> None:
        if batch.entries:
            self._handle.many(_JOURNAL, batch.entries)
        if batch.personal:
            told = [(self._site, seq, compact(values)) for seq, values in batch.personal.items()]
            self._handle.many(_PERSONAL, told)

    def _columns(self, batch: Batch) -> None:
        for column in batch.columns:
            check_column(column)
            table = self._table(column.register)
            known = table.columns.get(column.name)
            if known is not None and known.type != column.type:
                raise ValueError(f"{column.register}.{column.name} is {known.type} already, not {column.type}")
            held = joined(known, column)
            if held == known:
                continue
            if known is None or held.indexed > known.indexed:
                for sql in column_ddl(column, add=known is None):
                    self._handle.run(sql)
            place = table.names.index(column.name) if known else len(table.names)
            self._handle.run(_SHAPE, (column.register, place, *held[1:]))
            table = Table(column.register, list({**table.columns, column.name: held}.values()))
            self._tables.put(table)
            if known is not None and held.sought > known.sought:
                words.learn(self._handle, table)

    def _table(self, register: str) -> Table:
        table = self._tables.get(register)
        if table is None:
            for sql in register_ddl(register):
                self._handle.run(sql)
            table = Table(register, [])
            self._tables.put(table)
        return table

    def _rows(self, batch: Batch) -> None:
        made: dict[str, list[tuple[object, ...]]] = {}
        for (register, number), row in batch.rows.items():
            if row.number != number:
                raise ValueError(f"the row of {number!r} is of {row.number!r}")
            made.setdefault(register, []).append(self._table(register).cells(self._site, row))
        for register, cells in made.items():
            self._handle.many(self._table(register).upsert, cells)
        if batch.rows:
            fresh = batch.entries[0].seq if batch.entries else 0 if self._cleared else None
            words.keep(self._handle, self._site, [(self._table(key[0]), row) for key, row in batch.rows.items()], fresh)

    def _duties(self, batch: Batch) -> None:
        if batch.duties_closed:
            self._handle.many(_DUTY_GONE, [(self._site, *duty[:5]) for duty in batch.duties_closed])
        if batch.duties_opened:
            self._handle.many(_DUTY, [(self._site, *duty) for duty in batch.duties_opened])

    def _times(self, batch: Batch) -> None:
        if not batch.wakes and not batch.watches:
            return
        for table, forms in (("wake", batch.wakes), ("watch", batch.watches)):
            if forms:
                gone = f"DELETE FROM {table} WHERE site = ? AND register = ? AND number = ?"
                self._handle.many(gone, [(self._site, *key) for key in forms])
        waking = [(key, steps, self._opened(batch, key)) for key, steps in batch.wakes.items() if steps]
        if waking:
            cells = [(self._site, *key, step, due, opened) for key, steps, opened in waking for step, due in steps]
            self._handle.many(_WAKE, cells)
        watching = [(self._site, *key, looked) for key, keys in batch.watches.items() for looked in keys]
        if watching:
            self._handle.many(_WATCH, watching)

    def _opened(self, batch: Batch, key: Key) -> int:
        row = batch.rows.get(key) or self.row(*key)
        return row.opened if row else 0

    def _rest(self, batch: Batch) -> None:
        if batch.counters:
            self._handle.many(_COUNTER, [(self._site, *key, last) for key, last in batch.counters.items()])
        if batch.notes:
            self._handle.many(_NOTE, [(self._site, name, text) for name, text in batch.notes.items()])
        if batch.erased:
            self._handle.many("DELETE FROM personal WHERE site = ? AND seq = ?", [(self._site, seq) for seq in batch.erased])
