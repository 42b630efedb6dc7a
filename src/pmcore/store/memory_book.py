"""One site's book in dictionaries, and reading it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pmcore.model.book import Batch, Column, DutyRow, Entry, Head, Key, Known, Match, Row, Scalar, Wake
from pmcore.model.register import VOID
from pmcore.model.sought import fits, rank_of, words_of_row

__all__ = ["Book", "MemoryReader", "Shapes"]

Shapes = dict[str, dict[str, Column]]
"""register -> column -> what it is, in the order first seen; shared by all sites."""

_PLAIN = ("number", "state", "first", "last")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {"!=": operator.ne, ">=": operator.ge, "<=": operator.le}


class Book:
    """What is written for a site. Journal and indexes only ever grow, so copies share them; the rest is copied."""

    def __init__(self) -> None:
        self.readers = 0
        self.journal: list[Entry] = []
        self.commands: dict[str, int] = {}
        self.by_form: dict[Key, list[Entry]] = {}
        self.by_step: dict[Key, list[Entry]] = {}
        self.by_cause: dict[int, list[Entry]] = {}
        self.personal: dict[int, Mapping[str, tuple[Scalar, str]]] = {}
        self.rows: dict[str, dict[str, Row]] = {}
        self.duties: dict[str, DutyRow] = {}
        self.wakes: dict[Key, list[tuple[str, str]]] = {}
        self.watches: dict[Key, set[str]] = {}
        self.counters: dict[Key, int] = {}
        self.notes: dict[str, str] = {}

    def copy(self) -> Book:
        """The same book to be changed while somebody reads this one."""
        made = self.without_projections()
        made.rows = {register: dict(rows) for register, rows in self.rows.items()}
        made.duties, made.counters = dict(self.duties), dict(self.counters)
        made.wakes, made.watches = dict(self.wakes), dict(self.watches)
        return made

    def without_projections(self) -> Book:
        """The same journal, personal values and notes; no forms, duties, wakes, watches or counters."""
        made = Book()
        made.journal, made.commands = self.journal, self.commands
        made.by_form, made.by_step, made.by_cause = self.by_form, self.by_step, self.by_cause
        made.personal, made.notes = dict(self.personal), dict(self.notes)
        return made

    def put(self, batch: Batch) -> None:
        """Write a batch that has been checked."""
        for entry in batch.entries:
            self.journal.append(entry)
            self.by_form.setdefault((entry.register, entry.number), []).append(entry)
            self.by_step.setdefault((entry.register, entry.step), []).append(entry)
            if entry.command is not None:
                self.commands[entry.command] = entry.seq
            if entry.cause is not None:
                self.by_cause.setdefault(entry.cause, []).append(entry)
        for seq, values in batch.personal.items():
            self.personal[seq] = dict(values)
        for (register, number), row in batch.rows.items():
            self.rows.setdefault(register, {})[number] = row._replace(signed=dict(row.signed), values=dict(row.values))
        for duty in batch.duties_closed:
            self.duties.pop(duty.id, None)
        self.duties.update((duty.id, duty) for duty in batch.duties_opened)
        self.wakes.update((key, sorted(set(steps), key=_due)) for key, steps in batch.wakes.items())
        self.watches.update((key, set(keys)) for key, keys in batch.watches.items())
        self.counters.update(batch.counters)
        self.notes.update(batch.notes)
        for seq in batch.erased:
            self.personal.pop(seq, None)


def _due(told: tuple[str, str]) -> tuple[str, str]:
    return told[1], told[0]


class MemoryReader:
    """A book as of the moment it was taken up: entries beyond ``_seen`` are not there yet."""

    def __init__(self, site: str, book: Book, shapes: Shapes) -> None:
        self._site = site
        self._book = book
        self._shapes = shapes
        self._seen = len(book.journal)

    @property
    def site(self) -> str:
        return self._site

    def head(self) -> Head | None:
        last = self.entry(self._seen)
        return Head(last.seq, last.hash, last.written) if last else None

    def entry(self, seq: int) -> Entry | None:
        return self._book.journal[seq - 1] if 0 < seq <= self._seen else None

    def entries(self, after: int = 0, limit: int | None = None) -> Iterator[Entry]:
        last = self._seen if limit is None else min(self._seen, after + limit)
        return iter(self._book.journal[after:last])

    def _seen_of(self, found: list[Entry] | None) -> list[Entry]:
        return [entry for entry in found or () if entry.seq <= self._seen]

    def history(self, register: str, number: str) -> list[Entry]:
        return self._seen_of(self._book.by_form.get((register, number)))

    def caused(self, seq: int) -> list[Entry]:
        return self._seen_of(self._book.by_cause.get(seq))

    def by_command(self, command: str) -> Entry | None:
        return self.entry(self._book.commands.get(command, 0))

    def steps_between(self, register: str, step: str, start: str, end: str) -> list[Entry]:
        found = self._seen_of(self._book.by_step.get((register, step)))
        return sorted((entry for entry in found if start <= entry.at < end), key=lambda entry: (entry.at, entry.seq))

    def personal(self, seq: int) -> Mapping[str, tuple[Scalar, str]]:
        return dict(self._book.personal.get(seq, {}))

    def row(self, register: str, number: str) -> Row | None:
        found = self._book.rows.get(register, {}).get(number)
        return self._shown(register, found) if found else None

    def _shown(self, register: str, row: Row) -> Row:
        """The row with every column, whenever it was added, and with nothing that the caller could change in ours."""
        held = row.values
        values = {name: held.get(name) for name in self._shapes.get(register, ())}
        if held.get("x") is not None:
            values["x"] = held["x"]
        return row._replace(signed=dict(row.signed), values=values)

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
        found = self._matching(register, matches, closed, state)
        if after is not None:
            found = [row for row in found if (row.opened < after if newest_first else row.opened > after)]
        found.sort(key=lambda row: row.opened, reverse=newest_first)
        return [self._shown(register, row) for row in found[:limit]]

    def _matching(self, register: str, matches: Sequence[Match], closed: bool | None, state: str | None) -> list[Row]:
        rows = self._book.rows.get(register, {}).values()
        if register in self._shapes:
            for match in matches:
                if match.column not in self._shapes[register] and match.column not in _PLAIN:
                    raise LookupError(f"{register!r} has no column {match.column!r}")
                if match.op not in {"=", "in", "has", *_COMPARE}:
                    raise ValueError(f"no operator of a search: {match.op!r}")
        return [
            row
            for row in rows
            if (row.state != VOID if state is None else row.state == state)
            and (closed is None or row.closed is closed)
            and all(_fits(row, match) for match in matches)
        ]

    def beginning(self, register: str, column: str, text: str, *, limit: int, backwards: bool = False) -> list[Row]:
        if register in self._shapes and column != "number":
            known = self._shapes[register].get(column)
            if known is None or not known.indexed or known.type != "TEXT":
                raise LookupError(f"{register!r} has no indexed text {column!r}")
        found = []
        for row in self._matching(register, (), None, None):
            value = row.number if column == "number" else row.values.get(column)
            if isinstance(value, str) and value.startswith(text):
                found.append((value, row.closed, row.opened, row))
        found.sort(key=lambda told: told[:3], reverse=backwards)
        return [self._shown(register, row) for _value, _closed, _opened, row in found[:limit]]

    def count(self, register: str, matches: Sequence[Match] = (), *, closed: bool | None = None, state: str | None = None) -> int:
        return len(self._matching(register, matches, closed, state))

    def known(self, asked: Sequence[tuple[str, ...]], *, ranks: Sequence[int] = (0, 1), limit: int | None = None) -> list[Known]:
        found: list[Known] = []
        for register, rows in self._book.rows.items() if asked else ():
            columns = self.columns(register)
            for row in rows.values():
                rank = rank_of(row)
                if rank is not None and rank in ranks and fits(words_of_row(row, columns), asked):
                    found.append(Known(register, row.number, row.opened, rank))
        found.sort(key=lambda known: (known.rank, -known.opened))
        return found[:limit]

    def duties(
        self,
        register: str | None = None,
        number: str | None = None,
        *,
        holders: Sequence[str] | None = None,
        due_by: str | None = None,
    ) -> list[DutyRow]:
        wanted = None if holders is None else set(holders)
        found = [
            duty
            for duty in self._book.duties.values()
            if (register is None or duty.register == register)
            and (number is None or duty.number == number)
            and (due_by is None or duty.due <= due_by)
            and (wanted is None or not wanted.isdisjoint(duty.holder.split(" ")))
        ]
        return sorted(found, key=lambda duty: (duty.due, duty.id))

    def wakes(self, until: str) -> list[Wake]:
        return sorted(
            Wake(due, register, self._opened(register, number), step, number)
            for (register, number), steps in self._book.wakes.items()
            for step, due in steps
            if due <= until
        )

    def _opened(self, register: str, number: str) -> int:
        row = self._book.rows.get(register, {}).get(number)
        return row.opened if row else 0

    def wake_of(self, register: str, number: str) -> list[tuple[str, str]]:
        return list(self._book.wakes.get((register, number), ()))

    def watchers(self, keys: Sequence[str]) -> list[Key]:
        return sorted(key for key, watched in self._book.watches.items() if not watched.isdisjoint(keys))

    def watched(self, register: str) -> bool:
        begins = (register + ".", register + "/")
        return any(key == register or key.startswith(begins) for keys in self._book.watches.values() for key in keys)

    def counter(self, register: str, series: str) -> int:
        return self._book.counters.get((register, series), 0)

    def columns(self, register: str) -> list[Column]:
        return list(self._shapes.get(register, {}).values())

    def registers(self) -> list[str]:
        return sorted(self._shapes)

    def note(self, name: str) -> str | None:
        return self._book.notes.get(name)


def _fits(row: Row, match: Match) -> bool:
    value = getattr(row, match.column) if match.column in _PLAIN else row.values.get(match.column)
    if match.op == "in":
        return value in match.value
    if match.op == "=":
        return bool(value == match.value)
    if match.op == "has":
        return value is not None and str(match.value) in str(value)
    return value is not None and bool(_COMPARE[match.op](value, match.value))
