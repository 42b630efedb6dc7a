"""Staff: who is engaged, their roles as dated facts, PINs, and delegations."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.field import Ref, field
from pmcore.model.form import Form
from pmcore.model.kinds import Choice, Code, PersonName, Text
from pmcore.model.messages import messages
from pmcore.model.people import BOOK, PERSONNEL, PROJECT_MANAGER, STAFF, SUPERVISOR, Person, Role
from pmcore.model.register import Register
from pmcore.model.rule import Finding, refuse, rule
from pmcore.model.step import Step, column, computed

__all__ = ["Assign", "Engage", "FailPin", "Give", "Leave", "PassPin", "Post", "Revoke", "SetPin", "StaffRef", "Unassign"]

_ = messages("pmcore")

staff = Register("staff", title="Staff", number="YG{seq:04}", key="code")
ENGAGED, LEFT = staff.states("engaged", "left", closed="left")
HEADS = (PROJECT_MANAGER, SUPERVISOR, PERSONNEL)


class Post(Choice):
    """The posts of the procedure; who may sign as what else is mapped by the standards ``role.*``."""

    ASSISTANT = "assistant"
    SUPERVISOR = "supervisor"
    CASHIER = "cashier"
    ARCHIVIST = "archivist"
    KEY_KEEPER = "key-keeper"
    ENGINEERING = "engineering"
    REPAIRER = "repairer"
    SECURITY = "security"
    GUARD = "guard"
    TOLL_COLLECTOR = "toll-collector"
    PROJECT_MANAGER = "project-manager"
    MANAGEMENT = "management"
    FINANCE = "finance"
    PERSONNEL = "personnel"
    LEADERSHIP = "leadership"


class Engage(Step, register=staff, by=HEADS, to=ENGAGED):
    """Engage somebody. The number is theirs for good and never given again; the code is what is typed."""

    name: PersonName = field(find=True)
    code: Code = field(index=True, find=True)

    @column(updates=True, chained=True)
    @computed
    def roles(self, facts: Facts) -> str:
        return "[]"


class StaffRef(Ref[Engage]):
    """Somebody on the staff, by number, code or name."""


class Assign(Step, register=staff, by=HEADS, after=ENGAGED, again=True):
    """Give somebody a role from a day on."""

    role: Post
    starts: date | None = None
    until: date | None = None

    @column(updates=True, chained=True)
    @computed
    def roles(self, facts: Facts) -> str:
        held = _held(facts)
        starts = self.starts or facts.today
        return _as_text([*held, [self.role.value, starts.isoformat(), self.until.isoformat() if self.until else None]])


class Unassign(Step, register=staff, by=HEADS, after=ENGAGED, again=True):
    """Take a role back; the last day is given."""

    role: Post = field(updates=True)
    ends: date | None = None

    @column(updates=True, chained=True)
    @computed
    def roles(self, facts: Facts) -> str:
        last = (self.ends or facts.today - timedelta(days=1)).isoformat()
        return _as_text(
            [
                [role, starts, last if role == self.role.value and (until is None or until > last) else until]
                for role, starts, until in _held(facts)
            ]
        )


class Leave(Step, register=staff, by=HEADS, after=ENGAGED, to=LEFT):
    """Somebody leaves: they sign nothing any more."""

    last_day: date | None = None


class SetPin(Step, register=staff, by=lambda form, facts: (Person(form.number), *HEADS), after=ENGAGED, again=True):
    """Choose one's own PIN, or as a head somebody else's. What is kept is its hash, beside the chain."""

    pin_hash: Text = field(updates=True)

    @column(updates=True)
    @computed
    def pin_tries(self, facts: Facts) -> int:
        return 0


class FailPin(Step, register=staff, by=BOOK, after=ENGAGED, again=True):
    """A wrong PIN; after five the account is locked for a time that doubles."""

    @column(updates=True)
    @computed
    def pin_tries(self, facts: Facts) -> int:
        return _tries(facts) + 1

    @column(updates=True)
    @computed
    def locked_until(self, facts: Facts) -> datetime | None:
        over = _tries(facts) + 1 - 5
        return facts.at + timedelta(minutes=2 ** min(over, 10)) if over >= 0 else None


class PassPin(Step, register=staff, by=BOOK, after=ENGAGED, again=True):
    """The right PIN after wrong ones: the count begins anew."""

    @column(updates=True)
    @computed
    def pin_tries(self, facts: Facts) -> int:
        return 0


@rule(Assign, clause="all.1")
def dates_in_order(assign: Assign, facts: Facts) -> Iterator[Finding]:
    """A role ends no earlier than it begins."""
    if assign.until is not None and assign.until < (assign.starts or facts.today):
        yield refuse(_("The role would end on {until}, before it begins"), until=assign.until)


def _held(facts: Facts) -> list[list[str | None]]:
    entries = [entry.step for entry in facts.form.history if isinstance(entry.step, Engage | Assign | Unassign)]
    told: list[list[str | None]] = json.loads(entries[-1].roles) if entries else []
    return told


def _as_text(roles: list[list[str | None]]) -> str:
    return json.dumps(roles, ensure_ascii=False, separators=(",", ":"))


def _tries(facts: Facts) -> int:
    tries = 0
    for entry in facts.form.history:
        if isinstance(entry.step, SetPin | PassPin):
            tries = 0
        elif isinstance(entry.step, FailPin):
            tries += 1
    return tries


delegation = Register("delegation", title="Delegations", number="SQ{year}-{seq:04}")
GIVEN, REVOKED = delegation.states("given", "revoked", closed="revoked")


class Give(Step, register=delegation, by=STAFF, to=GIVEN):
    """Let somebody else sign in one's role for some days; not passed on."""

    giver: StaffRef
    to: StaffRef
    role: Post
    starts: date
    ends: date
    reason: Text


def parties(form: Form[Any], facts: Facts) -> tuple[Role | Person, ...]:
    """Who is party to a delegation, and the level above."""
    return (Person(form.now.giver.number), Person(form.now.to.number), *HEADS)


class Revoke(Step, register=delegation, by=parties, after=GIVEN, to=REVOKED):
    """Take a delegation back."""


@rule(Give, clause="all.1", fixed=True)
def giver_or_head(give: Give, facts: Facts) -> Iterator[Finding]:
    """A delegation is given by who holds the role, or by the level above; to somebody else; and it is not passed on."""
    if give.giver == give.to:
        yield refuse(_("Nobody delegates to themselves"))
    if give.ends < give.starts:
        yield refuse(_("It would end on {ends}, before it begins"), ends=give.ends)
    signer = facts.signed[0]
    if signer.staff != give.giver.number and signer.role not in {head.name for head in HEADS}:
        yield refuse(_("A delegation is given by its holder, or by a supervisor or manager"))
    if give.role.value not in _roles_on(facts, give):
        yield refuse(_("{giver} does not hold this role on {starts}"), giver=give.giver.number, starts=give.starts)


def _roles_on(facts: Facts, give: Give) -> set[str]:
    told = json.loads(facts[give.giver].now.roles)
    day = give.starts.isoformat()
    return {role for role, starts, until in told if starts <= day and (until is None or day <= until)}
