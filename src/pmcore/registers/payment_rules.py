"""What holds of payments: an outside number once for ever, money goes where the payment says, and no further than it reaches."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore.model.facts import Facts
from pmcore.model.messages import messages
from pmcore.model.money import ZERO
from pmcore.model.people import PROJECT_MANAGER, SUPERVISOR
from pmcore.model.rule import Finding, needs_approval, refuse, rule

from .amounts import corrected
from .charge import OPEN, REFUND_ALONE, charges_of
from .payment import REVERSED, Allocate, RefundCredit, Restore, ReversePayment, TakePayment, UseCredit, allocated

__all__ = ["outside_number_once"]

_ = messages("pmcore")


@rule(TakePayment, clause="all.4", fixed=True)
def outside_number_once(take: TakePayment, facts: Facts) -> Iterator[Finding]:
    """The number of a transaction stands once for its means, however long ago, reversed ones too."""
    if take.outside is None:
        return
    for other in facts.find(TakePayment, outside=take.outside, means=take.means):
        yield refuse(_("{outside} was entered with {payment} already"), outside=take.outside, payment=other.number)


@rule(TakePayment, clause="all.4", fixed=True)
def for_somebody(take: TakePayment, facts: Facts) -> Iterator[Finding]:
    """Money is taken for a charge, a customer or a unit; more than a charge needs becomes the credit of somebody named."""
    if take.customer is None and take.unit is None and take.charge is None:
        yield refuse(_("Say what it is for: a charge, a customer or a unit"))
    if take.charge is None or corrected(facts):
        return
    owed = facts[take.charge]
    if owed.state != OPEN.name:
        yield refuse(_("{charge} is not open; nothing is paid on it"), charge=owed.number)
    elif owed.history[-1].at > facts.at:
        yield refuse(_("Something happened to {charge} after that; take the money as credit and use it"), charge=owed.number)
    elif take.left and take.customer is None and take.unit is None:
        yield refuse(
            _("{outstanding} is outstanding on {charge}; say whose credit the rest becomes"),
            outstanding=owed.now.outstanding, charge=owed.number,
        )  # fmt: skip


@rule(TakePayment, clause="all.4", fixed=True)
def receipt_stands(take: TakePayment, facts: Facts) -> Iterator[Finding]:
    """What a receipt says of money is never corrected: it is reversed, and the money taken anew."""
    old = next((entry.step for entry in corrected(facts)), None)
    if old is not None and any(getattr(take, name) != getattr(old, name) for name in ("amount", "customer", "unit", "charge")):
        yield refuse(_("The receipt {payment} is out; reverse it and take the money anew"), payment=facts.number)


@rule(UseCredit, clause="all.4", fixed=True)
def own_open_charge(use: UseCredit, facts: Facts) -> Iterator[Finding]:
    """Credit is used for an open charge of the same customer and unit."""
    if corrected(facts):
        return
    owed, now = facts[use.towards], facts.form.now
    if owed.state != OPEN.name:
        yield refuse(_("{charge} is not open; nothing is paid on it"), charge=owed.number)
    elif use.towards.number not in {form.number for form in charges_of(facts, customer=now.customer, unit=now.unit)}:
        yield refuse(_("{charge} is another account's"), charge=owed.number)


@rule(RefundCredit, clause="all.4", fixed=True)
def no_more_than_left(refund: RefundCredit, facts: Facts) -> Iterator[Finding]:
    """No more is paid back than is left."""
    if refund.refunded > facts.form.now.left:
        yield refuse(_("Only {left} is left"), left=facts.form.now.left)


@rule(RefundCredit, clause="all.4", approvers=(PROJECT_MANAGER,))
def credit_refund_is_approved(refund: RefundCredit, facts: Facts) -> Iterator[Finding]:
    """Who pays out does not approve it as well, beyond a small amount."""
    if refund.refunded > facts[REFUND_ALONE]:
        yield needs_approval(_("{amount} would be paid back"), amount=refund.refunded)


@rule(ReversePayment, clause="all.4", approvers=(SUPERVISOR,))
def reversed_the_same_day(reverse: ReversePayment, facts: Facts) -> Iterator[Finding]:
    """A cashier mends a slip of the same day alone; a receipt of another day is reversed with the supervisor's consent."""
    taken = facts.calendar.day(facts.form.entry(TakePayment).at)
    if taken != facts.today:
        yield needs_approval(_("The receipt is of {day}"), day=taken)


@rule(Allocate, clause="all.4", fixed=True)
def as_the_payment_says(allocate: Allocate, facts: Facts) -> Iterator[Finding]:
    """A charge receives what the payment's own steps allocate to it, in order of time."""
    told = allocated(facts[allocate.payment]).get(facts.number, ZERO)
    have = sum((other.allocated for other in facts.form.all(Allocate) if other.payment == allocate.payment), ZERO)
    if facts[allocate.payment].state == REVERSED.name or have + allocate.allocated != told:
        yield refuse(_("Money comes to a charge by its payment only: take a payment, or use its credit"))
    elif facts.form.history[-1].at > facts.at:
        yield refuse(_("Something happened to {charge} after that; take the money as credit and use it"), charge=facts.number)


@rule(Restore, clause="all.4", fixed=True)
def as_the_reversal_says(restore: Restore, facts: Facts) -> Iterator[Finding]:
    """Money leaves a charge when its payment is reversed, the whole of it, in order of time."""
    paid = facts[restore.payment]
    if paid.state != REVERSED.name or restore.restored != allocated(paid).get(facts.number, ZERO):
        yield refuse(_("Money leaves a charge by reversing its payment only"))
    elif any(other.payment == restore.payment for other in facts.form.all(Restore)):
        yield refuse(_("{payment} was taken back already"), payment=restore.payment.number)
    elif facts.form.history[-1].at > facts.at:
        yield refuse(_("Something happened to {charge} after that; reverse the payment as of now"), charge=facts.number)
