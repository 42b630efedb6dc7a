"""Correcting, striking, voiding; entries made late; numbers, command ids and what was seen last."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Invalid, NeedsApproval, NotFound, Refused
from pmcore.testing.trial import Trial

PAIR = Actor("zg", others=(Actor("cl"),))


def place(trial: Trial, **given: Any) -> str:
    """Place an order."""
    return trial.record("order", "place", by="lj", **{"what": "A1", **given}).number


def check(trial: Trial, number: str) -> int:
    """Check it; the entry."""
    return trial.record("order", "check", by=PAIR, on=number).seq


def correct(trial: Trial, number: str, by: Actor | str = "lj", **given: Any) -> Any:
    """Put fields of an order right."""
    return trial.desk.correct("order", number, given, reason="slip", by=by)


def strike(trial: Trial, number: str, seq: int, by: Actor | str = "zg") -> Any:
    """Strike an entry of an order."""
    return trial.desk.strike("order", number, seq, reason="slip", by=by)


def values(trial: Trial, number: str) -> Any:
    """The columns of an order."""
    return trial.row("order", number).values


def bills(trial: Trial) -> list[tuple[str, str, Any]]:
    """(number, state, amount) of every bill, void ones too."""
    with trial.desk.reading() as look:
        rows = [*look.list("bill").rows, *look.list("bill", state="void").rows]
        return sorted((row.number, row.state, row.values.get("amount")) for row in rows)


def rules_of(declined: pytest.ExceptionInfo[Declined]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in declined.value.findings]


def test_a_correction_shows_and_the_slip_stays_readable(trial: Trial) -> None:
    """The column says what is right, the first entry still says what was written."""
    number = place(trial, amount="12")
    correct(trial, number, amount="21")

    first, second = [entry for entry in trial.entries() if entry.number == number]
    assert values(trial, number)["amount"] == 2100
    assert (json.loads(first.body)["amount"], json.loads(second.body)["set"]) == (1200, {"amount": 2100})
    with trial.desk.reading() as look:
        assert [shown.corrected_by for shown in look.history("order", number)] == [(second.seq,), ()]


def test_a_correction_is_corrected_again(trial: Trial) -> None:
    """The last one holds."""
    number = place(trial, amount="12")
    for amount in ("21", "31"):
        correct(trial, number, amount=amount)

    assert values(trial, number)["amount"] == 3100


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        ({"amount": "12"}, Invalid),  # so already
        ({"amount": "x"}, Invalid),
        ({"what": None}, Invalid),
        ({"price": "3"}, Invalid),  # computed
        ({"colour": "red"}, NotFound),
        ({"amount": "13"}, Refused),
        ({"amount": "200"}, NeedsApproval),
    ],
)
def test_a_correction_that_could_not_be_recorded_is_refused(trial: Trial, given: dict[str, Any], outcome: type[Declined]) -> None:
    """It is judged like the step itself, and nothing changes."""
    number = place(trial, amount="12")
    before = len(trial.entries())

    with pytest.raises(outcome):
        correct(trial, number, **given)

    assert (values(trial, number)["amount"], len(trial.entries())) == (1200, before)


def test_it_is_judged_by_the_figures_of_then(trial: Trial) -> None:
    """A price set since, even for days before, does not price a mended slip anew."""
    number = place(trial)
    trial.passes(minutes=1)
    trial.desk.set_standard("order.price", "99", by="admin", reason="new", starts="2026-07-01")
    correct(trial, number, amount="5")

    assert values(trial, number)["price"] == 1000
    assert values(trial, place(trial, what="A2"))["price"] == 9900


@pytest.mark.parametrize(("by", "hours", "may"), [("lj", 23, True), ("lj", 25, False), ("cl", 1, False), ("zg", 999, True)])
def test_who_may_correct(trial: Trial, by: str, hours: int, may: bool) -> None:
    """Who signed it for a day, a supervisor at any time, nobody else."""
    number = place(trial)
    trial.passes(hours=min(hours, 24 * 20))

    if may:
        assert correct(trial, number, by, amount="5").step_name == "correct"
    else:
        with pytest.raises(Refused) as caught:
            correct(trial, number, by, amount="5")
        assert rules_of(caught) == ["core.amend"]


def test_who_has_left_corrects_nothing(trial: Trial) -> None:
    """Nor strikes or voids; and an old role does not come back."""
    number = place(trial)
    seq = trial.record("order", "remark", by="zg", on=number, said="x").seq
    trial.record("staff", "leave", by="admin", on="zg")

    with pytest.raises(Refused):
        correct(trial, number, "zg", amount="5")
    with pytest.raises(Refused):
        strike(trial, number, seq)
    with pytest.raises(Refused):
        trial.desk.void("order", number, reason="x", by="zg")


def test_an_amendment_wants_the_pin_where_signing_does(trial: Trial) -> None:
    """Where supervisors sign with a PIN, saying that one is the supervisor will not do."""
    number = place(trial)
    trial.desk.set_pin("zg", "4711", by="zg")
    trial.desk.set_standard("desk.pin_roles", "supervisor", by="admin", reason="safer")

    with pytest.raises(Refused) as caught:
        correct(trial, number, "zg", amount="5")
    assert rules_of(caught) == ["core.pin"]

    assert correct(trial, number, trial.desk.identify("zg", "4711"), amount="5").step_name == "correct"


def test_what_was_approved_is_not_corrected_behind_its_back(trial: Trial) -> None:
    """A seal stands on what stood before it; going back is a step of its own."""
    number = place(trial)
    check(trial, number)
    with pytest.raises(Refused) as caught:
        correct(trial, number, "zg", amount="5")
    assert rules_of(caught) == ["core.seal"]

    trial.record("order", "reopen", by="zg", on=number)
    correct(trial, number, "zg", amount="5")
    assert values(trial, number)["amount"] == 500


def test_what_came_after_the_seal_is_corrected(trial: Trial) -> None:
    """It was not what was approved."""
    number = place(trial)
    check(trial, number)
    seq = trial.record("order", "change", by="lj", on=number, amount="7").seq

    trial.desk.correct("order", number, {"amount": "8"}, reason="slip", by="lj", seq=seq)

    assert values(trial, number)["amount"] == 800


def test_a_sealed_form_is_not_voided(trial: Trial) -> None:
    """First the seal is struck."""
    number = place(trial)
    seq = check(trial, number)
    with pytest.raises(Refused) as caught:
        trial.desk.void("order", number, reason="x", by="zg")
    assert rules_of(caught) == ["core.seal"]

    strike(trial, number, seq)
    assert trial.desk.void("order", number, reason="x", by="zg").state == "void"


def test_the_latest_state_is_struck_first(trial: Trial) -> None:
    """A state that another one stands on stays until that is struck."""
    number = place(trial)
    opened = trial.entries()[-1].seq
    for team in ("water", "power"):
        trial.record("order", "inspect", by="gc", on=number, team=team)
    checked = check(trial, number)
    done = trial.record("order", "finish", by="lj", on=number, well=True).seq

    with pytest.raises(Refused) as caught:
        strike(trial, number, checked)
    assert caught.value.findings[0].evidence["entries"] == [done]
    with pytest.raises(Refused):
        strike(trial, number, opened)

    strike(trial, number, done)
    strike(trial, number, checked)
    assert trial.row("order", number).state == "placed"


def test_a_remark_is_struck_at_any_time(trial: Trial) -> None:
    """It made no state."""
    number = place(trial)
    remark = trial.record("order", "remark", by="lj", on=number, said="nonsense").seq
    check(trial, number)
    strike(trial, number, remark, "lj")

    assert trial.row("order", number).state == "checked"
    assert values(trial, number).get("said") is None


def test_a_column_goes_back_to_what_it_said_before(trial: Trial) -> None:
    """The change is struck: the first amount holds again."""
    number = place(trial, amount="12")
    change = trial.record("order", "change", by="lj", on=number, amount="7").seq
    strike(trial, number, change)

    assert values(trial, number)["amount"] == 1200


@pytest.mark.parametrize("what", ["nothing", "twice", "other", "correction"])
def test_what_is_not_there_is_not_struck(trial: Trial, what: str) -> None:
    """No such entry, one that is struck already, one of another form; a correction is corrected again instead."""
    number, other = place(trial), place(trial, what="A2")
    seq = trial.record("order", "remark", by="lj", on=number, said="x").seq
    if what == "twice":
        strike(trial, number, seq)
    if what == "correction":
        seq = correct(trial, number, amount="5").seq

    with pytest.raises(NotFound):
        strike(trial, other if what == "other" else number, 99_999 if what == "nothing" else seq)


def test_a_duty_comes_back_with_its_first_time(trial: Trial) -> None:
    """A struck check was owed all along."""
    number = place(trial)
    before = trial.duties("order", number)
    trial.passes(hours=1)
    seq = check(trial, number)
    trial.passes(hours=5)
    strike(trial, number, seq)

    assert sorted(trial.duties("order", number)) == sorted(before)


def test_a_void_form_keeps_its_number_and_owes_nothing(trial: Trial) -> None:
    """Its number is not given again, and it cannot be voided or gone on with."""
    number = place(trial, amount="12", billed=True)
    trial.desk.void("order", number, reason="x", by="zg")

    assert (trial.row("order", number).state, trial.duties("order", number)) == ("void", [])
    assert bills(trial) == [("BI2026-0001", "void", None)]
    assert place(trial) == "OR2026-0002"
    for act in (lambda: trial.desk.void("order", number, reason="x", by="zg"), lambda: check(trial, number)):
        with pytest.raises(Declined):
            act()


def test_reasons_are_personal(trial: Trial) -> None:
    """Why something was corrected, struck or entered late lies beside the chain."""
    number = place(trial, amount="12")
    trial.desk.correct("order", number, {"amount": "21"}, reason="SECRET one", by="lj")
    at = trial.now + timedelta(minutes=30)
    trial.passes(hours=1)
    seq = trial.desk.record(
        trial.desk.step("order", "remark"),
        {"said": "x"},
        by="lj",
        on=number,
        at=at,
        late="SECRET two",
    ).seq
    trial.desk.strike("order", number, seq, reason="SECRET three", by="zg")
    trial.desk.void("order", number, reason="SECRET four", by="zg")

    assert "SECRET" not in "".join(str(value) for entry in trial.entries() for value in entry)
    with trial.store.read("trial") as reader:
        kept = [value for entry in reader.entries() for value, _salt in reader.personal(entry.seq).values()]
    assert [value for value in kept if "SECRET" in str(value)] == ["SECRET one", "SECRET two", "SECRET three", "SECRET four"]
