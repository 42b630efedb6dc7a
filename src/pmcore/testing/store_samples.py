"""Batches for trying a store: entries that follow its book, and rows, with what does not matter filled in."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from pmcore.model.book import ENTRY_V, Batch, Column, DutyRow, Entry, Reader, Row, Scalar, Store, sign_off

__all__ = ["COLUMNS", "at", "duty", "entry", "follow", "form", "found", "put"]

COLUMNS = (
    Column("parking", "space", "TEXT", True, False),
    Column("parking", "months", "INTEGER", False, False),
    Column("parking", "mobile", "TEXT", False, True),
)


def at(minute: int) -> str:
    """A moment of the day of trial."""
    return f"2026-11-30T{minute // 60:02}:{minute % 60:02}:00.000Z"


def entry(site: str = "yz", seq: int = 1, prev: str = "", **changed: Any) -> Entry:
    """An entry that opens a form of parking, signed off; ``changed`` are columns."""
    plain = Entry(
        site=site,
        seq=seq,
        entry_v=ENTRY_V,
        register="parking",
        number="YZ2026-0001",
        step="rent",
        step_v=1,
        plugin="parking",
        signed='[{"staff":"lj"}]',
        by="lj",
        at=at(seq),
        written=at(seq),
        command=None,
        cause=None,
        context="{}",
        body='{"space":"甲-1"}',
        grounds='{"state":"rented"}',
        prev=prev,
        hash="",
    )
    return sign_off(plain._replace(**changed))


def form(number: str = "YZ2026-0001", opened: int = 1, **changed: Any) -> Row:
    """A form of parking as it stands; keywords that are no part of a row are values of its columns."""
    parts = {name: changed.pop(name) for name in Row._fields if name in changed}
    values: Mapping[str, Scalar] = changed
    plain = Row(number, opened, "rented", False, opened, at(opened), at(opened), {"rent": opened}, values)
    return plain._replace(**parts)


def duty(number: str = "YZ2026-0001", **changed: Any) -> DutyRow:
    """A payment that is owed."""
    return DutyRow("parking", number, "take-payment", "", 1, "cashier", at(1), at(30), False)._replace(**changed)


def follow(reader: Reader, count: int = 1, **changed: Any) -> list[Entry]:
    """Entries that come next in a book."""
    head = reader.head()
    seq, prev = (head.seq, head.hash) if head else (0, "")
    made: list[Entry] = []
    for step in range(1, count + 1):
        made.append(entry(reader.site, seq + step, prev, **changed))
        prev = made[-1].hash
    return made


def put(
    store: Store, site: str = "yz", *, entries: int | list[Entry] = 0, step: Mapping[str, Any] | None = None, **parts: Any
) -> None:
    """Commit one batch of ``entries`` (or so many that follow); a list of ``rows`` brings the columns of parking along."""
    batch = Batch()
    with store.write(site) as writer:
        batch.entries = follow(writer, entries, **(step or {})) if isinstance(entries, int) else entries
        rows = parts.pop("rows", [])
        batch.rows = {("parking", row.number): row for row in rows}
        batch.columns = list(COLUMNS) if rows else []
        for name, value in parts.items():
            setattr(batch, name, value)
        writer.commit(batch)


def found(store: Store, *matches: Any, site: str = "yz", **how: Any) -> list[str]:
    """The numbers that a search finds."""
    reading: AbstractContextManager[Reader] = store.read(site)
    with reading as reader:
        return [row.number for row in reader.find("parking", matches, **how)]
