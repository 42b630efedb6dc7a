"""What came of an event: who came, what it cost against its budget, photographs; large ones are followed up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pmcore import (
    MANAGEMENT,
    TWO_MONTHS,
    YEAR,
    Facts,
    Finding,
    Form,
    Mark,
    Money,
    On,
    Quota,
    Span,
    Standard,
    Step,
    Text,
    at_least,
    column,
    computed,
    end_of_working_day,
    field,
    messages,
    on,
    refuse,
    report,
    rule,
    warn,
)

from .form import HELD, PLANNED, PROJECT, Acknowledge, Plan, PlanRecipient, Tell, event

__all__ = [
    "EVENTS_HELD", "EVENT_HELD", "FollowUp", "Hold", "cost_explained", "events_of_the_year", "held_on_its_day", "reported_and_told",
]  # fmt: skip

_ = messages("pmplugins")

EVENT_HELD = Mark("event-held")
"""A large event was held; its visitors are asked about it."""
RECORD_WITHIN: Standard[Span] = Standard("event.event_recorded_within", end_of_working_day(1), clause="event.5")
EVERY_TWO_MONTHS = Standard("event.events_every_two_months", 1, clause="event.2")
"""So many events in two months at a key property; 0 elsewhere."""


def record_due(form: Form[Plan], facts: Facts) -> datetime:
    """Counted from the day of the event."""
    return facts.due(facts[RECORD_WITHIN], facts.calendar.start_of_day(form.now.day))


class Hold(Step, register=event, by=PROJECT, after=PLANNED, to=HELD, within=record_due):
    """Record the event that was held: attendance, cost against budget, photographs (event.5)."""

    attendance: int = field(ge=0, le=1_000_000)
    cost: Money = field(ge=Money(0))
    photographs: int = field(default=0, ge=0, le=100_000)
    course: Text | None = field(default=None, max_length=5000)
    over_budget_because: Text | None = None

    @column(index=False)
    @computed
    def left_of_budget(self, facts: Facts) -> Money:
        return Money(facts.form.now.budget.fen - self.cost.fen)

    def entails(self, facts: Facts) -> Iterator[On]:
        if facts.form.now.large:
            yield on(facts.number, FollowUp())


class FollowUp(Step, register=event, by=PROJECT, after=HELD, marks=EVENT_HELD, name="follow-up"):
    """A large event is followed up; written with its record, never by hand (event.5)."""


@rule(Hold, clause="event.5")
def held_on_its_day(hold: Hold, facts: Facts) -> Iterator[Finding]:
    """An event is recorded afterwards."""
    day = facts.form.now.day
    if facts.today < day:
        yield refuse(_("The event is on {day}; put it off or bring it forward first"), day=day)


@rule(Hold, clause="event.5")
def cost_explained(hold: Hold, facts: Facts) -> Iterator[Finding]:
    """What an event cost is set against its budget; more is explained."""
    budget: Money = facts.form.now.budget
    if hold.cost > budget and hold.over_budget_because is None:
        yield refuse(_("It cost {cost}, {budget} were planned; say why"), cost=hold.cost, budget=budget)


@rule(Hold, clause="event.3")
def reported_and_told(hold: Hold, facts: Facts) -> Iterator[Finding]:
    """What was held without having been reported or told is recorded all the same; what was left out is said."""
    signed = {given.recipient for given in facts.form.all(Acknowledge)}
    if missing := tuple(recipient for recipient in PlanRecipient if recipient not in signed):
        yield warn(_("{recipients} had not signed for the plan"), recipients=missing)
    if facts.form.get(Tell) is None:
        yield warn(_("Nobody has recorded that the customers were told"))


EVENTS_HELD = Quota("event.events-held", Hold, every=TWO_MONTHS, count=EVERY_TWO_MONTHS, by=MANAGEMENT, clause="event.2")


@report("event.year", title="Community events of the year", every=YEAR, clause="event.5")
def events_of_the_year(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """Every event of the year, cost against budget."""
    for form in facts.find(Plan, day=at_least(start)):
        if form.now.day < end:
            held = form.get(Hold)
            yield {
                "number": form.number,
                "day": form.now.day,
                "state": event.all_states[form.state],
                "large": form.now.large,
                "budget": form.now.budget,
                "cost": held.cost if held else None,
                "left_of_budget": held.left_of_budget if held else None,
                "attendance": held.attendance if held else None,
            }
