"""A table by display cells: as many columns as the terminal has room for, those that tell the rows apart first."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence

from pmcore.model.text import cut, pad, width

__all__ = ["drawn"]

WIDEST, LEAST, GAP = 40, 6, 2
KEPT = 2
"""The first columns say which form it is and where it stands; they stay."""


def drawn(rows: Sequence[Mapping[str, str]], heads: Mapping[str, str], yielding: str = "") -> tuple[list[str], list[str]]:
    """The lines of a table, and the heads that there was no room for; columns that are empty throughout are not drawn.

    The column ``yielding`` is cut to the room that the others leave, rather than left out.
    """
    cells: dict[str, list[str]] = {}
    for name in dict.fromkeys(name for row in rows for name in row):
        if any(row.get(name) for row in rows):
            cells[name] = [cut(row.get(name, ""), WIDEST) for row in rows]
    wide = {name: max(width(heads.get(name, name)), *map(width, column)) for name, column in cells.items()}
    room = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else sys.maxsize
    over = sum(wide.values()) + GAP * (len(wide) - 1) - room
    if over > 0 and wide.get(yielding, 0) - over >= LEAST:
        wide[yielding] -= over
        cells[yielding] = [cut(cell, wide[yielding]) for cell in cells[yielding]]
    fits = _fitting(cells, wide, room)
    lines = [
        [heads.get(name, name) for name in fits],
        ["-" * wide[name] for name in fits],
        *(list(line) for line in zip(*(cells[name] for name in fits), strict=True)),
    ]
    told = [(" " * GAP).join(pad(cell, wide[name]) for name, cell in zip(fits, line, strict=True)).rstrip() for line in lines]
    return told, [heads.get(name, name) for name in cells if name not in fits]


def _fitting(cells: Mapping[str, list[str]], wide: Mapping[str, int], room: int) -> list[str]:
    """The columns to draw, in their order: where not all fit, what is the same in every row goes first, then from the right."""
    names = list(cells)
    if sum(wide.values()) + GAP * (len(names) - 1) <= room:
        return names
    ranked = sorted(range(len(names)), key=lambda place: (place >= KEPT and len(set(cells[names[place]])) == 1, place))
    taken: set[int] = set()
    for place in ranked:
        if not taken or wide[names[place]] <= room:
            taken.add(place)
            room -= wide[names[place]] + GAP
    return [name for place, name in enumerate(names) if place in taken]
