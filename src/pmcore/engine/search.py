"""Finding a form by anything people know of it: number, name, initials, telephone or its last digits, plate, unit, card."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from pmcore.model.book import Column, Key, Known, Row
from pmcore.model.outcomes import Declined
from pmcore.model.sought import CLOSED, LED_ON, OPEN, fits, parts_of, rank_of, wanted, words_of, words_of_row

from .columns import sought_columns
from .founding import signature_of

if TYPE_CHECKING:
    from .queries import Look

__all__ = ["Asked", "Hit", "Words", "search"]

Asked = Sequence[tuple[str, ...]]
"""For each word that somebody looks for, how words of the index may begin."""


class Hit(NamedTuple):
    """A form that was found, and the column that fits (``number`` where it is its number)."""

    register: str
    row: Row
    column: str


class Words:
    """The index of words, with what time has made of the book by now laid over it.

    Where the book has not met the plugins that are loaded, the index may lack a column; then the forms themselves are
    looked through, which finds the same.
    """

    def __init__(self, look: Look) -> None:
        self.look = look
        self.overlay = look.overlay
        self.complete = look.overlay.base.note("plugins") == signature_of(look.catalogue)
        self._columns: dict[str, list[Column]] = {}

    def columns(self, register: str) -> list[Column]:
        """The columns of a register that are sought in."""
        if register not in self._columns:
            held = [*self.overlay.base.columns(register), *(one for one in self.overlay.batch.columns if one.register == register)]
            declared = register in self.look.catalogue.registers and sought_columns(self.look.catalogue, register)
            told = [column._replace(sought=column.sought or column.name in (declared or ())) for column in held]
            self._columns[register] = [column for column in told if column.sought]
        return self._columns[register]

    def of(self, register: str, row: Row) -> list[str]:
        """The words of a form as it stands."""
        return words_of_row(row, self.columns(register))

    def known(self, asked: Asked, ranks: Sequence[int], limit: int | None = None) -> list[Known]:
        """As ``Reader.known``, with what is staged."""
        staged = self.overlay.batch.rows
        most = None if limit is None else limit + len(staged)
        base = self.overlay.base.known(asked, ranks=ranks, limit=most) if self.complete else self._scan(asked, ranks)
        found = [known for known in base if (known.register, known.number) not in staged]
        found += self._fitting(((register, row) for (register, _number), row in staged.items()), asked, ranks)
        found.sort(key=_order)
        return found[:limit]

    def _scan(self, asked: Asked, ranks: Sequence[int]) -> list[Known]:
        rows = ((register, row) for register in self.overlay.base.registers() for row in self.overlay.base.find(register))
        return sorted(self._fitting(rows, asked, ranks), key=_order)

    def _fitting(self, rows: Iterable[tuple[str, Row]], asked: Asked, ranks: Sequence[int]) -> Iterator[Known]:
        for register, row in rows:
            rank = rank_of(row)
            if rank is not None and rank in ranks and fits(self.of(register, row), asked):
                yield Known(register, row.number, row.opened, rank)


def _order(known: Known) -> tuple[int, int]:
    return known.rank, -known.opened


def search(look: Look, text: str, *, limit: int = 20) -> list[Hit]:
    """What fits: the form of that short number, then open forms, then closed ones; at most ``limit``. Of either the newest
    come first, those that fit by what people know of them before those whose number only ends so.

    Several words must all fit: one of them the form, the others the form or one that it points to. A form that was merged
    into another one leads to that. Void forms are not found.
    """
    parts = parts_of(text)
    asked = [wanted(part) for part in parts]
    if not asked:
        return []
    words = Words(look)
    number = _short(look, parts[0]) if len(parts) == 1 else None
    found = _everything(words, parts, asked, limit + len(look.catalogue.registers))  # each may have a number that ends so
    hits = []
    for register, name in dict.fromkeys([number, *found] if number is not None else found):
        row = look.overlay.row(register, name)
        assert row is not None
        hits.append(Hit(register, row, "number" if (register, name) == number else _column(words, register, row, asked)))
    hits.sort(key=lambda hit: ((hit.register, hit.row.number) != number, hit.row.closed, hit.column == "number"))
    return hits[:limit]


def _everything(words: Words, parts: Sequence[str], asked: Asked, limit: int) -> list[Key]:
    ways = [asked]
    if len(parts) > 1:
        ways.append([wanted("".join(parts))])  # a telephone number in groups
    found: dict[Key, Known] = {}
    for way in ways:
        for known in [*words.known(way, (OPEN, CLOSED), limit), *words.known(way, (LED_ON,))]:
            _take(words, known.register, known.number, found)
    if len(parts) > 1:
        from .ties import tied

        for register, number in tied(words, asked):
            _take(words, register, number, found)
    return [(known.register, known.number) for known in sorted(found.values(), key=_order)]


def _take(words: Words, register: str, number: str, found: dict[Key, Known]) -> None:
    """The form, or the one that it was merged into."""
    row = words.overlay.row(register, number)
    while row is not None and row.state == "merged":
        row = words.overlay.row(register, str(row.values.get("into")))
    if row is not None and (rank := rank_of(row)) is not None:
        found[register, row.number] = Known(register, row.number, row.opened, rank)


def _short(look: Look, word: str) -> Key | None:
    """``YZ7``: the form of that number."""
    if not (word.isascii() and word[:1].isalpha() and word[-1:].isdigit()):
        return None
    try:
        register, row = look.anywhere(word)
    except Declined:
        return None
    return (register, row.number) if rank_of(row) is not None else None


def _column(words: Words, register: str, row: Row, asked: Asked) -> str:
    """The first column that one of the words fits."""
    for column in words.columns(register):
        told = words_of("", [row.values.get(column.name)])
        if any(fits(told, [beginnings]) for beginnings in asked):
            return column.name
    return "number"
