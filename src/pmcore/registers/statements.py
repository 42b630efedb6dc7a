"""What the cashier and the manager read of the account: who owes, and what is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.form import Form
from pmcore.model.quota import DAY, MONTH, report

from .account import told_apart
from .charge import DISPUTED, Raise
from .customer import CustomerRef
from .deposit import TakeDeposit
from .payment import CREDIT, TakePayment
from .unit import UnitRef

__all__ = ["arrears", "deposits_held"]

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
