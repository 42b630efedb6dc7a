"""Who may sign: roles as dated facts, delegations, second signers, separation of duties, PINs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Ambiguous, Busy, Invalid, Refused
from pmcore.model.stamp import stamp
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


@pytest.fixture
def delegated(trial: Trial) -> Trial:
    """The supervisor lets the cashier sign for them on the 2nd and 3rd."""
    given = {"giver": "zg", "to": "cl", "role": "supervisor", "starts": "2026-07-02", "ends": "2026-07-03", "reason": "leave"}
    trial.record("delegation", "give", by="zg", **given)
    return trial


@pytest.mark.parametrize(("day", "signs"), [(0, False), (1, True), (2, True), (3, False)])
def test_a_delegation_holds_on_its_days(delegated: Trial, day: int, signs: bool) -> None:
    """The signature names who signed, in which role, and for whom."""
    number = place(delegated).number
    delegated.passes(days=day)
    check = Actor("cl", others=(Actor("cl2"),))
    person(delegated, "cl2", "cashier")

    if signs:
        delegated.record("order", "check", by=check, on=number)
        assert delegated.entries()[-1].signed.startswith('[{"for":"YG0003","role":"supervisor","staff":"YG0004"}')
    else:
        with pytest.raises(Refused):
            delegated.record("order", "check", by=check, on=number)


def test_a_revoked_delegation_is_none(delegated: Trial) -> None:
    """The giver takes it back."""
    number = place(delegated).number
    person(delegated, "cl2", "cashier")
    delegated.record("delegation", "revoke", by="zg", on="1")
    delegated.passes(days=1)

    with pytest.raises(Refused):
        delegated.record("order", "check", by=Actor("cl", others=(Actor("cl2"),)), on=number)


def test_a_delegation_is_not_passed_on(delegated: Trial) -> None:
    """Who signs for somebody cannot let a third person do so."""
    delegated.passes(days=1)

    with pytest.raises(Refused) as caught:
        delegated.record(
            "delegation", "give", by="cl", giver="cl", to="lj", role="supervisor", starts="2026-07-02", ends="2026-07-03", reason="x"
        )
    assert "core.giver-or-head" in rule_of(caught)


@pytest.mark.parametrize(
    "wrong", [{"to": "zg"}, {"starts": "2026-07-04"}, {"giver": "lj", "role": "assistant", "by": "cl"}, {"role": "cashier"}]
)
def test_a_delegation_makes_sense(trial: Trial, wrong: dict[str, str]) -> None:
    """Not to oneself, not backwards, not by a stranger, not of a role one has not."""
    given = {"giver": "zg", "to": "cl", "role": "supervisor", "starts": "2026-07-02", "ends": "2026-07-03", "reason": "x", "by": "zg"}

    with pytest.raises(Refused) as caught:
        trial.record("delegation", "give", **{**given, **wrong})

    assert rule_of(caught) == ["core.giver-or-head"]


def test_a_delegation_ends_with_the_role_it_lends(delegated: Trial) -> None:
    """What the giver no longer holds nobody holds for them."""
    number = place(delegated).number
    person(delegated, "cl2", "cashier")
    delegated.record("staff", "unassign", by="admin", on="zg", role="supervisor", ends=TODAY)
    delegated.passes(days=1)

    with pytest.raises(Refused):
        delegated.record("order", "check", by=Actor("cl", others=(Actor("cl2"),)), on=number)


def test_a_delegation_ends_when_its_giver_leaves(delegated: Trial) -> None:
    """Somebody who has left lends nothing."""
    number = place(delegated).number
    person(delegated, "cl2", "cashier")
    delegated.record("staff", "leave", by="admin", on="zg")
    delegated.passes(days=1)

    with pytest.raises(Refused):
        delegated.record("order", "check", by=Actor("cl", others=(Actor("cl2"),)), on=number)


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


def test_only_the_parties_or_a_head_revoke_a_delegation(delegated: Trial) -> None:
    """A stranger does not, who received it does."""
    with pytest.raises(Refused):
        delegated.record("delegation", "revoke", by="lj", on="1")

    assert delegated.record("delegation", "revoke", by="cl", on="1").state == "revoked"


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


def test_a_delegate_says_for_whom_they_sign(delegated: Trial) -> None:
    """With a role of their own that fits, only the role or the person told makes it the other one's signature."""
    delegated.passes(days=1)
    delegated.record("staff", "assign", by="admin", on="cl", role="assistant")
    unit = {"use": "home", "area": "80"}

    delegated.record("unit", "add", by="cl", code="1-1-101", **unit)
    delegated.record("unit", "add", by=Actor("cl", "supervisor"), code="1-1-102", **unit)
    delegated.record("unit", "add", by=Actor("cl", on_behalf="zg"), code="1-1-103", **unit)

    lent = '[{"for":"YG0003","role":"supervisor","staff":"YG0004"}]'
    assert [entry.signed for entry in delegated.entries()[-3:]] == ['[{"role":"assistant","staff":"YG0004"}]', lent, lent]


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
