"""A small register for the laws: a matter with a deadline, time-made steps, an entailed form and a computed field."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from pmcore import (
    ASSISTANT,
    CLOCK,
    SUPERVISOR,
    Code,
    Facts,
    Finding,
    Form,
    Money,
    Register,
    Standard,
    Step,
    Text,
    computed,
    days,
    field,
    hours,
    messages,
    refuse,
    rule,
    weeks,
    yuan,
)

_ = messages("matters")

bill = Register("bill", title="Bills", number="BI{year}-{seq:04}")
OPEN, PAID = bill.states("open", "paid", closed="paid")


class Write(Step, register=bill, by=ASSISTANT, to=OPEN):
    """Write a bill."""

    amount: Money


class Pay(Step, register=bill, by=ASSISTANT, after=OPEN, to=PAID):
    """Pay it."""


matter = Register("matter", title="Matters", number="MA{year}-{seq:04}")
TAKEN, JUDGED, SETTLED = matter.states("taken", "judged", "settled", closed="settled")
WEEK = Standard("matter.week", weeks(1))
PRICE = Standard("matter.price", yuan(10))
CROWD = 3


class Take(Step, register=matter, by=ASSISTANT, to=TAKEN):
    """Take it up."""

    who: Code = field(index=True)
    topic: Code | None = field(default=None, index=True)
    count: int = field(default=1, ge=1, le=9)
    note: Text | None = None

    @computed
    def price(self, facts: Facts) -> Money:
        return facts[PRICE] * self.count

    def entails(self, facts: Facts) -> Iterator[Step]:
        if self.count > 1:
            yield Write(amount=facts[PRICE] * self.count)


class Judge(Step, register=matter, by=SUPERVISOR, after=TAKEN, to=JUDGED, within=hours(1)):
    """Judge it."""

    grade: int = field(ge=1, le=3)


class Remark(Step, register=matter, by=ASSISTANT, after=matter.open, again=True):
    """Remark on it."""

    count: int = field(ge=1, le=9, updates=True)


class Settle(Step, register=matter, by=ASSISTANT, after=(TAKEN, JUDGED), to=SETTLED, within=days(2)):
    """Settle it."""


class Escalate(Step, register=matter, by=CLOCK, after=(TAKEN, JUDGED)):
    """Unsettled for a week, or the third person on one topic."""

    ground: Code

    @classmethod
    def falls(cls, form: Form[Take], facts: Facts) -> tuple[datetime, Escalate]:
        taken = form.entry(Take).at
        best = (facts.due(facts.on(taken)[WEEK], taken), cls(ground="week"))
        if form.now.topic is not None:
            first: dict[str, datetime] = {form.now.who: taken}
            for other in facts.find(Take, topic=form.now.topic):
                moment = other.entry(Take).at
                first[other.now.who] = min(moment, first.get(other.now.who, moment))
            if len(first) >= CROWD and sorted(first.values())[CROWD - 1] < best[0]:
                best = (sorted(first.values())[CROWD - 1], cls(ground="crowd"))
        return best


@rule(Take, clause="all.1")
def nine_is_too_many(take: Take, facts: Facts) -> Iterator[Finding]:
    """Nine is too many."""
    if take.count == 9:
        yield refuse(_("Nine is too many"))
