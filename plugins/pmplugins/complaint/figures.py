"""The figures of the complaints chapter, and the words that its forms choose from."""

from __future__ import annotations

from pmcore.chapter import *

ANSWER_WITHIN = Standard("complaint.answer_within", days(2), clause="complaint.10")
"""An explicit answer to a major one."""
UNRESOLVED = Standard("complaint.unresolved", weeks(1), clause="complaint.7")
"""A valid complaint that is open this long is major."""
CUSTOMERS = Standard("complaint.customers", 5, clause="complaint.7")
"""So many different customers on one event make all of its complaints major."""
PASS_ON_WITHIN = Standard("complaint.pass_on_within", minutes(10), clause="complaint.8")
REPORT_WITHIN = Standard("complaint.report_within", minutes(10), clause="complaint.8")
"""The procedure says at once; a duty needs a time that can be kept."""
JUDGE_WITHIN = Standard("complaint.judge_within", half_days(1), clause="complaint.2")
EXPLAIN_WITHIN = Standard("complaint.explain_within", days(1), clause="complaint.2")
DISPOSE_WITHIN = Standard("complaint.dispose_within", half_days(1), clause="complaint.9")
COLLECT_WITHIN = Standard("complaint.collect_within", half_days(1), clause="complaint.9")
FOLLOW_UP_WITHIN = Standard("complaint.follow_up_within", days(1), clause="complaint.11")


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


SETTLED_WITHIN = Standard.each("complaint.{}_within", Severity, days(1), MINOR=half_days(1), MAJOR=days(15), clause="complaint.10")
"""A minor one by the end of the next half of a working day."""


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
