"""The index of words that forms are found by: kept with the rows, in the same transaction, and looked through.

A plain table and no full-text index: it is exact for one Han character and for the last two digits, the same bytes after
a rebuild, works with every SQLite, and ``secure_delete`` reaches it, so that what is erased is gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pmcore.model.book import Known, Row
from pmcore.model.sought import rank_of, words_of_row

from .handle import Handle
from .rows import Table, Tables
from .schema import register_of

__all__ = ["anew", "keep", "learn", "look"]

_COMMON = 2000
"""A word that so many forms have is not looked up: walking through the newest forms meets it soon."""
_END = "\U0010ffff"

_HELD = 'SELECT "rank", words FROM known WHERE site = ? AND "rank" IN (0, 1, 2) AND opened = ?'
_GONE = 'DELETE FROM known WHERE site = ? AND "rank" = ? AND opened = ?'
_KNOWN = "INSERT INTO known VALUES (?, ?, ?, ?, ?, ?)"
_WORD_GONE = "DELETE FROM word WHERE site = ? AND word = ? AND opened = ?"
_WORD = "INSERT INTO word VALUES (?, ?, ?)"
_LOOK = 'SELECT register, number, opened FROM known WHERE site = ? AND "rank" = ?{} ORDER BY opened DESC LIMIT ?'
_RANGE = "SELECT opened FROM word WHERE site = ? AND word >= ? AND word < ?"


def keep(handle: Handle, site: str, rows: Iterable[tuple[Table, Row]], fresh: int | None) -> None:
    """Put the forms as they now stand into the index. Those opened from ``fresh`` on were never in it."""
    known: list[tuple[object, ...]] = []
    came: list[tuple[str, str, int]] = []
    for table, row in rows:
        rank, words = rank_of(row), words_of_row(row, table.sought)
        if fresh is None or row.opened < fresh:
            held = handle.one(_HELD, (site, row.opened))
            before = held[1].split("\n") if held else []
            words = words if rank is not None else []
            if held and (held[0], before) == (rank, words):
                continue
            if held:
                handle.run(_GONE, (site, held[0], row.opened))
            gone = set(before).difference(words)
            handle.many(_WORD_GONE, [(site, word, row.opened) for word in gone])
            came += [(site, word, row.opened) for word in words if word not in before]
        elif rank is not None:
            came += [(site, word, row.opened) for word in words]
        if rank is not None:
            known.append((site, rank, row.opened, table.register, row.number, "\n".join(words)))
    if known:
        handle.many(_KNOWN, known)
    if came:
        handle.many(_WORD, sorted(came))  # in the order of the table, so that a page is met once


def learn(handle: Handle, table: Table) -> None:
    """Look through a register's forms again, at every site: a column is sought now that was not before."""
    for (site,) in handle.all(f'SELECT DISTINCT site FROM "{table.name}"'):
        rows = [table.row(cells) for cells in handle.all(f"{table.select}WHERE site = ?", (site,))]
        keep(handle, site, [(table, row) for row in rows], None)


def anew(handle: Handle) -> None:
    """Make the whole index again from the rows, as a migration does."""
    for table in ("known", "word"):
        handle.run(f"DELETE FROM {table}")
    tables = Tables(handle)
    for (name,) in handle.all("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 2) = 'r_'"):
        if (table_held := tables.get(register_of(name))) is not None:
            learn(handle, table_held)


def look(handle: Handle, site: str, asked: Sequence[tuple[str, ...]], ranks: Sequence[int], limit: int | None) -> list[Known]:
    """``Reader.known``: by the rarest word, or through the newest forms where every word is common."""
    if not asked or not all(asked):
        return []
    counts = [_count(handle, site, beginnings) for beginnings in asked]
    rest, condition = list(asked), ""
    bound: list[object] = []
    if min(counts) < _COMMON:
        ranges, bound = _ranges(site, rest.pop(counts.index(min(counts))))
        condition = f" AND opened IN ({ranges})"
    for beginnings in rest:
        condition += f" AND ({' OR '.join(['instr(char(10) || words, ?)'] * len(beginnings))})"
        bound += ["\n" + beginning for beginning in beginnings]
    found: list[Known] = []
    for rank in ranks:  # one by one, so that each is a walk backwards through the key that ends at the limit
        left = -1 if limit is None else limit - len(found)
        rows = handle.all(_LOOK.format(condition), (site, rank, *bound, left))
        found += [Known(register, number, opened, rank) for register, number, opened in rows]
    return found


def _count(handle: Handle, site: str, beginnings: tuple[str, ...]) -> int:
    """How many entries a word has in the index; no more than what makes it common are counted."""
    ranges, values = _ranges(site, beginnings)
    return int(handle.value(f"SELECT count(*) FROM ({ranges} LIMIT {_COMMON})", values))


def _ranges(site: str, beginnings: tuple[str, ...]) -> tuple[str, list[object]]:
    bound: list[object] = []
    for beginning in beginnings:
        bound += [site, beginning, beginning + _END]
    return " UNION ALL ".join([_RANGE] * len(beginnings)), bound
