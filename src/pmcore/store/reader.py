"""Reading one site's book in SQLite: fixed statements, bound values, and every key begins with the site."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pmcore.model.book import Column, DutyRow, Entry, Head, Key, Known, Match, Row, Scalar, Wake
from pmcore.model.register import VOID

from .handle import Handle
from .rows import Table, Tables
from .schema import register_of
from .search import where
from .words import look

__all__ = ["SqliteReader"]

_PAGE = 1000
_LAST = "\U0010ffff"  # sorts behind whatever else may follow
_ENTRY = "SELECT {} FROM journal ".format(", ".join(f'"{name}"' for name in Entry._fields))
_HEAD = "SELECT seq, hash, written FROM journal WHERE site = ? ORDER BY seq DESC LIMIT 1"
_DUTY = "SELECT {} FROM duty ".format(", ".join(DutyRow._fields))
_WAKE = (
    "SELECT due, register, opened, step, number FROM wake WHERE site = ? AND due <= ? ORDER BY due, register, opened, step, number"
)
_HELD = "EXISTS (SELECT 1 FROM json_each(?) WHERE instr(' ' || holder || ' ', ' ' || value || ' '))"


class SqliteReader:
    """One site's book within the transaction that its connection has open."""

    __slots__ = ("_handle", "_site", "_tables")

    def __init__(self, handle: Handle, tables: Tables, site: str) -> None:
        self._handle = handle
        self._tables = tables
        self._site = site

    @property
    def site(self) -> str:
        return self._site

    def head(self) -> Head | None:
        found = self._handle.one(_HEAD, (self._site,))
        return Head(*found) if found else None

    def entry(self, seq: int) -> Entry | None:
        found = self._handle.one(_ENTRY + "WHERE site = ? AND seq = ?", (self._site, seq))
        return Entry(*found) if found else None

    def entries(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        """Entries by seq, fetched in pages, so that no statement stays open however the walk ends."""
        while limit is None or limit > 0:
            size = _PAGE if limit is None else min(_PAGE, limit)
            page = self._entries("seq > ? ORDER BY seq LIMIT ?", after, size)
            yield from page
            if len(page) < size:
                return
            after = page[-1].seq
            limit = None if limit is None else limit - size

    def _entries(self, condition: str, *values: object) -> list[Entry]:
        found = self._handle.all(f"{_ENTRY}WHERE site = ? AND {condition}", (self._site, *values))
        return [Entry(*cells) for cells in found]

    def history(self, register: str, number: str) -> list[Entry]:
        return self._entries("register = ? AND number = ? ORDER BY seq", register, number)

    def caused(self, seq: int) -> list[Entry]:
        return self._entries("cause = ? ORDER BY seq", seq)

    def by_command(self, command: str) -> Entry | None:
        found = self._entries("command = ?", command)
        return found[0] if found else None

    def steps_between(self, register: str, step: str, start: str, end: str) -> list[Entry]:
        condition = "register = ? AND step = ? AND at >= ? AND at < ? ORDER BY at, seq"
        return self._entries(condition, register, step, start, end)

    def personal(self, seq: int) -> Mapping[str, tuple[Scalar, str]]:
        data = self._handle.value("SELECT data FROM personal WHERE site = ? AND seq = ?", (self._site, seq))
        return {place: (value, salt) for place, (value, salt) in json.loads(data).items()} if data else {}

    def row(self, register: str, number: str) -> Row | None:
        table = self._tables.get(register)
        if table is None:
            return None
        found = self._handle.one(table.select + "WHERE site = ? AND number = ?", (self._site, number))
        return table.row(found) if found else None

    def find(
        self,
        register: str,
        matches: Sequence[Match] = (),
        *,
        closed: bool | None = None,
        state: str | None = None,
        after: int | None = None,
        limit: int | None = None,
        newest_first: bool = False,
    ) -> list[Row]:
        table = self._tables.get(register)
        if table is None:
            return []
        sql, values = self._search(table, matches, closed, state, after, limit, newest_first)
        return [table.row(cells) for cells in self._handle.all(sql, values)]

    def _search(
        self,
        table: Table,
        matches: Sequence[Match],
        closed: bool | None,
        state: str | None,
        after: int | None,
        limit: int | None,
        newest_first: bool,
    ) -> tuple[str, list[object]]:
        parts: list[str] = []
        values: list[object] = []
        for kind in (False, True) if closed is None else (closed,):  # open and closed ones, each in order, merged by SQLite
            condition, bound = where(table, self._site, matches, kind, state)
            if after is not None:
                condition += " AND _opened < ?" if newest_first else " AND _opened > ?"
                bound.append(after)
            parts.append(table.select + condition)
            values += bound
        sql = " UNION ALL ".join(parts) + (" ORDER BY _opened DESC" if newest_first else " ORDER BY _opened")
        if limit is not None:
            sql += " LIMIT ?"
            values.append(limit)
        return sql, values

    def beginning(self, register: str, column: str, text: str, *, limit: int, backwards: bool = False) -> list[Row]:
        table = self._tables.get(register)
        if table is None:
            return []
        known = table.columns.get(column)
        if column != "number" and (known is None or not known.indexed or known.type != "TEXT"):
            raise LookupError(f"{register!r} has no indexed text {column!r}")
        order = " DESC" if backwards else ""
        sql = (
            f'{table.select}WHERE site = ? AND "{column}" >= ? AND "{column}" < ? AND +state <> ? '
            f'ORDER BY "{column}"{order}, _closed{order}, _opened{order} LIMIT ?'
        )
        found = self._handle.all(sql, (self._site, text, text + _LAST, VOID, limit))
        return [table.row(cells) for cells in found]

    def count(self, register: str, matches: Sequence[Match] = (), *, closed: bool | None = None, state: str | None = None) -> int:
        table = self._tables.get(register)
        if table is None:
            return 0
        condition, values = where(table, self._site, matches, closed, state)
        return int(self._handle.value(f'SELECT count(*) FROM "{table.name}" {condition}', values))

    def known(self, asked: Sequence[tuple[str, ...]], *, ranks: Sequence[int] = (0, 1), limit: int | None = None) -> list[Known]:
        return look(self._handle, self._site, asked, ranks, limit)

    def duties(
        self,
        register: str | None = None,
        number: str | None = None,
        *,
        holders: Sequence[str] | None = None,
        due_by: str | None = None,
    ) -> list[DutyRow]:
        sql, values = _DUTY + "WHERE site = ?", [self._site]
        for part, value in (
            (" AND register = ?", register),
            (" AND number = ?", number),
            (" AND due <= ?", due_by),
            (f" AND {_HELD}", None if holders is None else json.dumps(list(holders), ensure_ascii=False)),
        ):
            if value is not None:
                sql += part
                values.append(value)
        found = [DutyRow._make((*cells[:-1], bool(cells[-1]))) for cells in self._handle.all(sql, values)]
        return sorted(found, key=lambda duty: (duty.due, duty.id))

    def wakes(self, until: str) -> list[Wake]:
        found = self._handle.all(_WAKE, (self._site, until))
        return [Wake._make(cells) for cells in found]

    def wake_of(self, register: str, number: str) -> list[tuple[str, str]]:
        sql = "SELECT step, due FROM wake WHERE site = ? AND register = ? AND number = ? ORDER BY due, step"
        return self._handle.all(sql, (self._site, register, number))

    def watchers(self, keys: Sequence[str]) -> list[Key]:
        wanted = ", ".join("?" * len(keys))
        sql = f'SELECT DISTINCT register, number FROM watch WHERE site = ? AND "key" IN ({wanted}) ORDER BY register, number'
        return self._handle.all(sql, (self._site, *keys)) if keys else []

    def watched(self, register: str) -> bool:
        sql = 'SELECT 1 FROM watch WHERE site = ? AND ("key" = ? OR "key" >= ? AND "key" < ?) LIMIT 1'
        return self._handle.one(sql, (self._site, register, register + ".", register + "0")) is not None  # . and / before 0

    def counter(self, register: str, series: str) -> int:
        sql = 'SELECT "last" FROM counter WHERE site = ? AND register = ? AND series = ?'
        return int(self._handle.value(sql, (self._site, register, series)) or 0)

    def columns(self, register: str) -> list[Column]:
        table = self._tables.get(register)
        return list(table.columns.values()) if table else []

    def registers(self) -> list[str]:
        found: list[tuple[Any, ...]] = self._handle.all(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 2) = 'r_'"
        )
        return sorted(register_of(name) for (name,) in found)

    def all_sites(self) -> list[str]:
        """Every site that has an entry, found by hops through the key, not by a walk over the journal."""
        sql = (
            "WITH RECURSIVE hop (site) AS (SELECT min(site) FROM journal UNION ALL "
            "SELECT (SELECT min(site) FROM journal WHERE site > hop.site) FROM hop WHERE hop.site IS NOT NULL) "
            "SELECT site FROM hop WHERE site IS NOT NULL"
        )
        return [site for (site,) in self._handle.all(sql)]

    def note(self, name: str) -> str | None:
        sql = "SELECT value FROM note WHERE site = ? AND name = ?"
        found: str | None = self._handle.value(sql, (self._site, name))
        return found
