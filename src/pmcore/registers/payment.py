"""Payments: money received, what it was allocated to, and the credit that is left of it."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore.model.facts import Facts
from pmcore.model.field import Item, Ref, field
from pmcore.model.form import Form
from pmcore.model.kinds import Code, Text
from pmcore.model.money import ZERO, Money
from pmcore.model.people import CASHIER
from pmcore.model.register import Register
from pmcore.model.rule import reaction
from pmcore.model.step import Mark, On, Step, by_field, column, computed, on

from .amounts import AMOUNTS, standing
from .charge import CANCELLED, DISPUTED, OPEN, PAID, PAY_AT_ONCE, WAIVED, ChargeRef, Means, Raise, charge, charges_of
from .customer import CustomerRef
from .unit import UnitRef

__all__ = [
    "ALLOCATED", "CREDIT", "RESTORED", "REVERSED", "SPENT", "Allocate", "Allocation", "PaymentRef", "RefundCredit", "Restore",
    "ReversePayment", "TakePayment", "UseCredit", "allocated", "payment",
]  # fmt: skip

payment = Register("payment", title="Payments", number="SK{year}-{seq:05}")
CREDIT, SPENT, REVERSED = payment.states("credit", "spent", "reversed", closed=("spent", "reversed"))
ALLOCATED = Mark("charge-allocated", needs=("payment", "allocated", "clear"))
"""Money came to a charge: what waits for its being paid answers to this."""
RESTORED = Mark("charge-restored", needs=("payment", "restored"))
"""Money that stood on a charge was taken back."""


class Allocation(Item):
    """So much of a payment for one charge."""

    charge: ChargeRef
    amount: Money


REST = by_field("used_up", {True: SPENT, False: CREDIT})
"""Where a payment stands follows from whether credit is left of it."""


class TakePayment(Step, register=payment, by=CASHIER, to=REST, marks=AMOUNTS, name="take"):
    """Take money: for one charge, or for what a customer or a unit owes, oldest due first; the rest is credit (all.4).

    Its own number is the receipt's.
    """

    customer: CustomerRef | None = None
    unit: UnitRef | None = None
    charge: ChargeRef | None = None
    amount: Money = field(ge=Money(1))
    means: Means = field(index=True)
    outside: Code | None = field(default=None, index=True, prompt="The number of the transaction, unique for ever")
    remark: Text | None = None

    @computed
    def allocations(self, facts: Facts) -> tuple[Allocation, ...]:
        before = standing(facts)
        return before[TakePayment].allocations if before is not None else tuple(_spread(self, facts))

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return self.amount - sum((line.amount for line in self.allocations), ZERO)

    @column(updates=True)
    @computed
    def used_up(self, facts: Facts) -> bool:
        return not self.left

    def entails(self, facts: Facts) -> Iterator[On]:
        for line in self.allocations:
            yield on(line.charge, Allocate(payment=PaymentRef(facts.number), allocated=line.amount))


class PaymentRef(Ref[TakePayment]):
    """A payment by the number of its receipt."""


class UseCredit(Step, register=payment, by=CASHIER, after=CREDIT, to=REST, again=True, marks=AMOUNTS):
    """Use what is left of a payment for a charge."""

    towards: ChargeRef

    @computed
    def used(self, facts: Facts) -> Money:
        left: Money = facts.form.now.left
        owed = facts[self.towards]
        return min(left, owed.now.outstanding) if owed.state == OPEN.name else ZERO

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return Money(facts.form.now.left.fen - self.used.fen)

    @column(updates=True)
    @computed
    def used_up(self, facts: Facts) -> bool:
        return not self.left

    def entails(self, facts: Facts) -> Iterator[On]:
        yield on(self.towards, Allocate(payment=PaymentRef(facts.number), allocated=self.used))


class RefundCredit(Step, register=payment, by=CASHIER, after=CREDIT, to=REST, again=True, marks=AMOUNTS, name="refund"):
    """Pay back what is left of a payment, or a part of it."""

    refunded: Money = field(ge=Money(1))
    back_by: Means = Means.CASH
    reason: Text = field(updates=True)

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return Money(facts.form.now.left.fen - self.refunded.fen)

    @column(updates=True)
    @computed
    def used_up(self, facts: Facts) -> bool:
        return not self.left


class ReversePayment(Step, register=payment, by=CASHIER, after=(CREDIT, SPENT), to=REVERSED, name="reverse"):
    """The money goes back, or never came: every charge it stood on is outstanding again."""

    reason: Text = field(updates=True)

    @computed
    def returned(self, facts: Facts) -> Money:
        amount: Money = facts.form.now.amount
        return amount - sum((refund.refunded for refund in facts.form.all(RefundCredit)), ZERO)

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return ZERO

    def entails(self, facts: Facts) -> Iterator[On]:
        for number, amount in allocated(facts.form).items():
            yield on(number, Restore(payment=PaymentRef(facts.number), restored=amount))


class Allocate(
    Step,
    register=charge,
    by=CASHIER,
    after=OPEN,
    to=by_field("clear", {True: PAID, False: OPEN}),
    again=True,
    marks=(ALLOCATED, AMOUNTS),
):
    """Money of a payment comes to the charge; written by the payment, never by hand."""

    payment: PaymentRef
    allocated: Money

    @column(updates=True)
    @computed
    def received(self, facts: Facts) -> Money:
        return Money(facts.form.now.received.fen + self.allocated.fen)

    @column(updates=True)
    @computed
    def outstanding(self, facts: Facts) -> Money:
        return Money(facts.form.now.outstanding.fen - self.allocated.fen)

    @column(updates=True)
    @computed
    def clear(self, facts: Facts) -> bool:
        return not self.outstanding


class Restore(
    Step,
    register=charge,
    by=CASHIER,
    after=(OPEN, DISPUTED, PAID, CANCELLED, WAIVED),
    to=by_field("disputed", {True: DISPUTED, False: OPEN}),
    again=True,
    marks=RESTORED,
):
    """A payment was reversed: what came by it is outstanding again; written by the payment, never by hand."""

    payment: PaymentRef = field(updates=True)
    restored: Money

    @column(updates=True)
    @computed
    def received(self, facts: Facts) -> Money:
        return Money(facts.form.now.received.fen - self.restored.fen)

    @column(updates=True)
    @computed
    def outstanding(self, facts: Facts) -> Money:
        return Money(facts.form.now.outstanding.fen + self.restored.fen)

    @computed
    def disputed(self, facts: Facts) -> bool:
        return facts.form.state == DISPUTED.name


@reaction(PAY_AT_ONCE, clause="all.4")
def paid_on_the_spot(raised: Raise, facts: Facts) -> Iterator[Step]:
    """A charge that says by which means it was paid is paid at once."""
    if raised.means is not None:
        yield TakePayment(
            charge=ChargeRef(facts.number),
            customer=raised.customer,
            unit=raised.unit,
            amount=raised.amount,
            means=raised.means,
            outside=raised.outside,
        )


def allocated(form: Form[TakePayment]) -> dict[str, Money]:
    """What of a payment was allocated to each charge, while the payment stood."""
    lines = [(line.charge.number, line.amount) for line in form[TakePayment].allocations]
    lines += [(use.towards.number, use.used) for use in form.all(UseCredit)]
    found: dict[str, Money] = {}
    for number, amount in lines:
        found[number] = found.get(number, ZERO) + amount
    return found


def _spread(take: TakePayment, facts: Facts) -> Iterator[Allocation]:
    """The charge that is named, or those of the customer and unit, oldest due first, as far as the money reaches.

    A charge that something happened to after the money came (a late entry) is left out: the credit is used for it later.
    """
    charges = [facts[take.charge]] if take.charge is not None else charges_of(facts, customer=take.customer, unit=take.unit)
    left = take.amount
    for form in charges:
        if form.state == OPEN.name and form.history[-1].at <= facts.at and (share := min(left, form.now.outstanding)):
            left -= share
            yield Allocation(charge=ChargeRef(form.number), amount=share)
