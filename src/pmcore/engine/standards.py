"""Changing standards, and telling what holds: name, value, since when, where it comes from, at which clause."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from typing import Any

from pmcore.model.kinds import KIND_OF
from pmcore.model.messages import Bad, messages
from pmcore.model.outcomes import Invalid, WrongUse
from pmcore.model.standard import Standard
from pmcore.plugin.catalogue import Catalogue

from .queries import Look
from .settings import write_value

__all__ = ["change", "in_force", "read_standard"]

_ = messages("pmcore")


def change(catalogue: Catalogue, name: str, value: str, starts: date, scope: Mapping[str, str], reason: str) -> dict[str, Any]:
    """The fields of ``standard set`` for a value as people write it."""
    catalogue.need("*")
    standard = catalogue.standard(name)
    if standard is None and name.startswith("role."):
        standard = Standard(name, (name[5:],))
    if standard is None:
        near = [known for known in catalogue.standards if name in known][:8] or get_close_matches(name, catalogue.standards, 5)
        raise WrongUse(
            _("There is no standard {name}").fill(name=name),
            invalid=[
                ("name", _("is unknown; near it are: {near}").fill(near=near) if near else _("is unknown; standard list has all"))
            ],
        )
    if unknown := [key for key in scope if key not in standard.scopes]:
        raise Invalid(
            _("{name} is not narrowed by {scope}").fill(name=name, scope=unknown[0]),
            invalid=[("scope", _("may be by: {scopes}").fill(scopes=standard.scopes))],
        )
    return {
        "name": name, "value": write_value(read_standard(standard, value)), "starts": starts, "reason": reason,
        "scope": json.dumps(dict(sorted(scope.items())), ensure_ascii=False, separators=(",", ":")),
    }  # fmt: skip


def read_standard(standard: Standard[Any], text: str) -> Any:
    """A value of a standard from what people wrote: of the kind of its default; lists are joined by commas."""
    if isinstance(standard.default, tuple):
        return tuple(part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip())
    if standard.choices:
        if text not in standard.choices:
            raise Invalid(
                _("{value} is none of the choices").fill(value=text),
                invalid=[("value", _("is one of: {choices}").fill(choices=standard.choices))],
            )
        return text
    try:
        return KIND_OF[type(standard.default)].read(text)
    except Bad as bad:
        raise Invalid(_("The value cannot be read"), invalid=[("value", bad.message)]) from None


def in_force(look: Look, day: date | None = None) -> Iterator[tuple[Standard[Any], Any, str, str]]:
    """(standard, value, since or '', origin) of every standard on a day; scoped values follow their standard."""
    look.catalogue.need("*")
    day = day or look.facts.today
    for name in sorted(look.catalogue.standards):
        standard = look.catalogue.standards[name]
        value, starts, origin = look.sheet.settings.value(standard, day)
        yield standard, value, starts, origin
        for row in look.sheet.settings.set.get(name, ()):
            scope = json.loads(str(row.values["scope"] or "{}"))
            if scope and str(row.values["starts"]) <= day.isoformat():
                value, starts, origin = look.sheet.settings.value(standard.of(**scope), day)
                yield standard.of(**scope).standard, value, starts, f"{origin} {row.values['scope']}"
