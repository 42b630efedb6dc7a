"""Several words that one form does not hold by itself: ``王 301`` is the customer Wang of unit 301, by what belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pmcore.model.book import Key, Match, Row
from pmcore.model.field import FieldSpec, FormRef
from pmcore.model.sought import CLOSED, LED_ON, OPEN, fits, rank_of

from .columns import indexed_columns, sought_columns

if TYPE_CHECKING:
    from pmcore.plugin.catalogue import Catalogue

    from .search import Asked, Words

__all__ = ["tied"]

TENURE = "tenure"
"""Who is what to which unit: while one stands, its customer and its unit belong together."""
MOST = 200
"""A word that more forms have leads nowhere: somebody who types two such words has to say more."""


def tied(words: Words, asked: Asked) -> Iterator[Key]:
    """Forms that one of the words fits, while each other word fits them or a form that they belong together with.

    That is what they point to, and for customers and units who has them. Looked for from the rarest word, if no more than
    ``MOST`` forms have it.
    """
    catalogue = words.look.catalogue
    holders = min((words.known([one], (OPEN, CLOSED, LED_ON), MOST + 1) for one in asked), key=len)
    if len(holders) > MOST:
        return
    numbers: dict[str, list[str]] = {}
    for known in holders:
        numbers.setdefault(known.register, []).append(known.number)
    candidates = dict.fromkeys((known.register, known.number) for known in holders)
    candidates.update(dict.fromkeys(_pointing(words, numbers)))
    for register, number in candidates:
        row = words.overlay.row(register, number)
        if row is None or rank_of(row) is None or not sought_columns(catalogue, register):
            continue
        own = words.of(register, row)
        left = [one for one in asked if not fits(own, [one])]
        if len(left) < len(asked) and (not left or _fit_around(words, register, row, left)):
            yield register, number


def _fit_around(words: Words, register: str, row: Row, left: Asked) -> bool:
    around = [words.of(near, found) for near, found in _around(words, register, row)]
    return all(any(fits(told, [one]) for told in around) for one in left)


def _references(catalogue: Catalogue, register: str) -> Mapping[str, str]:
    """Column -> register that it points into."""
    columns: Mapping[str, FieldSpec] = indexed_columns(catalogue, register)
    return {
        name: spec.ref.register_name()
        for name, spec in columns.items()
        if spec.ref is not None and not spec.many and not issubclass(spec.ref, FormRef)
    }


def _pointing(words: Words, numbers: Mapping[str, list[str]]) -> Iterator[Key]:
    """Forms that point to any of these, and customers and units that stand in a tenure with any of them."""
    catalogue = words.look.catalogue
    for register in list(catalogue.registers):
        if register != TENURE and not sought_columns(catalogue, register):
            continue
        references = _references(catalogue, register)
        for column, target in references.items():
            if target not in numbers:
                continue
            standing = False if register == TENURE else None
            for row in words.overlay.find(register, [Match(column, "in", numbers[target])], closed=standing):
                if register == TENURE:
                    yield from ((near, str(row.values.get(name))) for name, near in references.items())
                else:
                    yield register, row.number


def _around(words: Words, register: str, row: Row) -> Iterator[tuple[str, Row]]:
    """What a form points to, and what it stands in a tenure with."""
    catalogue = words.look.catalogue
    pointed = [(near, row.values.get(column)) for column, near in _references(catalogue, register).items()]
    if TENURE in catalogue.registers:
        references = _references(catalogue, TENURE)
        for column, target in references.items():
            if target == register:
                for held in words.overlay.find(TENURE, [Match(column, "=", row.number)], closed=False):
                    pointed += [(near, held.values.get(name)) for name, near in references.items() if near != register]
    for near, number in dict.fromkeys(pointed):
        if number is not None and (found := words.overlay.row(near, str(number))) is not None:
            yield near, found
