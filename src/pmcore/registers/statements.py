"""What the cashier and the manager read of the account: who owes, what came in and went out, and what is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.form import Form
from pmcore.model.money import ZERO
from pmcore.model.periods import DAY, MONTH
from pmcore.model.quota import report

from .account import told_apart
from .charge import DISPUTED, Means, Raise
from .customer import CustomerRef
from .deposit import RefundDeposit, TakeDeposit
from .payment import CREDIT, RefundCredit, ReversePayment, TakePayment
from .unit import UnitRef

__all__ = ["arrears", "deposits_held", "takings"]

Account = tuple[CustomerRef | None, UnitRef | None]


@report("account.arrears", title="Arrears", every=MONTH, clause="all.4")
def arrears(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """Every account that owes something as it stands now, told apart by the period's last day; the oldest debt first."""
    charges = _by_account(facts.find(Raise, closed=False))
    credits = _by_account(facts.find(TakePayment, state=CREDIT.name))
    last = date.fromordinal(end.toordinal() - 1)
    lines = []
    for account, forms in charges.items():
        told = told_apart(forms, credits.get(account, ()), last)
        oldest = min((form.now.due_on for form in forms if form.state != DISPUTED.name and form.now.due_on <= last), default=None)
        lines.append((oldest, account, told))
    for oldest, (customer, unit), told in sorted(lines, key=lambda line: (line[0] is None, line[0] or last, str(line[1]))):
        yield {
            "unit": unit,
            "customer": customer,
            "due": told.due,
            "oldest": oldest,
            "disputed": told.disputed,
            "not_yet_due": told.not_yet_due,
            "prepaid": told.prepaid,
            "charges": len(charges[customer, unit]),
        }


def _by_account(forms: Iterator[Form[Any]]) -> dict[Account, list[Form[Any]]]:
    found: dict[Account, list[Form[Any]]] = {}
    for form in forms:
        found.setdefault((form.now.customer, form.now.unit), []).append(form)
    return found


@report("account.takings", title="Takings by means", every=DAY, clause="all.4")
def takings(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """What came in and went out in the days, by means: what the drawer and the accounts are counted against."""
    lines = {means: Taken() for means in Means}
    for _form, paid in facts.taken(TakePayment, start, end):
        lines[paid.step.means].receipts += 1
        lines[paid.step.means].payments += paid.step.amount
    for _form, held in facts.taken(TakeDeposit, start, end):
        lines[held.step.means].receipts += 1
        lines[held.step.means].deposits += held.step.amount
    for form, reversed_ in facts.taken(ReversePayment, start, end):
        lines[form.now.means].back += reversed_.step.returned
    for _form, refund in facts.taken(RefundCredit, start, end):
        lines[refund.step.back_by].back += refund.step.refunded
    for _form, paid_back in facts.taken(RefundDeposit, start, end):
        lines[paid_back.step.back_by].back += paid_back.step.refunded
    for means, line in lines.items():
        if line.receipts or line.back:
            yield {
                "means": means,
                "receipts": line.receipts,
                "payments": line.payments,
                "deposits": line.deposits,
                "paid_back": line.back,
                "net": line.payments + line.deposits - line.back,
            }


class Taken:
    """What came in and went out by one means."""

    def __init__(self) -> None:
        self.receipts = 0
        self.payments = self.deposits = self.back = ZERO


@report("account.deposits", title="Deposits held", every=DAY, clause="all.4")
def deposits_held(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """Every deposit that is held as it stands now."""
    for form in facts.find(TakeDeposit, closed=False):
        yield {
            "number": form.number,
            "kind": form.now.kind,
            "unit": form.now.unit,
            "customer": form.now.customer,
            "amount": form.now.amount,
            "left": form.now.left,
        }
