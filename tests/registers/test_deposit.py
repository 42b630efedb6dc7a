"""Deposits and meter readings: held apart from what is owed, never more out than in; a meter never runs backwards."""

from __future__ import annotations

from datetime import date

import pytest

from pmcore.model.field import FormRef
from pmcore.model.kinds import Choice
from pmcore.model.money import ZERO, yuan
from pmcore.model.outcomes import Declined, NeedsApproval, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.registers.account import held, owed, unread
from pmcore.registers.customer import CustomerRef
from pmcore.registers.reading import Meter
from pmcore.registers.unit import UnitRef
from pmcore.testing.trial import Trial

WANG, HOME = CustomerRef("KH00001"), UnitRef("FH00001")


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


def why(caught: pytest.ExceptionInfo[Declined]) -> list[tuple[str, str, str]]:
    """(level, rule, clause) of what stopped a step."""
    return [(finding.level, finding.rule, finding.clause) for finding in caught.value.findings]


def test_a_deposit_is_no_payment(site: Trial) -> None:
    """It is held, and what is owed stays owed."""
    site.record("charge", "raise", by="cl", customer="王小明", kind="water", amount="100")

    site.record("deposit", "take", by="cl", customer="王小明", unit="1-2-301", amount="2000", kind="renovation")

    with site.desk.reading() as look:
        assert (held(look.facts, customer=WANG), owed(look.facts, customer=WANG).due) == (yuan(2000), yuan(100))


def test_no_more_is_deducted_than_is_held(site: Trial) -> None:
    """The whole of it may go, not a fen more."""
    number = site.record("deposit", "take", by="cl", customer="王小明", amount="50").number

    with pytest.raises(Refused) as caught:
        site.record("deposit", "deduct", by="zg", on=number, deducted="50.01", clause="4.2", evidence="photo")
    site.record("deposit", "deduct", by="zg", on=number, deducted="50", clause="4.2", evidence="photo")

    assert why(caught) == [("refuse", "account.no-more-than-held", "all.4")]
    assert site.row("deposit", number).state == "spent"


def test_a_deposit_is_refunded_once_and_what_is_left(site: Trial) -> None:
    """After a deduction the rest; a second time nothing."""
    number = site.record("deposit", "take", by="cl", customer="王小明", amount="50").number
    site.record("deposit", "deduct", by="zg", on=number, deducted="20", clause="4.2", evidence="photo")

    site.record("deposit", "refund", by="cl", on=number)

    with pytest.raises(Refused):
        site.record("deposit", "refund", by="cl", on=number)
    assert (site.row("deposit", number).values["refunded"], site.row("deposit", number).values["left"]) == (3000, 0)


def test_a_large_refund_is_asked_for_approved_and_paid_by_three(site: Trial) -> None:
    """Assistant, project manager, cashier; without the approval the cashier is stopped."""
    number = site.record("deposit", "take", by="cl", customer="王小明", amount="2000").number
    site.record("deposit", "ask-refund", by="lj", on=number)

    with pytest.raises(NeedsApproval) as caught:
        site.record("deposit", "refund", by="cl", on=number)
    site.record("deposit", "approve-refund", by="sun", on=number)
    site.record("deposit", "refund", by="cl", on=number)

    assert why(caught) == [("approve", "account.refund-is-approved", "all.4")]
    assert site.row("deposit", number).state == "refunded"


def test_a_deduction_undoes_the_approval_of_the_refund(site: Trial) -> None:
    """What was approved has changed; it is owed again."""
    number = site.record("deposit", "take", by="cl", customer="王小明", amount="2000").number
    site.record("deposit", "ask-refund", by="lj", on=number)
    site.record("deposit", "approve-refund", by="sun", on=number)

    site.record("deposit", "deduct", by="zg", on=number, deducted="100", clause="4.2", evidence="photo")

    assert [(step, who) for step, who, _due in site.duties("deposit")] == [("approve-refund", "project-manager")]
    with pytest.raises(NeedsApproval):
        site.record("deposit", "refund", by="cl", on=number)


def test_deposits_are_found_by_what_they_came_from(site: Trial) -> None:
    """A chapter asks for what is held for one of its forms."""
    site.record("deposit", "take", by="cl", customer="王小明", amount="50", source="unit/FH00001")

    with site.desk.reading() as look:
        assert held(look.facts, source=FormRef("unit/FH00001")) == yuan(50)
        assert held(look.facts, source=FormRef("unit/FH00009")) == ZERO


def test_a_meter_never_runs_backwards(site: Trial) -> None:
    """Not below the last value, not above a later one; a replaced meter begins anew."""
    site.record("reading", "take", by="lj", unit="1-2-301", meter="water", value="120.5", day="2026-06-20")

    with pytest.raises(Refused) as below:
        site.record("reading", "take", by="lj", unit="1-2-301", meter="water", value="120.49")
    with pytest.raises(Refused) as above:
        site.record("reading", "take", by="lj", unit="1-2-301", meter="water", value="121", day="2026-06-01")
    site.record("reading", "take", by="lj", unit="1-2-301", meter="water", value="0", replaced="yes")
    site.record("reading", "take", by="lj", unit="1-2-301", meter="water", value="3")
    site.record("reading", "take", by="lj", unit="1-2-301", meter="gas", value="1")

    assert [why(caught) for caught in (below, above)] == [[("refuse", "account.never-backwards", "leaseend.2")]] * 2


def test_meters_that_nobody_read_are_named(site: Trial) -> None:
    """Since the day, and of the meters that the unit has by the site's standard."""
    site.record("reading", "take", by="lj", unit="1-2-301", meter="water", value="120.5", day="2026-06-20")
    site.record("reading", "take", by="lj", unit="1-2-301", meter="electricity", value="7")

    def names(since: date) -> tuple[Choice, ...]:
        with site.desk.reading() as look:
            return unread(look.facts, HOME, since)

    before = names(date(2026, 7, 1))
    site.desk.set_standard("reading.meters", "water, electricity", by="sun", reason="no gas here", scope={"use": "home"})

    assert before == (Meter.WATER, Meter.GAS)
    assert names(date(2026, 7, 1)) == (Meter.WATER,)
    assert names(date(2026, 6, 20)) == ()
