"""The list of monthly renters: every Monday the garage's toll collector gets the current one and signs for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from pmcore import ASSISTANT, MONDAY, TOLL, Facts, Form, Quota, Register, Step, at_least, computed, report

from .card import ISSUED, Issue
from .figures import LIST_WITHIN
from .rent import PAID, Rent, RentRef

__all__ = ["EVERY_MONDAY", "Receive", "Send", "garage_list", "renters", "the_list"]

garage_list = Register("garage-list", title="Parking lists for the garage", number="CKMD{year}-{seq:03}")
SENT, RECEIVED = garage_list.states("sent", "received", closed="received")


class Send(Step, register=garage_list, by=ASSISTANT, to=SENT):
    """The current list goes to the garage (parking.6)."""

    @computed
    def rents(self, facts: Facts) -> tuple[RentRef, ...]:
        return tuple(RentRef(form.number) for form in renters(facts, facts.today, facts.today))

    @computed
    def listed(self, facts: Facts) -> int:
        return len(self.rents)


class Receive(Step, register=garage_list, by=TOLL, after=SENT, to=RECEIVED, within=LIST_WITHIN):
    """The toll collector has it."""


EVERY_MONDAY = Quota("parking.list", Send, every=MONDAY, count=1, by=ASSISTANT, clause="parking.6")


def renters(facts: Facts, first: date, last: date) -> list[Form[Rent]]:
    """The rents that hold on some of these days, by space."""
    found = [form for form in facts.find(Rent, ends=at_least(first)) if form.now.begins <= last]
    return sorted(found, key=lambda form: (form.now.space, form.now.begins))


@report("parking.list", title="Monthly parking: the current list", every=MONDAY, clause="parking.6")
def the_list(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """Which car has which space in the week, until when, paid or not; telephones stay in the register."""
    for form in renters(facts, start, end - timedelta(days=1)):
        cards = facts.find(Issue, rent=RentRef(form.number), state=ISSUED.name)
        yield {
            "space": form.now.space, "plate": form.now.plate, "model": form.now.model, "customer": form.now.customer,
            "begins": form.now.begins, "ends": form.now.ends, "paid": form.state == PAID.name,
            "card": next((out.now.card for out in cards), None),
        }  # fmt: skip
