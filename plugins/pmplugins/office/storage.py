"""Goods stored for a while: tagged and described, matched and checked on collection, reminded of and set apart when overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    SUPERVISOR,
    Code,
    DocumentTail,
    Facts,
    Finding,
    Form,
    Item,
    Money,
    PersonName,
    Phone,
    Register,
    Step,
    Text,
    column,
    computed,
    field,
    messages,
    needs_approval,
    refuse,
    rule,
)
from pmcore.model.text import fold
from pmcore.registers.customer import CustomerRef
from pmcore.registers.staff import StaffRef

from .collecting import authority_given, names_of
from .figures import (
    APART_WITHIN,
    NEVER_STORED,
    STORAGE_REMINDED_WITHIN,
    STORE_AT_MOST,
    MailAuthority,
    OfficeDocument,
    OfficeNotice,
    StoredKind,
)

__all__ = ["Accept", "Collect", "Remind", "SetApart", "StoredItem", "storage"]

_ = messages("pmplugins")
DESK = (ASSISTANT, SUPERVISOR)

storage = Register("storage", title="Applications to store things", number="JC{year}-{seq:04}", keep=1)
STORED, REMINDED, APART, COLLECTED = storage.states(
    "stored", "reminded", "set-apart", "collected", closed="collected", custody=("stored", "reminded", "set-apart")
)


def remind_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.9: soon after it should have been collected."""
    return facts.due(facts[STORAGE_REMINDED_WITHIN], form.now.collect_by)


class StoredItem(Item):
    """One thing that is left: what, how many, of which kind."""

    name: Text = field(max_length=60, multiline=False)
    quantity: int = field(default=1, ge=1, le=999)
    kind: StoredKind = StoredKind.OTHER


class Accept(Step, register=storage, by=DESK, to=STORED):
    """Take things in for a while: tag, number, features, value and condition, and when they are collected (desk.6)."""

    customer: CustomerRef
    items: tuple[StoredItem, ...]
    tag: Code = field(unique=True, find=True)
    collect_by: datetime
    features: Text | None = field(default=None, prompt="Colour, make, seals: what tells it from others")
    declared_value: Money | None = None
    condition: Text | None = field(default=None, prompt="What is scratched or torn already; look at it together")
    mobile: Phone | None = None

    @computed
    def pieces(self, facts: Facts) -> int:
        return sum(item.quantity for item in self.items)

    @column(index=True)
    @computed
    def day(self, facts: Facts) -> date:
        return facts.today


class Remind(Step, register=storage, by=DESK, after=STORED, to=REMINDED, within=remind_due):
    """Remind the customer of what they have not collected (desk.9)."""

    how: OfficeNotice = OfficeNotice.TELEPHONE
    reply: Text | None = None


class SetApart(Step, register=storage, by=DESK, after=REMINDED, to=APART, within=APART_WITHIN):
    """What is still not collected is kept apart from the rest (desk.9)."""

    place: Code


class Collect(Step, register=storage, by=DESK, after=(STORED, REMINDED, APART), to=COLLECTED):
    """The customer names what they left, when, and until when; identity is logged, the condition checked together (desk.8)."""

    collector: PersonName = field(aliases=("to",))
    named: Text = field(max_length=60, multiline=False, prompt="Ask what it is before you show it")
    left_on: date = field(prompt="As the customer says it")
    collect_on: date = field(prompt="As the customer says it")
    document: OfficeDocument = field(prompt="Look at the document and give it back; never keep it")
    document_tail: DocumentTail
    checked_together: bool = field(prompt="Look at it together, and let the customer sign")
    damage: Text | None = field(default=None, prompt="What is not as it was when it was left")
    authority: MailAuthority | None = field(default=None, prompt="Only for somebody else: how the customer agreed")
    authority_from: PersonName | None = field(default=None, prompt="Who was spoken to")
    authority_number: Phone | None = field(default=None, prompt="The number that was called")

    @computed
    def checked_by(self, facts: Facts) -> StaffRef:
        return StaffRef(facts.signed[0].staff)


@rule(Accept, clause="desk.6")
def for_a_while(accept: Accept, facts: Facts) -> Iterator[Finding]:
    """Storage is for a while only."""
    latest = facts.due(facts[STORE_AT_MOST])
    if accept.collect_by <= facts.at:
        yield refuse(_("It would have to be collected at {moment}, which is over"), moment=accept.collect_by)
    elif accept.collect_by > latest:
        yield needs_approval(_("Things are stored until {latest} at most"), by=SUPERVISOR, latest=latest)


@rule(Accept, clause="desk.7")
def never_stored(accept: Accept, facts: Facts) -> Iterator[Finding]:
    """Some kinds of things are never stored; each of them is named."""
    for line, item in enumerate(accept.items, 1):
        if item.kind in NEVER_STORED:
            yield refuse(_("What stands on line {line} is not stored: {kind}"), line=line, kind=item.kind)


@rule(Collect, clause="desk.8")
def story_fits(collect: Collect, facts: Facts) -> Iterator[Finding]:
    """What the customer says of the thing and the days fits the record."""
    now: Accept = facts.form.now
    said = fold(collect.named)
    if said not in {fold(item.name) for item in now.items}:
        yield refuse(_("No such thing stands on this form"))
    if collect.left_on != now.day:
        yield refuse(_("It was not left on {said}"), said=collect.left_on)
    if collect.collect_on != facts.calendar.day(now.collect_by):
        yield refuse(_("It was not to be collected on {said}"), said=collect.collect_on)


@rule(Collect, clause="desk.8")
def right_person_collects(collect: Collect, facts: Facts) -> Iterator[Finding]:
    """Who left a thing collects it; somebody else with their authority."""
    names = names_of(facts.form.now.customer, None, facts)
    yield from authority_given(collect.collector, names, collect.authority, collect.authority_from, collect.authority_number)


@rule(Collect, clause="desk.8")
def condition_checked(collect: Collect, facts: Facts) -> Iterator[Finding]:
    """The condition is checked together; where it differs, the supervisor looks at it first."""
    if not collect.checked_together:
        yield refuse(_("Check the condition together before it is handed over"))
    if collect.damage is not None:
        yield needs_approval(_("It is not as it was when it was left"), by=SUPERVISOR)
