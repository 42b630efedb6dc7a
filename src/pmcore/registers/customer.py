"""Customers, and who is what to which unit from when until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmcore.model.facts import Facts
from pmcore.model.field import TODAY, Ref, field
from pmcore.model.form import Form
from pmcore.model.kinds import Choice, PersonName, Phone, Text
from pmcore.model.messages import messages
from pmcore.model.people import ARCHIVIST, ASSISTANT, CASHIER, PROJECT_MANAGER, SUPERVISOR
from pmcore.model.register import Register
from pmcore.model.rule import Finding, refuse, rule, warn
from pmcore.model.step import On, Step, column, computed

from .unit import UnitRef

__all__ = [
    "AddCustomer", "Begin", "Capacity", "CustomerKind", "CustomerRef", "End", "Merge", "Update", "customer", "tenure", "tenures",
]  # fmt: skip

_ = messages("pmcore")

customer = Register("customer", title="Customers", number="KH{seq:05}", keep=1, known_by=("name", "mobile"))
KNOWN, MERGED = customer.states("known", "merged", closed="merged")
DESK = (ASSISTANT, SUPERVISOR, ARCHIVIST, CASHIER, PROJECT_MANAGER)


class CustomerKind(Choice):
    """A person or a company."""

    PERSON = "person"
    COMPANY = "company"


class Capacity(Choice):
    """What a customer is to a unit."""

    OWNER = "owner"
    CO_OWNER = "co-owner"
    TENANT = "tenant"
    FAMILY = "family"
    CONTACT = "contact"
    USER = "user"


class AddCustomer(Step, register=customer, by=DESK, to=KNOWN, name="add"):
    """Enter a customer; with a unit, their tenure begins in the same go."""

    name: PersonName = field(find=True)
    mobile: Phone | None = field(default=None, find=True)
    kind: CustomerKind = CustomerKind.PERSON
    unit: UnitRef | None = None
    capacity: Capacity = Capacity.OWNER
    remark: Text | None = None

    def entails(self, facts: Facts) -> Iterator[Step | On]:
        if self.unit is not None:
            yield Begin(unit=self.unit, customer=CustomerRef(facts.number), capacity=self.capacity)


class CustomerRef(Ref[AddCustomer]):
    """A customer, by number, name, or telephone number; several words must all fit."""


class Update(Step, register=customer, by=DESK, after=KNOWN, again=True):
    """The customer's name or telephone number is another from now on (a slip of the pen is corrected instead)."""

    name: PersonName | None = field(default=None, updates=True, find=True)
    mobile: Phone | None = field(default=None, updates=True, find=True)


class Merge(Step, register=customer, by=(SUPERVISOR, PROJECT_MANAGER), after=KNOWN, to=MERGED):
    """The same customer stands in the book twice: look-ups follow to the other one."""

    into: CustomerRef = field(index=True)


@rule(AddCustomer, clause="all.4")
def perhaps_known(customer: AddCustomer, facts: Facts) -> Iterator[Finding]:
    """Somebody with this telephone number may stand in the book already."""
    if customer.mobile is not None:
        for other in facts.find(AddCustomer, mobile=customer.mobile, closed=False):
            yield warn(_("{number} has the same telephone number; merge them if it is the same person"), number=other.number)


@rule(Merge, clause="all.1", fixed=True)
def merged_into_another(merge: Merge, facts: Facts) -> Iterator[Finding]:
    """A customer is merged into another one who still stands."""
    if merge.into.number == facts.number:
        yield refuse(_("A customer is not merged into themselves"))
    elif facts[merge.into].closed:
        yield refuse(_("{number} is itself merged into another"), number=merge.into.number)


tenure = Register("tenure", title="Tenures", number="GX{seq:05}")
HOLDS, ENDED = tenure.states("holds", "ended", closed="ended")


class Begin(Step, register=tenure, by=DESK, to=HOLDS):
    """A customer becomes owner, tenant, family or contact of a unit."""

    unit: UnitRef
    customer: CustomerRef
    capacity: Capacity = field(index=True)
    starts: date = field(default=TODAY)

    @column(updates=True, index=True)
    @computed
    def ends(self, facts: Facts) -> date | None:
        return None


class TenureRef(Ref[Begin]):
    """A tenure by number."""


def tenures(facts: Facts, unit: UnitRef) -> list[Form[Begin]]:
    """Who is what to a unit on the day of the facts; one that has ended counts up to its last day."""
    today = facts.today
    found = facts.find(Begin, unit=unit)
    return [form for form in found if form.now.starts <= today and (form.now.ends is None or form.now.ends >= today)]


class End(Step, register=tenure, by=DESK, after=HOLDS, to=ENDED):
    """It ends; the last day is given."""

    ends: date = field(updates=True, index=True)


@rule(Begin, clause="all.4")
def once_at_a_time(begin: Begin, facts: Facts) -> Iterator[Finding]:
    """Nobody is the same thing to the same unit twice at a time."""
    for other in facts.find(Begin, unit=begin.unit, customer=begin.customer, closed=False):
        if other.now.capacity is begin.capacity:
            yield refuse(_("{number} says so already"), number=other.number)
