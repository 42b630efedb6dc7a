"""The account: what a customer or a unit owes, what is held for them, which meters are not read. Plain functions over facts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from pmcore.model.facts import Facts, at_least
from pmcore.model.field import FormRef
from pmcore.model.form import Form
from pmcore.model.money import ZERO, Money
from pmcore.model.standard import Standard

from .charge import DISPUTED, Raise, charges_of, of_account
from .customer import CustomerRef
from .deposit import DepositKind, TakeDeposit
from .payment import CREDIT, TakePayment
from .reading import Meter, TakeReading
from .unit import UnitRef

__all__ = ["METERS", "Owed", "deposits", "held", "owed", "owed_around", "told_apart", "unread"]

METERS: Standard[tuple[str, ...]] = Standard(
    "reading.meters", ("water", "electricity", "gas"), clause="leaseend.2", scopes=("use", "unit")
)
"""The meters that a unit has; a company says by use or by unit where there are fewer."""


class Owed(NamedTuple):
    """What is owed, told apart. ``prepaid`` is credit that no charge has used yet; ``charges`` are the numbers that are due."""

    due: Money
    disputed: Money
    not_yet_due: Money
    prepaid: Money
    charges: tuple[str, ...]


def owed(facts: Facts, *, unit: UnitRef | None = None, customer: CustomerRef | None = None, until: date | None = None) -> Owed:
    """What a customer, a unit, or the one for the other owes up to and with a day (today); see ``charges_of``.

    Raises TypeError where neither is named.
    """
    if unit is None and customer is None:
        raise TypeError("an account is a customer's, a unit's, or both")
    charges = charges_of(facts, customer=customer, unit=unit)
    credits = of_account(facts, TakePayment, customer=customer, unit=unit, state=CREDIT.name)
    return told_apart(charges, credits, until or facts.today)


def owed_around(facts: Facts, unit: UnitRef, people: Iterable[CustomerRef]) -> Owed:
    """What is owed for a unit, or by its people for no other unit: what a desk asks for when somebody of the unit comes."""
    accounts: list[CustomerRef | None] = [None, *people]
    charges = {form.number: form for who in accounts for form in charges_of(facts, customer=who, unit=unit)}
    credits = {
        form.number: form for who in accounts for form in of_account(facts, TakePayment, customer=who, unit=unit, state=CREDIT.name)
    }
    return told_apart(charges.values(), credits.values(), facts.today)


def told_apart(charges: Iterable[Form[Raise]], credits: Iterable[Form[TakePayment]], day: date) -> Owed:
    """Charges by whether they are due on a day, disputed or later; and what is left of payments in advance."""
    due = disputed = later = ZERO
    numbers = []
    for form in charges:
        outstanding = form.now.outstanding
        if form.state == DISPUTED.name:
            disputed += outstanding
        elif form.now.due_on > day:
            later += outstanding
        else:
            due += outstanding
            numbers.append(form.number)
    prepaid = sum((form.now.left for form in credits), ZERO)
    return Owed(due, disputed, later, prepaid, tuple(numbers))


def deposits(
    facts: Facts,
    *,
    source: FormRef | None = None,
    customer: CustomerRef | None = None,
    unit: UnitRef | None = None,
    kind: DepositKind | None = None,
) -> list[Form[TakeDeposit]]:
    """The deposits held for a form, a customer or a unit, in order of opening. Raises TypeError where none is named."""
    asked: dict[str, Any] = {"source": source, "customer": customer, "unit": unit, "kind": kind}
    where = {name: value for name, value in asked.items() if value is not None}
    if where.keys() <= {"kind"}:
        raise TypeError("deposits are held for a form, a customer or a unit")
    return list(facts.find(TakeDeposit, closed=False, **where))


def held(facts: Facts, *, source: FormRef | None = None, customer: CustomerRef | None = None, unit: UnitRef | None = None) -> Money:
    """How much is held for a form, a customer or a unit. Raises TypeError where none is named."""
    return sum((form.now.left for form in deposits(facts, source=source, customer=customer, unit=unit)), ZERO)


def unread(facts: Facts, unit: UnitRef, since: date) -> tuple[Meter, ...]:
    """The meters of a unit that nobody has read on that day or after."""
    form = facts[unit]
    meters = facts[METERS.of(use=form.now.use.value, unit=form.now.code)]
    read = {taken.now.meter for taken in facts.find(TakeReading, unit=unit, read_on=at_least(since))}
    return tuple(meter for meter in Meter if meter.value in meters and meter not in read)
