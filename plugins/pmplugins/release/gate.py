"""The gate before goods are let go: what is owed, which meters are not read, who had to agree."""

from __future__ import annotations

from pmcore.chapter import *
from pmcore.registers.account import unread
from pmcore.registers.charge import DISPUTED, Raise, charges_of
from pmcore.registers.customer import Begin, Capacity
from pmcore.registers.unit import Occupancy, Use

from .form import Apply, Call, CallParty, Confirm, Grant, Nature, OwnerPaper, Vouch

_ = messages("pmplugins")


def _moving(facts: Facts) -> Apply | None:
    slip: Apply = facts.form.now
    return slip if slip.nature is Nature.MOVING_OUT else None


def _outstanding(slip: Apply, facts: Facts) -> list[Form[Raise]]:
    """What is charged to the customer who moves; where nobody is named, to the unit and to everybody on record there."""
    if slip.customer is not None:
        return charges_of(facts, customer=slip.customer, unit=slip.unit)
    found = {form.number: form for form in charges_of(facts, unit=slip.unit)}
    for tenure in facts.find(Begin, unit=slip.unit, closed=False):
        found |= {form.number: form for form in charges_of(facts, customer=tenure.now.customer, unit=slip.unit)}
    return sorted(found.values(), key=lambda form: form.opened)


def _total(forms: list[Form[Raise]]) -> Money:
    return sum((form.now.outstanding for form in forms), Money(0))


@rule(Grant, clause="release.5")
def nothing_owed(grant: Grant, facts: Facts) -> Findings:
    """Who moves out has paid everything that is due by that day."""
    slip = _moving(facts)
    forms = [] if slip is None else _outstanding(slip, facts)
    due = [form for form in forms if form.state != DISPUTED and form.now.due_on <= facts.today]
    if due:
        yield refuse(
            _("{amount} is owed ({charges})"), amount=_total(due), charges=tuple(form.number for form in due),
            remedy=_("It is paid at the cashier's, then granted"),
        )  # fmt: skip


@rule(Grant, clause="release.5", approvers=(PROJECT_MANAGER,))
def nothing_disputed(grant: Grant, facts: Facts) -> Findings:
    """What the customer disputes does not hold the goods back where the project manager says so."""
    slip = _moving(facts)
    disputed = [] if slip is None else [form for form in _outstanding(slip, facts) if form.state == DISPUTED]
    if disputed:
        yield needs_approval(
            _("{amount} is disputed ({charges})"), amount=_total(disputed), charges=tuple(form.number for form in disputed)
        )


@rule(Grant, clause="release.5")
def meters_read(grant: Grant, facts: Facts) -> Findings:
    """Until every meter is read nobody knows what is owed up to the day of moving."""
    slip = _moving(facts)
    meters = () if slip is None else unread(facts, slip.unit, slip.moving_day)
    if slip is not None and meters:
        yield unknown(
            _("{meters} not read since {day}"), meters=meters, day=slip.moving_day, remedy=_("Engineering reads the meters")
        )


@rule(Grant, clause="release.5")
def cashier_confirmed(grant: Grant, facts: Facts) -> Findings:
    """Moving out takes three people: the desk, the cashier who confirms, and the guard."""
    if _moving(facts) is None or facts.form.get(Confirm) is not None:
        return
    signer = facts.signed[0]
    if signer.role != CASHIER.name:
        yield refuse(_("The cashier has not confirmed that everything is settled"))
    elif signer.staff == facts.form.entry(Apply).by:
        yield refuse(_("Who made the slip out does not confirm that everything is settled"))


@refused(Grant, clause="release.6")
def contact_agreed(grant: Grant, facts: Facts) -> bool:
    """The company's contact has to be telephoned first, and to agree."""
    return _office(facts.form.now, facts) and not _agreed(facts, CallParty.CONTACT)


@rule(Grant, clause="release.6")
def owner_agreed(grant: Grant, facts: Facts) -> Findings:
    """For a tenant the owner signs; for anybody else they make a statement, and are telephoned."""
    slip: Apply = facts.form.now
    if slip.customer is None or _office(slip, facts):
        return
    is_what = {tenure.now.capacity for tenure in facts.find(Begin, unit=slip.unit, customer=slip.customer, closed=False)}
    papers = {vouch.paper for vouch in facts.form.all(Vouch)}
    if is_what & {Capacity.OWNER, Capacity.CO_OWNER}:
        return
    if Capacity.TENANT in is_what:
        if OwnerPaper.SIGNATURE not in papers:
            yield refuse(_("A tenant's slip is signed by the owner"))
        return
    if OwnerPaper.STATEMENT not in papers:
        yield refuse(_("Who is not the owner brings the owner's statement: names, kinds and quantities"))
    if not _agreed(facts, CallParty.OWNER):
        yield refuse(_("The owner has to be telephoned first, and to agree"))


def _office(slip: Apply, facts: Facts) -> bool:
    unit = facts[slip.unit].now
    return unit.use is Use.OFFICE or unit.status is Occupancy.OFFICE


def _agreed(facts: Facts, whom: CallParty) -> bool:
    """What the last call to them came to."""
    calls = [call for call in facts.form.all(Call) if call.whom is whom]
    return bool(calls) and calls[-1].agreed
