"""Jinling: lockers at the service centre, and what else these estates want at their desks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pmcore import (
    ASSISTANT,
    MONTH,
    Code,
    Facts,
    Finding,
    Mark,
    Register,
    Span,
    Standard,
    Step,
    Text,
    days,
    field,
    hookimpl,
    messages,
    reaction,
    refuse,
    report,
    rule,
)
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import unit

_ = messages("jinling_locker")

locker = Register("jinling.locker", title="Lockers let", number="JG{year}-{seq:04}")
OFFERED, LET, GIVEN_BACK = locker.states("offered", "let", "given-back", closed="given-back")

LET_FOR: Standard[Span] = Standard("jinling.let_for", days(7), clause="jinling.1")


class Let(Step, register=locker, by=ASSISTANT, to=LET):
    """Let a locker."""

    box: Code = field(index=True)
    customer: CustomerRef


class Offer(Step, register=locker, by=ASSISTANT, to=OFFERED):
    """Offer a locker to whom we gave cause to complain."""

    customer: CustomerRef = field(updates=True)


class Accept(Step, register=locker, by=ASSISTANT, after=OFFERED, to=LET):
    """The customer takes the locker that was offered."""

    box: Code = field(updates=True, index=True)


class GiveBack(Step, register=locker, by=ASSISTANT, after=(OFFERED, LET), to=GIVEN_BACK, within=LET_FOR):
    """The locker is empty again, or was not wanted."""

    remark: Text | None = None


class Inspect(Step, register=unit, by=ASSISTANT, after=unit.open, again=True):
    """Look a unit's letter box over."""

    letter_box: Code
    found: Text | None = None


@rule(Let, Accept, clause="jinling.1")
def locker_is_free(step: Let | Accept, facts: Facts) -> Iterator[Finding]:
    """A locker is let once at a time."""
    for other in facts.find(Let, box=step.box, state=LET.name):
        yield refuse(_("Locker {box} is let on {number}"), box=step.box, number=other.number)


@rule("parking.rent", clause="jinling.2")
def kept_for_deliveries(rent: Any, facts: Facts) -> Iterator[Finding]:
    """Spaces that begin with JL are kept for deliveries."""
    if rent.space.startswith("JL"):
        yield refuse(_("Space {space} is kept for deliveries to the lockers"), space=rent.space)


@reaction(Mark("settled"), clause="jinling.3")
def make_up_for_it(step: Step, facts: Facts) -> Iterator[Step]:
    """Whose matter is settled is offered a locker."""
    customer = getattr(facts.form.now, "customer", None)
    if customer is not None:
        yield Offer(customer=customer)


@report("jinling.lockers", title="Lockers of the month", every=MONTH, clause="jinling.4")
def lockers(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """How many lockers stand offered and let."""
    yield {"offered": facts.count(Let, state=OFFERED.name), "let": facts.count(Let, state=LET.name)}


@hookimpl
def pmcore_fields(steps: Mapping[str, type[Step]]) -> Iterable[tuple[type[Step], str, Any]]:
    """A customer's card of the estate."""
    return [(steps["customer.add"], "card", Code)]
