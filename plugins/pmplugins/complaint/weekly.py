"""The week's complaints: statistics, and the analysis that the department signs."""

from __future__ import annotations

from pmcore.chapter import *

from .figures import Department, Severity
from .form import Judge, Take, reopens
from .outcome import FollowUp, Settle, deadlines

complaint_week = Register("complaint-week", title="Complaints, weekly analysis", number="TSZ{year}-{seq:03}")
(SIGNED,) = complaint_week.states("signed")


def _week(facts: Facts, day: date) -> list[Form[Take]]:
    return list(facts.opened(Take, *WEEK.bounds(day)))


class Compile(Step, register=complaint_week, by=SUPERVISOR, to=SIGNED):
    """Sign the week's statistics with an analysis (complaint.12)."""

    week_of: date = field(index=True)
    analysis: Text = field(max_length=2000)

    @computed
    def taken(self, facts: Facts) -> int:
        return len(_week(facts, self.week_of))

    @computed
    def grave(self, facts: Facts) -> int:
        return sum(form.now.severity in (Severity.MAJOR, Severity.IMPORTANT) for form in _week(facts, self.week_of))


COMPILED = Quota("complaint.weekly-analysis", Compile, every=WEEK, count=1, by=SUPERVISOR, clause="complaint.12")
FOLLOWED_UP = Quota(
    "complaint.complaints-followed-up", FollowUp, every=WEEK, share=100, of=Settle, by=ASSISTANT, clause="complaint.11"
)


@report("complaint.week", title="Complaints of the week", every=WEEK, clause="complaint.12")
def by_department(facts: Facts, start: date, end: date) -> Lines:
    """The complaints taken in the week, a line for every department complained of."""
    told = grouped(facts.opened(Take, start, end), _department)
    for department in (*Department, None):
        if forms := told.get(department):
            yield {"department": department, **_line(forms, facts)}


def _department(form: Form[Take]) -> Department | None:
    judged = form.get(Judge)
    return judged.department if judged else None


def _line(forms: list[Form[Take]], facts: Facts) -> dict[str, int]:
    severities = [form.now.severity for form in forms]
    return {
        "taken": len(forms),
        "invalid": sum(form.state in ("invalid", "explained") for form in forms),
        "major": severities.count(Severity.MAJOR),
        "important": severities.count(Severity.IMPORTANT),
        "minor": severities.count(Severity.MINOR),
        "settled": sum(form.state in ("settled", "closed") for form in forms),
        "overdue": sum(_overdue(form, facts) for form in forms),
        "followed_up": sum(form.get(FollowUp) is not None for form in forms),
        "reopened": sum(any(reopens(entry.step) for entry in form.history) for form in forms),
    }


def _overdue(form: Form[Take], facts: Facts) -> bool:
    """Settled, or still open, after a deadline."""
    settled = [entry.at for entry in form.entries(Settle)]
    moment = settled[-1] if settled else facts.now
    return any(deadline.due < moment for deadline in deadlines(form, facts))
