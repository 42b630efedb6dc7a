"""Community events beyond what the specs say: whose signature is whose, which ones lapse, what is taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from pmcore.model.outcomes import Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import STAFF, Trial

STAFF_HERE = {**STAFF, "cw": "finance", "rs": "personnel"}
EVENT: dict[str, Any] = {"name": "Lanterns", "day": "2026-07-20", "plan": "riddles", "budget": "3000"}
AFTERWARDS = datetime(2026, 7, 20, 13, tzinfo=UTC)


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"event": ("pmplugins.event", "1")})
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with an event planned."""
    made = Trial(chapter, staff=STAFF_HERE)
    made.record("event", "plan", by="zg", **EVENT)
    return made


def owed(trial: Trial, step: str) -> list[str]:
    """Who owes a step of the event."""
    return sorted(holder for name, holder, _due in trial.duties("event") if name.partition("/")[0] == step)


def hold(trial: Trial, **given: Any) -> list[str]:
    """Record the event; the rules that warned."""
    trial.now = AFTERWARDS
    told: dict[str, Any] = {"attendance": "120", "cost": "2800", **given}
    written = trial.record("event", "hold", by="lj", on="HD2026-001", **told)
    return [finding.rule for finding in written.findings]


def test_each_role_owes_its_own_signature(trial: Trial) -> None:
    """A plan is signed for in any order; each signature is its role's own and leaves the others owed."""
    trial.record("event", "acknowledge", by="cw", on="HD2026-001")

    assert owed(trial, "acknowledge") == ["leadership", "management"]
    with pytest.raises(Refused):
        trial.record("event", "acknowledge", by="cw", on="HD2026-001")


def test_a_change_lapses_what_was_signed(trial: Trial) -> None:
    """Who signed for the old plan has not signed for the new one; without the change everybody had."""
    for code in ("mgr", "cw", "boss"):
        trial.record("event", "acknowledge", by=code, on="HD2026-001")
    trial.record("event", "tell", by="lj", on="HD2026-001")
    trial.record("event", "change", by="zg", on="HD2026-001", budget="4000")

    assert owed(trial, "acknowledge") == ["finance", "leadership", "management"]
    assert hold(trial) == ["event.reported-and-told", "event.reported-and-told"]


def test_a_plan_that_stands_is_signed_once(trial: Trial) -> None:
    """The control: nothing was changed, so nothing is missing."""
    for code in ("mgr", "cw", "boss"):
        trial.record("event", "acknowledge", by=code, on="HD2026-001")
    trial.record("event", "tell", by="lj", on="HD2026-001")

    assert hold(trial) == []


def test_striking_the_change_restores_the_signatures(trial: Trial) -> None:
    """What lapsed by a change stands again once the change is struck."""
    trial.record("event", "acknowledge", by="cw", on="HD2026-001")
    seq = trial.record("event", "change", by="zg", on="HD2026-001", budget="4000").seq
    trial.desk.strike("event", "HD2026-001", seq, reason="wrong event", by="zg")

    assert owed(trial, "acknowledge") == ["leadership", "management"]
    assert hold(trial, cost="3001", over_budget_because="rent") == ["event.reported-and-told", "event.reported-and-told"]


def test_a_site_without_a_post_lets_another_sign_for_it(trial: Trial) -> None:
    """Where the role map lets the management department sign as personnel too, its two people fill two places."""
    trial.desk.set_standard("role.personnel", "personnel, management", by="sun", reason="small site")
    trial.record("staff", "engage", by="admin", name="Second", code="mgr2")
    trial.record("staff", "assign", by="admin", on="mgr2", role="management")
    trial.record("event-year", "draft", by="sun", year="2027", arrangements="six", events="6", budget="60000")

    trial.record("event-year", "approve", by="mgr", on="HDN2026-01")
    trial.record("event-year", "approve", by="boss", on="HDN2026-01")
    assert trial.record("event-year", "approve", by="mgr2", on="HDN2026-01").state == "approved"


def test_a_second_person_of_a_role_takes_nobody_s_place(trial: Trial) -> None:
    """The control: without the role map another manager's signature is one too many."""
    trial.record("staff", "engage", by="admin", name="Second", code="mgr2")
    trial.record("staff", "assign", by="admin", on="mgr2", role="management")
    trial.record("event-year", "draft", by="sun", year="2027", arrangements="six", events="6", budget="60000")
    trial.record("event-year", "approve", by="mgr", on="HDN2026-01")

    with pytest.raises(Refused):
        trial.record("event-year", "approve", by="mgr2", on="HDN2026-01")


def test_correcting_a_refusal_approves_the_year(trial: Trial) -> None:
    """A signature that was recorded as a refusal by mistake is put right, and the plan holds."""
    trial.record("event-year", "draft", by="sun", year="2027", arrangements="six", events="6", budget="60000")
    for code in ("mgr", "rs"):
        trial.record("event-year", "approve", by=code, on="HDN2026-01")
    refused = trial.record("event-year", "approve", by="boss", on="HDN2026-01", agreed="no")
    assert refused.state == "declined"

    trial.desk.correct("event-year", "HDN2026-01", {"agreed": "yes"}, reason="misread", by="boss")

    assert trial.row("event-year", "HDN2026-01").state == "approved"


def test_striking_the_record_takes_the_follow_up_with_it() -> None:
    """A large event whose record is struck is planned again, and its follow-up is not due any more."""
    both = full_catalogue({"event": ("pmplugins.event", "1"), "followup": ("pmplugins.followup", "1")})
    trial = Trial(both, staff=STAFF_HERE)
    trial.record("event", "plan", by="zg", large="yes", **EVENT)
    hold(trial)
    assert [step for step, _holder, _due in trial.duties("followup")] == ["ask"]

    seqs = [entry.seq for entry in trial.entries() if entry.step == "hold"]
    trial.desk.strike("event", "HD2026-001", seqs[0], reason="wrong event", by="lj")

    assert (trial.row("event", "HD2026-001").state, trial.duties("followup")) == ("planned", [])
