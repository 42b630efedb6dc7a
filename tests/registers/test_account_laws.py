"""The laws of the account under random steps: it sums to zero, nothing is negative, a command given twice is one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcore.model.field import FormRef
from pmcore.model.outcomes import Declined
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

CUSTOMERS = ("KH00001", "KH00002")
Step = tuple[str, int, int, int]


@pytest.fixture(scope="module")
def core() -> Catalogue:
    """The core alone."""
    return full_catalogue({})


steps = st.lists(
    st.tuples(
        st.sampled_from([
            "raise", "raise", "sale", "take", "take", "take-for", "use", "refund", "reverse", "dispute", "uphold", "reduce",
            "cancel", "waive", "void-payment", "void-charge", "strike", "correct", "late", "deposit", "deduct", "give-back",
        ]),
        st.integers(0, 6),  # which form
        st.integers(1, 300),  # fen
        st.integers(0, 1),  # which customer
    ),
    min_size=1,
    max_size=25,
)  # fmt: skip


def site(core: Catalogue) -> Trial:
    """A site with two customers."""
    trial = Trial(core, staff={"lj": "assistant", "zg": "supervisor", "cl": "cashier", "sun": "project-manager"})
    for name in "ab":
        trial.record("customer", "add", by="lj", name=name)
    return trial


def play(trial: Trial, told: Step) -> bool:
    """Try one step; whether it passed."""
    kind, which, fen, who = told
    amount, customer = f"{fen / 100:.2f}", CUSTOMERS[who]
    bill, receipt, kept = f"SF2026-{which + 1:05}", f"SK2026-{which + 1:05}", f"YJ2026-{which + 1:05}"
    trial.passes(minutes=1)
    desk, earlier = trial.desk, trial.now.replace(hour=1, minute=which)

    def granted(register: str, step: str, on: str, by: str, **given_: Any) -> None:
        desk.record_granted(desk.step(register, step), given_, on=on, reason="law", by=by, granted_by=("sun",))

    acts: dict[str, Any] = {
        "raise": lambda: trial.record("charge", "raise", by="cl", customer=customer, kind="water", amount=amount),
        "sale": lambda: trial.record("charge", "raise", by="cl", kind="parking", amount=amount, means="cash"),
        "take": lambda: trial.record("payment", "take", by="cl", customer=customer, amount=amount, means="cash"),
        "take-for": lambda: trial.record("payment", "take", by="cl", charge=bill, customer=customer, amount=amount, means="cash"),
        "use": lambda: trial.record("payment", "use-credit", by="cl", on=receipt, towards=f"SF2026-{fen % 7 + 1:05}"),
        "refund": lambda: trial.record("payment", "refund", by="cl", on=receipt, refunded=amount, reason="law"),
        "reverse": lambda: trial.record("payment", "reverse", by="cl", on=receipt, reason="law"),
        "dispute": lambda: trial.record("charge", "dispute", by="lj", on=bill, reason="law"),
        "uphold": lambda: trial.record("charge", "settle-dispute", by="zg", on=bill, outcome="upheld"),
        "reduce": lambda: trial.record("charge", "settle-dispute", by="zg", on=bill, outcome="reduced", new_amount=amount),
        "cancel": lambda: trial.record("charge", "settle-dispute", by="zg", on=bill, outcome="cancelled"),
        "waive": lambda: granted("charge", "waive", bill, "zg", reason="law"),
        "void-payment": lambda: desk.void("payment", receipt, reason="law", by="zg"),
        "void-charge": lambda: desk.void("charge", bill, reason="law", by="zg"),
        "strike": lambda: desk.strike("payment", receipt, trial.entries()[-1].seq, reason="law", by="zg"),
        "correct": lambda: desk.correct("charge", bill, {"amount": amount}, reason="law", by="zg"),
        "late": lambda: trial.record("payment", "take", by="cl", customer=customer, amount=amount, means="cash", at=earlier),
        "deposit": lambda: trial.record("deposit", "take", by="cl", customer=customer, amount=amount),
        "deduct": lambda: trial.record("deposit", "deduct", by="zg", on=kept, deducted=amount, clause="1", evidence="law"),
        "give-back": lambda: trial.record("deposit", "refund", by="cl", on=kept),
    }
    try:
        acts[kind]()
    except Declined:
        return False
    return True


def rows(trial: Trial, register: str) -> list[Any]:
    """The forms of a register that are not void."""
    with trial.desk.reading() as look:
        return [row for row in look.list(register, limit=200).rows if row.state != "void"]


def live(trial: Trial, register: str, number: str) -> list[Any]:
    """The live steps of a form as (step, body with corrections)."""
    with trial.desk.reading() as look:
        return [(entry.step_name, entry.step) for entry in look.facts[FormRef(f"{register}/{number}")].history]


def holds(trial: Trial) -> None:
    """Every sum of the account, worked out from the steps themselves, not from the columns."""
    came: dict[str, int] = {}
    for row in rows(trial, "payment"):
        history = live(trial, "payment", row.number)
        took, used = history[0][1], [step for name, step in history if name == "use-credit"]
        back = sum(step.refunded.fen for name, step in history if name == "refund")
        gone = [step.returned.fen for name, step in history if name == "reverse"]
        lines = [(line.charge.number, line.amount.fen) for line in took.allocations]
        lines += [(step.towards.number, step.used.fen) for step in used]
        if gone:
            assert gone[0] + back == took.amount.fen
            assert row.values["left"] == 0
            continue
        assert took.amount.fen == sum(fen for _number, fen in lines) + row.values["left"] + back
        assert row.values["left"] >= 0
        assert (row.values["left"] == 0) == (row.state == "spent")
        for number, fen in lines:
            assert fen > 0
            came[number] = came.get(number, 0) + fen
    for row in rows(trial, "charge"):
        values = row.values
        history = live(trial, "charge", row.number)
        less = 0
        for place, (name, step) in enumerate(history):
            if name == "settle-dispute" and step.outcome.value == "reduced":
                less = values["amount"] - step.new_amount.fen
            elif name in ("waive", "reverse") or (name == "settle-dispute" and step.outcome.value == "cancelled"):
                less = values["amount"] - _net(history, place)
        assert values["received"] == came.pop(row.number, 0)
        assert values["outstanding"] == values["amount"] - values["received"] - less
        assert values["outstanding"] >= 0
        assert row.state != "paid" or values["outstanding"] == 0
    assert came == {}
    for row in rows(trial, "deposit"):
        history = live(trial, "deposit", row.number)
        out = sum(
            (step.deducted if name == "deduct" else step.refunded).fen for name, step in history if name in ("deduct", "refund")
        )
        assert row.values["amount"] == out + row.values["left"]
        assert row.values["left"] >= 0
    assert trial.desk.verify()[1] is None


def _net(history: list[Any], until: int) -> int:
    """What had come to a charge before one of its steps."""
    fen = 0
    for name, step in history[:until]:
        fen += step.allocated.fen if name == "allocate" else -step.restored.fen if name == "restore" else 0
    return fen


@settings(max_examples=60, deadline=None)
@given(told=steps)
def test_the_account_sums_to_zero_whatever_is_done(core: Catalogue, told: list[Step]) -> None:
    """Raised = outstanding + received + given up; taken = allocated + credit + paid back; nothing negative; after every step."""
    trial = site(core)
    for one in told:
        play(trial, one)
        holds(trial)


@settings(max_examples=20, deadline=None)
@given(told=steps)
def test_the_tables_are_made_again_from_the_journal(core: Catalogue, told: list[Step]) -> None:
    """A rebuild without any code of the account gives the same columns."""
    trial = site(core)
    for one in told:
        play(trial, one)
    before = {register: [(row.number, row.state, json.dumps(dict(row.values), default=str)) for row in rows(trial, register)]
              for register in ("charge", "payment", "deposit")}  # fmt: skip

    trial.desk.catalogue = Catalogue()
    trial.desk.rebuild()
    trial.desk.catalogue = core

    assert {register: [(row.number, row.state, json.dumps(dict(row.values), default=str)) for row in rows(trial, register)]
            for register in ("charge", "payment", "deposit")} == before  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(amounts=st.lists(st.integers(1, 300), min_size=1, max_size=4), again=st.integers(0, 3))
def test_a_command_given_twice_takes_the_money_once(core: Catalogue, amounts: list[int], again: int) -> None:
    """The repetition answers with the first receipt."""
    trial = site(core)
    take = trial.desk.step("payment", "take")

    def command(place: int) -> str:
        told = {"customer": "KH00001", "amount": f"{amounts[place] / 100:.2f}", "means": "cash"}
        return trial.desk.record(take, told, by="cl", command=f"c{place}").number

    first = [command(place) for place in range(len(amounts))]
    repeated = command(again % len(amounts))

    assert repeated == first[again % len(amounts)]
    assert sum(row.values["left"] for row in rows(trial, "payment")) == sum(amounts)


@settings(max_examples=20, deadline=None)
@given(
    numbers=st.lists(
        st.tuples(st.sampled_from(["wechat", "alipay"]), st.sampled_from(["A1", "A2", "A3"]), st.booleans()), max_size=12
    )
)
def test_an_outside_number_stands_once_for_its_means(core: Catalogue, numbers: list[tuple[str, str, bool]]) -> None:
    """However often it is tried, and reversed in between."""
    trial = site(core)
    for means, outside, reverse in numbers:
        try:
            written = trial.record("payment", "take", by="cl", customer="KH00001", amount="1", means=means, outside=outside)
        except Declined:
            continue
        if reverse:
            trial.record("payment", "reverse", by="cl", on=written.number, reason="law")

    stand = [(row.values["means"], row.values["outside"]) for row in rows(trial, "payment")]
    assert sorted(stand) == sorted({(means, outside) for means, outside, _reverse in numbers})


def test_without_the_rule_money_could_come_by_hand(core: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: with the judge of allocations gone the sums of the account break."""
    from pmcore.registers import payment_rules

    monkeypatch.setattr(payment_rules.as_the_payment_says, "judge", lambda _step, _facts: ())
    trial = site(core)
    play(trial, ("raise", 0, 100, 0))
    play(trial, ("take", 0, 100, 1))

    trial.record("charge", "allocate", by="cl", on="SF2026-00001", payment="SK2026-00001", allocated="1")

    with pytest.raises(AssertionError):
        holds(trial)
