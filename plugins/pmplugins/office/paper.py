"""Newspapers and magazines: who takes what until when, what came, and in which order it is carried round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    CLOCK,
    DAY,
    SUPERVISOR,
    Code,
    Facts,
    Finding,
    Form,
    Register,
    Step,
    Text,
    computed,
    field,
    messages,
    refuse,
    report,
    rule,
)
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

from .figures import RENEW_BEFORE, MailKind, PaperFrequency
from .mail import Receive

__all__ = ["Arrive", "EndSubscription", "GiveUp", "Renew", "Subscribe", "paper"]

_ = messages("pmplugins")
DESK = (ASSISTANT, SUPERVISOR)

paper = Register("paper", title="Newspapers and magazines taken", number="BK{year}-{seq:04}")
RUNNING, ENDED = paper.states("running", "ended", closed="ended")


def renew_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.2: so long before the last day."""
    return facts[RENEW_BEFORE].before(form.now.until, facts.calendar)


class Subscribe(Step, register=paper, by=DESK, to=RUNNING):
    """A customer takes a newspaper or magazine through the desk (desk.2)."""

    unit: UnitRef
    customer: CustomerRef | None = None
    title: Text = field(chained=True, max_length=60, multiline=False, index=True, find=True)
    frequency: PaperFrequency = PaperFrequency.DAILY
    copies: int = field(default=1, ge=1, le=99)
    starts: date
    until: date
    important: bool = field(default=False, prompt="What is important is logged like mail, each time it comes")
    remark: Text | None = None

    @computed
    def logged(self, facts: Facts) -> bool:
        return self.important or self.frequency is PaperFrequency.MONTHLY


class Arrive(Step, register=paper, by=DESK, after=RUNNING, again=True):
    """An issue came; a monthly or important one is logged as mail, to be handed out against a signature (desk.2)."""

    issue: Code | None = field(default=None, updates=True)

    def entails(self, facts: Facts) -> Iterator[Step]:
        now: Subscribe = facts.form.now
        if now.logged:
            yield Receive(kind=MailKind.PERIODICAL, customer=now.customer, unit=now.unit, pieces=now.copies, contents=now.title)


class Renew(Step, register=paper, by=DESK, after=RUNNING, to=RUNNING, again=True, within=renew_due):
    """The customer takes it on, until a later day (desk.2)."""

    until: date = field(updates=True)


class GiveUp(Step, register=paper, by=DESK, after=RUNNING, to=ENDED):
    """The customer does not take it any longer."""

    reason: Text | None = None


class EndSubscription(Step, register=paper, by=CLOCK, after=RUNNING, to=ENDED, name="end"):
    """The last day is over and nobody renewed it."""

    @classmethod
    def falls(cls, form: Form[Any], facts: Facts) -> tuple[datetime, EndSubscription]:
        return facts.calendar.end_of_day(form.now.until), cls()


@rule(Subscribe, clause="desk.2")
def days_in_order(subscribe: Subscribe, facts: Facts) -> Iterator[Finding]:
    """A subscription ends after it begins, and not in the past."""
    if subscribe.until < max(subscribe.starts, facts.today):
        yield refuse(_("It would end on {until}, before it begins or in the past"), until=subscribe.until)


@rule(Renew, clause="desk.2")
def renewed_for_longer(renew: Renew, facts: Facts) -> Iterator[Finding]:
    """A renewal reaches further than what was taken before."""
    if renew.until <= facts.form.now.until:
        yield refuse(_("It is taken until {until} already"), until=facts.form.now.until)


@report("office.round", title="Papers in walking order", every=DAY, clause="desk.2")
def walking_order(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """What is carried round on a day: by building, floor from the bottom, and unit."""
    forms = [form for form in facts.find(Subscribe, state=RUNNING.name) if form.now.starts <= start <= form.now.until]
    for form in sorted(forms, key=lambda form: (*_place(form.now.unit, facts), form.now.title)):
        unit = facts[form.now.unit].now
        yield {
            "building": unit.building, "floor": unit.floor, "unit": unit.code, "title": form.now.title,
            "copies": form.now.copies, "logged": form.now.logged,
        }  # fmt: skip


def _place(unit: UnitRef, facts: Facts) -> tuple[Any, ...]:
    """Where a unit lies; numbers in codes count as numbers, what is not known comes last."""
    now = facts[unit].now
    return (_parts(now.building or "~"), 999 if now.floor is None else now.floor, _parts(now.code))


def _parts(code: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (10**9, part) for part in re.findall(r"\d+|\D+", code)]
