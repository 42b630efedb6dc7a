"""The columns of a register as people name them: by the name on the wire or by the label, in either language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pmcore.model.messages import messages
from pmcore.model.outcomes import WrongUse
from pmcore.plugin.told import columns_of

from .near import near
from .words import Words

__all__ = ["chosen_columns", "column_labels", "condition", "heads_of", "state_of"]

_ = messages("pmcore")
Told = Mapping[str, Any]


def condition(text: str, register: Told) -> tuple[str, str]:
    """``field=value`` as (column, value); the field by its name or its label. Raises WrongUse where there is no ``=``."""
    name, equals, value = text.replace("＝", "=").partition("=")
    if not equals:
        message = _("{text} is not FIELD=VALUE").fill(text=text)
        raise WrongUse(message, invalid=[(text, message)])
    wanted = name.strip().lower().replace("-", "_")
    for column, labels in column_labels(register).items():
        if wanted in (column, *(label.lower().replace(" ", "_") for label in labels.values())):
            return column, value.strip()
    return wanted, value.strip()


def chosen_columns(text: str, register: Told, words: Words) -> list[str]:
    """The columns that are asked for, by their names or labels, in that order. Raises WrongUse for one that is none."""
    known = {"state": {"en": "state", "zh": words.say(_("State"))}, **column_labels(register)}
    found = []
    for part in re.split(r"[,，、;；\s]+", text.strip()):
        wanted = part.lower().replace("-", "_")
        name = next((one for one, labels in known.items() if wanted in (one, *map(str.lower, labels.values()))), None)
        if name is not None:
            found.append(name)
        elif part:
            close = near(part, {one: list(labels.values()) for one, labels in known.items()}, words.lang)
            raise none_such(_("There is no column {name}").fill(name=part), close, "columns")
    return found


def none_such(message: Any, close: list[str], field: str) -> WrongUse:
    """A name that means nothing here; those that are near it are told."""
    if close:
        message = _("{said}; near it: {near}").fill(said=message, near=close)
    return WrongUse(message, invalid=[(field, message)])


def column_labels(register: Told) -> dict[str, Mapping[str, str]]:
    """Column -> its label in each language, of a register as the manifest tells of it."""
    return {name: field["label"] for name, field in columns_of(register).items()}


def heads_of(register: Told, words: Words) -> dict[str, str]:
    """Heads of a table of forms."""
    labels = {name: words.pick(told) for name, told in column_labels(register).items()}
    return {"number": words.say(_("Number")), "state": words.say(_("State")), **labels}


def state_of(text: str, register: Told, words: Words) -> str:
    """A state by its name or its label. Raises WrongUse for one that is none."""
    wanted = text.strip().lower().replace("_", "-")
    states: Mapping[str, Any] = register["states"]
    if not states:  # the plugin is gone, and with it the names of its states
        return wanted
    for name, told in states.items():
        if wanted in (name, told["zh"], told["en"].lower()):
            return name
    known = {name: [told["zh"], told["en"]] for name, told in states.items()}
    message = _("There is no state {state}; there are {known}").fill(
        state=text, known=near(wanted, known, words.lang) or list(known)
    )
    raise WrongUse(message, invalid=[("state", message)])
