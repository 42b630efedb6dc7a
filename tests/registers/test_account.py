"""The account at the desk: what is owed, paid, held and refunded; each safety has its control in the specs or beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pmcore.model.money import ZERO, Money, yuan
from pmcore.model.outcomes import Declined, NeedsApproval, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.registers.account import Owed, owed
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef
from pmcore.testing.trial import Trial

WANG, LI = CustomerRef("KH00001"), CustomerRef("KH00002")
HOME = UnitRef("FH00001")


@pytest.fixture(scope="module")
def core() -> Catalogue:
    """The core alone."""
    return full_catalogue({})


@pytest.fixture
def site(core: Catalogue) -> Trial:
    """A site with one home and two customers."""
    trial = Trial(core)
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    trial.record("customer", "add", by="lj", name="李小红", mobile="13800000002")
    return trial


def raised(site: Trial, amount: str, **given: object) -> str:
    """The number of a new charge of 王小明."""
    told = {"kind": "property-fee", "customer": "王小明", **given}
    return site.record("charge", "raise", by="cl", amount=amount, **told).number


def paid(site: Trial, amount: str, **given: object) -> str:
    """The number of a new payment of 王小明."""
    told = {"customer": "王小明", "means": "cash", **given}
    return site.record("payment", "take", by="cl", amount=amount, **told).number


def account(site: Trial, *, customer: CustomerRef | None = WANG, unit: UnitRef | None = None, until: date | None = None) -> Owed:
    """What is owed now."""
    with site.desk.reading() as look:
        return owed(look.facts, customer=customer, unit=unit, until=until)


def why(caught: pytest.ExceptionInfo[Declined]) -> list[tuple[str, str, str]]:
    """(level, rule, clause) of what stopped a step."""
    return [(finding.level, finding.rule, finding.clause) for finding in caught.value.findings]


def test_a_payment_covers_the_oldest_due_first(site: Trial) -> None:
    """150 on charges due in August (80) and July (100): July is paid, August keeps 30 outstanding."""
    august = raised(site, "80", due="2026-08-01")
    july = raised(site, "100", due="2026-07-01")

    paid(site, "150")

    assert [site.row("charge", number).values["outstanding"] for number in (july, august)] == [0, 3000]
    assert site.row("charge", july).state == "paid"


def test_a_named_charge_is_covered_before_older_ones(site: Trial) -> None:
    """The customer may say what the money is for."""
    older = raised(site, "100", due="2026-06-01")
    newer = raised(site, "50")

    paid(site, "50", charge=newer)

    assert [site.row("charge", number).state for number in (older, newer)] == ["open", "paid"]


def test_what_is_left_of_a_payment_is_credit_until_it_is_used(site: Trial) -> None:
    """Half a year prepaid: the next charge takes its part of it."""
    number = paid(site, "300")
    charge = raised(site, "100")
    before = account(site)

    site.record("payment", "use-credit", by="cl", on=number, towards=charge)

    assert (before.due, before.prepaid) == (yuan(100), yuan(300))
    assert account(site) == Owed(ZERO, ZERO, ZERO, yuan(200), ())


def test_credit_is_not_used_for_another_account(site: Trial) -> None:
    """王小明's money does not pay 李小红's bill."""
    number = paid(site, "300")
    other = raised(site, "100", customer="李小红")

    with pytest.raises(Refused) as caught:
        site.record("payment", "use-credit", by="cl", on=number, towards=other)

    assert why(caught) == [("refuse", "account.own-open-charge", "all.4")]


def test_an_outside_number_stands_once_for_ever(site: Trial) -> None:
    """A transaction number cannot be entered a second time, even after its payment was reversed; other means have their own."""
    number = paid(site, "10", means="wechat", outside="W1")
    site.record("payment", "reverse", by="cl", on=number, reason="wrong customer")

    with pytest.raises(Refused) as caught:
        paid(site, "10", means="wechat", outside="W1")
    other = paid(site, "10", means="alipay", outside="W1")

    assert why(caught) == [("refuse", "account.outside-number-once", "all.4")]
    assert caught.value.findings[0].evidence["payment"] == number
    assert site.row("payment", other).state == "credit"


def test_a_reversed_payment_leaves_its_charges_outstanding(site: Trial) -> None:
    """A cheque that bounced: everything is owed as before."""
    first, second = raised(site, "100"), raised(site, "40", due="2026-07-02")
    number = paid(site, "120")

    site.record("payment", "reverse", by="cl", on=number, reason="bounced")

    rows = [site.row("charge", charge) for charge in (first, second)]
    assert [(row.state, row.values["received"], row.values["outstanding"]) for row in rows] == [
        ("open", 0, 10000),
        ("open", 0, 4000),
    ]


def test_a_receipt_of_another_day_is_reversed_with_consent(site: Trial) -> None:
    """The same day a cashier mends a slip alone; afterwards the supervisor consents."""
    number = paid(site, "10")
    site.passes(days=1)

    with pytest.raises(NeedsApproval) as caught:
        site.record("payment", "reverse", by="cl", on=number, reason="bounced")

    assert why(caught) == [("approve", "account.reversed-the-same-day", "all.4")]


def test_an_amount_that_a_payment_stands_on_is_not_corrected(site: Trial) -> None:
    """The refusal names the payment; once that is reversed nothing hinders."""
    charge = raised(site, "100")
    number = paid(site, "100")

    with pytest.raises(Refused) as caught:
        site.desk.correct("charge", charge, {"amount": "90"}, reason="slip", by="cl")

    assert caught.value.findings[0].evidence == {"later": number}
    assert site.row("charge", charge).values["amount"] == 10000


def test_an_untouched_amount_is_corrected(site: Trial) -> None:
    """The control of the test above."""
    charge = raised(site, "100")

    site.desk.correct("charge", charge, {"amount": "90"}, reason="slip", by="cl")

    assert account(site).due == yuan(90)


def test_a_word_beside_the_amount_is_corrected_whatever_stands_on_it(site: Trial) -> None:
    """Remarks and due days are no amounts."""
    charge = raised(site, "100")
    paid(site, "100")

    site.desk.correct("charge", charge, {"remark": "July"}, reason="slip", by="cl")

    assert site.row("charge", charge).values["outstanding"] == 0


def test_what_a_payment_wrote_on_a_charge_is_not_struck_there(site: Trial) -> None:
    """It is taken back on the payment, or the two would differ."""
    charge = raised(site, "100")
    number = paid(site, "100")
    seq = next(entry.seq for entry in site.entries() if entry.step == "allocate")

    with pytest.raises(Refused) as struck:
        site.desk.strike("charge", charge, seq, reason="slip", by="zg")
    with pytest.raises(Refused) as voided:
        site.desk.void("charge", charge, reason="slip", by="zg")
    site.desk.void("payment", number, reason="slip", by="zg")

    assert [caught.value.findings[0].evidence["number"] for caught in (struck, voided)] == [number, number]
    assert site.row("charge", charge).values["outstanding"] == 10000


def test_a_charge_paid_on_the_spot_is_voided_with_its_payment(site: Trial) -> None:
    """The payment followed from the charge, and goes with it."""
    written = site.record("charge", "raise", by="cl", kind="parking", amount="6", means="cash")

    site.desk.void("charge", written.number, reason="slip", by="cl")

    assert site.row("payment", written.also[0].number).state == "void"


def test_money_does_not_come_to_a_charge_by_hand(site: Trial) -> None:
    """Only a payment allocates."""
    charge = raised(site, "100")
    number = paid(site, "50", customer=None, unit="1-2-301")

    with pytest.raises(Refused) as caught:
        site.record("charge", "allocate", by="cl", on=charge, payment=number, allocated="50")

    assert why(caught) == [("refuse", "account.as-the-payment-says", "all.4")]


def test_disputed_and_not_yet_due_are_told_apart_from_due(site: Trial) -> None:
    """The gate of the release slip sees each by itself."""
    due = raised(site, "100")
    raised(site, "70", due="2026-07-20")
    disputed = raised(site, "30")

    site.record("charge", "dispute", by="lj", on=disputed, reason="the meter is wrong")

    assert account(site) == Owed(yuan(100), yuan(30), yuan(70), ZERO, (due,))
    assert account(site, until=date(2026, 7, 20)).due == yuan(170)


def test_an_account_of_a_unit_and_a_customer_holds_what_names_either(site: Trial) -> None:
    """For the one in the other: their own charges, not those of the next tenant."""
    raised(site, "1", unit="1-2-301")
    raised(site, "2", customer=None, unit="1-2-301")
    raised(site, "4", unit=None)
    raised(site, "8", customer="李小红", unit="1-2-301")

    assert account(site, unit=HOME).due == yuan(7)
    assert account(site, customer=None, unit=HOME).due == yuan(11)
    assert account(site, customer=LI).due == yuan(8)


def test_a_merged_customer_brings_the_account_along(site: Trial) -> None:
    """Who stood in the book twice owes once, under one number."""
    raised(site, "8", customer="李小红")

    site.record("customer", "merge", by="zg", on="李小红", into="王小明")

    assert account(site).due == yuan(8)


def test_money_that_came_before_a_charge_changed_becomes_credit(site: Trial) -> None:
    """A late entry allocates nothing to a charge that something happened to since; the credit is used as of now."""
    charge = raised(site, "100")
    site.passes(minutes=5)
    paid(site, "30")

    number = site.record(
        "payment", "take", by="cl", at=site.now - timedelta(minutes=3), customer="王小明", amount="20", means="cash"
    ).number

    assert (site.row("charge", charge).values["outstanding"], site.row("payment", number).values["left"]) == (7000, 2000)


def test_amounts_are_above_nothing(site: Trial) -> None:
    """A charge of nothing, or less, is no charge."""
    for amount in ("0", "-5"):
        with pytest.raises(Declined) as caught:
            raised(site, amount)
        assert [name for name, _message in caught.value.invalid] == ["amount"]
    assert account(site).due == Money(0)
