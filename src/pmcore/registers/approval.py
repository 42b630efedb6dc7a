"""Approvals for exceptions: asked, granted by each who must or declined, used once; by telephone, then confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.field import field
from pmcore.model.form import Form
from pmcore.model.house import CONFIRM_WITHIN
from pmcore.model.kinds import Code, Phone, Text
from pmcore.model.messages import messages
from pmcore.model.people import CLOCK, STAFF, Person, Role
from pmcore.model.register import Register
from pmcore.model.rule import Finding, refuse, rule
from pmcore.model.step import Step, by_field, column, computed

from .staff import StaffRef

__all__ = ["Ask", "Confirm", "Decline", "Grant", "GrantByTelephone", "Lapse", "Spend", "Withdraw", "approval"]

_ = messages("pmcore")

approval = Register("approval", title="Approvals", number="SP{year}-{seq:04}")
ASKED, GRANTED, USED, DECLINED, WITHDRAWN, LAPSED = approval.states(
    "asked", "granted", "used", "declined", "withdrawn", "lapsed", closed=("used", "declined", "withdrawn", "lapsed")
)


def still_to_grant(form: Form[Any], facts: Facts) -> tuple[Role | Person, ...]:
    """The roles that have not granted it yet."""
    given = {grant.role for grant in form.all(Grant)} | {grant.role for grant in form.all(GrantByTelephone)}
    return tuple(Role(name) for name in form[Ask].must if name not in given)


class Ask(Step, register=approval, by=STAFF, to=ASKED):
    """Ask that a step may be written which a rule does not let through. Its draft lies beside the chain."""

    what: Code = field(index=True)
    draft: Text = field(max_length=100_000, multiline=True)
    covers: tuple[Code, ...] = field(pattern=r"[\w.:*-]+", max_length=120)
    must: tuple[Code, ...]
    clauses: tuple[Code, ...] = ()
    reason: Text
    until: datetime

    @column(index=True)
    @computed
    def asker(self, facts: Facts) -> Code:
        return facts.signed[0].staff


class Grant(
    Step, register=approval, by=still_to_grant, after=ASKED, to=by_field("complete", {True: GRANTED}), again=True, apart=Ask
):
    """Approve it, in one's own role; where several must, each does."""

    @column(updates=True)
    @computed
    def role(self, facts: Facts) -> Code:
        return facts.signed[0].role

    @column(updates=True)
    @computed
    def complete(self, facts: Facts) -> bool:
        return len(still_to_grant(facts.form, facts)) == 1


class GrantByTelephone(
    Step,
    register=approval,
    by=STAFF,
    after=ASKED,
    to=by_field("complete", {True: GRANTED}),
    again=True,
    apart=Ask,
    name="grant-by-telephone",
):
    """Record that an absent manager approved by telephone; heard by somebody who did not ask, confirmed in person later."""

    approver: StaffRef
    called: Phone

    @column(updates=True)
    @computed
    def role(self, facts: Facts) -> Code:
        held = set(_roles(self.approver, facts))
        wanted = [role.name for role in still_to_grant(facts.form, facts) if isinstance(role, Role) and role.name in held]
        return wanted[0] if wanted else "none"

    @column(updates=True)
    @computed
    def complete(self, facts: Facts) -> bool:
        return self.role != "none" and len(still_to_grant(facts.form, facts)) == 1


def heard_from(form: Form[Any], facts: Facts) -> tuple[Person, ...]:
    """Who is said to have approved by telephone; nobody, if no such thing is on record."""
    heard = form.get(GrantByTelephone)
    return (Person(heard.approver.number),) if heard is not None else ()


class Confirm(
    Step, register=approval, by=heard_from, after=(GRANTED, USED, LAPSED),
    needs=GrantByTelephone, within=CONFIRM_WITHIN,
):  # fmt: skip
    """Sign for what was approved by telephone."""


class Decline(Step, register=approval, by=still_to_grant, after=ASKED, to=DECLINED):
    """Do not approve it."""

    why: Text | None = None


class Withdraw(Step, register=approval, by=lambda form, facts: Person(form.entry(Ask).by), after=(ASKED, GRANTED), to=WITHDRAWN):
    """Nobody needs it any more."""


class Spend(Step, register=approval, by=STAFF, after=GRANTED, to=USED, name="spend"):
    """The step that was approved is written; an approval is used once."""

    entry: int


class Lapse(Step, register=approval, by=CLOCK, after=(ASKED, GRANTED), to=LAPSED):
    """Its time is over."""

    @classmethod
    def falls(cls, form: Form[Ask], facts: Facts) -> tuple[datetime, Lapse]:
        return form.now.until, cls()


@rule(GrantByTelephone, clause="all.1", fixed=True)
def approver_may(grant: GrantByTelephone, facts: Facts) -> Iterator[Finding]:
    """Who is said to have approved holds a role that must, did not ask, and did not hear their own call."""
    if grant.role == "none":
        yield refuse(_("{approver} is none of those who must approve this"), approver=grant.approver.number)
    if grant.approver.number == facts.form.entry(Ask).by:
        yield refuse(_("Who asks does not approve"))
    if grant.approver.number == facts.signed[0].staff:
        yield refuse(_("Who approves in person signs the grant itself"))


def _roles(staff: StaffRef, facts: Facts) -> list[str]:
    import json

    day = facts.today.isoformat()
    told = json.loads(facts[staff].now.roles)
    return [role for role, starts, until in told if starts <= day and (until is None or day <= until)]
