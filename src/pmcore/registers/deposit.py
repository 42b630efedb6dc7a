"""Deposits: money that stays the customer's; held, deducted from with a clause and evidence, paid back once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.field import FormRef, Ref, field
from pmcore.model.form import Form
from pmcore.model.kinds import Choice, Code, Text
from pmcore.model.messages import messages
from pmcore.model.money import ZERO, Money
from pmcore.model.people import ASSISTANT, CASHIER, PROJECT_MANAGER, SUPERVISOR
from pmcore.model.register import Register
from pmcore.model.rule import Finding, needs_approval, refuse, rule
from pmcore.model.span import working_days
from pmcore.model.standard import Standard
from pmcore.model.step import Step, by_field, column, computed

from .amounts import AMOUNTS
from .charge import REFUND_ALONE, Means
from .customer import CustomerRef
from .unit import UnitRef

__all__ = [
    "APPROVE_WITHIN", "HELD", "REFUNDED", "REFUND_WITHIN", "SPENT", "ApproveRefund", "AskRefund", "Deduct", "DepositKind",
    "DepositRef", "RefundDeposit", "TakeDeposit", "deposit",
]  # fmt: skip

_ = messages("pmcore")

deposit = Register("deposit", title="Deposits", number="YJ{year}-{seq:05}")
HELD, REFUNDED, SPENT = deposit.states("held", "refunded", "spent", closed=("refunded", "spent"), custody="held")
APPROVE_WITHIN = Standard("account.approve_refund_within", working_days(3), clause="all.4")
"""How soon the project manager decides on a refund that was asked for."""
REFUND_WITHIN = Standard("account.refund_within", working_days(3), clause="all.4")
"""How soon the cashier pays out what was approved."""


class DepositKind(Choice):
    """What a deposit secures."""

    RENOVATION = "renovation"
    CARD = "card"
    PASS = "pass"
    KEY = "key"
    LOAN = "loan"
    OTHER = "other"


def to_approve(form: Form[Any], facts: Facts) -> datetime | None:
    """When the approval of a refund is due: none is owed where the cashier may pay back alone."""
    return facts.due(facts[APPROVE_WITHIN]) if form.now.left > facts[REFUND_ALONE] else None


def to_refund(form: Form[Any], facts: Facts) -> datetime | None:
    """When the money is due: counted from its approval, or from the asking where none is owed."""
    if (given := approved_at(form)) is not None:
        return facts.due(facts[REFUND_WITHIN], given)
    asked = form.entries(AskRefund)
    alone = asked and form.now.left <= facts[REFUND_ALONE]
    return facts.due(facts[REFUND_WITHIN], asked[-1].at) if alone else None


def approved_at(form: Form[Any]) -> datetime | None:
    """When the refund was approved; None where it was not, or something was deducted since."""
    given = form.entries(ApproveRefund)
    stands = given and all(entry.seq < given[-1].seq for entry in form.entries(Deduct))
    return given[-1].at if stands else None


class TakeDeposit(Step, register=deposit, by=CASHIER, to=HELD, marks=AMOUNTS, name="take"):
    """Take a deposit. It is owed back, and never pays a charge (all.4)."""

    customer: CustomerRef
    unit: UnitRef | None = None
    kind: DepositKind = field(default=DepositKind.OTHER, index=True)
    amount: Money = field(ge=Money(1))
    means: Means = field(default=Means.CASH, index=True)
    outside: Code | None = field(default=None, index=True)
    source: FormRef | None = None
    remark: Text | None = None

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return self.amount


class DepositRef(Ref[TakeDeposit]):
    """A deposit by number."""


class AskRefund(Step, register=deposit, by=(ASSISTANT, SUPERVISOR), after=HELD, again=True):
    """Ask that what is left be paid back."""

    reason: Text | None = field(default=None, updates=True)


class ApproveRefund(Step, register=deposit, by=PROJECT_MANAGER, after=HELD, needs=AskRefund, apart=AskRefund, within=to_approve):
    """Approve that what is left is paid back."""


class Deduct(
    Step,
    register=deposit,
    by=SUPERVISOR,
    after=HELD,
    to=by_field("used_up", {True: SPENT, False: HELD}),
    again=True,
    clears=ApproveRefund,
    marks=AMOUNTS,
):
    """Keep a part, under a named clause of what the customer signed, with evidence. A refund approved before lapses."""

    deducted: Money = field(ge=Money(1))
    clause: Text
    evidence: Text

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return Money(facts.form.now.left.fen - self.deducted.fen)

    @computed
    def used_up(self, facts: Facts) -> bool:
        return not self.left


class RefundDeposit(
    Step,
    register=deposit,
    by=CASHIER,
    after=HELD,
    to=REFUNDED,
    apart=(AskRefund, ApproveRefund, Deduct),
    within=to_refund,
    name="refund",
):
    """Pay back what is left, once."""

    back_by: Means = Means.CASH
    back_outside: Code | None = None

    @computed
    def refunded(self, facts: Facts) -> Money:
        left: Money = facts.form.now.left
        return left

    @column(updates=True)
    @computed
    def left(self, facts: Facts) -> Money:
        return ZERO


@rule(Deduct, clause="all.4", fixed=True)
def no_more_than_held(deduct: Deduct, facts: Facts) -> Iterator[Finding]:
    """No more is deducted than is held."""
    if deduct.deducted > facts.form.now.left:
        yield refuse(_("Only {left} is held"), left=facts.form.now.left)


@rule(RefundDeposit, clause="all.4", approvers=(PROJECT_MANAGER,))
def refund_is_approved(refund: RefundDeposit, facts: Facts) -> Iterator[Finding]:
    """Who pays out neither asks nor approves: beyond a small amount the refund was approved on the form, or is now."""
    if approved_at(facts.form) is None and facts.form.now.left > facts[REFUND_ALONE]:
        yield needs_approval(_("{amount} would be paid back"), amount=facts.form.now.left)
