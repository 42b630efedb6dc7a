"""Lists: the forms of a register, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pmcore.model.messages import messages

from .columns import heads_of
from .table import Table
from .values import in_words, row_fields
from .words import Words

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.book import Row

__all__ = ["Listed", "called", "listed"]

_ = messages("pmcore")
MOST = 10_000
"""So many forms a page has at most."""


class Listed(NamedTuple):
    """A page of forms, and the cursor behind which the next ones begin (None: these are all)."""

    table: Table
    cursor: int | None


def listed(
    look: Look,
    words: Words,
    register: str,
    where: Mapping[str, Any] | None = None,
    *,
    state: str | None = None,
    open_only: bool = False,
    limit: int = 50,
    cursor: int | None = None,
    newest_first: bool = False,
    columns: Sequence[str] = (),
    reveal: bool = False,
) -> Listed:
    """A page of a register. ``where`` are columns and values as people write them, ``columns`` those that are asked for.

    Raises Invalid or WrongUse where a register, column or value is none.
    """
    page = look.list(
        register, where, state=state, closed=False if open_only else None, limit=min(limit, MOST), cursor=cursor,
        newest_first=newest_first,
    )  # fmt: skip
    specs = look.columns(register)
    fields = [row_fields(row, specs, words.zone, reveal) for row in page.rows]
    cells = [_cells(look, words, register, row, one, reveal) for row, one in zip(page.rows, fields, strict=True)]
    shown = ["number", "state", *([name for name in columns if name != "state"] if columns else specs)]
    if columns:
        fields = [{name: one.get(name) for name in columns if name != "state"} for one in fields]
        cells = [{name: cell.get(name, "") for name in ("number", *columns)} for cell in cells]
    flat = [{"number": row.number, "state": row.state, **one} for row, one in zip(page.rows, fields, strict=True)]
    rows = [{"fields": one, **line} for line, one in zip(flat, fields, strict=True)]
    heads = heads_of(words.manifest["registers"].get(register, {"steps": {}}), words)
    return Listed(Table(rows, cells, heads, shown, flat=flat), page.cursor)


def _cells(look: Look, words: Words, register: str, row: Row, fields: Mapping[str, Any], reveal: bool) -> dict[str, str]:
    """A form as people read it: references by what they call the form."""
    specs = look.columns(register)
    known = called(look, register, row, reveal)
    told = {name: known.get(name) or in_words(specs.get(name), value, words.lang) for name, value in fields.items()}
    return {"number": row.number, "state": words.state(register, row.state), **told}


def called(look: Look, register: str, row: Row, reveal: bool) -> dict[str, str]:
    """Column -> what people call the form that it points to."""
    specs = look.columns(register)
    return {
        name: look.known_as(spec.ref(str(row.values[name])), masked=not reveal)
        for name, spec in specs.items()
        if spec.ref is not None and not spec.many and row.values.get(name)
    }
