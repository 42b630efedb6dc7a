"""Entries made late; numbers without gaps; command ids; what was seen last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Conflict, Invalid, NeedsApproval, Refused
from pmcore.testing.trial import Trial

PAIR = Actor("zg", others=(Actor("cl"),))


def place(trial: Trial, **given: Any) -> str:
    """Place an order."""
    return trial.record("order", "place", by="lj", **{"what": "A1", **given}).number


def check(trial: Trial, number: str) -> int:
    """Check it; the entry."""
    return trial.record("order", "check", by=PAIR, on=number).seq


def rules_of(declined: pytest.ExceptionInfo[Declined]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in declined.value.findings]


def late(trial: Trial, hours: float, **more: Any) -> Any:
    """An order that was placed some hours ago."""
    return trial.desk.record(
        trial.desk.step("order", "place"), {"what": f"L{hours:.0f}"}, by="lj", at=trial.now - timedelta(hours=hours), **more
    )


def test_a_little_late_is_not_late(trial: Trial) -> None:
    """Ten minutes pass for now."""
    late(trial, 1 / 6)
    assert '"late"' not in trial.entries()[-1].context

    late(trial, 1)
    assert '"late":true' in trial.entries()[-1].context


def test_beyond_the_limit_it_needs_a_reason_and_leave(trial: Trial) -> None:
    """Up to the day before by oneself; then with a reason, which a supervisor approves."""
    trial.passes(days=5)
    assert late(trial, 20).state == "placed"
    with pytest.raises(Invalid) as invalid:
        late(trial, 24 * 4)
    assert invalid.value.invalid[0][0] == "late"
    with pytest.raises(NeedsApproval) as caught:
        late(trial, 24 * 4, late="was ill")
    assert rules_of(caught) == ["core.late"]

    written = trial.desk.record_granted(
        trial.desk.step("order", "place"), {"what": "A9"}, by="lj", at=trial.now - timedelta(days=4), late="was ill",
        reason="was ill", granted_by=("zg",),
    )  # fmt: skip
    assert trial.row("order", written.number).first == "2026-07-02T01:00:00.000Z"


def test_a_number_is_of_the_day_it_is_given(trial: Trial) -> None:
    """An order of last year entered in January has a number of this year, in its series."""
    trial.desk.set_standard("desk.late_limit", "1y", by="admin", reason="test")
    trial.passes(days=190)

    assert late(trial, 24 * 20, late="was ill").number == "OR2027-0001"


def test_nothing_is_entered_before_what_made_the_state(trial: Trial) -> None:
    """Checked at three: a reopening of two o'clock cannot be; a remark of two o'clock can."""
    number = place(trial)
    trial.passes(hours=2)
    seq = check(trial, number)
    trial.passes(hours=1)
    then = trial.now - timedelta(hours=2)

    with pytest.raises(Refused) as caught:
        trial.record("order", "check", by=Actor("zg", others=(Actor("cl"),)), on=number, at=then)
    assert ("core.at", seq) in [(finding.rule, finding.evidence.get("seq")) for finding in caught.value.findings]


def test_nothing_happens_to_a_form_before_it_was_opened(trial: Trial) -> None:
    """A remark of an hour before has nothing to remark on."""
    number = place(trial)
    trial.passes(minutes=5)

    with pytest.raises(Refused) as caught:
        trial.record("order", "remark", by="lj", on=number, said="x", at=trial.now - timedelta(hours=1))
    assert rules_of(caught) == ["core.at"]


def two_in_one(trial: Trial, *given: dict[str, str]) -> None:
    """Orders in one transaction."""
    with trial.desk.sheet() as sheet:
        for told in given:
            sheet.record(trial.desk.step("order", "place"), told, by="lj")


def test_numbers_have_no_gaps(trial: Trial) -> None:
    """A refused step, a looked-at one and a sheet that broke off take none."""
    assert place(trial) == "OR2026-0001"
    for amount in ("13", "200", "18"):
        with pytest.raises(Declined):
            place(trial, amount=amount)
    trial.desk.check(trial.desk.step("order", "place"), {"what": "A2"}, by="lj")
    with pytest.raises(Declined):
        two_in_one(trial, {"what": "A3"}, {"what": "A4", "amount": "13"})

    assert place(trial, what="A5") == "OR2026-0002"
    assert [entry.seq for entry in trial.entries()] == [*range(1, len(trial.entries()) + 1)]


def test_the_same_command_again_is_the_first_answer(trial: Trial) -> None:
    """A button pressed twice writes once."""
    step = trial.desk.step("order", "place")
    first = trial.desk.record(step, {"what": "A1"}, by="lj", command="c1")
    before = len(trial.entries())
    again = trial.desk.record(step, {"what": "A1"}, by="lj", command="c1")

    assert (again.number, again.seq, again.proof, again.repeated) == (first.number, first.seq, first.proof, True)
    assert len(trial.entries()) == before


@pytest.mark.parametrize(
    ("step", "given", "on", "by"),
    [
        ("remark", {"said": "y"}, "1", "lj"),
        ("change", {"amount": "7"}, "1", "lj"),
        ("remark", {"said": "x"}, "2", "lj"),
        ("remark", {"said": "x"}, "1", "zg"),
    ],
)
def test_the_same_command_with_another_content_is_refused(trial: Trial, step: str, given: dict[str, str], on: str, by: str) -> None:
    """Other values, another step, another form, another signer: it came under a name already used."""
    place(trial)
    place(trial, what="A2")
    desk = trial.desk
    desk.record(desk.step("order", "remark"), {"said": "x"}, by="lj", on="1", command="c1")

    with pytest.raises(Conflict):
        desk.record(desk.step("order", step), given, by=by, on=on, command="c1")


def test_what_changed_since_it_was_looked_at_is_told(trial: Trial) -> None:
    """Who saw the form as of an entry and writes on it, writes on that form or not at all."""
    number = place(trial)
    seen = trial.entries()[-1].seq
    trial.record("order", "remark", by="zg", on=number, said="x")
    change = trial.desk.step("order", "change")

    with pytest.raises(Conflict):
        trial.desk.record(change, {"amount": "7"}, by="lj", on=number, if_seq=seen)
    assert trial.desk.record(change, {"amount": "7"}, by="lj", on=number, if_seq=seen + 1).seq == seen + 2
