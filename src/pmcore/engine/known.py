"""What people know a form by: its key, and what may be looked for in it; personal values masked for eyes that need not see them."""

from __future__ import annotations

from pmcore.model.book import Row
from pmcore.plugin.catalogue import Catalogue

from .columns import columns_of

__all__ = ["known_words"]


def known_words(catalogue: Catalogue, register: str, row: Row, *, masked: bool, most: int = 1) -> list[tuple[str, bool]]:
    """(word, whether it is a mask) of at most so many of a form's columns, the best known first."""
    declared = catalogue.registers.get(register)
    if declared is None:
        return []
    columns = columns_of(catalogue, register)
    names = dict.fromkeys([*declared.key[-1:], *(name for name, spec in columns.items() if spec.find)])
    told = []
    for name in names:
        if (value := row.values.get(name)) is not None and value != "" and name in columns:
            hidden = masked and columns[name].personal
            told.append((columns[name].kind.mask(str(value)) if hidden else str(value), hidden))
    return told[:most]
