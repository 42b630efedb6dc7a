"""Readings: what a unit's meters stood at, by whom, on which day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pmcore.model.facts import Facts
from pmcore.model.field import field
from pmcore.model.form import Form
from pmcore.model.kinds import Choice, Text
from pmcore.model.messages import messages
from pmcore.model.people import ASSISTANT, CASHIER, ENGINEERING, REPAIRER
from pmcore.model.register import Register
from pmcore.model.rule import Finding, refuse, rule
from pmcore.model.step import Step, column, computed

from .unit import UnitRef

__all__ = ["Meter", "TakeReading", "reading"]

_ = messages("pmcore")

reading = Register("reading", title="Meter readings", number="CB{year}-{seq:05}")
(TAKEN,) = reading.states("taken", closed="taken")


class Meter(Choice):
    """What a meter measures."""

    WATER = "water"
    ELECTRICITY = "electricity"
    GAS = "gas"


class TakeReading(Step, register=reading, by=(ASSISTANT, CASHIER, ENGINEERING, REPAIRER), to=TAKEN, name="take"):
    """Read a meter (handover.1, leaseend.2)."""

    unit: UnitRef
    meter: Meter = field(index=True)
    value: Decimal = field(places=2, ge=Decimal(0), le=Decimal(99_999_999))
    day: date | None = field(default=None, prompt="Left out: today")
    replaced: bool = field(default=False, prompt="A new meter, that begins at this value")
    remark: Text | None = None

    @column(index=True)
    @computed
    def read_on(self, facts: Facts) -> date:
        return self.day or facts.today


@rule(TakeReading, clause="leaseend.2", fixed=True)
def not_ahead(taken: TakeReading, facts: Facts) -> Iterator[Finding]:
    """A meter is read on the day, not before it has come."""
    if taken.read_on > facts.today:
        yield refuse(_("{day} has not come yet"), day=taken.read_on)


@rule(TakeReading, clause="leaseend.2", fixed=True)
def never_backwards(taken: TakeReading, facts: Facts) -> Iterator[Finding]:
    """A meter never runs backwards: it stands no lower than before and no higher than afterwards, unless it is replaced."""
    before: Form[TakeReading] | None = None
    after: Form[TakeReading] | None = None
    known = facts.find(TakeReading, unit=taken.unit, meter=taken.meter)
    for other in sorted(known, key=lambda form: (form.now.read_on, form.opened)):
        if other.now.read_on <= taken.read_on:
            before = other
        elif after is None:
            after = other
    if before is not None and not taken.replaced and taken.value < before.now.value:
        yield refuse(_("It stood at {value} on {day} ({number}); say if the meter was replaced"),
            value=before.now.value, day=before.now.read_on, number=before.number)  # fmt: skip
    if after is not None and not after.now.replaced and taken.value > after.now.value:
        yield refuse(_("It stood at {value} on {day} ({number}) already"),
            value=after.now.value, day=after.now.read_on, number=after.number)  # fmt: skip
