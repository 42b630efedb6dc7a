"""Search: forms by anything that people know of them, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmcore.engine.search import Hit, search
from pmcore.model.messages import messages

from .lists import called
from .table import Table
from .values import in_words, row_fields
from .words import Words

if TYPE_CHECKING:
    from pmcore.engine.queries import Look

__all__ = ["found_forms"]

_ = messages("pmcore")
TOLD = 4
"""So many values tell what is known of a form."""


def found_forms(look: Look, words: Words, text: str, *, limit: int = 20, reveal: bool = False) -> Table:
    """What fits, at most ``limit``, the likeliest first; a note says where there is more. See ``engine.search``."""
    hits = search(look, text, limit=limit + 1)
    more, hits = len(hits) > limit, hits[:limit]
    rows, cells = [], []
    for hit in hits:
        fields = row_fields(hit.row, look.columns(hit.register), words.zone, reveal)
        rows.append(
            {"register": hit.register, "number": hit.row.number, "state": hit.row.state, "by": hit.column, "fields": fields}
        )
        cells.append(
            {
                "register": words.register(hit.register),
                "number": hit.row.number,
                "state": words.state(hit.register, hit.row.state),
                "what": "  ".join(_known(look, words, hit, fields, reveal)[:TOLD]),
            }
        )
    heads = {
        "register": words.say(_("register")),
        "number": words.say(_("number")),
        "state": words.say(_("state")),
        "what": words.say(_("what is known")),
    }
    notes = [words.say(_("There are more: say another word, or --limit {limit}"), limit=5 * limit)] if more else []
    return Table(rows, cells, heads, notes=notes)


def _known(look: Look, words: Words, hit: Hit, fields: dict[str, Any], reveal: bool) -> list[str]:
    """The values that such forms are looked up by; references by what people call the form."""
    specs = look.columns(hit.register)
    names = called(look, hit.register, hit.row, reveal)
    return [
        names.get(name) or in_words(spec, value, words.lang)
        for name, value in fields.items()
        if value and (spec := specs.get(name)) is not None and (spec.find or spec.indexed)
    ]
