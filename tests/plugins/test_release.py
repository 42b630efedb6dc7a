"""Goods release beyond what the specs say: what stops a slip together, whose account it is, what a correction does."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from pmcore import Actor
from pmcore.model.outcomes import Declined, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

METERS = ("water", "electricity", "gas")


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"release": ("pmplugins.release", "1")})
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with a home."""
    made = Trial(chapter)
    made.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    return made


def apply(trial: Trial, nature: str = "moving-out", by: Actor | str = "lj", **given: Any) -> str:
    """Make a slip out; its number."""
    goods = ["sofa:2", "computer:14"]
    return trial.record("release", "apply", by=by, unit="1-2-301", nature=nature, items=goods, **given).number


def read_meters(trial: Trial) -> None:
    """Read every meter of the home."""
    for meter in METERS:
        trial.record("reading", "take", by="gc", unit="1-2-301", meter=meter, value="100")


def charge(trial: Trial, amount: str = "940") -> str:
    """Charge the home; the charge's number."""
    return trial.record("charge", "raise", by="cl", unit="1-2-301", kind="property-fee", amount=amount).number


def grant(trial: Trial, slip: str, by: str = "cl") -> str:
    """The outcome of granting a slip."""
    try:
        trial.record("release", "grant", by=by, on=slip)
    except Declined as declined:
        return declined.outcome
    return "recorded"


@pytest.mark.parametrize(("owes", "disputes", "unread"), list(product((False, True), repeat=3)))
def test_the_heaviest_objection_is_the_outcome(trial: Trial, owes: bool, disputes: bool, unread: bool) -> None:
    """A debt refuses; where there is none an unread meter leaves it unknown; a dispute alone needs an approval."""
    if owes:
        charge(trial)
    if disputes:
        trial.record("charge", "dispute", by="cl", on=charge(trial, "300"), reason="area")
    if not unread:
        read_meters(trial)

    outcome = grant(trial, apply(trial))

    assert outcome == ("refused" if owes else "unknown" if unread else "needs_approval" if disputes else "recorded")


def test_every_objection_is_told(trial: Trial) -> None:
    """Debt, dispute, meters and the missing confirmation are all said at once, each under its rule."""
    charge(trial)
    trial.record("charge", "dispute", by="cl", on=charge(trial, "300"), reason="area")

    _would, findings = trial.desk.check(trial.desk.step("release", "grant"), {}, by="lj", on=apply(trial))

    told = [(finding.rule, finding.level) for finding in findings]
    assert sorted(told) == [
        ("release.cashier-confirmed", "refuse"), ("release.meters-read", "unknown"),
        ("release.nothing-disputed", "approve"), ("release.nothing-owed", "refuse"),
    ]  # fmt: skip


def test_each_number_is_owed_once(trial: Trial) -> None:
    """A charge to the owner and the unit together is counted once, though both accounts show it."""
    trial.record("customer", "add", by="lj", name="Wang", unit="1-2-301")
    trial.record("charge", "raise", by="cl", unit="1-2-301", customer="Wang", kind="water", amount="60")
    read_meters(trial)

    _would, findings = trial.desk.check(trial.desk.step("release", "grant"), {}, by="cl", on=apply(trial))

    assert [(str(finding.evidence["amount"]), finding.evidence["charges"]) for finding in findings] == [
        ("60.00", ("SF2026-00001",))
    ]


def test_a_later_debt_stops_the_next_slip_only(trial: Trial) -> None:
    """What was settled when a slip was granted lets it out, whatever is charged later that day."""
    read_meters(trial)
    first, second = apply(trial), apply(trial)
    assert grant(trial, first) == "recorded"
    charge(trial)

    assert grant(trial, second) == "refused"
    assert trial.record("release", "leave", by="gate", on=first, counted=["2", "14"]).state == "left"


def test_correcting_the_nature_is_judged_by_the_rules_of_the_new_one(trial: Trial) -> None:
    """A slip made out as moving out is not turned into a temporary one without its reason."""
    slip = apply(trial)

    with pytest.raises(Refused):
        trial.desk.correct("release", slip, {"nature": "temporary"}, reason="typo", by="lj")
    trial.desk.correct("release", slip, {"nature": "temporary", "reason": "repair"}, reason="typo", by="lj")

    assert [step for step, _holder, _due in trial.duties("release", slip)] == ["grant"]


def test_who_made_a_slip_out_does_not_close_it(trial: Trial) -> None:
    """Somebody who is a guard too lets no goods through on their own slip; another guard does."""
    trial.record("staff", "assign", by="admin", on="lj", role="guard")
    slip = apply(trial, "temporary", reason="repair", by=Actor("lj", "assistant"))
    trial.record("release", "grant", by="zg", on=slip)

    with pytest.raises(Refused):
        trial.record("release", "leave", by=Actor("lj", "guard"), on=slip)
    assert trial.record("release", "leave", by="gate", on=slip).state == "left"


def test_other_chapters_find_a_slip_by_name(trial: Trial) -> None:
    """Who may not import this chapter asks for its slips by unit and nature, in the words of the journal."""
    slip = apply(trial)
    apply(trial, "temporary", reason="repair")

    with trial.desk.reading() as look:
        found = look.facts.find("release", unit="FH00001", nature="moving-out", state="applied")

        assert [form.number for form in found] == [slip]
