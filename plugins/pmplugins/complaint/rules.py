"""What is checked when a complaint is judged, given more time, or settled."""

from __future__ import annotations

from pmcore.chapter import *

from .figures import GROUNDS, Severity
from .form import BecomeMajor, Extend, Judge
from .outcome import Dispose, Settle, deadlines

_ = messages("pmplugins")


@rule(Judge, clause="complaint.3")
def graded(judge: Judge, facts: Facts) -> Findings:
    """A valid complaint is major, important or minor; an invalid one is none of them."""
    if judge.valid and judge.severity is None:
        yield refuse(_("A valid complaint is major, important or minor; say which"))
    if not judge.valid and judge.severity is not None:
        yield refuse(_("A complaint that is not valid is not graded; leave the severity out"))


def _fits(judge: Judge, severity: Severity) -> Findings:
    wanted = GROUNDS.get(judge.ground)
    if judge.valid and wanted is severity and judge.severity not in (wanted, None):
        yield refuse(_("The ground {ground} makes a complaint {severity}"), ground=judge.ground, severity=wanted)


@rule(Judge, clause="complaint.4")
def major_grounds(judge: Judge, facts: Facts) -> Findings:
    """A promise not kept, harm, or a wide outage makes a complaint major."""
    yield from _fits(judge, Severity.MAJOR)


@rule(Judge, clause="complaint.5")
def important_grounds(judge: Judge, facts: Facts) -> Findings:
    """Serious disturbance, negligence or a bad attitude makes a complaint important."""
    yield from _fits(judge, Severity.IMPORTANT)


@rule(Judge, clause="complaint.6")
def minor_grounds(judge: Judge, facts: Facts) -> Findings:
    """A slight inconvenience that can be put right at once is minor."""
    yield from _fits(judge, Severity.MINOR)


@refused(Judge, clause="complaint.7")
def never_lower(judge: Judge, facts: Facts) -> bool:
    """It became major by itself; it is settled as a major one."""
    return judge.valid and judge.severity is not Severity.MAJOR and facts.form.get(BecomeMajor) is not None


@refused(Extend, clause="complaint.10")
def extension_ahead(extend: Extend, facts: Facts) -> bool:
    """{until} is over already."""
    return extend.until <= facts.at


@refused(Settle, clause="complaint.9", level="warn")
def disposition_signed(settle: Settle, facts: Facts) -> bool:
    """The supervisor has signed no disposition."""
    return facts.form.now.severity is not Severity.MINOR and facts.form.get(Dispose) is None


@rule(Settle, clause="complaint.10")
def in_time(settle: Settle, facts: Facts) -> Findings:
    """After its deadline a complaint is settled with approval: the supervisor's if it is minor, else the management's."""
    for deadline in deadlines(facts.form, facts):
        if facts.at > deadline.due:
            approver = SUPERVISOR if deadline.severity is Severity.MINOR else MANAGEMENT
            yield needs_approval(
                _("As a complaint that is {severity} it was due {due}"), by=approver, severity=deadline.severity, due=deadline.due
            )
