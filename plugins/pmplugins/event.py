"""Community events: an annual plan that three approve; each event planned, reported, announced, held, and recorded."""

from __future__ import annotations

from pmcore.chapter import *
from pmcore.registers.marks import EVENT_HELD
from pmcore.registers.staff import StaffRef

_ = messages("pmplugins")

event_year = Register("event-year", title="Annual plans of community events", number="HDN{year}-{seq:02}")
DRAFTED, APPROVED, DECLINED = event_year.states("drafted", "approved", "declined", closed=("approved", "declined"))
event = Register("event", title="Community events", number="HD{year}-{seq:03}", keep=1)
PLANNED, HELD, CANCELLED = event.states("planned", "held", "cancelled", closed=("held", "cancelled"))

PROJECT = (ASSISTANT, SUPERVISOR, PROJECT_MANAGER)

APPROVE_WITHIN = Standard("event.year_approved_within", working_days(5), clause="event.1")
EVERY_TWO_MONTHS = Standard("event.events_every_two_months", 1, clause="event.2")
"""So many events in two months at a key property; 0 elsewhere."""
LEAST_AHEAD = Standard("event.planned_least_ahead", days(7), clause="event.3")
MOST_AHEAD = Standard("event.planned_most_ahead", days(30), clause="event.3")
REPORTED_WITHIN = Standard("event.plan_reported_within", working_days(2), clause="event.3")
TOLD_BEFORE = Standard("event.customers_told_before", days(3), clause="event.3")
TOLD_BEFORE_LARGE = Standard("event.customers_told_before_large", days(7), clause="event.3")
PRESS_WITHIN = Standard("event.press_decided_within", working_days(2), clause="event.4")
RECORD_WITHIN = Standard("event.event_recorded_within", end_of_working_day(1), clause="event.5")


class Draft(Step, register=event_year, by=(PROJECT_MANAGER, SUPERVISOR, MANAGEMENT), to=DRAFTED):
    """Draw up the year's community events (event.1)."""

    year: int = field(index=True, ge=2000, le=2200)
    arrangements: Text = field(multiline=True, max_length=5000)
    events: int = field(ge=1, le=366)
    budget: Money = field(ge=Money(0))


class Approve(
    Step, register=event_year, by=all_of(MANAGEMENT, PERSONNEL, LEADERSHIP, place="approver"), after=DRAFTED, apart=Draft,
    to=verdict("agreed", yes=APPROVED, no=DECLINED), within=APPROVE_WITHIN,
):  # fmt: skip
    """Approve the year's plan, or decline it; it holds once all three have approved (event.1)."""

    agreed: bool = True
    opinion: Text | None = None


@rule(Draft, clause="event.1")
def one_a_year(draft: Draft, facts: Facts) -> Findings:
    """There is one plan a year; a declined one is drawn up anew."""
    for other in facts.find(Draft, year=draft.year):
        if other.state != DECLINED:
            yield refuse(_("{number} is the plan of {year} already"), number=other.number, year=draft.year)


DRAWN_UP = Quota("event.annual-plan", Draft, every=YEAR, count=1, by=PROJECT_MANAGER, clause="event.1")


def tell_due(form: Form[Plan], facts: Facts) -> datetime:
    """Counted back from the event: some days, a week for a large one."""
    return facts[TOLD_BEFORE_LARGE if form.now.large else TOLD_BEFORE].before(form.now.day, facts.calendar)


def consent_due(form: Form[Plan], facts: Facts) -> Due:
    """event.4: owed only where the press is wanted."""
    return facts.due(facts[PRESS_WITHIN]) if form.now.press else None


def record_due(form: Form[Plan], facts: Facts) -> datetime:
    """Counted from the day of the event."""
    return facts.due(facts[RECORD_WITHIN], facts.calendar.start_of_day(form.now.day))


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
    Step, register=event, by=all_of(MANAGEMENT, FINANCE, LEADERSHIP, place="recipient"), after=PLANNED, within=REPORTED_WITHIN
):
    """Sign for the plan and the budget that were reported (event.3)."""

    opinion: Text | None = None


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


class Hold(Step, register=event, by=PROJECT, after=PLANNED, to=HELD, within=record_due):
    """Record the event that was held: attendance, cost against budget, photographs (event.5)."""

    attendance: int = field(ge=0, le=1_000_000)
    cost: Money = field(ge=Money(0))
    photographs: int = field(default=0, ge=0, le=100_000)
    course: Text | None = field(default=None, max_length=5000)
    over_budget_because: Text | None = None

    @computed
    def left_of_budget(self, facts: Facts) -> Money:
        return Money(facts.form.now.budget.fen - self.cost.fen)

    def entails(self, facts: Facts) -> Follows:
        if facts.form.now.large:
            yield on(facts.number, FollowUp())


class FollowUp(Step, register=event, by=WRITTEN, after=HELD, marks=EVENT_HELD, name="follow-up"):
    """A large event is followed up; written with its record, never by hand (event.5)."""


@rule(Plan, Change, clause="event.3")
def in_good_time(planned: Plan | Change, facts: Facts) -> Findings:
    """An event has its plan and budget a week to a month ahead."""
    if planned.day is None:
        return
    latest, earliest = (facts.calendar.day(facts[span].before(planned.day, facts.calendar)) for span in (LEAST_AHEAD, MOST_AHEAD))
    if facts.today > latest:
        yield refuse(_("An event on {day} was to be planned by {latest}"), day=planned.day, latest=latest)
    if facts.today < earliest:
        yield refuse(_("An event on {day} is planned from {earliest} on"), day=planned.day, earliest=earliest)


@rule(Plan, clause="event.4")
def led_by_management(plan: Plan, facts: Facts) -> Findings:
    """Who leads an event is of the management department; the project carries it out."""
    if plan.leader is not None and plan.leader.number not in facts.holders(MANAGEMENT):
        yield refuse(_("{leader} is not of the management department"), leader=plan.leader.number)


@refused(InvitePress, clause="event.4")
def press_agreed(invite: InvitePress, facts: Facts) -> bool:
    """The company's leadership has not agreed that the press is told."""
    consent = facts.form.get(Consent)
    return consent is None or not consent.agreed


@rule(Tell, clause="event.3")
def told_in_time(told: Tell, facts: Facts) -> Findings:
    """Customers hear of an event some days before, of a large one a week before."""
    if facts.at > (due := tell_due(facts.form, facts)):
        yield warn(_("The customers were to be told by {due}"), due=due)


@rule(Hold, clause="event.5")
def held_on_its_day(hold: Hold, facts: Facts) -> Findings:
    """An event is recorded afterwards."""
    if facts.today < (day := facts.form.now.day):
        yield refuse(_("The event is on {day}; put it off or bring it forward first"), day=day)


@rule(Hold, clause="event.5")
def cost_explained(hold: Hold, facts: Facts) -> Findings:
    """What an event cost is set against its budget; more is explained."""
    if hold.cost > (budget := facts.form.now.budget) and hold.over_budget_because is None:
        yield refuse(_("It cost {cost}, {budget} were planned; say why"), cost=hold.cost, budget=budget)


@rule(Hold, clause="event.3")
def reported_and_told(hold: Hold, facts: Facts) -> Findings:
    """What was held without having been reported or told is recorded all the same; what was left out is said."""
    if missing := facts.form.missing(Acknowledge):
        yield warn(_("{recipients} had not signed for the plan"), recipients=missing)
    if facts.form.get(Tell) is None:
        yield warn(_("Nobody has recorded that the customers were told"))


EVENTS_HELD = Quota("event.events-held", Hold, every=TWO_MONTHS, count=EVERY_TWO_MONTHS, by=MANAGEMENT, clause="event.2")


@report("event.year", title="Community events of the year", every=YEAR, clause="event.5")
def events_of_the_year(facts: Facts, start: date, end: date) -> Lines:
    """Every event of the year, cost against budget."""
    for form in facts.find(Plan, day=at_least(start)):
        if form.now.day < end:
            held = form.get(Hold)
            yield {
                "number": form.number, "day": form.now.day, "state": event.all_states[form.state], "large": form.now.large,
                "budget": form.now.budget, "cost": held.cost if held else None,
                "left_of_budget": held.left_of_budget if held else None, "attendance": held.attendance if held else None,
            }  # fmt: skip
