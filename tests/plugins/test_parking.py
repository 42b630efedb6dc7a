"""Parking beyond what the specs say: the fee as a function, corrections, and the office's own list of cars."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcore.model.money import Money, yuan
from pmcore.model.outcomes import Ambiguous, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import STAFF, Trial
from pmplugins.parking.figures import PUBLISHED, Tariff, stay_fee, stay_fee_by_day

DAY = 24 * 60


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"parking": ("pmplugins.parking", "1")})
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture
def site(chapter: Catalogue) -> Trial:
    """A site with a customer who rents B1-07 for July; the rent is not paid."""
    trial = Trial(chapter, staff={**STAFF, "toll": "toll-collector"})
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    rent(trial)
    return trial


def rent(trial: Trial, **more: Any) -> str:
    """The number of a new rent."""
    told = {
        "space": "B1-07", "customer": "王小明", "plate": "苏A12345", "mobile": "13800000001", "licence_matches": "yes", **more
    }  # fmt: skip
    return trial.record("parking", "rent", by="lj", **told).number


tariffs = st.builds(
    Tariff, first=st.integers(0, 900).map(Money), first_hours=st.integers(0, 30), hour=st.integers(0, 900).map(Money),
    most=st.integers(0, 3000).map(Money),
)  # fmt: skip


@pytest.mark.parametrize(
    ("stayed", "fee"),
    [
        (0, 0),
        (1, 2),
        (120, 2),
        (121, 3),
        (180, 3),
        (181, 4),
        (360, 6),
        (361, 6),
        (DAY, 6),
        (DAY + 1, 8),
        (2 * DAY, 12),
        (2 * DAY + 121, 15),
    ],
)
def test_the_published_fee_at_its_boundaries(stayed: int, fee: int) -> None:
    """Two yuan up to and with two hours, one for each further hour begun, at most six in each 24 hours from entry."""
    assert stay_fee(stayed) == yuan(fee)


@given(stayed=st.integers(0, 40 * DAY), more=st.integers(0, 3 * DAY), by=tariffs)
def test_a_fee_never_falls_as_the_stay_grows(stayed: int, more: int, by: Tariff) -> None:
    """Whatever the tariff."""
    assert stay_fee(stayed, by) <= stay_fee(stayed + more, by)


@given(stayed=st.integers(0, 40 * DAY), by=tariffs)
def test_a_fee_is_at_most_the_day_rate_for_each_day_begun(stayed: int, by: Tariff) -> None:
    """And nothing for no time, and not below nothing."""
    assert Money(0) <= stay_fee(stayed, by) <= by.most * -(-stayed // DAY)


@given(days=st.integers(0, 30), rest=st.integers(0, DAY - 1), by=tariffs)
def test_each_24_hours_are_charged_by_themselves(days: int, rest: int, by: Tariff) -> None:
    """So many whole days and what is left over."""
    assert stay_fee(days * DAY + rest, by) == stay_fee(DAY, by) * days + stay_fee(rest, by)


@given(parts=st.lists(st.integers(0, DAY), max_size=5), by=tariffs)
def test_by_calendar_day_each_day_is_charged_by_itself(parts: list[int], by: Tariff) -> None:
    """The fee of a stay over midnight is that of its days."""
    assert stay_fee_by_day(parts, by) == sum((stay_fee(part, by) for part in parts), Money(0))


def test_a_stay_does_not_end_before_it_began() -> None:
    """Less than no time is a mistake of the caller."""
    with pytest.raises(ValueError, match="began"):
        stay_fee(-1)


@settings(max_examples=25, deadline=None)
@given(seconds=st.integers(0, 59), stayed=st.integers(0, 3 * DAY), late=st.integers(0, 59))
def test_a_stay_counts_the_minutes_that_the_slip_shows(chapter: Catalogue, seconds: int, stayed: int, late: int) -> None:
    """Seconds do not make a minute more than the clock shows, and what is charged is what the function says."""
    trial = Trial(chapter, staff={"toll": "toll-collector"}, now=datetime(2026, 7, 1, 1, 0, seconds, tzinfo=UTC))
    trial.record("stay", "enter", by="toll", plate="苏B00001")
    trial.now = max(trial.now.replace(second=0) + timedelta(minutes=stayed, seconds=late), trial.now)

    left = trial.record("stay", "leave", by="toll", on="苏B00001")

    values = trial.row("stay", left.number).values
    assert (values["stayed"], values["fee"]) == (stayed, stay_fee(stayed, PUBLISHED).fen)


def test_two_stays_of_one_plate_are_told_and_not_guessed(site: Trial) -> None:
    """Both numbers are in the answer."""
    numbers = [site.record("stay", "enter", by="toll", plate="苏B00001").number for _time in range(2)]

    with pytest.raises(Ambiguous) as caught:
        site.record("stay", "leave", by="toll", on="苏B00001")

    assert caught.value.more["ambiguous"] == numbers


def test_correcting_the_months_raises_the_charge_anew(site: Trial) -> None:
    """As long as nothing is paid: the first charge is void, the second bears the new amount."""
    site.desk.correct("parking", "1", {"months": "3"}, reason="slip", by="lj")

    charges = [site.row("charge", f"SF2026-0000{place}") for place in (1, 2)]
    assert [charge.state for charge in charges] == ["void", "open"]
    assert (charges[1].values["amount"], site.row("parking", "1").values["ends"]) == (30000, "2026-09-30")


def test_correcting_the_months_of_a_paid_rent_names_the_receipt(site: Trial) -> None:
    """The receipt is reversed first."""
    site.record("parking", "take-payment", by="cl", on="1", means="cash")

    with pytest.raises(Refused) as caught:
        site.desk.correct("parking", "1", {"months": "3"}, reason="slip", by="lj")

    assert caught.value.findings[0].evidence["by"] == "SK2026-00001"
    assert site.row("parking", "1").values["months"] == 1


def test_a_voided_stay_takes_its_charge_and_receipt_along(site: Trial) -> None:
    """Written by mistake: nothing of it stays on the account."""
    site.record("stay", "enter", by="toll", plate="苏B00001")
    site.passes(hours=3)
    left = site.record("stay", "leave", by="toll", on="苏B00001", means="cash")

    site.desk.void("stay", left.number, reason="wrong car", by="zg")

    assert [site.row("charge", "SF2026-00002").state, site.row("payment", "SK2026-00001").state] == ["void", "void"]


def test_a_rent_by_zone_follows_the_zones_standard(site: Trial) -> None:
    """The most specific value that fits holds."""
    site.desk.set_standard("parking.monthly_rent", "150", by="sun", reason="covered", scope={"zone": "A"})

    rents = [rent(site, space=space, zone=zone) for space, zone in (("A-1", "A"), ("B-1", "B"))]

    assert [site.row("parking", number).values["monthly"] for number in rents] == [15000, 10000]


def test_the_offices_list_of_cars_is_imported(site: Trial) -> None:
    """Owner and telephone number find the customer together; the same file twice changes nothing."""
    site.record("customer", "add", by="lj", name="王小明", mobile="13800000002")
    table = (
        "车主,手机,车牌号,车型,房号\n"
        "王小明,13800000002,苏A00001,大众朗逸,1-2-301\n"
        "王小明,13800000001,苏A00002,特斯拉Model 3,1-2-301\n"
    ).encode()

    first = site.desk.import_table("vehicle", table, by="lj")
    again = site.desk.import_table("vehicle", table, by="lj")

    assert [(done.written, done.skipped, done.faults) for done in (first, again)] == [(2, 0, []), (0, 2, [])]
    assert [site.row("vehicle", plate).values["customer"] for plate in ("苏A00001", "苏A00002")] == ["KH00002", "KH00001"]


def test_faults_of_the_list_are_named_by_line_and_heading(site: Trial) -> None:
    """An unknown owner, a plate that is none, an unknown unit; nothing is written."""
    table = (
        "车主,手机,车牌号,车型,房号\n"
        "王小明,13800000001,苏A00001,大众朗逸,1-2-301\n"
        "张三[/],13911111111,苏A00002,五菱宏光,1-2-301\n"
        "王小明,13800000001,苏AO0003,五菱宏光,9-9-999\n"
    ).encode()

    done = site.desk.import_table("vehicle", table, by="lj")

    assert [(fault.line, fault.head) for fault in done.faults] == [(3, "车主 手机"), (4, "车牌号"), (4, "房号")]
    with site.desk.reading() as look:
        assert look.list("vehicle").rows == []


def test_a_payment_is_voided_where_it_was_taken(site: Trial) -> None:
    """A payment that the rent's own step wrote goes with that step: the rent never says paid beside a payment that is void."""
    paid = site.record("parking", "take-payment", on="YZ1", by="cl", means="cash")
    payment = next(also.number for also in paid.also if also.register == "payment")

    with pytest.raises(Refused) as refused:
        site.desk.void("payment", payment, reason="wrong means", by="zg")
    assert refused.value.findings[0].evidence == {"number": paid.number, "seq": paid.seq + 1}
    site.desk.strike("parking", "YZ1", paid.seq, reason="wrong means", by="zg")

    assert (site.row("parking", paid.number).state, site.row("payment", payment).state) == ("rented", "void")


def test_a_payment_of_its_own_is_voided_directly(site: Trial) -> None:
    """The control: nothing else tells of this one."""
    payment = site.record("payment", "take", by="cl", customer="王小明", amount="50", means="cash").number

    site.desk.void("payment", payment, reason="wrong customer", by="zg")

    assert site.row("payment", payment).state == "void"


def test_a_space_given_back_today_is_free_tomorrow(site: Trial) -> None:
    """Never twice for the same day: what helps is told; a rent that was a mistake is voided, and frees it at once."""
    site.record("parking", "end", on="YZ1", by="lj")
    with pytest.raises(Refused) as refused:
        rent(site)
    assert ["void it" in finding.remedy.text for finding in refused.value.findings if finding.remedy is not None] == [True]

    site.desk.void("parking", "YZ1", reason="wrong customer", by="zg")

    assert rent(site) == "YZ2026-0002"
