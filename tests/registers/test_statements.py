"""What the cashier reads of the account: who owes how much since when, and what is held."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from pmcore.model.money import yuan
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


@pytest.fixture
def trial() -> Trial:
    """1 July 2026: two people, of whom one has a home."""
    trial = Trial(full_catalogue({}))
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    trial.record("customer", "add", by="lj", name="王红", mobile="13800000002")
    return trial


def said(trial: Trial, report: str, start: date, end: date) -> list[Mapping[str, Any]]:
    """The lines of a report, references by their numbers."""
    with trial.desk.reading() as look:
        lines = list(look.catalogue.reports[report].work(look.facts, start, end))
    return [{name: getattr(value, "number", value) for name, value in line.items()} for line in lines]


def test_arrears_by_account(trial: Trial) -> None:
    """Due, disputed, not yet due and prepaid are told apart, the oldest debt first; who owes nothing is not there."""
    home = {"unit": "1-2-301", "customer": "1", "kind": "property-fee"}
    trial.record("charge", "raise", by="cl", **home, amount="100", due=date(2026, 6, 1))
    trial.record("charge", "raise", by="cl", **home, amount="50", due=date(2026, 8, 1))
    disputed = trial.record("charge", "raise", by="cl", customer="2", kind="damages", amount="300").number
    trial.record("charge", "dispute", on=disputed, by="cl", reason="not mine")
    trial.record("charge", "raise", by="cl", customer="2", kind="parking", amount="7", due=date(2026, 5, 1))
    paid = trial.record("charge", "raise", by="cl", customer="2", unit="1-2-301", kind="other", amount="9").number
    trial.record("payment", "take", by="cl", charge=paid, amount="9", means="cash")

    lines = said(trial, "account.arrears", date(2026, 7, 1), date(2026, 8, 1))

    assert lines == [
        {
            "unit": None, "customer": "KH00002", "due": yuan(7), "oldest": date(2026, 5, 1), "disputed": yuan(300),
            "not_yet_due": yuan(0), "prepaid": yuan(0), "charges": 2,
        },
        {
            "unit": "FH00001", "customer": "KH00001", "due": yuan(100), "oldest": date(2026, 6, 1), "disputed": yuan(0),
            "not_yet_due": yuan(50), "prepaid": yuan(0), "charges": 2,
        },
    ]  # fmt: skip


def test_deposits_that_are_held(trial: Trial) -> None:
    """What is left of each; one that was paid back is gone from the list."""
    held = trial.record("deposit", "take", by="cl", customer="1", kind="key", amount="60", means="cash").number
    back = trial.record("deposit", "take", by="cl", customer="2", kind="card", amount="50", means="cash").number
    trial.record("deposit", "deduct", on=held, by="zg", deducted="20", clause="3", evidence="photo")
    trial.record("deposit", "ask-refund", on=back, by="lj")
    trial.now = trial.now.replace(day=2)
    trial.record("staff", "engage", by="admin", name="Second", code="cl2")
    trial.record("staff", "assign", on="cl2", by="admin", role="cashier", starts=date(2020, 1, 1))
    trial.record("deposit", "refund", on=back, by="cl2", back_by="cash")

    lines = said(trial, "account.deposits", date(2026, 7, 2), date(2026, 7, 3))

    assert [(line["number"], line["kind"].value, line["amount"], line["left"]) for line in lines] == [
        (held, "key", yuan(60), yuan(40))
    ]


def test_takings_by_means(trial: Trial) -> None:
    """Payments and deposits that came in, what was paid back by its own means, of that day alone; a void receipt is none."""
    cash = trial.record("payment", "take", by="cl", customer="1", amount="100", means="cash").number
    trial.record("payment", "take", by="cl", customer="2", amount="30", means="wechat", outside="W1")
    trial.record("deposit", "take", by="cl", customer="2", kind="key", amount="20", means="cash")
    wrong = trial.record("payment", "take", by="cl", customer="2", amount="5", means="cash").number
    trial.desk.void("payment", wrong, reason="wrong", by="zg")
    trial.record("payment", "reverse", by="cl", on=cash, reason="returned")
    trial.passes(days=1)
    trial.record("payment", "take", by="cl", customer="1", amount="7", means="cash")

    lines = said(trial, "account.takings", date(2026, 7, 1), date(2026, 7, 2))

    told = [
        (line["means"].value, line["receipts"], line["payments"], line["deposits"], line["paid_back"], line["net"])
        for line in lines
    ]
    assert told == [("cash", 2, yuan(100), yuan(20), yuan(100), yuan(20)), ("wechat", 1, yuan(30), yuan(0), yuan(0), yuan(30))]
