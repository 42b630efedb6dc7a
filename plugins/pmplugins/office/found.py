"""Found property: counted by two, described by who claims it, handed to the police when nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmcore import (
    ASSISTANT,
    GUARD,
    STAFF,
    SUPERVISOR,
    Code,
    DocumentTail,
    Facts,
    Finding,
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
    refuse,
    rule,
)
from pmcore.model.text import fold
from pmcore.registers.staff import StaffRef

from .figures import FOUND_KEPT, OfficeDocument

__all__ = ["Claim", "FoundItem", "HandIn", "TakeIn", "found"]

_ = messages("pmplugins")
DESK = (ASSISTANT, SUPERVISOR, GUARD)

found = Register("found", title="Lost property found", number="SY{year}-{seq:04}", keep=1)
KEPT, CLAIMED, HANDED_IN = found.states("kept", "claimed", "handed-in", closed=("claimed", "handed-in"), custody="kept")


class FoundItem(Item):
    """One thing that was found: what, and how many."""

    name: Text = field(max_length=60, multiline=False)
    quantity: int = field(default=1, ge=1, le=9999)


class TakeIn(Step, register=found, by=DESK, also=STAFF, to=KEPT):
    """Take found property in; two people count it, and both sign (desk.9)."""

    items: tuple[FoundItem, ...]
    where_found: Text
    finder: PersonName | None = None
    money: Money | None = field(default=None, prompt="Count it twice, by two people")
    tag: Code | None = field(default=None, unique=True, find=True)

    @column(index=True)
    @computed
    def day(self, facts: Facts) -> date:
        return facts.today


class Claim(Step, register=found, by=DESK, after=KEPT, to=CLAIMED):
    """Who lost it describes it, shows a document and signs (desk.9)."""

    claimant: PersonName
    mobile: Phone
    named: Text = field(max_length=60, multiline=False, prompt="Ask what it is before you show it")
    document: OfficeDocument = field(prompt="Look at the document and give it back; never keep it")
    document_tail: DocumentTail
    signed_for: bool = field(prompt="The collector signs for it")

    @computed
    def checked_by(self, facts: Facts) -> StaffRef:
        return StaffRef(facts.signed[0].staff)


class HandIn(Step, register=found, by=DESK, after=KEPT, to=HANDED_IN, within=FOUND_KEPT):
    """What nobody claims is handed to the police (desk.9)."""

    receipt: Code


@rule(Claim, clause="desk.9")
def claimant_knows_it(claim: Claim, facts: Facts) -> Iterator[Finding]:
    """Who claims found property says what it is, and signs for it."""
    if fold(claim.named) not in {fold(item.name) for item in facts.form.now.items}:
        yield refuse(_("No such thing stands on this form"))
    if not claim.signed_for:
        yield refuse(_("The collector has to sign for it"))
