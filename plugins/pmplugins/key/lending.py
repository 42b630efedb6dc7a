"""Lending a key to staff, exceptionally to somebody else; chasing it; its return."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pmcore import (
    KEEPER,
    STAFF,
    DocumentTail,
    Facts,
    Form,
    PersonName,
    Phone,
    Signed,
    Step,
    Text,
    column,
    computed,
    field,
)
from pmcore.registers.staff import StaffRef

from .custody import HELD, LENT, KeyRef, key
from .figures import BACK_WITHIN, CHASE_WITHIN, IncidentKind, KeyChasing, KeyDocument, KeyPurpose
from .incident import ReportIncident, keeper_of

__all__ = ["Chase", "ExceptionalLend", "Lend", "ReturnKey", "lending"]


def lending(form: Form[Any]) -> Signed[Lend | ExceptionalLend]:
    """The last time a key was lent."""
    return [entry for entry in form.history if isinstance(entry.step, Lend | ExceptionalLend)][-1]


def back_due(form: Form[Any], facts: Facts) -> datetime | None:
    """key.3: as agreed when it was lent."""
    return lending(form).step.due_back


def chase_due(form: Form[Any], facts: Facts) -> datetime | None:
    """key.3: soon after the key is late."""
    return facts.due(facts[CHASE_WITHIN], lending(form).step.due_back)


class Chase(Step, register=key, by=KEEPER, after=LENT, again=True, within=chase_due):
    """Chase the return of a key; owed once for every lending that is late, and repeated as it takes (key.3)."""

    how: KeyChasing = KeyChasing.TELEPHONE
    reply: Text | None = field(default=None, updates=True)


# LENT stands in after= so that the rule is heard which says who has the key and refuses; it cannot be switched off.
class Lend(Step, register=key, by=KEEPER, also=STAFF, after=(HELD, LENT), to=LENT, clears=Chase):
    """Lend a key to somebody on the staff: the keeper consents, the borrower signs with them (key.3)."""

    to: StaffRef = field(aliases=("borrower",))
    purpose: KeyPurpose = field(index=True)
    goes_along: bool = field(default=False, prompt="For a viewing the borrower carries the key, goes along and locks up again")
    back_by: datetime | None = field(default=None, prompt="Left out: today before the desk closes")
    lent_for: Text | None = None

    @column(updates=True, index=True)
    @computed
    def holder(self, facts: Facts) -> StaffRef | None:
        return self.to

    @column(updates=True, index=True)
    @computed
    def lent_on(self, facts: Facts) -> date:
        return facts.today

    @column(updates=True, index=True)
    @computed
    def due_back(self, facts: Facts) -> datetime:
        return self.back_by or facts.due(facts[BACK_WITHIN])


class ExceptionalLend(Step, register=key, by=KEEPER, after=(HELD, LENT), to=LENT, clears=Chase):
    """Lend a key to an owner or visitor, once project manager and company leadership both approved it."""

    lent_to: PersonName
    mobile: Phone
    document: KeyDocument = field(updates=True)
    document_tail: DocumentTail = field(updates=True)
    exception_for: Text
    back_by: datetime | None = field(default=None, updates=True)

    @column(updates=True, index=True)
    @computed
    def holder(self, facts: Facts) -> StaffRef | None:
        return None

    @column(updates=True, index=True)
    @computed
    def lent_on(self, facts: Facts) -> date:
        return facts.today

    @column(updates=True, index=True)
    @computed
    def due_back(self, facts: Facts) -> datetime:
        return self.back_by or facts.due(facts[BACK_WITHIN])


class ReturnKey(Step, register=key, by=KEEPER, after=LENT, to=HELD, within=back_due, name="return"):
    """A key comes back, is counted and hangs on its hook again; a piece that is missing is an incident (key.3, key.4)."""

    complete: bool = field(default=True, prompt="Count the pieces on the ring")
    missing: Text | None = None

    @column(updates=True, index=True)
    @computed
    def holder(self, facts: Facts) -> StaffRef | None:
        return None

    def entails(self, facts: Facts) -> Iterator[Step]:
        if not self.complete:
            yield ReportIncident(
                key=KeyRef(facts.number),
                kind=IncidentKind.INCOMPLETE,
                what_happened=self.missing or "-",
                keeper=keeper_of(facts.form),
                borrower=borrower_of(facts.form),
            )


def borrower_of(form: Form[Any]) -> StaffRef | None:
    """Who on the staff has a key that is lent."""
    if form.state != LENT.name:
        return None
    step = lending(form).step
    return step.to if isinstance(step, Lend) else None
