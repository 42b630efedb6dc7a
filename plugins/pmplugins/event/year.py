"""The annual plan of community events: one a year, approved by management department, administration and leadership."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from pmcore import (
    LEADERSHIP,
    MANAGEMENT,
    PERSONNEL,
    PROJECT_MANAGER,
    SUPERVISOR,
    YEAR,
    Choice,
    Facts,
    Finding,
    Money,
    Quota,
    Register,
    Span,
    Standard,
    Step,
    Text,
    by_field,
    column,
    computed,
    field,
    messages,
    refuse,
    rule,
    working_days,
)

__all__ = ["APPROVED", "DRAWN_UP", "Approve", "YearApprover", "Draft", "YearVerdict", "event_year", "one_a_year", "own_place"]

_ = messages("pmplugins")
C = TypeVar("C", bound=Choice)

event_year = Register("event-year", title="Annual plans of community events", number="HDN{year}-{seq:02}")
DRAFTED, APPROVED, DECLINED = event_year.states("drafted", "approved", "declined", closed=("approved", "declined"))
APPROVE_WITHIN: Standard[Span] = Standard("event.year_approved_within", working_days(5), clause="event.1")


class YearApprover(Choice):
    """event.1: who approves, each by the role that signs for them; administration is with personnel."""

    MANAGEMENT = "management"
    PERSONNEL = "personnel"
    LEADERSHIP = "leadership"


class YearVerdict(Choice):
    """What the signatures so far come to."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"


def own_place(facts: Facts, choices: type[C], taken: set[C]) -> C:
    """The place of the role that signs, or, by the site's role map, another one still free that it may sign for."""
    role = facts.signed[0].role
    fits = [choice for choice in choices if role in facts[Standard(f"role.{choice.value}", (choice.value,))]] or [*choices]
    fits.sort(key=lambda choice: (choice in taken, choice.value != role))
    return fits[0]


class Draft(Step, register=event_year, by=(PROJECT_MANAGER, SUPERVISOR, MANAGEMENT), to=DRAFTED):
    """Draw up the year's community events (event.1)."""

    year: int = field(index=True, ge=2000, le=2200)
    arrangements: Text = field(multiline=True, max_length=5000)
    events: int = field(ge=1, le=366)
    budget: Money = field(ge=Money(0))


class Approve(
    Step, register=event_year, by=(MANAGEMENT, PERSONNEL, LEADERSHIP), after=DRAFTED, each="approver", within=APPROVE_WITHIN,
    apart=Draft, to=by_field("verdict", {YearVerdict.APPROVED: APPROVED, YearVerdict.DECLINED: DECLINED}),
):  # fmt: skip
    """Approve the year's plan, or decline it; it holds once all three have approved (event.1)."""

    agreed: bool = True
    opinion: Text | None = None

    @computed
    def approver(self, facts: Facts) -> YearApprover:
        return own_place(facts, YearApprover, {given.approver for given in facts.form.all(Approve)})

    @column(updates=True)
    @computed
    def verdict(self, facts: Facts) -> YearVerdict:
        given = {earlier.approver for earlier in facts.form.all(Approve)} | {self.approver}
        if not self.agreed:
            return YearVerdict.DECLINED
        return YearVerdict.APPROVED if given == set(YearApprover) else YearVerdict.PENDING


DRAWN_UP = Quota("event.annual-plan", Draft, every=YEAR, count=1, by=PROJECT_MANAGER, clause="event.1")


@rule(Draft, clause="event.1")
def one_a_year(draft: Draft, facts: Facts) -> Iterator[Finding]:
    """There is one plan a year; a declined one is drawn up anew."""
    for other in facts.find(Draft, year=draft.year):
        if other.state != DECLINED.name:
            yield refuse(_("{number} is the plan of {year} already"), number=other.number, year=draft.year)
