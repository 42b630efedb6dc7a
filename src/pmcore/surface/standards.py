"""Standards as a table: what holds, since when, where it comes from, at which clause."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pmcore.engine.standards import in_force
from pmcore.model.kinds import KIND_OF
from pmcore.model.messages import messages

from .table import Table
from .words import Words

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.standard import Standard

__all__ = ["standards"]

_ = messages("pmcore")
_ORIGINS = {"default": _("the default"), "set": _("set here")}


def standards(look: Look, words: Words, text: str = "", *, day: date | None = None, rules: bool = False) -> Table:
    """Standards whose name holds ``text``, as of a day (else today); the levels of rules only with ``rules`` or ``text``."""
    found = [
        (standard, value, since, origin)
        for standard, value, since, origin in in_force(look, day)
        if (rules or text or not standard.name.startswith("rule.")) and text in standard.name
    ]
    rows = [_row(standard, value, since, origin) for standard, value, since, origin in found]
    cells = []
    for row, (_standard, value, _since, origin) in zip(rows, found, strict=True):
        told = words.say(_ORIGINS[origin]) if origin in _ORIGINS else origin
        cells.append({**row, "value": _shown(value, words), "origin": told})
    heads = {"name": _("Name"), "value": _("Value"), "since": _("Since"), "origin": _("Origin"), "clause": _("Clause")}
    listed = [{name: cell[name] for name in heads} for cell in cells]
    return Table(rows, listed, {name: words.say(head) for name, head in heads.items()})


def _shown(value: Any, words: Words) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else KIND_OF[type(value)].show(value, words.lang)


def _row(standard: Standard[Any], value: Any, since: str, origin: str) -> dict[str, Any]:
    return {
        "name": standard.name,
        "value": list(value) if isinstance(value, tuple) else KIND_OF[type(value)].plain(value),
        "since": since or None,
        "origin": origin,
        "clause": standard.clause or None,
        "scopes": list(standard.scopes),
        "choices": list(standard.choices),
    }
