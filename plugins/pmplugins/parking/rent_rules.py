"""What holds of a monthly rent: whose the car is, what is told, and that a space is let once for any day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmcore import Facts, Finding, Msg, at_least, messages, needs_approval, refuse, rule, warn
from pmcore.model.people import PROJECT_MANAGER
from pmcore.registers.charge import Raise
from pmcore.registers.customer import Begin
from pmcore.registers.payment import Allocate

from .figures import ELIGIBILITY
from .rent import ChangePlate, End, NoteReceipt, Renew, Rent, Reopen, TakePayment, here, unpaid
from .vehicle import AddVehicle

__all__ = ["licence_proves", "space_is_free"]

_ = messages("pmplugins")


@rule(Rent, ChangePlate, clause="parking.1")
def licence_proves(given: Rent | ChangePlate, facts: Facts) -> Iterator[Finding]:
    """The vehicle licence proves the car and its owner."""
    if not given.licence_matches:
        yield refuse(_("The vehicle licence does not prove this car and its owner"))


@rule(Rent, clause="parking.1", approvers=(PROJECT_MANAGER,))
def identity_and_eligibility(rent: Rent, facts: Facts) -> Iterator[Finding]:
    """Who rents is identified, and holds a unit here; what becomes of it otherwise is a standard."""
    if rent.document is None or rent.document_tail is None:
        yield _by_standard(_("No identity document is on record: its kind and last four characters"), facts)
    if not any(facts.find(Begin, customer=rent.customer, closed=False)):
        yield _by_standard(_("The customer holds no unit here"), facts)


@rule(Rent, ChangePlate, clause="parking.1")
def car_is_known_as_theirs(given: Rent | ChangePlate, facts: Facts) -> Iterator[Finding]:
    """A car that stands in the book as somebody else's is looked at twice."""
    customer = given.customer if isinstance(given, Rent) else facts.form.now.customer
    for known in facts.find(AddVehicle, plate=given.plate, closed=False):
        if known.now.customer != customer:
            yield warn(_("{number} has this car as another customer's"), number=known.number)


@rule(Rent, clause="parking.2")
def tariff_is_told(rent: Rent, facts: Facts) -> Iterator[Finding]:
    """Tariff and conditions are told before a space is let."""
    if not rent.tariff_told:
        yield warn(_("Tell the tariff and the conditions, and tick it"))


@rule(Rent, clause="parking.5")
def model_is_recorded(rent: Rent, facts: Facts) -> Iterator[Finding]:
    """The record has the model too; the book of vehicles may know it."""
    known = facts.find(AddVehicle, plate=rent.plate, closed=False)
    if rent.model is None and not any(form.now.model is not None for form in known):
        yield warn(_("The model of the car is not recorded"))


@rule(Rent, Renew, clause="parking.7", fixed=True)
def space_is_free(given: Rent | Renew, facts: Facts) -> Iterator[Finding]:
    """A space is let once for any day."""
    space = given.space if isinstance(given, Rent) else facts.form.now.space
    first = given.begins if isinstance(given, Rent) else given.renewed_from
    for other in facts.find(Rent, space=space, ends=at_least(first)):
        if other.now.begins <= given.ends:
            mistaken = (
                _("if it was entered by mistake, void it; otherwise the space is free the day after") if other.closed else None
            )
            let = _("Space {space} is let until {until} ({number})")
            yield refuse(let, space=space, until=other.now.ends, number=other.number, remedy=mistaken)


@rule(End, clause="parking.7", fixed=True)
def last_day_within(end: End, facts: Facts) -> Iterator[Finding]:
    """A rent ends on one of its days."""
    first: date = facts.form.now.begins
    last: date = facts.form.now.ends
    if not first <= end.ends <= last:
        yield refuse(_("It runs from {first} to {last}"), first=first, last=last)


@rule(End, clause="parking.4")
def nothing_is_owed(end: End, facts: Facts) -> Iterator[Finding]:
    """What is still owed of it stays owed."""
    for owed in unpaid(facts):
        yield warn(_("{outstanding} is still owed on {charge}"), outstanding=owed.now.outstanding, charge=owed.number)


@rule(TakePayment, clause="parking.4", fixed=True)
def money_or_receipt(take: TakePayment, facts: Facts) -> Iterator[Finding]:
    """The rent is paid by some means, or was paid with a receipt; then nothing of it is owed any more."""
    if (take.means is None) is (take.receipt is None):
        yield refuse(_("Give the means, or the receipt"))
    elif take.receipt is not None:
        yield from _has_paid(take, facts)


@rule(NoteReceipt, clause="parking.4", fixed=True)
def receipt_is_of_this_rent(note: NoteReceipt, facts: Facts) -> Iterator[Finding]:
    """A receipt is noted that pays this rent."""
    yield from _has_paid(note, facts)


@rule(Reopen, clause="parking.4", fixed=True)
def something_is_owed(reopen: Reopen, facts: Facts) -> Iterator[Finding]:
    """A rent is owed again where its payment was reversed."""
    if not unpaid(facts):
        yield refuse(_("Nothing of it is owed"))


def _has_paid(step: TakePayment | NoteReceipt, facts: Facts) -> Iterator[Finding]:
    charges = list(facts.find(Raise, source=here(facts)))
    if not any(other.payment == step.receipt for form in charges for other in form.all(Allocate)):
        yield refuse(_("{receipt} does not pay this rent"), receipt=step.receipt)
    elif owed := [form for form in charges if not form.closed]:
        yield refuse(_("{outstanding} is still owed on {charge}"), outstanding=owed[0].now.outstanding, charge=owed[0].number)


def _by_standard(message: Msg, facts: Facts) -> Finding:
    return {"warn": warn, "approve": needs_approval, "refuse": refuse}[facts[ELIGIBILITY]](message)
