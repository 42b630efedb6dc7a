"""The columns of a list as people name them: by the name on the wire or by the label, in conditions, choices and heads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pmcore.plugin.told import columns_of

from .errors import Stop
from .words import _, pick

__all__ = ["chosen", "columns_in_words", "condition", "heads_of"]

Told = Mapping[str, Any]


def condition(text: str, told: Told) -> tuple[str, str]:
    """``field=value``; the field by its name or its label."""
    name, equals, value = text.replace("＝", "=").partition("=")
    if not equals:
        raise Stop(_("{text} is not FIELD=VALUE", text=text), field=text)
    wanted = name.strip().lower().replace("-", "_")
    for column, words in columns_in_words(told).items():
        if wanted in (column, *(word.lower().replace(" ", "_") for word in words.values())):
            return column, value.strip()
    return wanted, value.strip()


def chosen(text: str | None, told: Told) -> list[str]:
    """The columns that are asked for, by their names or labels; none where nothing is."""
    known = {"state": {"en": "state", "zh": _("State")}, **columns_in_words(told)}
    found = []
    for part in re.split(r"[,，、;；\s]+", (text or "").strip()):
        wanted = part.lower().replace("-", "_")
        name = next((one for one, words in known.items() if wanted in (one, *map(str.lower, words.values()))), None)
        if name is not None:
            found.append(name)
        elif part:
            from .near import near

            close = near(part, {one: list(words.values()) for one, words in known.items()})
            near_it = _("; near it: {near}", near=", ".join(close)) if close else ""
            raise Stop(_("There is no column {name}", name=part) + near_it, field="columns")
    return found


def columns_in_words(told: Told) -> dict[str, Mapping[str, str]]:
    """Column -> its label in each language, of a register as the manifest tells of it."""
    return {name: field["label"] for name, field in columns_of(told).items()}


def heads_of(told: Told) -> dict[str, str]:
    """Heads of a table for people."""
    return {"number": _("Number"), "state": _("State"), **{name: pick(words) for name, words in columns_in_words(told).items()}}
