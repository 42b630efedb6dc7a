"""Rows that a transaction has staged, to be laid over those of the book; an import stages thousands of one register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmcore.model.book import Match, Row, Scalar
from pmcore.model.register import VOID

__all__ = ["Asked", "StagedRows"]

_FEW = 32
"""So many rows are looked through one by one."""


class Asked(NamedTuple):
    """What forms are asked for; the keywords are those of ``Reader.find``."""

    matches: Sequence[Match]
    closed: bool | None
    state: str | None
    after: int | None
    newest_first: bool

    def fits(self, row: Row) -> bool:
        """Whether a row is one of those asked for."""
        if (row.state == VOID) != (self.state == VOID):
            return False
        if self.closed is not None and row.closed is not self.closed:
            return False
        if self.state is not None and row.state != self.state:
            return False
        if self.after is not None and (row.opened >= self.after if self.newest_first else row.opened <= self.after):
            return False
        return all(_matches(row.values.get(match.column), match) for match in self.matches)

    def in_order(self, rows: list[Row]) -> list[Row]:
        """Rows by their opening."""
        return sorted(rows, key=lambda row: row.opened, reverse=self.newest_first)

    def reaches(self, row: Row, other: Row) -> bool:
        """Whether a row stands no further on than another one."""
        return row.opened >= other.opened if self.newest_first else row.opened <= other.opened


class StagedRows:
    """The staged rows of one register."""

    __slots__ = ("_index", "changes", "rows")

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.changes = 0
        """How often one was staged: what was looked up before may be untrue."""
        self._index: dict[str, dict[Scalar, dict[str, None]]] = {}

    def put(self, row: Row) -> None:
        """Stage a row as it now stands."""
        before = self.rows.get(row.number)
        self.rows[row.number] = row
        self.changes += 1
        for column, places in self._index.items():
            value = row.values.get(column)
            if before is not None and (was := before.values.get(column)) != value:
                places.get(was, {}).pop(row.number, None)
            places.setdefault(value, {})[row.number] = None

    def find(self, asked: Asked) -> list[Row]:
        """Those asked for."""
        return [row for row in self._candidates(asked.matches) if asked.fits(row)]

    def _candidates(self, matches: Sequence[Match]) -> list[Row]:
        """The rows that an equality leaves; an index on the column is made when it is first asked for."""
        equal = [match for match in matches if match.op == "="]
        if not equal or len(self.rows) < _FEW:
            return list(self.rows.values())
        fewest = min((self._places(match.column).get(match.value, {}) for match in equal), key=len)
        return [self.rows[number] for number in fewest]

    def _places(self, column: str) -> dict[Scalar, dict[str, None]]:
        """Value -> numbers of rows, for one column."""
        places = self._index.get(column)
        if places is None:
            places = self._index[column] = {}
            for row in self.rows.values():
                places.setdefault(row.values.get(column), {})[row.number] = None
        return places


def _matches(value: Scalar, match: Match) -> bool:
    if match.op == "in":
        return value in match.value
    if match.op == "=":
        return bool(value == match.value)
    if value is None:
        return False
    if match.op == "has":
        return str(match.value) in str(value)
    if match.op == "!=":
        return bool(value != match.value)
    return bool(value >= match.value if match.op == ">=" else value <= match.value)
