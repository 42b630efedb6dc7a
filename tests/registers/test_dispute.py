"""Disputes and waivers: who decides, by when, and what is left to pay."""

from __future__ import annotations

import pytest

from pmcore.model.outcomes import NeedsApproval, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


@pytest.fixture(scope="module")
def core() -> Catalogue:
    """The core alone."""
    return full_catalogue({})


@pytest.fixture
def site(core: Catalogue) -> Trial:
    """A site with one home and one customer."""
    trial = Trial(core)
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    return trial


def raised(site: Trial, amount: str, **given: object) -> str:
    """The number of a new charge of 王小明."""
    told = {"kind": "property-fee", "customer": "王小明", **given}
    return site.record("charge", "raise", by="cl", amount=amount, **told).number


def paid(site: Trial, amount: str, **given: object) -> str:
    """The number of a new payment of 王小明."""
    told = {"customer": "王小明", "means": "cash", **given}
    return site.record("payment", "take", by="cl", amount=amount, **told).number


def test_a_dispute_is_owed_to_the_supervisor_for_three_working_days(site: Trial) -> None:
    """Disputed on Wednesday at 09:00, due on Monday at 09:00."""
    charge = raised(site, "30")

    site.record("charge", "dispute", by="lj", on=charge, reason="the meter is wrong")

    assert site.duties("charge") == [("settle-dispute", "supervisor", "2026-07-06T01:00:00.000Z")]


@pytest.mark.parametrize(
    ("given", "state", "outstanding"),
    [
        ({"outcome": "upheld"}, "open", 3000),
        ({"outcome": "reduced", "new_amount": "20"}, "open", 2000),
        ({"outcome": "cancelled"}, "cancelled", 0),
    ],
)
def test_a_dispute_ends_upheld_reduced_or_cancelled(site: Trial, given: dict[str, str], state: str, outstanding: int) -> None:
    """What is left to pay follows from the decision."""
    charge = raised(site, "30")
    site.record("charge", "dispute", by="lj", on=charge, reason="the meter is wrong")

    site.record("charge", "settle-dispute", by="zg", on=charge, **given)

    row = site.row("charge", charge)
    assert (row.state, row.values["outstanding"], site.duties("charge")) == (state, outstanding, [])


@pytest.mark.parametrize("amount", ["30", "40", "10"])
def test_a_reduced_charge_is_less_than_before_and_more_than_received(site: Trial, amount: str) -> None:
    """30 charged, 10 received: 10 and 30 themselves are neither."""
    charge = raised(site, "30")
    paid(site, "10", charge=charge)
    site.record("charge", "dispute", by="lj", on=charge, reason="the meter is wrong")

    with pytest.raises(Refused):
        site.record("charge", "settle-dispute", by="zg", on=charge, outcome="reduced", new_amount=amount)


def test_waiving_needs_the_project_manager(site: Trial) -> None:
    """The supervisor asks, the project manager consents."""
    charge = raised(site, "30")

    with pytest.raises(NeedsApproval) as caught:
        site.record("charge", "waive", by="zg", on=charge, reason="hardship")
    site.desk.record_granted(
        site.desk.step("charge", "waive"), {"reason": "hardship"}, on=charge, reason="hardship", by="zg", granted_by=("sun",)
    )

    assert [role.name for role in caught.value.findings[0].approvers] == ["project-manager"]
    assert site.row("charge", charge).state == "waived"
