"""Monthly parking: a space is let, paid, renewed, and given back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from pmcore import (
    ASSISTANT,
    CASHIER,
    CLOCK,
    Code,
    DocumentTail,
    Facts,
    Form,
    FormRef,
    Money,
    Phone,
    Plate,
    Ref,
    Register,
    Step,
    Text,
    column,
    computed,
    field,
    months_after,
    on,
    reaction,
)
from pmcore.model.step import On
from pmcore.registers.charge import ChargeKind, ChargeRef, Means, Raise
from pmcore.registers.customer import CustomerRef
from pmcore.registers.payment import ALLOCATED, RESTORED, Allocate, PaymentRef, Restore
from pmcore.registers.payment import TakePayment as Receive

from .figures import MONTHLY_RENT, PAY_WITHIN, Document

__all__ = [
    "PAID", "RENTED", "ChangePlate", "End", "Expire", "NoteReceipt", "Rent", "RentRef", "Renew", "Reopen", "TakePayment", "here",
    "parking", "receipts", "unpaid",
]  # fmt: skip

parking = Register("parking", title="Monthly parking", number="YZ{year}-{seq:04}")
RENTED, PAID, EXPIRED, ENDED = parking.states("rented", "paid", "expired", "ended", closed=("expired", "ended"))


class Rent(Step, register=parking, by=ASSISTANT, to=RENTED):
    """Let a space by the month (parking.1 to parking.5)."""

    space: Code = field(index=True, find=True)
    zone: Code | None = field(default=None, index=True)
    customer: CustomerRef
    plate: Plate = field(index=True, find=True)
    mobile: Phone
    model: Text | None = field(default=None, max_length=40)
    licence_matches: bool = field(prompt="The vehicle licence proves the car and its owner")
    document: Document | None = None
    document_tail: DocumentTail | None = field(default=None, prompt="The last four characters; the document goes back at once")
    tariff_told: bool = field(default=False, prompt="Tariff and conditions are told")
    starts: date | None = field(default=None, prompt="Left out: today")
    months: int = field(default=1, ge=1, le=24)

    @column(index=True)
    @computed
    def begins(self, facts: Facts) -> date:
        return self.starts or facts.today

    @column(updates=True, index=True)
    @computed
    def ends(self, facts: Facts) -> date:
        return months_after(self.begins, self.months)

    @column(updates=True)
    @computed
    def monthly(self, facts: Facts) -> Money:
        return facts[MONTHLY_RENT.of(zone=self.zone)]

    def entails(self, facts: Facts) -> Iterator[Step]:
        yield _charge(self.customer, self.monthly * self.months, self.begins, self.ends, facts)


class RentRef(Ref[Rent]):
    """A monthly rent, by number or plate."""


class TakePayment(Step, register=parking, by=CASHIER, after=RENTED, to=PAID, within=PAY_WITHIN):
    """Take the rent: by which means, or on a receipt that is out already (parking.4)."""

    means: Means | None = None
    outside: Code | None = None
    receipt: PaymentRef | None = field(default=None, updates=True)

    def entails(self, facts: Facts) -> Iterator[Step]:
        if self.means is not None:
            for owed in unpaid(facts):
                yield Receive(
                    charge=ChargeRef(owed.number),
                    customer=owed.now.customer,
                    amount=owed.now.outstanding,
                    means=self.means,
                    outside=self.outside,
                )


class NoteReceipt(Step, register=parking, by=CASHIER, after=PAID, again=True):
    """The receipt of the payment; written by it."""

    receipt: PaymentRef = field(updates=True)


class Reopen(Step, register=parking, by=CASHIER, after=PAID, to=RENTED):
    """The payment was reversed: the rent is owed again; written by it."""


class Renew(Step, register=parking, by=ASSISTANT, after=(PAID, EXPIRED), to=RENTED):
    """Let it for further months, from the day after the last one (parking.7)."""

    months: int = field(default=1, ge=1, le=24, updates=True)

    @column(updates=True)
    @computed
    def renewed_from(self, facts: Facts) -> date:
        last: date = facts.form.now.ends
        return last + timedelta(days=1)

    @column(updates=True, index=True)
    @computed
    def ends(self, facts: Facts) -> date:
        return months_after(self.renewed_from, self.months)

    @column(updates=True)
    @computed
    def monthly(self, facts: Facts) -> Money:
        return facts[MONTHLY_RENT.of(zone=facts.form.now.zone)]

    def entails(self, facts: Facts) -> Iterator[Step]:
        yield _charge(facts.form.now.customer, self.monthly * self.months, self.renewed_from, self.ends, facts)


class ChangePlate(Step, register=parking, by=ASSISTANT, after=(RENTED, PAID), again=True):
    """Another car of the same customer stands there (parking.7)."""

    plate: Plate = field(updates=True, index=True, find=True)
    model: Text | None = field(default=None, max_length=40, updates=True)
    licence_matches: bool = field(updates=True, prompt="The vehicle licence proves the car and its owner")


class End(Step, register=parking, by=ASSISTANT, after=(RENTED, PAID), to=ENDED):
    """The space is given back before the rent runs out; the last day is today unless another is given."""

    last_day: date | None = field(default=None, prompt="Left out: today")

    @column(updates=True, index=True)
    @computed
    def ends(self, facts: Facts) -> date:
        return self.last_day or min(facts.today, facts.form.now.ends)


class Expire(Step, register=parking, by=CLOCK, after=(RENTED, PAID), to=EXPIRED):
    """The last day is over."""

    @classmethod
    def falls(cls, form: Form[Any], facts: Facts) -> tuple[datetime, Expire]:
        return facts.calendar.start_of_day(form.now.ends + timedelta(days=1)), cls()


def here(facts: Facts) -> FormRef:
    """The form at hand, as what a charge or deposit comes from."""
    return FormRef(f"{facts.register}/{facts.number}")


def unpaid(facts: Facts) -> list[Form[Raise]]:
    """The charges of this rent that are open, oldest first."""
    return list(facts.find(Raise, source=here(facts), closed=False))


def receipts(form: Form[Rent]) -> set[PaymentRef]:
    """The receipts that stand on a rent."""
    paid = [step.receipt for step in form.all(TakePayment) if step.receipt is not None]
    return {*paid, *(step.receipt for step in form.all(NoteReceipt))}


@reaction(ALLOCATED, clause="parking.4")
def rent_is_paid(allocate: Allocate, facts: Facts) -> Iterator[On]:
    """Once nothing is left to pay of a rent, its form says so and bears the receipt, wherever the money was taken."""
    source = facts.form.now.source
    if source is None or source.register != parking.name or not allocate.clear:
        return
    if any(facts.find(Raise, source=source, closed=False)):
        return
    form = facts[source]
    if form.state == RENTED.name:
        yield on(form, TakePayment(receipt=allocate.payment))
    elif form.state == PAID.name:
        yield on(form, NoteReceipt(receipt=allocate.payment))


@reaction(RESTORED, clause="parking.4")
def rent_is_owed_again(restore: Restore, facts: Facts) -> Iterator[On]:
    """A payment that was reversed is owed again."""
    source = facts.form.now.source
    if source is not None and source.register == parking.name and facts[source].state == PAID.name:
        yield on(facts[source], Reopen())


def _charge(customer: CustomerRef, amount: Money, starts: date, ends: date, facts: Facts) -> Raise:
    return Raise(customer=customer, kind=ChargeKind.PARKING, amount=amount, starts=starts, ends=ends, source=here(facts))
