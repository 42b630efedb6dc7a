"""Erasing a customer's personal values wherever they stand; digests stay in the chain, so it still verifies."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from pmcore.model.book import Entry, Match
from pmcore.model.field import FormRef
from pmcore.model.messages import messages
from pmcore.model.people import Actor
from pmcore.model.rule import refuse
from pmcore.model.stamp import instant

from .amend import SENIORS
from .columns import indexed_columns
from .gate import core
from .settings import REGISTERS
from .signing import senior
from .takeback import amend, reasoned
from .work import Written

if TYPE_CHECKING:
    from .sheet import Sheet

__all__ = ["erase"]

_ = messages("pmcore")


def erase(sheet: Sheet, customer: str, reason: str, actor: Actor) -> Written:
    """Erase; raises Refused, naming the form and the day, while a form has to be kept or something is still open."""
    row = sheet.lookup.row("customer", customer)
    today = sheet.settings.calendar.day(sheet.now)
    head = senior(actor, SENIORS, sheet.lookup, sheet.facts())
    if head is None:
        raise sheet.refused(core("erase", refuse(_("A supervisor or manager erases"))))
    forms = [("customer", row.number), *_forms(sheet, row.number)]
    _kept(sheet, forms, today)
    seqs = [entry.seq for form in forms for entry in sheet.overlay.history(*form) if sheet.overlay.personal(entry.seq)]
    body, personal = reasoned({"seqs": seqs}, reason, sheet.stage)
    entry: Entry = amend(sheet.stage, "customer", row.number, "erase", body, personal, {}, (head,), actor)
    sheet.overlay.erase(seqs)
    for register, number in forms:
        sheet.stage.clock.refold(register, number)
    written = Written("customer", row.number, "erase", entry.seq, row.state)
    sheet.written.append(written)
    return written


def _forms(sheet: Sheet, number: str) -> list[tuple[str, str]]:
    """Every form that refers to the customer, in every register there is."""
    found: list[tuple[str, str]] = []
    for register in list(sheet.catalogue.registers):
        if register in REGISTERS:
            continue
        for column, spec in indexed_columns(sheet.catalogue, register).items():
            if spec.ref is None or issubclass(spec.ref, FormRef) or spec.ref.register_name() != "customer":
                continue
            found += [(register, row.number) for row in sheet.overlay.find(register, [Match(column, "=", number)])]
    return list(dict.fromkeys([*found, *_approvals(sheet, number, found)]))


def _approvals(sheet: Sheet, number: str, forms: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Approvals whose draft is of such a step: by the entries they were used for, or because the draft names the customer."""
    used = {
        json.loads(entry.context).get("approval")
        for form in [("customer", number), *forms]
        for entry in sheet.overlay.history(*form)
    }
    rows = sheet.overlay.find("approval")
    return [("approval", row.number) for row in rows if row.number in used or f'"{number}"' in str(row.values.get("draft"))]


def _kept(sheet: Sheet, forms: list[tuple[str, str]], today: date) -> None:
    """Refuse while a form is open that is not the customer's own or a tenure, or has to be kept some years more."""
    for register, number in forms:
        row: Any = sheet.overlay.row(register, number)
        if register not in ("customer", "tenure") and not row.closed:
            raise sheet.refused(core("erase", refuse(_("{number} is still open; it has to end first"), number=number)))
        declared = sheet.catalogue.registers[register]
        if register != "customer" and declared.keep and row.state != "void":
            last = sheet.settings.calendar.day(instant(row.last))
            until = last.replace(year=last.year + declared.keep, day=min(last.day, 28))
            if today < until:
                raise sheet.refused(core("erase", refuse(_("{number} has to be kept until {until}"), number=number, until=until)))
