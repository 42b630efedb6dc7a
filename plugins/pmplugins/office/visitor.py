"""Visitors: the person visited confirms, then the visitor is let in, and later leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    CLOCK,
    GUARD,
    SUPERVISOR,
    Code,
    DocumentTail,
    Facts,
    Finding,
    Form,
    PersonName,
    Phone,
    Register,
    Step,
    Text,
    by_field,
    end_of_day,
    field,
    messages,
    refuse,
    rule,
)
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

from .collecting import document_whole
from .figures import VISITOR_LEAVES_WITHIN, OfficeDocument

__all__ = ["Announce", "ConfirmVisit", "Enter", "Expire", "LeaveBuilding", "visitor"]

_ = messages("pmplugins")
DOOR = (ASSISTANT, GUARD, SUPERVISOR)

visitor = Register("visitor", title="Visitors", number="FK{year}-{seq:05}", keep=1)
ANNOUNCED, CONFIRMED, INSIDE, LEFT, TURNED_AWAY = visitor.states(
    "announced", "confirmed", "inside", "left", "turned-away", closed=("left", "turned-away")
)


class Announce(Step, register=visitor, by=DOOR, to=ANNOUNCED):
    """A visitor says who they are and whom they want to see (desk.10)."""

    name: PersonName = field(find=True)
    company: PersonName | None = None
    host: CustomerRef | None = None
    unit: UnitRef | None = None
    purpose: Text
    people: int = field(default=1, ge=1, le=500)


class ConfirmVisit(
    Step, register=visitor, by=DOOR, after=ANNOUNCED, to=by_field("expected", {True: CONFIRMED, False: TURNED_AWAY}),
    name="confirm",
):  # fmt: skip
    """Telephone the person visited: they confirm the visit, or do not (desk.10)."""

    expected: bool
    spoke_to: PersonName
    telephone: Phone | None = None


class Enter(Step, register=visitor, by=DOOR, after=(ANNOUNCED, CONFIRMED), to=INSIDE):
    """Let a visitor in whose visit is confirmed and recorded (desk.10)."""

    document: OfficeDocument | None = field(default=None, prompt="Look at the document and give it back; never keep it")
    document_tail: DocumentTail | None = None
    badge: Code | None = field(default=None, unique=True, find=True)


class LeaveBuilding(Step, register=visitor, by=DOOR, after=INSIDE, to=LEFT, within=VISITOR_LEAVES_WITHIN, name="leave"):
    """The visitor leaves and gives the badge back."""


class Expire(Step, register=visitor, by=CLOCK, after=(ANNOUNCED, CONFIRMED), to=TURNED_AWAY):
    """A visit that did not happen on its day is announced anew."""

    @classmethod
    def falls(cls, form: Form[Any], facts: Facts) -> tuple[datetime, Expire]:
        return facts.due(end_of_day(), form.entry(Announce).at), cls()


@rule(Announce, clause="desk.10")
def whom_they_visit(announce: Announce, facts: Facts) -> Iterator[Finding]:
    """The form says who is visited."""
    if announce.host is None and announce.unit is None:
        yield refuse(_("Say which customer or which unit is visited"))


@rule(Enter, clause="desk.10", fixed=True)
def host_confirmed(enter: Enter, facts: Facts) -> Iterator[Finding]:
    """Nobody is let in before the person visited has confirmed."""
    if facts.form.state != CONFIRMED.name:
        yield refuse(_("The person visited has not confirmed the visit"), remedy=_("telephone them first"))


@rule(Enter, clause="desk.10")
def visitor_known(enter: Enter, facts: Facts) -> Iterator[Finding]:
    """Of a visitor's document the kind and the last four characters are written down, or nothing."""
    yield from document_whole(enter.document, enter.document_tail)
