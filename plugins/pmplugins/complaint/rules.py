"""What is checked when a complaint is judged, given more time, or settled."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import MANAGEMENT, SUPERVISOR, Facts, Finding, Form, messages, needs_approval, refuse, rule, warn

from .figures import GROUNDS, Severity
from .form import BecomeMajor, Extend, Judge, Take
from .outcome import Dispose, Settle, deadlines

__all__ = [
    "disposition_signed",
    "extension_ahead",
    "graded",
    "important_grounds",
    "in_time",
    "major_grounds",
    "minor_grounds",
    "never_lower",
]

_ = messages("pmplugins")


@rule(Judge, clause="complaint.3")
def graded(judge: Judge, facts: Facts) -> Iterator[Finding]:
    """A valid complaint is major, important or minor; an invalid one is none of them."""
    if judge.valid and judge.severity is None:
        yield refuse(_("A valid complaint is major, important or minor; say which"))
    if not judge.valid and judge.severity is not None:
        yield refuse(_("A complaint that is not valid is not graded; leave the severity out"))


def _fits(judge: Judge, severity: Severity) -> Iterator[Finding]:
    wanted = GROUNDS.get(judge.ground)
    if judge.valid and wanted is severity and judge.severity not in (wanted, None):
        yield refuse(_("The ground {ground} makes a complaint {severity}"), ground=judge.ground, severity=wanted)


@rule(Judge, clause="complaint.4")
def major_grounds(judge: Judge, facts: Facts) -> Iterator[Finding]:
    """A promise not kept, harm, or a wide outage makes a complaint major."""
    yield from _fits(judge, Severity.MAJOR)


@rule(Judge, clause="complaint.5")
def important_grounds(judge: Judge, facts: Facts) -> Iterator[Finding]:
    """Serious disturbance, negligence or a bad attitude makes a complaint important."""
    yield from _fits(judge, Severity.IMPORTANT)


@rule(Judge, clause="complaint.6")
def minor_grounds(judge: Judge, facts: Facts) -> Iterator[Finding]:
    """A slight inconvenience that can be put right at once is minor."""
    yield from _fits(judge, Severity.MINOR)


@rule(Judge, clause="complaint.7")
def never_lower(judge: Judge, facts: Facts) -> Iterator[Finding]:
    """What time made major is not judged less again."""
    if judge.valid and judge.severity is not Severity.MAJOR and facts.form.get(BecomeMajor) is not None:
        yield refuse(_("It became major by itself; it is settled as a major one"))


@rule(Extend, clause="complaint.10")
def extension_ahead(extend: Extend, facts: Facts) -> Iterator[Finding]:
    """More time reaches beyond the present moment."""
    if extend.until <= facts.at:
        yield refuse(_("{until} is over already"), until=extend.until)


@rule(Settle, clause="complaint.9")
def disposition_signed(settle: Settle, facts: Facts) -> Iterator[Finding]:
    """The supervisor signs a disposition before a grave complaint is settled; a minor one is put right at once."""
    form: Form[Take] = facts.form
    if form.now.severity is not Severity.MINOR and form.get(Dispose) is None:
        yield warn(_("The supervisor has signed no disposition"))


@rule(Settle, clause="complaint.10")
def in_time(settle: Settle, facts: Facts) -> Iterator[Finding]:
    """After its deadline a complaint is settled with approval: the supervisor's if it is minor, else the management's."""
    for deadline in deadlines(facts.form, facts):
        if facts.at > deadline.due:
            approver = SUPERVISOR if deadline.severity is Severity.MINOR else MANAGEMENT
            yield needs_approval(
                _("As a complaint that is {severity} it was due {due}"), by=approver, severity=deadline.severity, due=deadline.due
            )
