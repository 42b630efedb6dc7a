"""The columns of a register, whichever step fills them; those of an absent plugin as far as the book itself knows them."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore.model.book import Column, Reader
from pmcore.model.field import FieldSpec
from pmcore.model.kind import FREE, Kind, Spec
from pmcore.model.kinds import KIND_OF
from pmcore.model.register import Register
from pmcore.model.step import ready
from pmcore.model.text import clean
from pmcore.plugin.catalogue import Catalogue

from .codec import extra_column, item_specs

__all__ = ["RECORDED", "column_of", "columns_of", "indexed_columns", "is_sought", "recorded_spec", "sought_columns", "unsought"]


class Recorded(Kind):
    """A text of which nobody is left to say what it means: as it stands in the book."""

    __slots__ = ()

    def read(self, text: str, spec: Spec = FREE) -> str:
        return clean(text)


RECORDED = Recorded("recorded", str, "", "", personal=True)


def recorded_spec(column: Column) -> FieldSpec:
    """The field behind a column whose plugin is gone: a text or a whole number, personal or not, to filter by or not."""
    spec = FieldSpec(column.name, {"index": column.indexed, "chained": not column.personal})
    spec.kind = KIND_OF[int] if column.type == "INTEGER" and not column.personal else RECORDED
    spec.default, spec.optional = None, True
    return spec


def column_of(register: Register, name: str, spec: FieldSpec, *, sought: bool) -> Column:
    """A column as the book records it when it is first filled; a list of lines is personal if anything in a line is."""
    return Column(register.name, name, spec.column_type, spec.indexed, _personal(spec), sought)


def _personal(spec: FieldSpec) -> bool:
    return spec.personal or (spec.item is not None and any(map(_personal, item_specs(spec.item).values())))


def is_sought(declared: Register, name: str, spec: FieldSpec) -> bool:
    """Whether people look forms up by parts of a column: what is found by, what is unique, and the key itself."""
    return (spec.find or spec.unique or name in declared.key[-1:]) and spec.ref is None and not spec.choices


def sought_columns(catalogue: Catalogue, register: str) -> dict[str, FieldSpec]:
    """The columns of a register that people look forms up by, in order of declaration."""
    declared = catalogue.registers[register]
    found: dict[str, FieldSpec] = {}
    for step in catalogue.steps_of(register).values():
        prefix = catalogue.prefix(register, step.__step__.name)
        for name, spec in ready(step).fields.items():
            if is_sought(declared, prefix + name, spec):
                found.setdefault(prefix + name, spec)
    return found


def unsought(catalogue: Catalogue, reader: Reader) -> Iterator[Column]:
    """Columns of a book by which people look now and did not when the book met them first."""
    for register in reader.registers():
        if register in catalogue.registers:
            sought = sought_columns(catalogue, register)
            yield from (
                column._replace(sought=True) for column in reader.columns(register) if column.name in sought and not column.sought
            )


def columns_of(catalogue: Catalogue, register: str) -> dict[str, FieldSpec]:
    """Column -> field of a register, in order of declaration; of an absent plugin's, nothing."""
    found: dict[str, FieldSpec] = {}
    for step in catalogue.steps_of(register).values():
        prefix = catalogue.prefix(register, step.__step__.name)
        for name, spec in ready(step).fields.items():
            found.setdefault(prefix + name, spec)
        for name, spec in catalogue.extras_of(step).items():
            found.setdefault(extra_column(name), spec)
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
