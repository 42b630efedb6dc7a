"""What a book has to offer for a blank: the forms a step may be taken on, what a reference may point to.

Worked out from the manifest and the tables alone, so that no chapter is loaded; bounded, so that it is quick in a book
of any size; and without a personal value, because it is shown to whoever presses a key. It only offers: the gate judges.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pmcore.model.book import Reader, Row
from pmcore.plugin.told import closed_states, head_of, key_of, word_columns

__all__ = ["LOOKED", "MOST", "Offer", "Offers"]

MOST = 50
"""So many are offered."""
LOOKED = 1000
"""So many forms are looked at for them, the newest first."""

Told = dict[str, Any]
Wanted = Callable[[Row], bool]


class Offer(NamedTuple):
    """Something to choose: what is typed for it, which form it is, its state, and what else it is known by.

    ``word`` is a code, the code of its unit or the value of a choice; ``column`` is where it stands.
    """

    text: str
    register: str
    number: str
    state: str
    column: str
    word: str


class Offers:
    """The offers of one site's book. ``now`` is a stamp: what time has done by then counts, though nobody wrote it yet."""

    def __init__(self, reader: Reader, manifest: Told, now: str = "") -> None:
        self._reader = reader
        self._registers: Mapping[str, Told] = manifest["registers"]
        self._keys: dict[str, str] = {}
        self._words: dict[str, dict[str, str]] = {}
        self._woken: dict[tuple[str, str], str] = {}
        for wake in reader.wakes(now) if now else ():
            to = self._registers.get(wake.register, {"steps": {}})["steps"].get(wake.step, {}).get("to", ())
            if len(to) == 1:
                self._woken[wake.register, wake.number] = to[0]

    def for_step(self, register: str, step: str, begun: str = "") -> list[Offer]:
        """Forms that a step may be taken on: in a state that it is taken from, not signed yet, what it needs signed."""
        told = self._registers[register]
        declared = told["steps"][step]
        after = frozenset(declared.get("after", ()))
        once = not (declared.get("again") or declared.get("each"))

        def wanted(row: Row) -> bool:
            state = self._state(register, row)
            stays = not declared.get("to") or set(declared["to"]) == {state}
            return (
                (not after or state in after)
                and not (once and stays and step in row.signed)
                and all(_stands(needed, row) for needed in declared.get("needs", ()))
            )

        return self._of(register, begun, wanted, open_only=bool(after) and not after & closed_states(told))

    def of(self, register: str, begun: str = "") -> list[Offer]:
        """Forms of a register that may be referred to: the open ones, or closed ones where no open one begins so."""
        closed = closed_states(self._registers[register])
        found = self._of(register, begun, lambda row: self._state(register, row) not in closed, open_only=True)
        return found or (self._of(register, begun, lambda _row: True) if begun else [])

    def every(self, register: str, begun: str = "") -> list[Offer]:
        """Forms of a register, ended ones too: for putting right and for looking."""
        return self._of(register, begun, lambda _row: True)

    def anywhere(self, begun: str = "") -> list[Offer]:
        """Forms of whatever register by their number, the newest first."""
        wanted = begun.upper()
        found: list[tuple[int, Offer]] = []
        for name, told in self._registers.items():
            head = head_of(told)
            if head.startswith(wanted):
                rows = self._reader.find(name, limit=MOST, newest_first=True)
            elif wanted.startswith(head):
                rows = self._rows(name, wanted, lambda _row: True, open_only=False)
            else:
                continue
            found += [(row.opened, self._offer(name, row, row.number)) for row in rows]
        return [offer for _opened, offer in sorted(found, key=lambda one: -one[0])][:MOST]

    def about(self, register: str, row: Row) -> Offer:
        """A form by its number, with what else it is known by."""
        return self._offer(register, row, row.number)

    def entries(self, register: str, number: str) -> list[tuple[int, str]]:
        """(seq, step) of a form's entries, the last one first."""
        found = [row.number for row in self._known(register, number)] or [number.upper()]
        return [(entry.seq, entry.step) for entry in reversed(self._reader.history(register, found[0]))][:MOST]

    def _known(self, register: str, text: str) -> list[Row]:
        key = self._key(register)
        return [row for row in self._along(register, key, text) if row.values.get(key) == text] if key else []

    def _key(self, register: str) -> str:
        if register not in self._keys:
            self._keys[register] = key_of(self._registers[register]) if register in self._registers else ""
        return self._keys[register]

    def _of(self, register: str, begun: str, wanted: Wanted, *, open_only: bool = False) -> list[Offer]:
        """By the key of the register where it has one; by number where it has none, or a number was begun."""
        if key := self._key(register):
            for text in dict.fromkeys((begun, begun.upper())):
                rows = [row for row in self._along(register, key, text) if wanted(row)]
                if rows:
                    return self._by_key(register, key, rows)
        return [self._offer(register, row, row.number) for row in self._rows(register, begun.upper(), wanted, open_only)]

    def _along(self, register: str, column: str, text: str) -> list[Row]:
        try:
            return self._reader.beginning(register, column, text, limit=LOOKED)
        except LookupError:  # no text, or without an index
            return []

    def _by_key(self, register: str, key: str, rows: list[Row]) -> list[Offer]:
        """Two forms of one key are told apart by their numbers."""
        texts = [str(row.values[key]) for row in rows]
        told = [row.number if texts.count(text) > 1 else text for row, text in zip(rows[:MOST], texts, strict=False)]
        return [self._offer(register, row, text) for row, text in zip(rows, told, strict=False)]

    def _rows(self, register: str, begun: str, wanted: Wanted, open_only: bool) -> list[Row]:
        """The newest ones that begin so; of a long register those behind the newest are reached by their number."""
        newest = self._reader.find(register, closed=False if open_only else None, limit=LOOKED, newest_first=True)
        found = [row for row in newest if row.number.startswith(begun) and wanted(row)]
        if begun and len(found) < MOST and len(newest) == LOOKED:
            known = {row.number for row in found}
            further = self._reader.beginning(register, "number", begun, limit=LOOKED, backwards=True)
            found += [row for row in further if row.number not in known and wanted(row)]
        if not found and (rank := begun.removeprefix(head_of(self._registers[register])).lstrip("-0")).isdigit():
            found = [row for row in newest if _rank(row.number) == rank and wanted(row)][:1]
        return found[:MOST]

    def _state(self, register: str, row: Row) -> str:
        return self._woken.get((register, row.number), row.state)

    def _offer(self, register: str, row: Row, text: str) -> Offer:
        return Offer(text, register, row.number, self._state(register, row), *self._word(register, row, text))

    def _word(self, register: str, row: Row, text: str) -> tuple[str, str]:
        """The key of a form where its number is offered; else its first code, or the key of the first form it points to."""
        key = self._key(register)
        if key and text == row.number:
            return "", " ".join(str(row.values[name]) for name in self._registers[register]["key"] if row.values.get(name))
        if register not in self._words:
            self._words[register] = word_columns(self._registers[register])
        for column, target in self._words[register].items():
            value = row.values.get(column)
            if value and target:
                value = self._called(target, str(value))
            if value:
                return column, str(value)
        return "", ""

    def _called(self, register: str, number: str) -> str:
        key = self._key(register)
        row = self._reader.row(register, number) if key else None
        return str(row.values.get(key) or "") if row else ""


def _rank(number: str) -> str:
    """The last digits of a number, as people say them: 7 of YZ2026-0007."""
    return number[len(number.rstrip("0123456789")) :].lstrip("0")


def _stands(step: str, row: Row) -> bool:
    return any(name == step or name.startswith(f"{step}/") for name in row.signed)
