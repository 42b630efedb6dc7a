"""The event form: planned and budgeted in good time, reported, announced, with or without press, until it is held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pmcore import (
    ASSISTANT,
    FINANCE,
    LEADERSHIP,
    MANAGEMENT,
    PROJECT_MANAGER,
    SUPERVISOR,
    Choice,
    Facts,
    Finding,
    Form,
    Money,
    Ref,
    Register,
    Span,
    Standard,
    Step,
    Text,
    computed,
    days,
    field,
    messages,
    refuse,
    rule,
    warn,
    working_days,
)
from pmcore.registers.staff import StaffRef

from .year import own_place

__all__ = [
    "CANCELLED", "HELD", "PLANNED", "PROJECT", "Acknowledge", "Cancel", "Change", "Consent", "EventRef", "InvitePress", "Plan",
    "PlanRecipient", "Tell", "event", "in_good_time", "led_by_management", "press_agreed", "tell_due", "told_in_time",
]  # fmt: skip

_ = messages("pmplugins")

event = Register("event", title="Community events", number="HD{year}-{seq:03}", keep=1)
PLANNED, HELD, CANCELLED = event.states("planned", "held", "cancelled", closed=("held", "cancelled"))
PROJECT = (ASSISTANT, SUPERVISOR, PROJECT_MANAGER)

LEAST_AHEAD: Standard[Span] = Standard("event.planned_least_ahead", days(7), clause="event.3")
MOST_AHEAD: Standard[Span] = Standard("event.planned_most_ahead", days(30), clause="event.3")
REPORTED_WITHIN: Standard[Span] = Standard("event.plan_reported_within", working_days(2), clause="event.3")
TOLD_BEFORE: Standard[Span] = Standard("event.customers_told_before", days(3), clause="event.3")
TOLD_BEFORE_LARGE: Standard[Span] = Standard("event.customers_told_before_large", days(7), clause="event.3")
PRESS_WITHIN: Standard[Span] = Standard("event.press_decided_within", working_days(2), clause="event.4")


class PlanRecipient(Choice):
    """event.3: to whom a plan is reported, each by the role that signs for it."""

    MANAGEMENT = "management"
    FINANCE = "finance"
    LEADERSHIP = "leadership"


def tell_due(form: Form[Plan], facts: Facts) -> datetime:
    """Counted back from the event: some days, a week for a large one."""
    return facts[TOLD_BEFORE_LARGE if form.now.large else TOLD_BEFORE].before(form.now.day, facts.calendar)


def consent_due(form: Form[Plan], facts: Facts) -> datetime | None:
    """event.4: owed only where the press is wanted."""
    return facts.due(facts[PRESS_WITHIN]) if form.now.press else None


class Plan(Step, register=event, by=(*PROJECT, MANAGEMENT), to=PLANNED):
    """Plan an event, with what it will cost (event.3)."""

    name: Text = field(max_length=80, multiline=False, find=True)
    day: date = field(index=True)
    plan: Text = field(max_length=5000)
    budget: Money = field(ge=Money(0))
    place: Text | None = None
    large: bool = field(default=False, index=True)
    press: bool = field(default=False, prompt="Is the press to be told?")
    leader: StaffRef | None = field(default=None, prompt="Who of the management department leads it")


class EventRef(Ref[Plan]):
    """An event by number or name."""


class Acknowledge(
    Step, register=event, by=(MANAGEMENT, FINANCE, LEADERSHIP), after=PLANNED, each="recipient", within=REPORTED_WITHIN
):
    """Sign for the plan and the budget that were reported (event.3)."""

    opinion: Text | None = None

    @computed
    def recipient(self, facts: Facts) -> PlanRecipient:
        return own_place(facts, PlanRecipient, {given.recipient for given in facts.form.all(Acknowledge)})


class Tell(Step, register=event, by=PROJECT, after=PLANNED, within=tell_due):
    """Tell the customers of the event (event.3)."""

    how: Text | None = None


class Change(Step, register=event, by=(*PROJECT, MANAGEMENT), after=PLANNED, again=True, clears=(Acknowledge, Tell)):
    """Put the event off, or change its plan: it is reported and told anew."""

    day: date | None = field(default=None, updates=True, index=True)
    plan: Text | None = field(default=None, updates=True, max_length=5000)
    budget: Money | None = field(default=None, updates=True, ge=Money(0))
    place: Text | None = field(default=None, updates=True)


class Consent(Step, register=event, by=LEADERSHIP, after=PLANNED, again=True, within=consent_due):
    """The company's leadership says whether the press may be told (event.4)."""

    agreed: bool


class InvitePress(Step, register=event, by=(PROJECT_MANAGER, MANAGEMENT), after=PLANNED, again=True):
    """Tell the press (event.4)."""

    media: Text


class Cancel(Step, register=event, by=(*PROJECT, MANAGEMENT), after=PLANNED, to=CANCELLED):
    """The event does not take place."""

    reason: Text


@rule(Plan, Change, clause="event.3")
def in_good_time(planned: Plan | Change, facts: Facts) -> Iterator[Finding]:
    """An event has its plan and budget a week to a month ahead."""
    if planned.day is None:
        return
    latest, earliest = (facts.calendar.day(facts[span].before(planned.day, facts.calendar)) for span in (LEAST_AHEAD, MOST_AHEAD))
    if facts.today > latest:
        yield refuse(_("An event on {day} was to be planned by {latest}"), day=planned.day, latest=latest)
    if facts.today < earliest:
        yield refuse(_("An event on {day} is planned from {earliest} on"), day=planned.day, earliest=earliest)


@rule(Plan, clause="event.4")
def led_by_management(plan: Plan, facts: Facts) -> Iterator[Finding]:
    """Who leads an event is of the management department; the project carries it out."""
    if plan.leader is not None and plan.leader.number not in facts.holders(MANAGEMENT):
        yield refuse(_("{leader} is not of the management department"), leader=plan.leader.number)


@rule(InvitePress, clause="event.4")
def press_agreed(invite: InvitePress, facts: Facts) -> Iterator[Finding]:
    """The press is told with the consent of the company's leadership only."""
    consent = facts.form.get(Consent)
    if consent is None or not consent.agreed:
        yield refuse(_("The company's leadership has not agreed that the press is told"))


@rule(Tell, clause="event.3")
def told_in_time(told: Tell, facts: Facts) -> Iterator[Finding]:
    """Customers hear of an event some days before, of a large one a week before."""
    due = tell_due(facts.form, facts)
    if facts.at > due:
        yield warn(_("The customers were to be told by {due}"), due=due)
