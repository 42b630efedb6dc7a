"""Forms as rows of their register's table: the SQL of a register, made once, and both ways between row and form."""

from __future__ import annotations

import json
from typing import Any

from pmcore.model.book import Column, Row
from pmcore.model.canonical import compact

from .handle import Handle
from .schema import table_of

__all__ = ["Table", "Tables"]

_FIRST = ("number", "_opened", "state", "_closed", "_entered", "first", "last", "_signed", "x")


class Table:
    """One register's table as it now is, with its prepared SQL."""

    __slots__ = ("columns", "known", "name", "names", "register", "select", "sought", "upsert")

    def __init__(self, register: str, columns: list[Column]) -> None:
        self.register = register
        self.name = table_of(register)
        self.columns = {column.name: column for column in columns}
        self.names = tuple(self.columns)
        self.sought = tuple(column for column in columns if column.sought)
        self.known = frozenset((*self.names, "x"))
        cells = ["site", *_FIRST, *self.names]
        listed = ", ".join(f'"{name}"' for name in cells)
        changed = ", ".join(f'"{name}" = excluded."{name}"' for name in cells[2:])
        self.select = f'SELECT {", ".join(cells_of(cells[1:]))} FROM "{self.name}" '
        self.upsert = (
            f'INSERT INTO "{self.name}" ({listed}) VALUES ({", ".join("?" * len(cells))}) '
            f"ON CONFLICT (site, number) DO UPDATE SET {changed}"
        )

    def cells(self, site: str, row: Row) -> tuple[object, ...]:
        """A form as the values of ``upsert``. Raises ValueError for a value without a column."""
        values = row.values
        if not values.keys() <= self.known:
            raise ValueError(f"no column of {self.register!r}: {sorted(values.keys() - self.known)}")
        get = values.get
        return (
            site,
            row.number,
            row.opened,
            row.state,
            row.closed,
            row.entered,
            row.first,
            row.last,
            compact(dict(row.signed)),
            get("x"),
            *map(get, self.names),
        )

    def row(self, cells: tuple[Any, ...]) -> Row:
        """A form out of the cells of ``select``: every column has a value or None, ``x`` is there where it has one."""
        number, opened, state, closed, entered, first, last, signed, x, *rest = cells
        values = dict(zip(self.names, rest, strict=True))
        if x is not None:
            values["x"] = x
        return Row(number, opened, state, bool(closed), entered, first, last, json.loads(signed), values)


def cells_of(names: list[str]) -> list[str]:
    """Names of columns, quoted."""
    return [f'"{name}"' for name in names]


class Tables:
    """The registers' tables that one connection has met."""

    __slots__ = ("_found", "_handle")

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._found: dict[str, Table | None] = {}

    def get(self, register: str) -> Table | None:
        """The table of a register, or None where nothing of it was ever written."""
        try:
            return self._found[register]
        except KeyError:
            found = self._found[register] = self._load(register)
            return found

    def _load(self, register: str) -> Table | None:
        found = self._handle.all("SELECT * FROM shape WHERE register = ? ORDER BY ord", (register,))
        if not found and not self._handle.one(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table_of(register),)
        ):
            return None
        return Table(register, [Column(register, name, kind, *map(bool, rest)) for _register, _ord, name, kind, *rest in found])

    def put(self, table: Table) -> None:
        """A table that has just been made or changed."""
        self._found[table.register] = table

    def forget(self) -> None:
        """Somebody else may have changed any of them."""
        self._found.clear()
