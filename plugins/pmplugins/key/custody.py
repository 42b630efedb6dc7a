"""A key in custody: entrusted by a customer or left by the developer, numbered, locked away, given back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    KEEPER,
    Code,
    DocumentTail,
    Facts,
    Form,
    PersonName,
    Ref,
    Register,
    Step,
    Text,
    column,
    computed,
    field,
)
from pmcore.registers.customer import CustomerRef
from pmcore.registers.staff import StaffRef
from pmcore.registers.unit import UnitRef

from .figures import LOCK_WITHIN, DeveloperKey, KeyCustody, KeyDocument

__all__ = ["GIVEN_BACK", "HELD", "LENT", "LOST", "Entrust", "FromDeveloper", "GiveBack", "KeyRef", "LockAway", "key"]

key = Register("key", title="Entrusted keys", number="YS{year}-{seq:04}", keep=3)
"""Kept for three years after the key is gone: so long somebody may still claim for it."""
HELD, LENT, GIVEN_BACK, LOST = key.states(
    "held", "lent", "given-back", "lost", closed=("given-back", "lost"), custody=("held", "lent")
)


def lock_due(form: Form[Any], facts: Facts) -> datetime | None:
    """key.2: owed unless the keeper took the key in and said at once where it hangs."""
    opening = form.history[0]
    if form.now.hook is not None and opening.signed[0].role == KEEPER.name:
        return None
    return facts.due(facts[LOCK_WITHIN], opening.at)


class Entrust(Step, register=key, by=(KEEPER, ASSISTANT), to=HELD):
    """A customer leaves the key of a unit in the company's custody (key.1)."""

    customer: CustomerRef
    unit: UnitRef
    custody: KeyCustody = field(
        default=KeyCustody.STANDING,
        prompt="Say that what is in the unit is not in the company's care; temporary custody is for vacant units only",
    )
    pieces: int = field(default=1, ge=1, le=200)
    hook: Code | None = field(default=None, unique=True)
    remark: Text | None = None

    @column(index=True)
    @computed
    def holder(self, facts: Facts) -> StaffRef | None:
        return None


class FromDeveloper(Step, register=key, by=(KEEPER, ASSISTANT), to=HELD):
    """The developer leaves the key of a unit: after handover, or because the owner has not collected it (key.1)."""

    unit: UnitRef
    handed_by: PersonName
    customer: CustomerRef | None = field(default=None, prompt="The developer, if they stand among the customers")
    why_left: DeveloperKey = DeveloperKey.AFTER_HANDOVER
    pieces: int = field(default=1, ge=1, le=200)
    hook: Code | None = field(default=None, unique=True)
    remark: Text | None = None

    @column(index=True)
    @computed
    def holder(self, facts: Facts) -> StaffRef | None:
        return None


class KeyRef(Ref[Entrust]):
    """A key in custody, by its number or its hook."""


class LockAway(Step, register=key, by=KEEPER, after=HELD, again=True, within=lock_due):
    """Hang a key on its numbered hook in the locked cabinet, or on another one (key.2)."""

    hook: Code = field(updates=True, unique=True)


class GiveBack(Step, register=key, by=KEEPER, after=HELD, to=GIVEN_BACK):
    """The depositor collects the key, identity checked, against their signature; what the developer left, an owner."""

    collector: CustomerRef
    document: KeyDocument = field(prompt="Look at the document and give it back; never keep it")
    document_tail: DocumentTail
    signed_for: bool = field(prompt="The collector signs for the key")

    @computed
    def checked_by(self, facts: Facts) -> StaffRef:
        return StaffRef(facts.signed[0].staff)
