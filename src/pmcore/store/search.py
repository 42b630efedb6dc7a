"""The condition of a search in SQL: only known columns, every value bound, one index that serves it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from pmcore.model.book import Match
from pmcore.model.register import VOID

from .rows import Table

__all__ = ["where"]

_PLAIN = ("number", "state", "first", "last")
_OPERATORS = {"=": "=", "!=": "<>", ">=": ">=", "<=": "<="}


def where(
    table: Table,
    site: str,
    matches: Sequence[Match],
    closed: bool | None,
    state: str | None,
) -> tuple[str, list[object]]:
    """``WHERE ...`` and its values. Raises LookupError for an unknown column, ValueError for an unknown operator."""
    parts = ["site = ?"]
    values: list[object] = [site]
    for match in matches:
        column = table.columns.get(match.column)
        if column is None and match.column not in _PLAIN:
            raise LookupError(f"{table.register!r} has no column {match.column!r}")
        sql, bound = _condition(match)
        parts.append(sql)
        values += bound
    if closed is not None:
        parts.append("_closed = ?")
        values.append(int(closed))
    parts.append("state = ?" if state is not None else "state <> ?")
    values.append(state if state is not None else VOID)
    return "WHERE " + " AND ".join(parts), values


def _condition(match: Match) -> tuple[str, list[Any]]:
    name = f'"{match.column}"'
    if match.op == "in":
        wanted = list(match.value)
        listed = f"{name} IN (SELECT value FROM json_each(?))"
        bound = [json.dumps([value for value in wanted if value is not None], ensure_ascii=False)]
        return (f"({listed} OR {name} IS NULL)" if None in wanted else listed), bound
    if match.op == "has":
        return f"instr({name}, ?) > 0", [match.value]
    if match.op not in _OPERATORS:
        raise ValueError(f"no operator of a search: {match.op!r}")
    if match.op == "=" and match.value is None:
        return f"{name} IS NULL", []
    if match.op == "!=" and match.value is None:
        return f"{name} IS NOT NULL", []
    return f"{name} {_OPERATORS[match.op]} ?", [match.value]
