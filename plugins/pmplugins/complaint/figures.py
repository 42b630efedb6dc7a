"""The figures of the complaints chapter, and the words that its forms choose from."""

from __future__ import annotations

from pmcore import (
    CASHIER,
    ENGINEERING,
    PROJECT_MANAGER,
    SECURITY,
    SUPERVISOR,
    Choice,
    Role,
    Span,
    Standard,
    days,
    half_days,
    minutes,
    weeks,
)

__all__ = [
    "ANSWER_WITHIN", "COLLECT_WITHIN", "CUSTOMERS", "DISPOSE_WITHIN", "EXPLAIN_WITHIN", "FOLLOW_UP_WITHIN", "GROUNDS", "HEADS",
    "IMPORTANT_WITHIN", "JUDGE_WITHIN", "MAJOR_WITHIN", "MINOR_WITHIN", "PASS_ON_WITHIN", "REPORT_WITHIN", "UNRESOLVED",
    "Channel", "Department", "Ground", "Severity",
]  # fmt: skip

MINOR_WITHIN: Standard[Span] = Standard("complaint.minor_within", half_days(1), clause="complaint.10")
"""Settled by the end of the next half of a working day."""
IMPORTANT_WITHIN: Standard[Span] = Standard("complaint.important_within", days(1), clause="complaint.10")
ANSWER_WITHIN: Standard[Span] = Standard("complaint.answer_within", days(2), clause="complaint.10")
"""An explicit answer to a major one."""
MAJOR_WITHIN: Standard[Span] = Standard("complaint.major_within", days(15), clause="complaint.10")
UNRESOLVED: Standard[Span] = Standard("complaint.unresolved", weeks(1), clause="complaint.7")
"""A valid complaint that is open this long is major."""
CUSTOMERS = Standard("complaint.customers", 5, clause="complaint.7")
"""So many different customers on one event make all of its complaints major."""
PASS_ON_WITHIN: Standard[Span] = Standard("complaint.pass_on_within", minutes(10), clause="complaint.8")
REPORT_WITHIN: Standard[Span] = Standard("complaint.report_within", minutes(10), clause="complaint.8")
"""The procedure says at once; a duty needs a time that can be kept."""
JUDGE_WITHIN: Standard[Span] = Standard("complaint.judge_within", half_days(1), clause="complaint.2")
EXPLAIN_WITHIN: Standard[Span] = Standard("complaint.explain_within", days(1), clause="complaint.2")
DISPOSE_WITHIN: Standard[Span] = Standard("complaint.dispose_within", half_days(1), clause="complaint.9")
COLLECT_WITHIN: Standard[Span] = Standard("complaint.collect_within", half_days(1), clause="complaint.9")
FOLLOW_UP_WITHIN: Standard[Span] = Standard("complaint.follow_up_within", days(1), clause="complaint.11")


class Channel(Choice):
    """How a complaint came."""

    VISIT = "visit"
    TELEPHONE = "telephone"
    LETTER = "letter"
    ONLINE = "online"


class Severity(Choice):
    """complaint.3: what a valid complaint is."""

    MAJOR = "major"
    IMPORTANT = "important"
    MINOR = "minor"


class Ground(Choice):
    """complaint.4-6: what makes it so."""

    BROKEN_PROMISE = "broken-promise"
    HARM = "harm"
    OUTAGE = "outage"
    UNRESOLVED = "unresolved"
    SAME_EVENT = "same-event"
    DISTURBANCE = "disturbance"
    ATTITUDE = "attitude"
    SLIGHT = "slight"
    JUDGED = "judged"


class Department(Choice):
    """The department complained of."""

    CUSTOMER_SERVICE = "customer-service"
    ENGINEERING = "engineering"
    SECURITY = "security"
    CASHIER = "cashier"
    PROJECT = "project"


HEADS: dict[Department, Role] = {
    Department.CUSTOMER_SERVICE: SUPERVISOR,
    Department.ENGINEERING: ENGINEERING,
    Department.SECURITY: SECURITY,
    Department.CASHIER: CASHIER,
    Department.PROJECT: PROJECT_MANAGER,
}
"""Who collects the form for a department; the site's role map says whose holders that are."""

GROUNDS: dict[Ground, Severity] = {
    Ground.BROKEN_PROMISE: Severity.MAJOR,
    Ground.HARM: Severity.MAJOR,
    Ground.OUTAGE: Severity.MAJOR,
    Ground.UNRESOLVED: Severity.MAJOR,
    Ground.SAME_EVENT: Severity.MAJOR,
    Ground.DISTURBANCE: Severity.IMPORTANT,
    Ground.ATTITUDE: Severity.IMPORTANT,
    Ground.SLIGHT: Severity.MINOR,
}
"""What a ground makes of a complaint; ``judged`` goes with any severity."""
