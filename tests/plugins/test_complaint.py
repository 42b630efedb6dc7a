"""Complaints beyond what the specs say: order of writing, corrections, what lapses, who steps in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pmcore.engine.gate import key_of
from pmcore.model.outcomes import NeedsApproval, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial
from pmplugins.complaint.figures import Severity
from pmplugins.complaint.form import grades
from pmplugins.complaint.outcome import Settle, deadlines

DAY = timedelta(days=1)
CUSTOMERS = 7


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"complaint": ("pmplugins.complaint", "1")})
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with customers 1 to 7."""
    return desk_of(chapter)


def desk_of(catalogue: Catalogue) -> Trial:
    """A desk with customers KH00001 to KH00007."""
    made = Trial(catalogue)
    for place in range(CUSTOMERS):
        made.record("customer", "add", by="lj", name=f"Customer {place}")
    return made


def put(trial: Trial, step: str, by: str, on: str | None = None, at: datetime | None = None, **given: Any) -> str:
    """Record a step on a complaint, with whatever only needs approval granted; its number."""
    cls = trial.desk.step("complaint", step)
    more = {"on": on, "at": at, "late": "power cut" if at else None}
    _would, findings = trial.desk.check(cls, given, by=by, **more)
    granted = frozenset(key_of(finding) for finding in findings if finding.level == "approve")
    return trial.desk.record(cls, given, by=by, granted=granted, **more).number


def take(trial: Trial, customer: int, *, event: str | None = None, at: datetime | None = None) -> str:
    """Take a complaint of a customer."""
    return put(trial, "take", "lj", at=at, customer=f"KH{customer:05}", text="noise", event=event)


def judge(trial: Trial, number: str, severity: str = "minor", at: datetime | None = None) -> None:
    """Find it valid."""
    put(trial, "judge", "zg", number, at, valid=True, severity=severity)


def severity(trial: Trial, number: str) -> Any:
    """What it is held for at present."""
    return trial.row("complaint", number).values["severity"]


def stands(trial: Trial) -> list[Any]:
    """State, severity, live steps of time, and duties of every complaint."""
    found = []
    with trial.desk.reading() as look:
        for row in look.list("complaint", limit=200).rows:
            live = [shown for shown in look.history("complaint", row.number) if shown.struck_by is None]
            clock = [(shown.entry.at, shown.body["ground"]) for shown in live if shown.entry.step == "become-major"]
            duties = [(duty.step, duty.holder, duty.due) for duty in look.duties(register="complaint", number=row.number)]
            found.append((row.number, row.state, row.values["severity"], clock, sorted(duties)))
    return found


def slips(seed: int) -> list[list[tuple[str, str, datetime, dict[str, Any]]]]:
    """Paper slips of twelve complaints on two events: each a list of steps in order."""
    chance = random.Random(seed)
    found = []
    for place in range(12):
        begun = datetime(2026, 7, 1, 2, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 20))
        customer = f"KH{chance.randrange(1, CUSTOMERS + 1):05}"
        slip = [("take", "lj", begun, {"customer": customer, "text": "noise", "event": f"E{place % 2}"})]
        judged = begun + timedelta(hours=chance.randrange(1, 24 * 9))
        slip.append(("judge", "zg", judged, {"valid": True, "severity": chance.choice(["minor", "important"])}))
        if chance.random() < 0.7:
            slip.append(("settle", "lj", judged + timedelta(hours=chance.randrange(1, 24 * 9)), {"result": "done"}))
        found.append(slip)
    return sorted(found, key=lambda slip: slip[0][2])


def in_any_order(slips: list[list[Any]], seed: int) -> Iterator[tuple[int, Any]]:
    """(slip, step): each slip's steps in order, the slips mixed."""
    chance = random.Random(seed)
    waiting = {place: list(slip[1:]) for place, slip in enumerate(slips)}
    while waiting:
        place = chance.choice(sorted(waiting))
        yield place, waiting[place].pop(0)
        if not waiting[place]:
            del waiting[place]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_writing_does_not_matter(chapter: Catalogue, seed: int) -> None:
    """Slips entered afterwards in any order leave the same severities, steps of time and duties."""
    books = []
    for order in (0, 1, 2):
        trial = desk_of(chapter)
        trial.now = datetime(2026, 9, 1, 1, tzinfo=UTC)
        told = slips(seed)
        numbers = [put(trial, *slip[0][:2], at=slip[0][2], **slip[0][3]) for slip in told]
        for place, (step, by, at, given) in in_any_order(told, order):
            put(trial, step, by, numbers[place], at, **given)
        books.append(stands(trial))
        assert trial.desk.verify()[1] is None

    assert books[0] == books[1] == books[2]
    assert any(clock for *_rest, clock, _duties in books[0])


def test_settled_the_same_day_never_stays_escalated(trial: Trial) -> None:
    """The book had made it major when the slip of its settling came in: that is struck; an open one stays major."""
    settled, still_open = take(trial, 1), take(trial, 2)
    judge(trial, settled)
    judge(trial, still_open)
    slip = trial.now + timedelta(hours=2)
    trial.passes(days=30)
    before = severity(trial, settled)
    put(trial, "settle", "lj", settled, slip)

    assert (before, severity(trial, settled), severity(trial, still_open)) == ("major", "minor", "major")


@pytest.mark.parametrize("undo", ["void", "invalid", "same customer", "other event"])
def test_four_customers_make_nothing_major(trial: Trial, undo: str) -> None:
    """Whatever takes the fifth customer away takes back what the five had made of the others."""
    numbers = [take(trial, place, event="E1") for place in (1, 2, 3, 4, 5)]
    judge(trial, numbers[0])
    assert severity(trial, numbers[0]) == "major"

    if undo == "void":
        trial.desk.void("complaint", numbers[4], reason="a joke", by="zg")
    elif undo == "invalid":
        put(trial, "judge", "zg", numbers[4], valid=False)
    elif undo == "same customer":
        trial.desk.correct("complaint", numbers[4], {"customer": "KH00001"}, reason="slip", by="zg")
    else:
        trial.desk.correct("complaint", numbers[4], {"event": "E2"}, reason="slip", by="zg")

    assert severity(trial, numbers[0]) == "minor"
    take(trial, 6, event="E1")
    assert severity(trial, numbers[0]) == "major"


def test_how_many_customers_is_a_standard(trial: Trial) -> None:
    """Three are enough where the company says so."""
    trial.desk.set_standard("complaint.customers", "3", by="sun", reason="strict")
    first = take(trial, 1, event="E1")
    judge(trial, first)
    take(trial, 2, event="E1")
    assert severity(trial, first) == "minor"

    take(trial, 3, event="E1")

    assert severity(trial, first) == "major"


def test_every_overrun_deadline_wants_its_approver(trial: Trial) -> None:
    """Minor for a week, then major, then settled after both: the supervisor and the management department approve."""
    number = take(trial, 1)
    judge(trial, number)
    trial.passes(days=30)
    with trial.desk.reading() as look:
        form = next(iter(look.facts.find("complaint")))
        held = [grade.severity for grade in grades(form)]
        due = [deadline.due for deadline in deadlines(form, look.facts)]
    with pytest.raises(NeedsApproval) as declined:
        trial.record("complaint", "settle", by="lj", on=number)

    assert held == [Severity.MINOR, Severity.MAJOR]
    assert due == [datetime(2026, 7, 1, 9, 10, tzinfo=UTC), datetime(2026, 7, 8, 1, tzinfo=UTC) + 15 * DAY]
    asked = [role.name for finding in declined.value.findings for role in finding.approvers]
    assert asked == ["supervisor", "management"]


def test_opened_again_its_signatures_lapse(trial: Trial) -> None:
    """What was signed for the first settling is owed anew; the week begins again; the severity stays."""
    number = take(trial, 1)
    judge(trial, number, "important")
    put(trial, "dispose", "zg", number, disposition="mend it")
    put(trial, "report-up", "zg", number)
    put(trial, "settle", "lj", number)
    trial.passes(hours=3)
    put(trial, "follow-up", "lj", number, satisfied=False)

    assert [step for step, _holder, _due in trial.duties("complaint", number)] == ["report-up", "dispose", "settle"]
    trial.passes(days=6, hours=23)
    assert severity(trial, number) == "important"
    trial.passes(hours=1)
    assert severity(trial, number) == "major"


def test_the_supervisor_steps_in_for_the_owner(trial: Trial) -> None:
    """What the first taker owes may be signed by a supervisor, and by no other assistant."""
    trial.record("staff", "engage", by="admin", name="Other", code="ot")
    trial.record("staff", "assign", by="admin", on="ot", role="assistant")
    number = take(trial, 1)
    put(trial, "judge", "zg", number, valid=False)

    with pytest.raises(Refused):
        trial.record("complaint", "explain", by="ot", on=number)
    assert trial.duties("complaint", number)[0][:2] == ("explain", "staff:YG0002 supervisor")
    assert trial.record("complaint", "explain", by="zg", on=number).state == "explained"


def test_settling_bears_the_mark_of_follow_ups() -> None:
    """Chapters that follow up hear of it."""
    assert [mark.name for mark in Settle.__step__.marks] == ["settled"]
