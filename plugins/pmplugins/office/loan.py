"""Things lent at the service centre: looked at and signed for, asked back, paid for when damaged or lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    SUPERVISOR,
    Code,
    Facts,
    Finding,
    Form,
    FormRef,
    Money,
    Phone,
    Register,
    Step,
    Text,
    by_field,
    column,
    computed,
    field,
    messages,
    needs_approval,
    refuse,
    rule,
)
from pmcore.registers.charge import REVERSED, ChargeKind, Raise
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

from .figures import (
    ASK_BACK_WITHIN,
    CONFIRM_PAID_WITHIN,
    LEND_AT_MOST,
    REPLACED_WITHIN,
    UMBRELLA_AT_MOST,
    LoanReturn,
    LoanThing,
    OfficeNotice,
)

__all__ = ["AskBack", "ConfirmPaid", "LendThing", "ReportReplacement", "ReturnThing", "loan"]

_ = messages("pmplugins")
DESK = (ASSISTANT, SUPERVISOR)

loan = Register("loan", title="Things lent at the service centre", number="JW{year}-{seq:04}", keep=1)
LENT, UNPAID, PAID, RETURNED, REPLACED = loan.states(
    "lent", "to-be-paid", "paid", "returned", "replaced", closed=("returned", "replaced"), custody="lent"
)


def back_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.13: as agreed when it was lent."""
    due: datetime = form.now.due_back
    return due


def ask_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.13: soon after it is late."""
    return facts.due(facts[ASK_BACK_WITHIN], form.now.due_back)


class LendThing(Step, register=loan, by=DESK, to=LENT, name="lend"):
    """Lend a thing to a customer, who looks at it and signs (desk.13)."""

    customer: CustomerRef
    unit: UnitRef | None = None
    thing: LoanThing = field(
        index=True,
        prompt="When it rains umbrellas are lent at the door, and wet ones wrapped; no document is taken as a pledge",
    )
    tag: Code | None = field(default=None, unique=True, find=True)
    original_price: Money = field(ge=Money(1), prompt="What it cost; the customer pays it if the thing is damaged or lost")
    condition: Text = field(prompt="Look at it together")
    signed_for: bool = field(prompt="The customer signs for it")
    back_by: datetime | None = field(default=None, prompt="Left out: as long as such a thing is lent at most")
    mobile: Phone | None = None

    @column(index=True)
    @computed
    def due_back(self, facts: Facts) -> datetime:
        return self.back_by or _latest(self.thing, facts)


class AskBack(Step, register=loan, by=DESK, after=LENT, again=True, within=ask_due):
    """Ask a thing back that is late; repeated as it takes."""

    how: OfficeNotice = OfficeNotice.TELEPHONE
    reply: Text | None = field(default=None, updates=True)


class ReturnThing(
    Step, register=loan, by=DESK, after=LENT, within=back_due, name="return",
    to=by_field("result", {LoanReturn.GOOD: RETURNED, LoanReturn.DAMAGED: UNPAID, LoanReturn.LOST: UNPAID}),
):  # fmt: skip
    """A thing comes back, or not: damaged or lost it is charged at its original price (desk.14)."""

    result: LoanReturn = field(prompt="Look at it together")
    what_is_wrong: Text | None = None

    def entails(self, facts: Facts) -> Iterator[Step]:
        if self.result is not LoanReturn.GOOD:
            now: LendThing = facts.form.now
            yield Raise(
                customer=now.customer, unit=now.unit, kind=ChargeKind.DAMAGES, amount=now.original_price, source=_own(facts)
            )


class ConfirmPaid(Step, register=loan, by=DESK, after=UNPAID, to=PAID, within=CONFIRM_PAID_WITHIN, name="confirm"):
    """The person on duty confirms that it was paid for (desk.14)."""


class ReportReplacement(Step, register=loan, by=DESK, after=PAID, to=REPLACED, within=REPLACED_WITHIN, name="replace"):
    """Report the thing for replacement (desk.14)."""

    reported_to: Text


@rule(LendThing, clause="desk.13")
def checked_and_signed(lend: LendThing, facts: Facts) -> Iterator[Finding]:
    """A thing is lent against a signature."""
    if not lend.signed_for:
        yield refuse(_("The customer has to sign for what is lent"))


@rule(LendThing, clause="desk.13")
def not_too_long(lend: LendThing, facts: Facts) -> Iterator[Finding]:
    """An umbrella is lent for two days at most, other things for one."""
    latest = _latest(lend.thing, facts)
    if lend.due_back <= facts.at:
        yield refuse(_("It would have to be back at {back}, which is over"), back=lend.due_back)
    elif lend.due_back > latest:
        yield needs_approval(_("It is lent until {latest} at most"), by=SUPERVISOR, latest=latest)


@rule(ReturnThing, clause="desk.14")
def damage_told(back: ReturnThing, facts: Facts) -> Iterator[Finding]:
    """What is wrong with a thing that is to be paid for is written down."""
    if back.result is not LoanReturn.GOOD and back.what_is_wrong is None:
        yield refuse(_("Write down what is wrong with it, or how it was lost"))


@rule(ConfirmPaid, clause="desk.14")
def paid_at_the_original_price(confirm: ConfirmPaid, facts: Facts) -> Iterator[Finding]:
    """What is charged for it has been paid, or the company did without it."""
    charges = list(facts.find(Raise, source=_own(facts)))
    for form in charges:
        if not form.closed:
            yield refuse(_("{number} is not paid: {amount}"), number=form.number, amount=form.now.outstanding)
    if all(form.state == REVERSED.name for form in charges):
        yield refuse(_("Nothing stands charged for it"), remedy=_("strike the return, or charge the original price"))


def _latest(thing: LoanThing, facts: Facts) -> datetime:
    return facts.due(facts[UMBRELLA_AT_MOST if thing is LoanThing.UMBRELLA else LEND_AT_MOST])


def _own(facts: Facts) -> FormRef:
    return FormRef(f"{facts.register}/{facts.number}")
