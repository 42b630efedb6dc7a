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
    "CANCELLED", "HELD", "PLANNED", "PROJECT", "Cancel", "Change", "Consent", "EventRef", "InvitePress", "Plan", "Recipient",
    "Report", "Tell", "ahead", "event", "led_by_management", "press_agreed", "tell_due", "told_in_time",
]  # fmt: skip

_ = messages("pmplugins")

event = Register("event", title="Community events", number="HD{year}-{seq:03}", keep=1)
PLANNED, HELD, CANCELLED = event.states("planned", "held", "cancelled", closed=("held", "cancelled"))
PROJECT = (ASSISTANT, SUPERVISOR, PROJECT_MANAGER)

LEAST_AHEAD: Standard[Span] = Standard("event.least_ahead", days(7), clause="event.3")
MOST_AHEAD: Standard[Span] = Standard("event.most_ahead", days(30), clause="event.3")
REPORT_WITHIN: Standard[Span] = Standard("event.reported_within", working_days(2), clause="event.3")
TOLD_BEFORE: Standard[Span] = Standard("event.told_before", days(3), clause="event.3")
TOLD_BEFORE_LARGE: Standard[Span] = Standard("event.told_before_large", days(7), clause="event.3")
CONSENT_WITHIN: Standard[Span] = Standard("event.press_decided_within", working_days(2), clause="event.4")


class Recipient(Choice):
    """event.3: to whom a plan is reported, each by the role that signs for it."""

    MANAGEMENT = "management"
    FINANCE = "finance"
    LEADERSHIP = "leadership"


def tell_due(form: Form[Plan], facts: Facts) -> datetime:
    """Counted back from the event: some days, a week for a large one."""
    standard = TOLD_BEFORE_LARGE if form.now.large else TOLD_BEFORE
    return facts[standard].before(form.now.day, facts.calendar)


def consent_due(form: Form[Plan], facts: Facts) -> datetime | None:
    """event.4: only where the press is wanted."""
    return facts.due(facts[CONSENT_WITHIN]) if form.now.press else None


class Plan(Step, register=event, by=(*PROJECT, MANAGEMENT), to=PLANNED):
    """Plan an event, with what it will cost (event.3)."""

    name: Text = field(max_length=80, multiline=False)
    day: date = field(index=True)
    plan: Text = field(multiline=True, max_length=5000)
    budget: Money = field(ge=Money(0))
    place: Text | None = None
    large: bool = field(default=False, index=True)
    press: bool = field(default=False, prompt="Should the press be told?")
    leader: StaffRef | None = field(default=None, prompt="Who of the management department leads it")


class EventRef(Ref[Plan]):
    """An event by number."""


class Change(Step, register=event, by=(*PROJECT, MANAGEMENT), after=PLANNED, again=True, clears=lambda: ()):
    """Put off or change what was planned; it is reported and announced anew."""


