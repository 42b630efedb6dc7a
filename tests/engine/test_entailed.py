"""What a corrected or voided step entailed: left alone, written anew, or in the way."""

from __future__ import annotations

from typing import Any

import pytest

from pmcore import Actor
from pmcore.model.outcomes import Refused
from pmcore.testing.trial import Trial


def place(trial: Trial, **given: Any) -> str:
    """Place an order."""
    return trial.record("order", "place", by="lj", **{"what": "A1", **given}).number


def correct(trial: Trial, number: str, by: Actor | str = "lj", **given: Any) -> Any:
    """Put fields of an order right."""
    return trial.desk.correct("order", number, given, reason="slip", by=by)


def values(trial: Trial, number: str) -> Any:
    """The columns of an order."""
    return trial.row("order", number).values


def bills(trial: Trial) -> list[tuple[str, str, Any]]:
    """(number, state, amount) of every bill, void ones too."""
    with trial.desk.reading() as look:
        rows = [*look.list("bill").rows, *look.list("bill", state="void").rows]
        return sorted((row.number, row.state, row.values.get("amount")) for row in rows)


def test_what_it_entailed_stays_where_nothing_of_it_changes(trial: Trial) -> None:
    """Another field is put right: the bill is left alone."""
    number = place(trial, amount="12", billed=True)
    correct(trial, number, what="A2")

    assert bills(trial) == [("BI2026-0001", "due", 1200)]


def test_what_it_entailed_is_taken_back_and_written_anew(trial: Trial) -> None:
    """Another amount: the first bill is void, its number stays taken, a second one stands."""
    number = place(trial, amount="12", billed=True)
    correct(trial, number, amount="21")

    assert bills(trial) == [("BI2026-0001", "void", None), ("BI2026-0002", "due", 2100)]


def test_what_it_would_not_have_entailed_is_taken_back(trial: Trial) -> None:
    """It should never have been billed."""
    number = place(trial, amount="12", billed=True)
    correct(trial, number, billed=False)

    assert bills(trial) == [("BI2026-0001", "void", None)]


@pytest.mark.parametrize("how", ["correct", "void"])
def test_what_is_paid_stops_it(trial: Trial, how: str) -> None:
    """The refusal names the bill, and nothing changes; once the payment is struck, it goes."""
    number = place(trial, amount="12", billed=True)
    paid = trial.record("bill", "pay-bill", by="cl", on="1").seq

    def act() -> None:
        if how == "correct":
            correct(trial, number, amount="21")
        else:
            trial.desk.void("order", number, reason="x", by="zg")

    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.findings[0].evidence["number"] == "BI2026-0001"
    assert (bills(trial), values(trial, number)["amount"]) == ([("BI2026-0001", "paid", 1200)], 1200)

    trial.desk.strike("bill", "1", paid, reason="x", by="zg")
    act()
    assert bills(trial)[0][1] == "void"
