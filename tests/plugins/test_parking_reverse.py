"""A rent whose payment was taken back can be put right again."""

from __future__ import annotations

import pytest

from pmcore.model.outcomes import Declined
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


@pytest.fixture
def paid() -> Trial:
    """Three months let by mistake, and paid."""
    trial = Trial(full_catalogue({"parking": ("pmplugins.parking", "1")}))
    trial.record("unit", "add", by="lj", code="1-1-101", use="home", area="80")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-1-101")
    given = {"space": "B1-07", "customer": "王小明", "plate": "川A12345", "mobile": "13800000001", "licence_matches": "yes"}
    trial.record("parking", "rent", by="lj", months=3, **given)
    trial.record("parking", "take-payment", by="cl", on="1", means="cash")
    return trial


def open_charges(trial: Trial) -> list[object]:
    """What is still to be paid, in fen."""
    with trial.desk.reading() as look:
        return [row.values["outstanding"] for row in look.list("charge", closed=False).rows]


def test_while_the_money_is_in_it_stays_as_it_is(paid: Trial) -> None:
    """The refusal names what stands on it."""
    with pytest.raises(Declined) as caught:
        paid.desk.correct("parking", "1", {"months": 1}, reason="slip", by="zg")

    assert caught.value.findings[0].rule == "core.reversal"


def test_once_the_payment_is_reversed_it_is_put_right(paid: Trial) -> None:
    """The charge of three months goes, one of one month comes."""
    paid.record("payment", "reverse", by="cl", on="1", reason="wrong amount")
    assert open_charges(paid) == [30000]

    paid.desk.correct("parking", "1", {"months": 1}, reason="slip", by="zg")

    assert open_charges(paid) == [10000]
    assert paid.desk.verify()[1] is None
