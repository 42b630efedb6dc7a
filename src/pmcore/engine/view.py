"""Forms as rules read them: the present values from the row, the history thawed when asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pmcore.model.book import Entry, Row
from pmcore.model.canonical import canonical
from pmcore.model.form import Form, Signature, Signed
from pmcore.model.stamp import instant
from pmcore.model.step import Step
from pmcore.plugin.catalogue import Catalogue

from .codec import ERASED, decode, now_of
from .fold import Line, live_lines
from .overlay import Overlay

__all__ = ["decode_line", "form_of", "lines_of", "signed_of", "view_of", "signatures", "told_signatures"]


def signed_of(line: Line, catalogue: Catalogue) -> Signed[Any] | None:
    """A live entry as rules see it; None where its plugin is not installed."""
    entry = line.entry
    cls = catalogue.find_step(entry.register, entry.step)
    if cls is None:
        return None
    return Signed(
        decode_line(cls, line, catalogue),
        entry.step,
        entry.seq,
        instant(entry.at),
        instant(entry.written),
        signatures(entry),
        entry.cause,
        all(kept for _duty, kept in line.grounds["met"]) if "met" in line.grounds else None,
    )


def decode_line(cls: type[Step], line: Line, catalogue: Catalogue) -> Step:
    """The step of a live entry, as corrected."""
    return decode(cls, line.body, line.personal, line.entry.step_v, catalogue.extras_of(cls))


def told_signatures(signed: Sequence[Signature]) -> str:
    """Signatures as the journal holds them."""
    return _told(tuple((who.role, who.staff, who.on_behalf) for who in signed))


@lru_cache(1024)
def _told(signed: tuple[tuple[str, str, str | None], ...]) -> str:
    return canonical([{"role": role, "staff": staff, **({"for": giver} if giver else {})} for role, staff, giver in signed])


def signatures(entry: Entry) -> tuple[Signature, ...]:
    """Who signed an entry."""
    return tuple(Signature(told["staff"], told["role"], told.get("for")) for told in json.loads(entry.signed))


def lines_of(overlay: Overlay, register: str, number: str) -> Sequence[Line]:
    """The live entries of a form; kept until something is staged on it."""
    lines: list[Line] | None = overlay.lines.get((register, number))
    if lines is None:
        lines = live_lines(overlay.history(register, number), overlay.personal, overlay.grounds_of)
        overlay.keep_lines((register, number), lines)
    return lines


def form_of(overlay: Overlay, catalogue: Catalogue, register: str, row: Row) -> Form[Any]:
    """A form from its row; its history is read only if somebody asks."""
    known: list[Sequence[Signed[Any]]] = []

    def history() -> Sequence[Signed[Any]]:
        if not known:
            seen = (signed_of(line, catalogue) for line in lines_of(overlay, register, row.number))
            known.append(tuple(signed for signed in seen if signed is not None))
        return known[0]

    return _form(catalogue, register, row, history)


def view_of(catalogue: Catalogue, register: str, row: Row, lines: Sequence[Line]) -> Form[Any]:
    """A form as it stood after some of its entries."""

    def history() -> Sequence[Signed[Any]]:
        seen = (signed_of(line, catalogue) for line in lines)
        return tuple(signed for signed in seen if signed is not None)

    return _form(catalogue, register, row, history)


def _form(catalogue: Catalogue, register: str, row: Row, history: Any) -> Form[Any]:
    known: list[Step] = []

    def now() -> Step:
        if not known:
            cls = catalogue.opening_of(register, row)
            known.append(now_of(cls, row.values))
            if cls.__step__.v > 1:
                _upgrade(known[0], next((signed.step for signed in history() if isinstance(signed.step, cls)), None))
        return known[0]

    return Form(register, row.number, row.state, row.closed, row.opened, row.signed, now, history)


def _upgrade(now: Step, opening: Step | None) -> None:
    """Columns that an older version did not fill: what its body says once it is upgraded."""
    for name, value in () if opening is None else opening.__dict__.items():
        if now.__dict__.get(name) is None and value != ERASED:
            now.__dict__[name] = value
