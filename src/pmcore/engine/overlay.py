"""What a transaction has staged, laid over the book it reads: later steps see earlier ones, nothing is written yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pmcore.model.book import Batch, DutyRow, Entry, Key, Match, Reader, Row, Scalar, Wake, hash_of
from pmcore.model.canonical import canonical

from .staged import Asked, StagedRows

__all__ = ["Overlay"]

V = TypeVar("V")
KEPT = 1000
"""So many forms' entries are kept ready."""


class Overlay:
    """A reader with a batch laid over it. ``grounds`` of staged entries stay open until ``seal``."""

    def __init__(self, base: Reader) -> None:
        self.base = base
        self.batch = Batch()
        self.grounds: dict[int, dict[str, Any]] = {}
        head = base.head()
        self.first_seq = (head.seq if head else 0) + 1
        self.prev = head.hash if head else ""
        self.last_written = head.written if head else ""
        self._duties: dict[Key, list[DutyRow]] = {}
        self._opened: dict[DutyRow, None] = {}
        self._commands: dict[str, int] = {}
        self._by_form: dict[Key, list[Entry]] = {}
        self._watched: dict[str, bool] = {}
        self._watching: dict[str, set[Key]] = {}
        """What was looked at -> the staged forms whose clock steps did."""
        self._ranks: dict[Key, int] = {}
        """The order in which the times of forms were first staged."""
        self.lines: dict[Key, list[Any]] = {}
        """The live entries of the forms that were looked at last."""
        self._written_of: dict[Key, list[Entry]] = {}
        self._fresh: set[Key] = set()
        self._staged: dict[str, StagedRows] = {}

    @property
    def next_seq(self) -> int:
        """The seq that the next staged entry takes."""
        return self.first_seq + len(self.batch.entries)

    def begin(self, register: str, number: str) -> None:
        """A form is opened here: its number was never given before, so nothing of it is in the book."""
        self._fresh.add((register, number))
        self._duties[register, number] = []

    def stage(self, entry: Entry, personal: dict[str, tuple[Scalar, str]], grounds: dict[str, Any], line: Any = None) -> None:
        """Add an entry; its hash is made at ``seal``, when its grounds are known. ``line`` is what it adds to the form, where
        it changes no other entry.
        """
        self.batch.entries.append(entry)
        self.grounds[entry.seq] = grounds
        if personal:
            self.batch.personal[entry.seq] = personal
        if entry.command is not None:
            self._commands.setdefault(entry.command, entry.seq)
        key = (entry.register, entry.number)
        self._by_form.setdefault(key, []).append(entry)
        before = self.lines.pop(key, None)
        if line is not None and before and before[-1].entry.at <= entry.at:
            self.lines[key] = [*before, line]

    def keep_lines(self, key: Key, lines: list[Any]) -> None:
        """Keep the live entries of a form."""
        _keep(self.lines, key, lines)

    def erase(self, seqs: Sequence[int]) -> None:
        """Stage that the personal values of these entries go."""
        self.batch.erased += seqs
        self.lines.clear()

    def seal(self) -> Batch:
        """Chain the staged entries and give the batch away."""
        prev = self.prev
        for place, entry in enumerate(self.batch.entries):
            columns = (*entry[:-3], canonical(self.grounds[entry.seq]), prev)
            prev = hash_of(columns)
            self.batch.entries[place] = Entry(*columns, prev)
        self.batch.duties_opened = list(self._opened)
        return self.batch

    def entry(self, seq: int) -> Entry | None:
        """The entry with that seq, staged or written."""
        if seq >= self.first_seq:
            place = seq - self.first_seq
            return self.batch.entries[place] if place < len(self.batch.entries) else None
        return self.base.entry(seq)

    def grounds_of(self, entry: Entry) -> dict[str, Any]:
        """What came of an entry."""
        staged = self.grounds.get(entry.seq)
        return staged if staged is not None else json.loads(entry.grounds)

    def history(self, register: str, number: str) -> list[Entry]:
        """All entries of a form, by seq."""
        key = (register, number)
        staged = self._by_form.get(key, [])
        if key in self._fresh:
            return list(staged)
        written = self._written_of.get(key)
        if written is None:
            written = _keep(self._written_of, key, self.base.history(register, number))
        return [*written, *staged]

    def caused(self, seq: int) -> list[Entry]:
        """The entries that one entry entailed."""
        staged = [entry for entry in self.batch.entries if entry.cause == seq]
        return [*self.base.caused(seq), *staged] if seq < self.first_seq else staged

    def by_command(self, command: str) -> Entry | None:
        """The entry written under a command id."""
        staged = self._commands.get(command)
        return self.base.by_command(command) if staged is None else self.entry(staged)

    def personal(self, seq: int) -> Mapping[str, tuple[Scalar, str]]:
        """The personal values of an entry that are still there."""
        if seq in self.batch.erased:
            return {}
        return self.batch.personal.get(seq, {}) if seq >= self.first_seq else self.base.personal(seq)

    def row(self, register: str, number: str) -> Row | None:
        """A form as it stands."""
        found = self.batch.rows.get((register, number))
        return found if found is not None else self.base.row(register, number)

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
        """As ``Reader.find``, with what is staged."""
        staged = self._staged.get(register)
        if staged is None:
            return self._written(register, matches, closed=closed, state=state, after=after, limit=limit, newest_first=newest_first)
        asked = Asked(matches, closed, state, after, newest_first)
        found, size = staged.find(asked), limit
        while True:
            page = self._written(register, matches, closed=closed, state=state, after=after, limit=size, newest_first=newest_first)
            found = asked.in_order([*found, *(row for row in page if row.number not in staged.rows)])
            if limit is None or size is None:
                return found
            if len(page) < size or (len(found) >= limit and asked.reaches(found[limit - 1], page[-1])):
                return found[:limit]
            after, size = page[-1].opened, 2 * size

    def _written(self, register: str, matches: Sequence[Match], **more: Any) -> list[Row]:
        """What is written already. A column that no entry has filled yet is not in the book: nothing equals a value in it."""
        try:
            return self.base.find(register, matches, **more)
        except LookupError:
            columns = {column.name for column in self.base.columns(register)}
            known = [match for match in matches if match.column in columns]
            if any(match not in known and not (match.op == "=" and match.value is None) for match in matches):
                return []
            return self.base.find(register, known, **more)

    def count(self, register: str, matches: Sequence[Match] = (), *, closed: bool | None = None, state: str | None = None) -> int:
        """As ``Reader.count``, with what is staged."""
        if self._staged.get(register):
            return len(self.find(register, matches, closed=closed, state=state))
        try:
            return self.base.count(register, matches, closed=closed, state=state)
        except LookupError:
            return len(self.find(register, matches, closed=closed, state=state))

    def put_row(self, register: str, row: Row) -> None:
        """Stage a form as it now stands."""
        self.batch.rows[register, row.number] = row
        self._staged.setdefault(register, StagedRows()).put(row)

    def changes(self, register: str) -> int:
        """How often a row of a register was staged."""
        staged = self._staged.get(register)
        return 0 if staged is None else staged.changes

    def duties_of(self, register: str, number: str) -> list[DutyRow]:
        """The open duties of a form."""
        found = self._duties.get((register, number))
        if found is None:
            found = self._duties[register, number] = self.base.duties(register, number)
        return found

    def put_duties(self, register: str, number: str, duties: list[DutyRow], closed: list[DutyRow], opened: list[DutyRow]) -> None:
        """Stage the open duties of a form."""
        self._duties[register, number] = duties
        for duty in closed:
            if duty in self._opened:
                del self._opened[duty]
            else:
                self.batch.duties_closed.append(duty)
        self._opened.update(dict.fromkeys(opened))

    def duties_opened(self, register: str, number: str) -> list[DutyRow]:
        """The open duties of a form that began in this transaction."""
        return [duty for duty in self.duties_of(register, number) if duty in self._opened]

    def all_duties(self) -> list[DutyRow]:
        """Every open duty with what is staged, by due time."""
        gone = {duty.id for duty in self.batch.duties_closed}
        kept = [duty for duty in self.base.duties() if duty.id not in gone]
        return sorted([*kept, *self._opened], key=lambda duty: (duty.due, duty.id))

    def steps_between(self, register: str, step: str, begin: str, stop: str) -> list[Entry]:
        """The entries of a step that happened from ``begin`` until before ``stop``, in order of when, staged ones too."""
        found = list(self.base.steps_between(register, step, begin, stop))
        found += [
            entry for entry in self.batch.entries if entry.register == register and entry.step == step and begin <= entry.at < stop
        ]
        return sorted(found, key=lambda entry: (entry.at, entry.seq)) if self.batch.entries else found

    def counter(self, register: str, series: str) -> int:
        """The last number given in a series."""
        found = self.batch.counters.get((register, series))
        return found if found is not None else self.base.counter(register, series)

    def waits(self, wake: Wake) -> bool:
        """Whether a wake, of the book or staged before, still stands."""
        staged = self.batch.wakes.get((wake.register, wake.number))
        return staged is None or (wake.step, wake.due) in staged

    def put_times(self, key: Key, wakes: list[tuple[str, str]], looked: list[str]) -> None:
        """Stage what time does to a form next, and what its clock steps looked at."""
        self.batch.wakes[key] = wakes
        for looked_at in self.batch.watches.get(key, ()):
            self._watching[looked_at].discard(key)
        self.batch.watches[key] = looked
        self._ranks.setdefault(key, len(self._ranks))
        for looked_at in looked:
            self._watching.setdefault(looked_at, set()).add(key)
            self._watched.update(dict.fromkeys(_registers(looked_at), True))

    def watched(self, register: str) -> bool:
        """Whether clock steps of any form may have looked at this register; the book is asked once."""
        known = self._watched.get(register)
        if known is None:
            known = self._watched[register] = self.base.watched(register)
        return known

    def watchers(self, keys: set[str]) -> list[Key]:
        """The forms whose clock steps looked at any of these: those of the book, then staged ones as they were first staged."""
        staged = {key for looked_at in keys for key in self._watching.get(looked_at, ())}
        found = [key for key in self.base.watchers(tuple(keys)) if key not in self.batch.watches]
        return found + sorted(staged, key=self._ranks.__getitem__)


def _keep(kept: dict[Key, V], key: Key, value: V) -> V:
    """Keep what was read of a form, and of some more; an import looks at thousands, each for a moment."""
    if len(kept) >= KEPT:
        del kept[next(iter(kept))]
    kept[key] = value
    return value


def _registers(looked_at: str) -> Iterator[str]:
    """The registers that something looked at may be of: a name may have a dot in it, and a dot parts it from a column."""
    name = looked_at.partition("=")[0].partition("/")[0]
    while name:
        yield name
        name = name.rpartition(".")[0]
