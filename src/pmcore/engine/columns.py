"""The columns of a register, whichever step fills them."""

from __future__ import annotations

from pmcore.model.field import FieldSpec
from pmcore.model.step import ready
from pmcore.plugin.catalogue import Catalogue

__all__ = ["columns_of", "indexed_columns"]


def columns_of(catalogue: Catalogue, register: str) -> dict[str, FieldSpec]:
    """Column -> field of a register, in order of declaration; of an absent plugin's, nothing."""
    found: dict[str, FieldSpec] = {}
    for step in catalogue.steps_of(register).values():
        prefix = catalogue.prefix(register, step.__step__.name)
        for name, spec in ready(step).fields.items():
            found.setdefault(prefix + name, spec)
        for name, spec in catalogue.extras_of(step).items():
            found.setdefault("x_" + name.replace(".", "_").replace("-", "_"), spec)
    return found


def indexed_columns(catalogue: Catalogue, register: str) -> dict[str, FieldSpec]:
    """The columns of a register that ``find`` may filter by."""
    catalogue.need(register)
    memo = catalogue.memo.get(("indexed", register))
    if memo is not None:
        return memo  # type: ignore[no-any-return]
    found: dict[str, FieldSpec] = {}
    catalogue.memo["indexed", register] = found
    for step in catalogue.steps_of(register).values():
        prefix = catalogue.prefix(register, step.__step__.name)
        for name, spec in ready(step).fields.items():
            if spec.indexed:
                found.setdefault(prefix + name, spec)
    return found
