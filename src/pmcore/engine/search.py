"""Finding a form by anything people know of it: number, name, initials, telephone or its last digits, plate, unit, card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from pmcore.model.book import Match, Row
from pmcore.model.messages import Bad
from pmcore.model.outcomes import Declined
from pmcore.model.text import fold

from .columns import indexed_columns

if TYPE_CHECKING:
    from .queries import Look

__all__ = ["Hit", "initials", "search"]

SCANNED = 20_000
"""Initials are no column: so many of the newest names are looked through."""


class Hit(NamedTuple):
    """A form that was found, and the column that fits (``number`` where it is its number)."""

    register: str
    row: Row
    column: str


def search(look: Look, text: str, *, limit: int = 20) -> list[Hit]:
    """What fits, best first: by number, by a whole value, by a part of one, by the initials of a name; open forms first."""
    text = text.strip()
    if not text:
        return []
    look.catalogue.need("*")
    found: dict[tuple[str, str], Hit] = {}
    for hit in (*_by_number(look, text), *_by_value(look, text), *_by_part(look, text, limit), *_by_initials(look, text)):
        found.setdefault((hit.register, hit.row.number), hit)
        if len(found) >= 4 * limit:
            break
    hits = list(found.values())
    hits.sort(key=lambda hit: hit.row.closed)
    return hits[:limit]


def _by_number(look: Look, text: str) -> Iterator[Hit]:
    for register in look.catalogue.registers:
        if (row := look.overlay.row(register, text.upper())) is not None:
            yield Hit(register, row, "number")
    if text.isascii() and text[:1].isalpha() and text[-1:].isdigit():
        try:
            yield Hit(*look.anywhere(text), "number")
        except Declined:
            return


def _looked_up(look: Look, register: str) -> Iterator[str]:
    """The columns that people know forms of a register by."""
    declared = look.catalogue.registers[register]
    for name, spec in indexed_columns(look.catalogue, register).items():
        if (spec.find or spec.unique or name in declared.key) and spec.ref is None and not spec.choices:
            yield name


def _by_value(look: Look, text: str) -> Iterator[Hit]:
    for register in look.catalogue.registers:
        columns = indexed_columns(look.catalogue, register)
        for name in _looked_up(look, register):
            try:
                value = columns[name].kind.dump(columns[name].kind.read(text, columns[name]))
            except Bad:
                continue
            for row in look.overlay.find(register, [Match(name, "=", value)], limit=50, newest_first=True):
                yield Hit(register, row, name)


def _by_part(look: Look, text: str, limit: int) -> Iterator[Hit]:
    """A part of a name, the last digits of a number, some letters of a plate; two characters at least."""
    part = fold(text) if text.isascii() else text
    if len(part) < (2 if part.isascii() else 1):
        return
    for register in look.catalogue.registers:
        for name in _looked_up(look, register):
            for row in look.overlay.find(register, [Match(name, "has", part)], limit=limit, newest_first=True):
                yield Hit(register, row, name)


def _by_initials(look: Look, text: str) -> Iterator[Hit]:
    """``wxm`` finds 王小明."""
    if not (text.isascii() and text.isalpha() and len(text) >= 2):
        return
    wanted = text.lower()
    for row in look.overlay.find("customer", limit=SCANNED, newest_first=True):
        if initials(str(row.values.get("name") or "")).startswith(wanted):
            yield Hit("customer", row, "name")


def initials(name: str) -> str:
    """The first letters of a name's syllables; empty where it has no Chinese character or the library is absent."""
    if name.isascii():
        return ""
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:
        return ""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))
