"""Stays by the hour: a car comes in, and pays for its stay when it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from pmcore import (
    ASSISTANT,
    CASHIER,
    GUARD,
    TOLL,
    Code,
    Facts,
    Finding,
    Money,
    Plate,
    Register,
    Step,
    computed,
    field,
    messages,
    rule,
    warn,
)
from pmcore.registers.charge import ChargeKind, Means, Raise

from .figures import STAY_DAY, stay_fee, stay_fee_by_day, tariff
from .rent import Rent, here

__all__ = ["Enter", "Leave", "billed", "stay"]

_ = messages("pmplugins")

stay = Register("stay", title="Temporary parking", number="TC{year}-{seq:05}")
INSIDE, GONE = stay.states("inside", "gone", closed="gone")
GATE = (TOLL, GUARD, ASSISTANT, CASHIER)


class Enter(Step, register=stay, by=GATE, to=INSIDE):
    """A car comes in."""

    plate: Plate = field(index=True, find=True)
    gate: Code | None = None


class Leave(Step, register=stay, by=GATE, after=INSIDE, to=GONE):
    """The car leaves; what its stay costs goes by the tariff that held when it came (parking.3)."""

    means: Means | None = field(default=None, prompt="How it is paid at the gate")
    outside: Code | None = None

    @computed
    def stayed(self, facts: Facts) -> int:
        """Minutes to be paid for, by the clock as the slip shows it."""
        return sum(_minutes(*billed(facts)), 0)

    @computed
    def fee(self, facts: Facts) -> Money:
        then = facts.on(facts.form.entry(Enter).at)
        parts = _minutes(*billed(facts))
        if then[STAY_DAY] == "calendar":
            return stay_fee_by_day(parts, tariff(then))
        return stay_fee(sum(parts), tariff(then))

    def entails(self, facts: Facts) -> Iterator[Step]:
        if self.fee:
            yield Raise(kind=ChargeKind.PARKING, amount=self.fee, source=here(facts), means=self.means, outside=self.outside)


def billed(facts: Facts) -> tuple[datetime, datetime, Any]:
    """From when to when a stay is paid for, with the calendar: the days of a monthly rent of the same car are free."""
    entered = facts.form.entry(Enter).at
    begin, end = entered, facts.at
    for rent in sorted(facts.find(Rent, plate=facts.form.now.plate), key=lambda form: form.now.begins):
        first = facts.calendar.start_of_day(rent.now.begins)
        after = facts.calendar.start_of_day(rent.now.ends + timedelta(days=1))
        if first <= begin < after:
            begin = after
        elif begin < first < end:
            end = first
    return begin, max(begin, end), facts.calendar


def _minutes(begin: datetime, end: datetime, calendar: Any) -> list[int]:
    """The whole minutes between two moments, calendar day by calendar day."""
    begin, end = (moment.replace(second=0, microsecond=0) for moment in (begin, end))
    parts = []
    while begin < end:
        until = min(calendar.start_of_day(calendar.day(begin) + timedelta(days=1)), end)
        parts.append(int((until - begin).total_seconds()) // 60)
        begin = until
    return parts


@rule(Enter, clause="parking.3")
def not_inside_yet(enter: Enter, facts: Facts) -> Iterator[Finding]:
    """A car that is inside did not leave, or nobody wrote it down."""
    for other in facts.find(Enter, plate=enter.plate, closed=False):
        yield warn(_("{number} has this car inside since {since}"), number=other.number, since=other.entry(Enter).at)
