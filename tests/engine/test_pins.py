"""PINs: asked for where the site wants it, tried five times, on record, and never in the chain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Busy, Invalid, Refused
from pmcore.model.stamp import stamp
from pmcore.testing.trial import Trial


def place(trial: Trial, by: Actor | str = "lj", **given: Any) -> Any:
    """Place an order."""
    return trial.record("order", "place", by=by, **{"what": "A1", **given})


def rule_of(declined: pytest.ExceptionInfo[Declined]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in declined.value.findings]


def test_a_role_signs_with_a_pin_where_the_site_says_so(trial: Trial) -> None:
    """Asserting to be the cashier will not do; the PIN does, and the entry says how they were identified."""
    trial.desk.set_pin("lj", "4711", by="lj")
    trial.desk.set_standard("desk.pin_roles", "assistant", by="admin", reason="safer")

    with pytest.raises(Refused) as caught:
        place(trial)
    assert rule_of(caught) == ["core.pin"]

    place(trial, trial.desk.identify("lj", "4711"))
    assert '"identified":"pin"' in trial.entries()[-1].context


def test_a_pin_is_chosen_by_its_owner_or_a_head(trial: Trial) -> None:
    """Nobody else chooses it: who could would sign as them."""
    with pytest.raises(Refused):
        trial.desk.set_pin("cl", "4711", by="lj")
    trial.desk.set_pin("cl", "4711", by="zg")

    assert trial.desk.identify("cl", "4711").staff == "YG0004"


def test_wrong_pins_stand_on_record_and_lock_for_longer_and_longer(trial: Trial) -> None:
    """Five tries, then a minute, then two; while it is locked the right one is not even looked at."""
    trial.desk.set_pin("cl", "4711", by="cl")
    for _try in range(5):
        with pytest.raises(Refused):
            trial.desk.identify("cl", "0000")
    with pytest.raises(Busy):
        trial.desk.identify("cl", "4711")
    assert trial.row("staff", "cl").values["locked_until"] == stamp(trial.now + timedelta(minutes=1))

    trial.passes(minutes=1)
    with pytest.raises(Refused):
        trial.desk.identify("cl", "0000")
    assert trial.row("staff", "cl").values["locked_until"] == stamp(trial.now + timedelta(minutes=2))

    trial.passes(minutes=2)
    assert trial.desk.identify("cl", "4711").identified == "pin"
    assert trial.row("staff", "cl").values["pin_tries"] == 0
    assert [entry.step for entry in trial.entries() if entry.register == "staff"][-7:] == ["fail-pin"] * 6 + ["pass-pin"]


@pytest.mark.parametrize("pin", ["123", "1234567890123", "12a4", "一二三四", ""])
def test_a_pin_has_four_to_twelve_digits(trial: Trial, pin: str) -> None:
    """Anything else is refused without repeating it."""
    with pytest.raises(Invalid) as caught:
        trial.desk.set_pin("cl", pin, by="cl")

    assert pin == "" or pin not in repr(caught.value.invalid)


def test_neither_a_pin_nor_its_hash_is_in_the_chain(trial: Trial) -> None:
    """The hash lies beside the chain, like everything that is somebody's own."""
    trial.desk.set_pin("cl", "471147", by="cl")
    kept = str(trial.row("staff", "cl").values["pin_hash"])
    columns = "\n".join(str(value) for entry in trial.entries() for value in entry)

    assert "471147" not in columns
    assert kept not in columns
    assert kept.partition("$")[2] not in columns
