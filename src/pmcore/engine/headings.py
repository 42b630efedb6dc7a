"""Headings of a table: which field each fills, which one numbers the forms, and which a list has beside the step's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from pmcore.model.field import FieldSpec
from pmcore.model.messages import Msg, messages
from pmcore.model.outcomes import Invalid
from pmcore.model.step import Step, ready
from pmcore.plugin.language import label, languages

from .columns import columns_of
from .names import word
from .sheet import Sheet

__all__ = ["Headings", "headings"]

_ = messages("pmcore")
NUMBER, STATE = "number", "state"
"""What a list calls a form's number and state: a file that has the first is a list that went out and comes back."""
RESERVED = {"at": "at", "时间": "at"}


class Headings(NamedTuple):
    """``fields``: field -> the headings that fill it. ``listed``: column of the list -> its heading, where the file is one."""

    fields: dict[str, list[str]]
    listed: dict[str, str]

    def of(self, name: str) -> str:
        """The heading, or headings, under which a field or column stands; its own name where it has none."""
        return " ".join(self.fields.get(name) or [self.listed.get(name, name)])


def headings(sheet: Sheet, step: type[Step], heads: list[str], mapping: Mapping[str, str]) -> Headings:
    """By ``mapping`` (``-`` leaves one out), name, label in any language, or alias.

    Raises Invalid for headings that fit no field: nothing is left out silently. A list that went out has the form's number;
    of its other columns (the state, computed ones, those of later steps) nothing is taken, but they are compared.
    """
    fields = ready(step).fields
    words = _words(sheet, step, fields)
    columns = columns_of(sheet.catalogue, step.__step__.register.name) if NUMBER in heads and NUMBER not in mapping else {}
    listed = {NUMBER, STATE, *columns} if columns else set()
    found = Headings({}, {})
    faults: list[tuple[str, Msg]] = []
    for head in heads:
        told = mapping.get(head)
        name = told if told is not None else words.get(_plain(head), RESERVED.get(head))
        if name == "-":
            continue
        if name is None and head in listed:
            found.listed[head] = head
        elif name is None or (name not in fields and name != "at" and not name.startswith("x.")):
            faults.append((head, _fits_none(sheet, step, head)))
        else:
            found.fields.setdefault(name, []).append(head)
    faults += [(name, _("is no heading of the file")) for name in mapping if name not in heads]
    if faults:
        raise Invalid(_("The headings need another look"), invalid=faults)
    return found


def _fits_none(sheet: Sheet, step: type[Step], head: str) -> Msg:
    register = step.__step__.register.name
    known = [word(sheet.catalogue, register, name) for name, spec in ready(step).fields.items() if not spec.computed]
    text = _("fits no field; map it with --map {head}=FIELD, or leave it out with --map {head}=-; there are {fields}")
    return text.fill(head=head, fields=known)


def _words(sheet: Sheet, step: type[Step], fields: Mapping[str, FieldSpec]) -> dict[str, str]:
    register, domain = step.__step__.register.name, step.__module__.partition(".")[0]
    words: dict[str, str] = {}
    filled = {name: spec for name, spec in fields.items() if not spec.computed}
    for name, spec in filled.items():
        for lang in languages:
            words.setdefault(_plain(label(register, name, domain, lang)), name)
        for other in spec.aliases:
            words[_plain(other)] = name
    words |= {_plain(name): name for name in filled}
    for name, spec in sheet.catalogue.extras_of(step).items():
        words[_plain(name)] = words[_plain("x_" + name.replace(".", "_"))] = f"x.{name}"
        words.setdefault(_plain(label(register, spec.name, name.partition(".")[0], "zh")), f"x.{name}")
    return words


def _plain(head: str) -> str:
    return head.strip().lower().replace("_", " ").replace("-", " ")
