"""What a transaction has staged, laid over the book it reads: later steps see earlier ones, nothing is written yet."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pmcore.model.book import Batch, DutyRow, Entry, Key, Match, Reader, Row, Scalar, hash_of
from pmcore.model.canonical import canonical

__all__ = ["Overlay"]


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
        self.changes: dict[str, int] = {}
        """Register -> how often a row of it was staged: what was looked up before may be untrue."""
        self._watched: dict[str, bool] = {}
        self._fresh: set[Key] = set()
        self._staged: dict[str, dict[str, Row]] = {}
        self._index: dict[tuple[str, str], dict[Scalar, dict[str, None]]] = {}

    @property
    def next_seq(self) -> int:
        """The seq that the next staged entry takes."""
        return self.first_seq + len(self.batch.entries)

    def begin(self, register: str, number: str) -> None:
        """A form is opened here: its number was never given before, so nothing of it is in the book."""
        self._fresh.add((register, number))
        self._duties[register, number] = []

    def stage(self, entry: Entry, personal: dict[str, tuple[Scalar, str]], grounds: dict[str, Any]) -> None:
        """Add an entry; its hash is made at ``seal``, when its grounds are known."""
        self.batch.entries.append(entry)
        self.grounds[entry.seq] = grounds
        if personal:
            self.batch.personal[entry.seq] = personal
        if entry.command is not None:
            self._commands.setdefault(entry.command, entry.seq)
        self._by_form.setdefault((entry.register, entry.number), []).append(entry)

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
        staged = self._by_form.get((register, number), [])
        return list(staged) if (register, number) in self._fresh else [*self.base.history(register, number), *staged]

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
        if not staged:
            return self._written(register, matches, closed=closed, state=state, after=after, limit=limit, newest_first=newest_first)
        wanted = None if limit is None else limit + len(staged)
        rows = self._written(register, matches, closed=closed, state=state, after=after, limit=wanted, newest_first=newest_first)
        rows = [row for row in rows if row.number not in staged]
        rows += [
            row for row in self._candidates(register, staged, matches) if _fits(row, matches, closed, state, after, newest_first)
        ]
        rows.sort(key=lambda row: row.opened, reverse=newest_first)
        return rows if limit is None else rows[:limit]

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
        before = self.batch.rows.get((register, row.number))
        self.batch.rows[register, row.number] = row
        self.changes[register] = self.changes.get(register, 0) + 1
        self._staged.setdefault(register, {})[row.number] = row
        for (where, column), places in self._index.items():
            if where == register:
                if before is not None:
                    places.get(before.values.get(column), {}).pop(row.number, None)
                places.setdefault(row.values.get(column), {})[row.number] = None

    def _candidates(self, register: str, staged: dict[str, Row], matches: Sequence[Match]) -> list[Row]:
        """The staged rows that an equality leaves; an index on the column is made when it is first asked for."""
        equal = [match for match in matches if match.op == "="]
        if not equal or len(staged) < 32:
            return list(staged.values())
        fewest = min((self._places(register, match.column, staged).get(match.value, {}) for match in equal), key=len)
        return [staged[number] for number in fewest]

    def _places(self, register: str, column: str, staged: dict[str, Row]) -> dict[Scalar, dict[str, None]]:
        """Value -> numbers of staged rows, for one column; made when first asked for, kept by ``put_row``."""
        places = self._index.get((register, column))
        if places is None:
            places = self._index[register, column] = {}
            for row in staged.values():
                places.setdefault(row.values.get(column), {})[row.number] = None
        return places

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

    def wakes(self, until: str) -> list[tuple[str, str, str, str]]:
        """Clock steps due by then, with what is staged: (due, register, number, step)."""
        staged = self.batch.wakes
        found = self.base.wakes(until)
        if not staged:
            return found
        found = [wake for wake in found if (wake[1], wake[2]) not in staged]
        for (register, number), steps in staged.items():
            found += [(due, register, number, step) for step, due in steps if due <= until]
        return sorted(found, key=lambda wake: (wake[0], wake[1], self._opening(wake[1], wake[2]), wake[3]))

    def _opening(self, register: str, number: str) -> int:
        row = self.row(register, number)
        return row.opened if row else 0

    def watched(self, register: str) -> bool:
        """Whether clock steps of any form may have looked at this register; the book is asked once."""
        if self.batch.watches:
            return True
        known = self._watched.get(register)
        if known is None:
            known = self._watched[register] = self.base.watched(register)
        return known

    def watchers(self, keys: set[str]) -> list[Key]:
        """The forms whose clock steps looked at any of these."""
        staged = self.batch.watches
        found = [key for key in self.base.watchers(tuple(keys)) if key not in staged]
        return found + [key for key, watched in staged.items() if not keys.isdisjoint(watched)]


def _fits(
    row: Row, matches: Sequence[Match], closed: bool | None, state: str | None, after: int | None, newest_first: bool
) -> bool:
    if (row.state == "void") != (state == "void"):
        return False
    if closed is not None and row.closed is not closed:
        return False
    if state is not None and row.state != state:
        return False
    if after is not None and (row.opened >= after if newest_first else row.opened <= after):
        return False
    return all(_matches(row.values.get(match.column), match) for match in matches)


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
