"""The complaint form: taken, passed on, judged, made major by time, explained."""

from __future__ import annotations

from typing import NamedTuple

from pmcore.chapter import *
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

from .figures import (
    CUSTOMERS,
    EXPLAIN_WITHIN,
    JUDGE_WITHIN,
    PASS_ON_WITHIN,
    REPORT_WITHIN,
    UNRESOLVED,
    Channel,
    Department,
    Ground,
    Severity,
)

complaint = Register("complaint", title="Complaints and opinions", number="TS{year}-{seq:04}", keep=2)
TAKEN, VALID, INVALID, SETTLED, CLOSED, EXPLAINED = complaint.states(
    "taken", "valid", "invalid", "settled", "closed", "explained", closed=("closed", "explained")
)


def owner(form: Form[Take], facts: Facts) -> tuple[Person | Role, ...]:
    """complaint.1: the first taker; where they are away, the supervisor steps in."""
    return Person(form.entry(Take).by), SUPERVISOR


def pass_on_due(form: Form[Take], facts: Facts) -> Due:
    """complaint.8: owed only where the taker said that they cannot handle it."""
    if form.now.can_handle:
        return None
    return facts.due(facts[PASS_ON_WITHIN], form.entry(Take).at)


def judge_due(form: Form[Take], facts: Facts) -> Due:
    """complaint.2: owed until it is judged; afterwards it may be judged again, and nobody owes that."""
    return facts.due(facts[JUDGE_WITHIN]) if form.state == TAKEN else None


def report_due(form: Form[Take], facts: Facts) -> Due:
    """complaint.8: major and important ones, from the moment they became so."""
    if form.now.severity not in (Severity.MAJOR, Severity.IMPORTANT):
        return None
    return facts.due(facts[REPORT_WITHIN], graded_at(form))


def extender(form: Form[Take], facts: Facts) -> Role:
    """complaint.10: who gives a complaint more time."""
    return SUPERVISOR if form.now.severity is Severity.MINOR else MANAGEMENT


class Take(Step, register=complaint, by=STAFF, to=TAKEN):
    """Take a complaint; who takes it first owns it (complaint.1)."""

    customer: CustomerRef = field(index=True)
    text: Text = field(multiline=True, max_length=2000)
    channel: Channel = Channel.VISIT
    unit: UnitRef | None = field(default=None, index=True)
    event: Code | None = field(default=None, index=True)
    wanted_by: datetime | None = None
    can_handle: bool = True

    day: date = dated()

    @column(index=True, updates=True)
    @computed
    def severity(self, facts: Facts) -> Severity | None:
        return None


class ComplaintRef(Ref[Take]):
    """A complaint by number."""


class PassOn(Step, register=complaint, by=owner, after=(TAKEN, VALID), within=pass_on_due):
    """Pass a complaint on that the taker cannot handle (complaint.8)."""

    passed_to: Department


class ReportUp(Step, register=complaint, by=SUPERVISOR, after=VALID, within=report_due, name="report-up"):
    """Report a major or important complaint upward (complaint.8)."""

    told: Text | None = None


class Judge(
    Step,
    register=complaint,
    by=SUPERVISOR,
    after=(TAKEN, VALID, INVALID),
    to=by_field("valid", {True: VALID, False: INVALID}),
    again=True,
    within=judge_due,
):
    """Say whether a complaint is valid, how grave, and which department it is about (complaint.2, complaint.3)."""

    valid: bool = field(updates=True, index=True)
    severity: Severity | None = field(default=None, updates=True, index=True)
    ground: Ground = field(default=Ground.JUDGED, updates=True)
    department: Department | None = field(default=None, updates=True, index=True)


class BecomeMajor(Step, register=complaint, by=CLOCK, after=VALID, again=True, clears=ReportUp):
    """A valid complaint becomes major: unresolved for a week, or the fifth customer on its event (complaint.7)."""

    severity: Severity = field(updates=True, index=True)
    ground: Ground = field(updates=True)

    @classmethod
    def falls(cls, form: Form[Take], facts: Facts) -> tuple[datetime, BecomeMajor] | None:
        if form.now.severity is Severity.MAJOR:
            return None
        judged = form.entry(Judge).at
        moments = [(max(facts.due(facts[UNRESOLVED], begun(form)), judged), Ground.UNRESOLVED)]
        if (together := many_customers(form, facts)) is not None:
            moments.append((max(together, judged), Ground.SAME_EVENT))
        moment, ground = min(moments, key=lambda told: told[0])
        return moment, cls(severity=Severity.MAJOR, ground=ground)


class Explain(Step, register=complaint, by=owner, after=INVALID, to=EXPLAINED, within=EXPLAIN_WITHIN):
    """Explain to the customer why a complaint is not valid (complaint.2)."""

    explanation: Text | None = None


class Extend(Step, register=complaint, by=extender, after=VALID, again=True):
    """Give a complaint more time, ahead of its deadline or after it (complaint.10)."""

    until: datetime = field(updates=True)
    why: Text = field(updates=True)

    @column(updates=True)
    @computed
    def extended(self, facts: Facts) -> Severity | None:
        form: Form[Take] = facts.form
        return form.now.severity


class Grade(NamedTuple):
    """A severity that a complaint was held for, and the moment from which its time runs."""

    severity: Severity
    since: datetime


def grades(form: Form[Take]) -> list[Grade]:
    """Every severity since the complaint was taken, or opened again; earlier ones stay on record (complaint.7).

    What the first judgement says runs from the taking, later ones from their own moment.
    """
    told: list[Grade] = []
    start = form.entry(Take).at
    judged = False
    for entry in form.history:
        step = entry.step
        if isinstance(step, Judge):
            if not step.valid or step.severity is None:
                told = []
            elif not told or told[-1].severity is not step.severity:
                told.append(Grade(step.severity, entry.at if judged else start))
            judged = True
        elif isinstance(step, BecomeMajor):
            told.append(Grade(step.severity, entry.at))
        elif reopens(step):
            told = [Grade(told[-1].severity, entry.at)] if told else []
    return told


def reopens(step: Step) -> bool:
    """Whether a follow-up found the customer dissatisfied."""
    return getattr(step, "satisfied", None) is False


def begun(form: Form[Take]) -> datetime:
    """When it was taken, or opened again."""
    again = [entry.at for entry in form.history if reopens(entry.step)]
    return again[-1] if again else form.entry(Take).at


def graded_at(form: Form[Take]) -> datetime:
    """When it was found to be what it is."""
    entries = [entry for entry in form.history if isinstance(entry.step, Judge | BecomeMajor) or reopens(entry.step)]
    return entries[-1].at


def many_customers(form: Form[Take], facts: Facts) -> Due:
    """When so many different customers had complained of the event, this one among them; invalid ones do not count."""
    event = form.now.event
    if event is None:
        return None
    first: dict[str, datetime] = {}
    for other in (form, *facts.find(Take, event=event)):
        if other.state not in (INVALID, EXPLAINED):
            moment, customer = other.entry(Take).at, other.now.customer.number
            first[customer] = min(moment, first.get(customer, moment))
    moments = sorted(first.values())
    enough = facts[CUSTOMERS]
    return moments[enough - 1] if len(moments) >= enough else None
