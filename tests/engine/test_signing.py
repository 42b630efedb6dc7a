"""Who may sign: roles as dated facts, delegations, second signers, separation of duties, PINs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Ambiguous, Invalid, Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial

TODAY = date(2026, 7, 1)


def person(trial: Trial, code: str, role: str | None = None, **dates: Any) -> str:
    """Somebody engaged, with a role."""
    number = trial.record("staff", "engage", by="admin", name=f"Person {code}", code=code).number
    if role is not None:
        trial.record("staff", "assign", by="admin", on=code, role=role, **dates)
    return number


def place(trial: Trial, by: Actor | str = "lj", **given: Any) -> Any:
    """Place an order."""
    return trial.record("order", "place", by=by, **{"what": "A1", **given})


def rule_of(declined: pytest.ExceptionInfo[Declined]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in declined.value.findings]


@pytest.mark.parametrize(("day", "signs"), [(-1, False), (0, True), (2, True), (3, False)])
def test_a_role_holds_from_its_first_to_its_last_day(trial: Trial, day: int, signs: bool) -> None:
    """Before the first day and after the last one the holder signs nothing in it."""
    person(trial, "xw", "assistant", starts=TODAY + timedelta(days=1), until=TODAY + timedelta(days=3))
    trial.passes(days=day + 1)

    if signs:
        assert place(trial, "xw").state == "placed"
    else:
        with pytest.raises(Refused) as caught:
            place(trial, "xw")
        assert rule_of(caught) == ["core.signer"]


def test_a_role_taken_back_ends_after_the_day_given(trial: Trial) -> None:
    """On the last day it is still held, the day after it is not."""
    trial.record("staff", "unassign", by="admin", on="lj", role="assistant", ends=TODAY)
    assert place(trial).state == "placed"

    trial.passes(days=1)
    with pytest.raises(Refused):
        place(trial)


def test_a_role_counts_on_the_day_on_which_it_happened(trial: Trial) -> None:
    """A late entry is signed by who held the role then, not by who holds it now."""
    person(trial, "xw", "assistant", starts=TODAY + timedelta(days=1))
    trial.passes(hours=20)

    with pytest.raises(Refused):
        trial.record("order", "place", by="xw", at=trial.now - timedelta(hours=21), what="A1")
    assert place(trial, "xw", what="A2").state == "placed"


def test_two_roles_that_fit_have_to_be_told_apart(trial: Trial) -> None:
    """The unit register takes assistants and supervisors: who is both says which."""
    trial.record("staff", "assign", by="admin", on="lj", role="supervisor", starts=TODAY)

    with pytest.raises(Ambiguous) as caught:
        trial.record("unit", "add", by="lj", code="1-1-101", use="home", area="80")
    assert caught.value.more["ambiguous"] == ["assistant", "supervisor"]

    trial.record("unit", "add", by=Actor("lj", "supervisor"), code="1-1-101", use="home", area="80")
    assert trial.entries()[-1].signed == '[{"role":"supervisor","staff":"YG0002"}]'


def test_a_second_role_that_does_not_fit_makes_nothing_ambiguous(trial: Trial) -> None:
    """The one role that fits is taken."""
    trial.record("staff", "assign", by="admin", on="lj", role="cashier", starts=TODAY)

    assert place(trial).state == "placed"


def test_a_role_that_is_not_held_cannot_be_taken_on(trial: Trial) -> None:
    """``--as`` chooses among the roles held, it gives none."""
    with pytest.raises(Refused):
        place(trial, Actor("cl", "assistant"))


def test_a_role_map_lets_another_role_sign(trial: Trial) -> None:
    """A small site says by a standard whose holders sign as what; the signature shows the role really held."""
    with pytest.raises(Refused):
        place(trial, "cl")

    trial.desk.set_standard("role.assistant", "assistant,cashier", by="admin", reason="a small site")

    assert place(trial, "cl").state == "placed"
    assert trial.entries()[-1].signed == '[{"role":"cashier","staff":"YG0004"}]'


def test_two_sign_where_two_have_to(trial: Trial) -> None:
    """Both stand on the entry, the first one as its author."""
    number = place(trial).number
    trial.record("order", "check", by=Actor("zg", others=(Actor("cl"),)), on=number)

    entry = trial.entries()[-1]
    assert (entry.by, entry.signed) == ("YG0003", '[{"role":"supervisor","staff":"YG0003"},{"role":"cashier","staff":"YG0004"}]')


@pytest.mark.parametrize("others", [(), ("zg",), ("lj",)])
def test_the_second_signer_is_somebody_else_with_the_second_role(trial: Trial, others: tuple[str, ...]) -> None:
    """Nobody, oneself (who holds that role too), or somebody with another role will not do."""
    number = place(trial).number
    trial.record("staff", "assign", by="admin", on="zg", role="cashier", starts=TODAY)

    with pytest.raises(Refused) as caught:
        trial.record("order", "check", by=Actor("zg", "supervisor", others=tuple(Actor(code) for code in others)), on=number)

    assert rule_of(caught) == ["core.also"]


def test_who_did_the_one_does_not_do_the_other(trial: Trial) -> None:
    """It is the person that counts, whatever roles they hold."""
    trial.record("staff", "assign", by="admin", on="lj", role="supervisor", starts=TODAY)
    number = place(trial, Actor("lj", "assistant")).number

    with pytest.raises(Refused) as caught:
        trial.record("order", "check", by=Actor("lj", "supervisor", others=(Actor("cl"),)), on=number)

    assert rule_of(caught) == ["core.apart"]


def test_the_second_signer_is_kept_apart_as_well(trial: Trial) -> None:
    """Who placed it does not come in by the back door."""
    trial.record("staff", "assign", by="admin", on="lj", role="cashier", starts=TODAY)
    number = place(trial, Actor("lj", "assistant")).number

    with pytest.raises(Refused) as caught:
        trial.record("order", "check", by=Actor("zg", others=(Actor("lj"),)), on=number)

    assert rule_of(caught) == ["core.apart"]


def test_who_has_left_signs_nothing(trial: Trial) -> None:
    """Nor does who never came."""
    trial.record("staff", "leave", by="admin", on="lj")

    with pytest.raises(Refused):
        place(trial)
    with pytest.raises(Declined):
        place(trial, "nobody")


def test_the_next_holder_of_a_code_is_another_person(trial: Trial) -> None:
    """A code is free again once its holder has left; the number never is."""
    trial.record("staff", "leave", by="admin", on="lj")
    again = person(trial, "lj", "assistant")

    place(trial)

    assert (again, trial.entries()[-1].by) == ("YG0012", "YG0012")


def test_setup_signs_until_there_is_a_project_manager(catalogue: Catalogue) -> None:
    """A fresh site can be filled before anybody has a role; once somebody manages it, nobody signs as nobody."""
    trial = Trial(catalogue, staff={})
    trial.record("staff", "leave", by="admin", on="admin")

    trial.record("staff", "engage", by="setup", name="First", code="first")
    with pytest.raises(Invalid):
        trial.record("order", "place", by="setup", what="A1")
    trial.record("staff", "assign", by="setup", on="first", role="project-manager")

    with pytest.raises(Invalid):
        trial.record("staff", "engage", by="setup", name="Second", code="second")


@pytest.mark.parametrize("step", ["lapse"])
def test_what_time_does_no_person_signs(trial: Trial, step: str) -> None:
    """Not even who manages the project, nor the book's own name."""
    number = place(trial).number

    for by in ("lj", "admin", "clock", "setup"):
        with pytest.raises(Declined):
            trial.record("order", step, by=by, on=number)
    assert trial.row("order", number).state == "placed"


@pytest.mark.parametrize(
    ("register", "step", "on", "given"),
    [
        ("plugin", "upgrade", "order", {"version": "1.0"}),
        ("plugin", "adopt", None, {"name": "other", "version": "1"}),
        ("staff", "fail-pin", "lj", {}),
        ("staff", "pass-pin", "lj", {}),
        ("calendar", "adopt", None, {"year": 2031, "holidays": ["2031-01-01"], "official": True}),
        ("site", "found", None, {"code": "other", "name": "Other", "book": "b"}),
    ],
)
def test_what_the_book_does_by_itself_no_person_signs(
    trial: Trial, register: str, step: str, on: str | None, given: dict[str, Any]
) -> None:
    """Whoever could say which plugins judge a step, or that a PIN was right, could pass every rule."""
    before = len(trial.entries())

    for by in ("lj", "admin", "setup"):
        with pytest.raises(Declined):
            trial.record(register, step, by=by, on=on, **given)
    assert len(trial.entries()) == before


def test_a_person_named_by_the_form_signs_in_a_role_they_hold(trial: Trial) -> None:
    """A role that is not held does not get into the journal by being said."""
    number = place(trial).number
    trial.record("order", "inspect", by="gc", on=number, team="water")
    trial.record("order", "inspect", by="gc", on=number, team="power")
    trial.record("order", "check", by=Actor("zg", others=(Actor("cl"),)), on=number)

    with pytest.raises(Refused):
        trial.record("order", "finish", by=Actor("lj", "project-manager"), on=number, well=True)
    trial.record("order", "finish", by="lj", on=number, well=True)
    assert trial.entries()[-1].signed == '[{"role":"assistant","staff":"YG0002"}]'
