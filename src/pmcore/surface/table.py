"""Tables: many of a kind, as data for programs and in words for people, whatever draws them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["Table"]

Row = Mapping[str, Any]


class Table(NamedTuple):
    """``rows`` are what programs get, ``cells`` the same as people read them, ``heads`` what they call the columns.

    ``columns`` are all there are, in order, those that are empty in every row too; ``flat`` the rows for a table of plain
    cells, where ``rows`` are nested. Where there is little room, the column ``yielding`` is cut before another is left out.
    ``notes`` are said beside the table.
    """

    rows: Sequence[Row]
    cells: Sequence[Row]
    heads: Mapping[str, str]
    columns: Sequence[str] = ()
    flat: Sequence[Row] | None = None
    yielding: str = ""
    notes: Sequence[str] = ()
