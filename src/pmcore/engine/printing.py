"""A form on paper: plain text of 80 columns, made from its declaration; every print is on record and counted."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.model.book import Row
from pmcore.model.canonical import proof_of
from pmcore.model.field import FieldSpec
from pmcore.model.kinds import YESNO
from pmcore.model.messages import Msg, messages
from pmcore.model.people import Actor
from pmcore.model.stamp import instant
from pmcore.model.step import ready
from pmcore.model.text import cut, pad, visible, width, wrap
from pmcore.plugin.language import label, say

from .codec import item_specs, restore
from .queries import Look, Shown
from .takeback import amend

if TYPE_CHECKING:
    from .sheet import Sheet

__all__ = ["note_print", "page"]

_ = messages("pmcore")
WIDTH = 80
BLANK_LINES = 3
"""Unused lines of a list are struck through, so that nobody adds to a signed form (release.7)."""


def note_print(sheet: Sheet, register: str, on: str, copy: str, actor: Actor) -> tuple[str, int]:
    """Put a print on record; the form's number, and the how-manieth print of this copy it is."""
    from .signing import capacity_of

    row = sheet.lookup.row(register, on)
    before = [entry for entry in sheet.overlay.history(register, row.number) if entry.step == "printed"]
    count = 1 + sum(1 for entry in before if json.loads(entry.body)["copy"] == copy)
    signed = (capacity_of(actor, sheet.lookup, sheet.facts()),)
    amend(sheet.stage, register, row.number, "printed", {"copy": copy, "count": count}, {}, {}, signed, actor)
    return row.number, count


def page(look: Look, register: str, number: str, lang: str, *, copy: str = "", count: int = 1) -> str:
    """The form as it stands: title, number, every signed step with its blanks, signatures, and the proof of its last entry."""
    row = look.row(register, number)
    declared = look.catalogue.registers.get(register)
    domain = declared.module.partition(".")[0] if declared else "pmcore"
    lines = [_middle(say(Msg(declared.title, domain), lang) if declared else register), ""]
    lines.append(
        _ends(
            f"{say(_('Number'), lang)} {row.number}",
            say(_("Copy: {copy}"), lang).format(copy=label("copy", copy, "pmcore", lang)) if copy else "",
        )
    )
    if count > 1:
        lines.append(_ends("", say(_("Reprint {count}").fill(count=count), lang)))
    lines.append("-" * WIDTH)
    last = None
    for shown in look.history(register, row.number):
        if shown.entry.step == "printed" or shown.struck_by is not None or shown.entry.step in ("correct", "strike"):
            continue
        lines += _step(look, register, domain, shown, lang)
        last = shown.entry
    lines += _foot(look, row, domain, register, lang, proof_of(last.hash) if last and last.hash else "")
    return "\n".join(visible(line).rstrip() for line in lines) + "\n"


def _step(look: Look, register: str, domain: str, shown: Shown, lang: str) -> Iterator[str]:
    """One signed part of the form."""
    cls = look.catalogue.find_step(register, shown.entry.step)
    where = cls.__module__.partition(".")[0] if cls else domain
    yield (
        f"【{label(register, shown.entry.step, where, lang)}】"
        if lang == "zh"
        else f"[{label(register, shown.entry.step, where, lang)}]"
    )
    fields = ready(cls).fields if cls else {}
    for name in sorted(shown.body, key=lambda name: list(fields).index(name) if name in fields else len(fields)):
        value = shown.body[name]
        spec = fields.get(name)
        listed = spec is not None and spec.item is not None  # its unused lines are struck through
        if name == "x" or value is None or (value in ("", []) and not listed):
            continue
        yield from _field(label(register, name, where, lang), spec, value, lang, look)
    at = look.sheet.settings.calendar.local(instant(shown.entry.at))
    signers = " ".join(_signer(look, told, lang) for told in json.loads(shown.entry.signed))
    yield _ends("", f"{say(_('Signed'), lang)} {signers}  {at:%Y-%m-%d %H:%M}")
    yield ""


def _field(title: str, spec: FieldSpec | None, value: Any, lang: str, look: Look) -> Iterator[str]:
    head = pad(cut(title, 20), 20) + "  "
    if spec is not None and spec.item is not None and isinstance(value, list):
        yield f"  {title}"
        yield from _items(spec, value, lang, look)
        return
    text = _text(spec, value, lang, look)
    for place, line in enumerate(wrap(text, WIDTH - 26) or [""]):
        yield "  " + (head if place == 0 else " " * 22) + line


def _items(spec: FieldSpec, lines: list[Mapping[str, Any]], lang: str, look: Look) -> Iterator[str]:
    """A list as numbered lines, blank ones struck through."""
    assert spec.item is not None
    inner = item_specs(spec.item)
    wide = max(8, (WIDTH - 10) // len(inner))
    domain = spec.item.__module__.partition(".")[0]
    yield "    " + " " * 4 + "".join(pad(cut(label(spec.item.__name__, name, domain, lang), wide - 1), wide) for name in inner)
    for place, line in enumerate(lines, 1):
        cells = (pad(cut(_text(part, line.get(name), lang, look), wide - 1), wide) for name, part in inner.items())
        yield f"    {place:>2}. " + "".join(cells)
    for place in range(len(lines) + 1, max(len(lines), BLANK_LINES) + 1):
        yield f"    {place:>2}. " + "/" * (WIDTH - 10)


def _text(spec: FieldSpec | None, raw: Any, lang: str, look: Look) -> str:
    if raw is None:
        return ""
    if spec is None or raw == "[erased]":
        return str(raw)
    value = restore(spec, raw)
    parts = value if isinstance(value, tuple) else (value,)
    return ("、" if lang == "zh" else ", ").join(_one(spec, part, lang, look) for part in parts)


def _one(spec: FieldSpec, value: Any, lang: str, look: Look) -> str:
    if spec.ref is not None:
        return look.known_as(value)
    if spec.choices is not None:
        return label(spec.choices.__name__, str(value.value), spec.choices.__module__.partition(".")[0], lang)
    if spec.kind is YESNO:
        return say(_("yes") if value else _("no"), lang)
    return str(spec.kind.show(value, lang, look.sheet.settings.zone))


def _signer(look: Look, told: Mapping[str, str], lang: str) -> str:
    if told["staff"] == told["role"]:  # time itself, or nobody in particular
        return label("role", told["role"], "pmcore", lang)
    row = look.overlay.row("staff", told["staff"])
    name = str(row.values.get("name") or told["staff"]) if row else told["staff"]
    return name if "for" not in told else f"{name} ({told['for']})"


def _foot(look: Look, row: Row, domain: str, register: str, lang: str, proof: str) -> Iterator[str]:
    yield "-" * WIDTH
    state = label(register, row.state, domain, lang)
    yield _ends(f"{say(_('State'), lang)} {state}", f"{say(_('Proof'), lang)} {proof}")
    yield _ends(look.sheet.settings.name, "")


def _middle(text: str) -> str:
    return " " * max((WIDTH - width(text)) // 2, 0) + text


def _ends(left: str, right: str) -> str:
    return left + " " * max(WIDTH - width(left) - width(right), 1) + right
