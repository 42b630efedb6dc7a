"""Whole books: verify the chain, rebuild every table from it without any chapter's code, export it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pmcore.model.book import Batch, Entry, Reader, Writer, hash_of
from pmcore.model.canonical import sealed

from .fold import duty_from, fold_row, live_lines
from .settings import REGISTERS

__all__ = ["Fault", "rebuild", "rebuilt", "verify"]


class Fault:
    """The first thing that is wrong with a book: at which entry, and what."""

    __slots__ = ("seq", "what")

    def __init__(self, seq: int, what: str) -> None:
        self.seq = seq
        self.what = what


def verify(reader: Reader, after: int = 0, prev: str = "") -> tuple[int, Fault | None]:
    """(entries checked, first fault): gap-free, chained, hashed over all columns, and personal values fit their seals."""
    count, expected, written = 0, after + 1, ""
    for entry in reader.entries(after):
        if entry.seq != expected:
            return count, Fault(expected, "missing")
        if entry.prev != prev:
            return count, Fault(entry.seq, "chain")
        if entry.hash != hash_of(entry[:-1]):
            return count, Fault(entry.seq, "hash")
        if entry.written < written:
            return count, Fault(entry.seq, "clock")
        if not _seals_hold(reader, entry):
            return count, Fault(entry.seq, "personal")
        prev, written = entry.hash, entry.written
        expected += 1
        count += 1
    return count, None


def _seals_hold(reader: Reader, entry: Entry) -> bool:
    """Every personal value that is still there fits its digest."""
    body, context = json.loads(entry.body), json.loads(entry.context)
    for pointer, (value, salt) in reader.personal(entry.seq).items():
        found = context.get("late") if pointer == "late" else _at(body, pointer)
        if not isinstance(found, dict) or found.get("#") != sealed(value, salt):
            return False
    return True


def _at(body: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        try:
            body = body[int(part)] if isinstance(body, list) else body[part]
        except (KeyError, IndexError, ValueError):
            return None
    return body


def rebuilt(reader: Writer | Reader) -> Iterator[Batch]:
    """Every projection again, out of the entries alone: one batch for each form, then one for counters and notes."""
    forms: dict[tuple[str, str], list[Entry]] = {}
    duties: dict[str, Any] = {}
    last = Batch()
    for entry in reader.entries():
        forms.setdefault((entry.register, entry.number), []).append(entry)
        grounds = json.loads(entry.grounds)
        for told in grounds.get("ended", ()):
            duties.pop(duty_from(entry.register, entry.number, told).id, None)
        for told in grounds.get("opened", ()):
            duty = duty_from(entry.register, entry.number, told)
            duties[duty.id] = duty
        for series, place in grounds.get("series", ()):
            last.counters[entry.register, series] = place
        for register, number, pending, looked in grounds.get("clock", ()):
            last.wakes[register, number] = [(step, due) for step, due in pending]
            last.watches[register, number] = looked
        if entry.register in REGISTERS:
            last.notes["settings"] = str(entry.seq)
    for (register, number), history in forms.items():
        batch = Batch()
        lines = live_lines(history, reader.personal, lambda entry: json.loads(entry.grounds))
        batch.rows[register, number] = fold_row(number, history, lines)
        yield batch
    last.duties_opened = sorted(duties.values(), key=lambda duty: (duty.register, duty.number, duty.id))
    yield last


def rebuild(writer: Writer) -> int:
    """Replace every projection of a site by what its entries say; the number of forms."""
    whole = Batch()
    for batch in rebuilt(writer):
        batch.rows, rows = whole.rows, batch.rows
        batch.rows.update(rows)
        whole = batch
    writer.clear()
    writer.commit(whole)
    return len(whole.rows)
