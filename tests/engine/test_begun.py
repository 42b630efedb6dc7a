"""What can be said of a step before any of its fields is filled: the form, who signs, one field, whom a text may mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pmcore.model.outcomes import NotFound, Refused
from pmcore.model.people import Actor
from pmcore.testing.trial import Trial

from .orders import Check, Place, Reopen


def refusal(act: Callable[[], object]) -> str:
    """The rule that refuses it."""
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.findings[0].rule


def test_a_form_in_another_state_is_refused_at_once(trial: Trial) -> None:
    """By the same rule as when the step is recorded; a number that is none is not found."""
    number = trial.record("order", "place", by="lj", what="A1").number
    with trial.desk.reading() as look:
        assert look.takes(Check, "1").number == number
        assert refusal(lambda: look.takes(Reopen, number)) == "core.state"
        with pytest.raises(NotFound):
            look.takes(Check, "2")
    assert refusal(lambda: trial.record("order", "reopen", by="zg", on=number)) == "core.state"


def test_who_may_not_sign_is_known_at_once(trial: Trial) -> None:
    """Whoever signs along is not asked for yet, nor a PIN."""
    trial.desk.set_standard("desk.pin_roles", "supervisor", by="sun", reason="trial")
    row = trial.row("order", trial.record("order", "place", by="lj", what="A1").number)
    with trial.desk.reading() as look:
        look.may_sign(Place, Actor("lj"))
        look.may_sign(Check, Actor("zg"), row)
        assert refusal(lambda: look.may_sign(Check, Actor("lj"), row)) == "core.signer"
    assert refusal(lambda: trial.record("order", "check", by="zg", on=row.number)) == "core.pin"


def test_one_field_is_read_as_the_step_reads_it(trial: Trial) -> None:
    """Its value, or what is wrong with it."""
    with trial.desk.reading() as look:
        assert look.read(Place, "what", "Ａ1") == ("A1", [])
        assert [name for name, _why in look.read(Place, "amount", "much")[1]] == ["amount"]
        assert str(look.read(Place, "ready", "")[0]) == "None"


def test_whom_a_text_may_mean(trial: Trial) -> None:
    """The beginning of a key or a name, or a part of it; forms that are ended are meant no more."""
    for code in ("1-2-301", "1-2-302", "2-1-101"):
        trial.record("unit", "add", by="lj", code=code, use="home", area="90")
    for name in ("王小明", "王大力", "李四明"):
        trial.record("customer", "add", by="lj", name=name, mobile="13800000001")
    trial.record("unit", "close", by="zg", on="1-2-301")
    with trial.desk.reading() as look:
        asked = [("unit", "1-2"), ("customer", "王"), ("customer", "四明"), ("customer", "赵")]
        told = [[row.number for row in look.nearly(register, text)] for register, text in asked]

    assert told == [["FH00002"], ["KH00002", "KH00001"], ["KH00003"], []]
