"""Settling a complaint: disposition, the department's head, the deadlines of each severity, the follow-up."""

from __future__ import annotations

from typing import NamedTuple

from pmcore.chapter import *
from pmcore.registers.followed import Answered, asked_within
from pmcore.registers.marks import SETTLED as SETTLED_MARK

from .figures import ANSWER_WITHIN, COLLECT_WITHIN, DISPOSE_WITHIN, FOLLOW_UP_WITHIN, HEADS, SETTLED_WITHIN, Department, Severity
from .form import CLOSED, SETTLED, VALID, Extend, Judge, PassOn, ReportUp, Take, complaint, grades, owner


class Deadline(NamedTuple):
    """Until when a complaint is settled, because it was held to be so grave."""

    severity: Severity
    due: datetime


def deadlines(form: Form[Take], facts: Facts) -> list[Deadline]:
    """The deadline of every severity that it was held for: the earliest counts (complaint.10)."""
    return [Deadline(grade.severity, _due(form, facts, grade.severity, grade.since)) for grade in grades(form)]


def _due(form: Form[Take], facts: Facts, severity: Severity, since: datetime) -> datetime:
    longer = [entry.step.until for entry in form.entries(Extend) if entry.step.extended is severity and entry.at >= since]
    if longer:
        return longer[-1]
    due = facts.due(facts.on(since)[SETTLED_WITHIN[severity]], since)
    wanted = form.now.wanted_by
    return min(due, wanted) if wanted is not None and severity is Severity.MINOR else due


def settle_due(form: Form[Take], facts: Facts) -> Due:
    """complaint.10: the stricter one counts."""
    return min((deadline.due for deadline in deadlines(form, facts)), default=None)


def answer_due(form: Form[Take], facts: Facts) -> Due:
    """complaint.10: only a major one is owed an explicit answer."""
    major = [grade.since for grade in grades(form) if grade.severity is Severity.MAJOR]
    return facts.due(facts[ANSWER_WITHIN], major[0]) if major else None


def head(form: Form[Take], facts: Facts) -> Role:
    """complaint.9: the head of the department complained of; without one named, of where it was passed on to."""
    judged, passed = form.get(Judge), form.get(PassOn)
    department = (judged.department if judged else None) or (passed.passed_to if passed else None)
    return HEADS[department or Department.CUSTOMER_SERVICE]


def settlers(form: Form[Take], facts: Facts) -> tuple[Person | Role, ...]:
    """Who handles it: the department's head, or who owns it."""
    first = head(form, facts)
    return (first, *(who for who in owner(form, facts) if who != first))


class Dispose(Step, register=complaint, by=SUPERVISOR, after=VALID, within=DISPOSE_WITHIN):
    """Sign what is to be done about a complaint (complaint.9)."""

    disposition: Text = field(max_length=1000)


class Collect(Step, register=complaint, by=head, after=VALID, needs=Dispose, within=COLLECT_WITHIN):
    """The head of the department complained of collects the form and handles it (complaint.9)."""


class Answer(Step, register=complaint, by=settlers, after=VALID, within=answer_due):
    """Give the customer of a major complaint an explicit answer (complaint.10)."""

    answer: Text = field(max_length=1000)


class Settle(Step, register=complaint, by=settlers, after=VALID, to=SETTLED, within=settle_due, marks=SETTLED_MARK):
    """A complaint is settled: what was done (complaint.10)."""

    result: Text | None = field(default=None, updates=True, max_length=1000)


class FollowUp(
    Step, Answered, register=complaint, by=ASSISTANT, after=SETTLED, to=by_field("satisfied", {True: CLOSED, False: VALID}),
    again=True, clears=(ReportUp, Dispose, Collect, Answer), within=asked_within(FOLLOW_UP_WITHIN), name="follow-up",
):  # fmt: skip
    """Ask the customer afterwards; dissatisfied, the complaint is open again (complaint.11)."""
