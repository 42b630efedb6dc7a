"""What is checked when a key is taken in, lent, brought back or collected."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import LEADERSHIP, PROJECT_MANAGER, SUPERVISOR, Facts, Finding, messages, needs_approval, refuse, rule, warn
from pmcore.registers.customer import Capacity, CustomerRef, Merge, tenures
from pmcore.registers.staff import StaffRef
from pmcore.registers.unit import Occupancy, UnitRef

from .custody import LENT, Entrust, FromDeveloper, GiveBack
from .figures import BACK_WITHIN, KeyCustody, KeyPurpose
from .lending import ExceptionalLend, Lend, ReturnKey, borrower_of, lending

__all__ = [
    "borrower_signs", "depositor_collects", "depositor_of_unit", "exception_approved", "longer_than_a_day", "missing_told",
    "one_person_at_a_time", "receiver_is_another", "signature_given", "staff_goes_along", "vacant_units_only",
]  # fmt: skip

_ = messages("pmplugins")
OWNERS = (Capacity.OWNER, Capacity.CO_OWNER)


@rule(Entrust, clause="key.1")
def depositor_of_unit(entrust: Entrust, facts: Facts) -> Iterator[Finding]:
    """Who entrusts the key of a unit stands in the book as something to that unit."""
    if not _capacities(entrust.unit, entrust.customer, facts):
        yield warn(_("Nothing on record connects the depositor with this unit; check who they are"))


@rule(Entrust, clause="key.1")
def vacant_units_only(entrust: Entrust, facts: Facts) -> Iterator[Finding]:
    """Temporary custody is asked for by an owner, and of a vacant unit only."""
    if entrust.custody is not KeyCustody.TEMPORARY:
        return
    status = facts[entrust.unit].now.status
    if status is not Occupancy.VACANT:
        yield refuse(_("Keys are taken into temporary custody for vacant units only; this one is {status}"), status=status)
    if not any(capacity in OWNERS for capacity in _capacities(entrust.unit, entrust.customer, facts)):
        yield refuse(_("Temporary custody is asked for by an owner of the unit"))


@rule(Lend, clause="key.3", fixed=True)
def borrower_signs(lend: Lend, facts: Facts) -> Iterator[Finding]:
    """Who borrows a key signs for it in person, beside the keeper, and is somebody else."""
    if lend.to.number not in [who.staff for who in facts.signed[1:]]:
        yield refuse(_("{borrower} has to sign for the key"), borrower=_code(lend.to, facts))


@rule(Lend, ExceptionalLend, clause="key.3", fixed=True)
def one_person_at_a_time(lend: Lend | ExceptionalLend, facts: Facts) -> Iterator[Finding]:
    """A key that somebody has is not lent to another."""
    if facts.form.state != LENT.name:
        return
    since = lending(facts.form).at
    holder = borrower_of(facts.form)
    if holder is None:
        yield refuse(_("The key is out by way of exception since {since}"), since=since)
    else:
        yield refuse(_("{holder} has had the key since {since}"), holder=_code(holder, facts), since=since)


@rule(Lend, clause="key.3")
def staff_goes_along(lend: Lend, facts: Facts) -> Iterator[Finding]:
    """For a viewing the key is never handed over: staff carries it and goes along."""
    if lend.purpose is KeyPurpose.ACCOMPANIED_VIEWING and not lend.goes_along:
        yield refuse(_("For a viewing the borrower carries the key and goes along; say that they do"))


@rule(Lend, ExceptionalLend, clause="key.3")
def longer_than_a_day(lend: Lend | ExceptionalLend, facts: Facts) -> Iterator[Finding]:
    """A key that stays out longer than usual does so with the supervisor's approval."""
    usual = facts.due(facts[BACK_WITHIN])
    if lend.due_back <= facts.at:
        yield refuse(_("It would have to be back at {back}, which is over"), back=lend.due_back)
    elif lend.due_back > usual:
        yield needs_approval(
            _("Keys are back by {usual}; this one would be out until {back}"), by=SUPERVISOR, usual=usual, back=lend.due_back
        )


@rule(ExceptionalLend, clause="key.3", approvers=(PROJECT_MANAGER, LEADERSHIP))
def exception_approved(lend: ExceptionalLend, facts: Facts) -> Iterator[Finding]:
    """Only project manager and company leadership together let a key go to an owner or visitor."""
    yield needs_approval(
        _("{number} would be in the hands of somebody who is not on the staff"),
        number=facts.number,
        remedy=_("let somebody on the staff carry the key and go along"),
    )


@rule(ReturnKey, clause="key.3", fixed=True)
def receiver_is_another(back: ReturnKey, facts: Facts) -> Iterator[Finding]:
    """Who brings a key back does not take it in as its keeper."""
    borrower = borrower_of(facts.form)
    if borrower is not None and facts.signed[0].staff == borrower.number:
        yield refuse(_("Who borrowed the key does not take it back in; another keeper signs"))


@rule(ReturnKey, clause="key.4")
def missing_told(back: ReturnKey, facts: Facts) -> Iterator[Finding]:
    """What is missing from a ring of keys is named."""
    if not back.complete and back.missing is None:
        yield refuse(_("Say what is missing"))


@rule(GiveBack, clause="key.1")
def depositor_collects(give: GiveBack, facts: Facts) -> Iterator[Finding]:
    """Only who left a key collects it; what the developer left, an owner of the unit as well."""
    form = facts.form
    depositor: CustomerRef | None = form.now.customer
    if depositor is not None and _same(depositor, facts) == _same(give.collector, facts):
        return
    if form.get(FromDeveloper) is None:
        yield refuse(_("Only the depositor collects the key; send for them"))
    elif not any(capacity in OWNERS for capacity in _capacities(form.now.unit, give.collector, facts)):
        yield refuse(_("A key that the developer left is collected by an owner of the unit, or by the developer"))


@rule(GiveBack, clause="key.1")
def signature_given(give: GiveBack, facts: Facts) -> Iterator[Finding]:
    """A key is given back against a signature."""
    if not give.signed_for:
        yield refuse(_("The collector has to sign for the key"))


def _capacities(unit: UnitRef, customer: CustomerRef, facts: Facts) -> list[Capacity]:
    """What a customer is to a unit on that day."""
    number = _same(customer, facts)
    return [form.now.capacity for form in tenures(facts, unit) if _same(form.now.customer, facts) == number]


def _same(customer: CustomerRef, facts: Facts) -> str:
    """The number a customer has now, if they stood in the book twice."""
    merged = facts[customer].get(Merge)
    return _same(merged.into, facts) if merged is not None else customer.number


def _code(staff: StaffRef, facts: Facts) -> str:
    return facts[staff].now.code
