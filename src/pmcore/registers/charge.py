"""Charges: what a customer or a unit owes, from when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from pmcore.model.facts import Facts, one_of
from pmcore.model.field import FormRef, Ref, field
from pmcore.model.form import Form
from pmcore.model.kinds import Choice, Code, Text, YearMonth
from pmcore.model.messages import messages
from pmcore.model.money import ZERO, Money, yuan
from pmcore.model.people import ASSISTANT, CASHIER, PROJECT_MANAGER, SUPERVISOR
from pmcore.model.register import Register
from pmcore.model.rule import Finding, needs_approval, refuse, rule
from pmcore.model.span import working_days
from pmcore.model.standard import Standard
from pmcore.model.step import Mark, Step, by_field, column, computed

from .amounts import AMOUNTS
from .customer import AddCustomer, CustomerRef
from .unit import UnitRef

__all__ = [
    "CANCELLED", "DISPUTED", "DISPUTE_WITHIN", "OPEN", "PAID", "PAY_AT_ONCE", "REFUND_ALONE", "REVERSED", "WAIVED",
    "ChargeKind", "ChargeRef", "Dispute", "Means", "Outcome", "Raise", "Reverse", "SettleDispute", "Waive", "charge", "charges_of",
    "of_account", "same_customer",
]  # fmt: skip

_ = messages("pmcore")
S = TypeVar("S", bound=Step)

charge = Register("charge", title="Charges", number="SF{year}-{seq:05}")
OPEN, DISPUTED, PAID, REVERSED, CANCELLED, WAIVED = charge.states(
    "open", "disputed", "paid", "reversed", "cancelled", "waived", closed=("paid", "reversed", "cancelled", "waived")
)
DISPUTE_WITHIN = Standard("account.dispute_within", working_days(3), clause="all.4")
"""How soon the supervisor settles what a customer disputes."""
REFUND_ALONE = Standard("account.refund_alone", yuan(200), clause="all.4")
"""Up to this amount a cashier pays back without an approval of their own for it."""
PAY_AT_ONCE = Mark("pay-at-once", needs=("amount", "means"))
"""Steps that may be paid on the spot; the payment follows from them."""


class ChargeKind(Choice):
    """What is charged."""

    PROPERTY_FEE = "property-fee"
    WATER = "water"
    ELECTRICITY = "electricity"
    GAS = "gas"
    PARKING = "parking"
    REPAIR = "repair"
    CARD = "card"
    DAMAGES = "damages"
    OTHER = "other"


class Means(Choice):
    """How money comes in or goes out."""

    CASH = "cash"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    CARD = "card"
    TRANSFER = "transfer"


class Outcome(Choice):
    """What the supervisor decides on a dispute: the charge is upheld, reduced or cancelled."""

    UPHELD = "upheld"
    REDUCED = "reduced"
    CANCELLED = "cancelled"


class Raise(Step, register=charge, by=(CASHIER, ASSISTANT, SUPERVISOR), to=OPEN, marks=(AMOUNTS, PAY_AT_ONCE)):
    """Charge a customer or a unit; a stranger's car is charged with neither. With means it is paid on the spot (all.4)."""

    customer: CustomerRef | None = None
    unit: UnitRef | None = None
    kind: ChargeKind = field(index=True)
    amount: Money = field(ge=Money(1))
    period: YearMonth | None = None
    starts: date | None = None
    ends: date | None = None
    due: date | None = field(default=None, prompt="Left out: today")
    source: FormRef | None = None
    remark: Text | None = None
    means: Means | None = field(default=None, prompt="Only if it is paid on the spot")
    outside: Code | None = None

    @column(index=True)
    @computed
    def due_on(self, facts: Facts) -> date:
        return self.due or facts.today

    @column(updates=True)
    @computed
    def received(self, facts: Facts) -> Money:
        return ZERO

    @column(updates=True)
    @computed
    def outstanding(self, facts: Facts) -> Money:
        return self.amount


class ChargeRef(Ref[Raise]):
    """A charge by number."""


class Dispute(Step, register=charge, by=(ASSISTANT, CASHIER, SUPERVISOR), after=OPEN, to=DISPUTED):
    """The customer disputes what is still outstanding; it is not chased until that is settled."""

    reason: Text


class SettleDispute(
    Step, register=charge, by=SUPERVISOR, after=DISPUTED, within=DISPUTE_WITHIN, marks=AMOUNTS,
    to=by_field("outcome", {Outcome.UPHELD: OPEN, Outcome.REDUCED: OPEN, Outcome.CANCELLED: CANCELLED}),
):  # fmt: skip
    """Decide the dispute: the charge stands, is reduced to a new amount, or its rest is cancelled."""

    outcome: Outcome
    new_amount: Money | None = field(default=None, prompt="The whole charge as it should have been, if it is reduced")
    grounds: Text | None = None

    @column(updates=True)
    @computed
    def outstanding(self, facts: Facts) -> Money:
        now: Raise = facts.form.now
        if self.outcome is Outcome.REDUCED and self.new_amount is not None:
            return max(self.new_amount - now.received, ZERO)
        return ZERO if self.outcome is Outcome.CANCELLED else now.outstanding


class Waive(Step, register=charge, by=SUPERVISOR, after=(OPEN, DISPUTED), to=WAIVED):
    """Do without what is still outstanding."""

    reason: Text = field(updates=True)

    @column(updates=True)
    @computed
    def outstanding(self, facts: Facts) -> Money:
        return ZERO


class Reverse(Step, register=charge, by=(CASHIER, SUPERVISOR), after=(OPEN, DISPUTED), to=REVERSED):
    """It should never have been raised."""

    reason: Text = field(updates=True)

    @column(updates=True)
    @computed
    def outstanding(self, facts: Facts) -> Money:
        return ZERO


@rule(Raise, clause="all.4", fixed=True)
def period_in_order(raised: Raise, facts: Facts) -> Iterator[Finding]:
    """A period is a month, or days in order."""
    if raised.period is not None and (raised.starts is not None or raised.ends is not None):
        yield refuse(_("Give the month, or the first and last day, not both"))
    if raised.starts is not None and raised.ends is not None and raised.ends < raised.starts:
        yield refuse(_("The period would end on {ends}, before it begins"), ends=raised.ends)


@rule(SettleDispute, clause="all.4", fixed=True)
def reduced_to_less(settled: SettleDispute, facts: Facts) -> Iterator[Finding]:
    """A charge is reduced to less than it is, and to more than was received on it."""
    now: Raise = facts.form.now
    if (settled.outcome is Outcome.REDUCED) is (settled.new_amount is None):
        yield refuse(_("A new amount is given where the charge is reduced, and only there"))
    elif settled.new_amount is not None and not now.received < settled.new_amount < now.received + now.outstanding:
        yield refuse(
            _("The new amount lies between the {received} received and the {amount} charged"),
            received=now.received, amount=now.received + now.outstanding,
        )  # fmt: skip


@rule(Waive, clause="all.4", approvers=(PROJECT_MANAGER,))
def waiving_is_approved(waive: Waive, facts: Facts) -> Iterator[Finding]:
    """What the company is owed is given up with the project manager's consent only."""
    yield needs_approval(_("{amount} would be waived"), amount=facts.form.now.outstanding)


@rule(Reverse, clause="all.4", fixed=True)
def nothing_received(reverse: Reverse, facts: Facts) -> Iterator[Finding]:
    """A charge on which money stands is not reversed before the money is."""
    if facts.form.now.received:
        yield refuse(
            _("{received} was received on it with {payments}; reverse that first"),
            received=facts.form.now.received, payments=_payments(facts),
        )  # fmt: skip


def _payments(facts: Facts) -> tuple[str, ...]:
    """The payments that stand on the charge; every step that money comes by names its own."""
    return tuple(dict.fromkeys(entry.step.payment.number for entry in facts.form.history if hasattr(entry.step, "payment")))


def same_customer(facts: Facts, customer: CustomerRef) -> tuple[CustomerRef, ...]:
    """A customer with everybody who was merged into them."""
    found = [customer]
    for known in found:
        found += [CustomerRef(form.number) for form in facts.find(AddCustomer, into=known)]
    return tuple(found)


def of_account(
    facts: Facts, opening: type[S], *, customer: CustomerRef | None, unit: UnitRef | None, **where: Any
) -> Iterator[Form[S]]:
    """The forms of a customer, of a unit, or of the two together.

    Of the two together: what names both, and what names either and not the other.
    """
    names = same_customer(facts, customer) if customer is not None else ()
    if names:
        wanted = customer if len(names) == 1 else one_of(*names)
        for form in facts.find(opening, customer=wanted, **where):
            if unit is None or _now(form).unit in (None, unit):
                yield form
    if unit is not None:
        for form in facts.find(opening, unit=unit, **where):
            if not names or _now(form).customer is None:
                yield form


def charges_of(
    facts: Facts, *, customer: CustomerRef | None = None, unit: UnitRef | None = None, closed: bool | None = False
) -> list[Form[Raise]]:
    """The charges of an account, oldest due first."""
    found = of_account(facts, Raise, customer=customer, unit=unit, closed=closed)
    return sorted(found, key=lambda form: (form.now.due_on, form.opened))


def _now(form: Form[Any]) -> Any:
    return form.now
