"""Small registers for the tests of the engine: orders with every kind of rule, and the bills they entail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from pmcore import (
    ASSISTANT,
    CASHIER,
    CLOCK,
    ENGINEERING,
    PROJECT_MANAGER,
    STAFF,
    SUPERVISOR,
    Choice,
    Code,
    Facts,
    Finding,
    Form,
    Money,
    Person,
    PersonName,
    Ref,
    Register,
    Span,
    Standard,
    Step,
    Text,
    by_field,
    computed,
    days,
    field,
    hours,
    messages,
    needs_approval,
    refuse,
    rule,
    unknown,
    warn,
    working_days,
    yuan,
)

_ = messages("orders")

bill = Register("bill", title="Bills", number="BI{year}-{seq:04}")
DUE, PAID = bill.states("due", "paid", closed="paid")


class WriteBill(Step, register=bill, by=CASHIER, to=DUE):
    """Write a bill."""

    amount: Money


class PayBill(Step, register=bill, by=CASHIER, after=DUE, to=PAID):
    """Pay it."""


order = Register("order", title="Orders", number="OR{year}-{seq:04}")
PLACED, CHECKED, DONE, DROPPED = order.states("placed", "checked", "done", "dropped", closed=("done", "dropped"))
CHECK_WITHIN: Standard[Span] = Standard("order.check-within", hours(2), clause="all.1")
PRICE = Standard("order.price", yuan(10), clause="all.1", scopes=("zone",))
LIST = Standard("order.list", ("a", "b"))
MODE = Standard("order.mode", "strict", choices=("strict", "loose"))


class Team(Choice):
    """Who inspects."""

    WATER = "water"
    POWER = "power"


class Place(Step, register=order, by=ASSISTANT, to=PLACED):
    """Place an order."""

    what: Code = field(index=True)
    amount: Money = yuan(1)
    client: PersonName | None = None
    note: Text | None = None
    zone: Code | None = None
    billed: bool = False
    ready: date | None = None

    @computed
    def price(self, facts: Facts) -> Money:
        return facts[PRICE.of(zone=self.zone)]

    def entails(self, facts: Facts) -> Iterator[Step]:
        if self.billed:
            yield WriteBill(amount=self.amount)


class OrderRef(Ref[Place]):
    """An order."""


class Inspect(Step, register=order, by=ENGINEERING, after=PLACED, each="team", within=days(1)):
    """Inspect it; each team does."""

    team: Team


class Check(
    Step, register=order, by=SUPERVISOR, also=CASHIER, apart=Place, after=PLACED, to=CHECKED, within=CHECK_WITHIN, seals=True
):
    """Check it with the cashier."""


class Reopen(Step, register=order, by=SUPERVISOR, after=CHECKED, to=PLACED, clears=(Check, Inspect), again=True):
    """Change what was checked."""


class Visit(Step, register=order, by=ENGINEERING, after=CHECKED, every=days(1), during=CHECKED, again=True, each="team"):
    """Visit it daily."""

    team: Team = field(updates=True)


class Remark(Step, register=order, by=STAFF, after=order.any, again=True):
    """Say something."""

    said: Text


class Change(Step, register=order, by=ASSISTANT, after=order.open, again=True):
    """Another amount from now on."""

    amount: Money = field(updates=True)


def own_time(form: Form[Place], facts: Facts) -> datetime | None:
    """By the day the client wants it; not owed where they named none."""
    wanted = form.now.ready
    return None if wanted is None else facts.calendar.start_of_day(wanted)


class Finish(
    Step, register=order, by=lambda form, facts: Person(form.entry(Place).by), after=CHECKED, to=by_field("well", {True: DONE}),
    needs=Inspect, within=own_time, again=True,
):  # fmt: skip
    """Hand it over: who placed it does."""

    well: bool


class Archive(Step, register=order, by=STAFF, after=DONE, within=working_days(1)):
    """Put it away."""


class Lapse(Step, register=order, by=CLOCK, after=PLACED, to=DROPPED):
    """Nobody checked it for thirty days."""

    @classmethod
    def falls(cls, form: Form[Place], facts: Facts) -> tuple[datetime, Lapse]:
        return form.entry(Place).at + timedelta(days=30), cls()


@rule(Place, clause="all.1")
def big(place: Place, facts: Facts) -> Iterator[Finding]:
    """A big order wants a supervisor's leave, a huge one the manager's as well."""
    if place.amount > yuan(1000):
        yield needs_approval(_("{amount} is huge"), amount=place.amount, by=(SUPERVISOR, PROJECT_MANAGER))
    elif place.amount > yuan(100):
        yield needs_approval(_("{amount} is big"), amount=place.amount, by=SUPERVISOR)


@rule(Place, clause="all.1", approvers=(SUPERVISOR,))
def twice(place: Place, facts: Facts) -> Iterator[Finding]:
    """The same thing is not ordered twice at a time without leave."""
    for other in facts.find(Place, what=place.what, closed=False):
        yield needs_approval(_("{number} orders the same"), number=other.number)


@rule(Place, clause="all.1", approvers=(SUPERVISOR,))
def unlucky(place: Place, facts: Facts) -> Iterator[Finding]:
    """Thirteen is refused here, as long as the site wants that."""
    if place.amount == yuan(13):
        yield refuse(_("Thirteen"))


@rule(Place, clause="all.1", fixed=True)
def forbidden(place: Place, facts: Facts) -> Iterator[Finding]:
    """Fourteen is always refused."""
    if place.amount == yuan(14):
        yield refuse(_("Fourteen"))


@rule(Place, clause="all.1")
def odd(place: Place, facts: Facts) -> Iterator[Finding]:
    """Fifteen is worth a word."""
    if place.amount == yuan(15):
        yield warn(_("Fifteen"))


@rule(Place, clause="all.1")
def not_known(place: Place, facts: Facts) -> Iterator[Finding]:
    """Sixteen cannot be judged."""
    if place.amount == yuan(16):
        yield unknown(_("Sixteen"))


@rule(Place, clause="all.1", unknown_by=(SUPERVISOR,))
def half_known(place: Place, facts: Facts) -> Iterator[Finding]:
    """Seventeen cannot be judged either, but somebody may approve that."""
    if place.amount == yuan(17):
        yield unknown(_("Seventeen"))


@rule(Place, clause="all.1")
def broken(place: Place, facts: Facts) -> Iterator[Finding]:
    """Eighteen breaks the rule itself."""
    if place.amount == yuan(18):
        yield warn(_("{nothing}"), nothing=1 // 0)


@rule(Place, clause="all.1")
def asks_a_ghost(place: Place, facts: Facts) -> Iterator[Finding]:
    """Nineteen asks a register of a plugin that is not there."""
    if place.amount == yuan(19) and facts.count("ghost"):
        yield refuse(_("A ghost"))
