"""Approving that a key goes to somebody outside: two who must, once, for a day; and the rules nobody switches off."""

from __future__ import annotations

import pytest
from tests.plugins.cabinet import NUMBER, OUTSIDER, clauses, desk_of, lend, made, state, without

from pmcore.engine.sheet import Written
from pmcore.model.outcomes import NeedsApproval, Refused, WrongUse
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    return made()


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with a key in the cabinet, YS2026-0001."""
    return desk_of(chapter)


def ask(trial: Trial) -> str:
    """Ask that the key may go to a visitor; the number of the approval."""
    return trial.desk.ask(trial.desk.step("key", "exceptional-lend"), OUTSIDER, on=NUMBER, by="kp", reason="once").number


def test_an_exception_wants_two_and_works_once(trial: Trial) -> None:
    """One of the two is not enough; with both the key goes out; the approval is then used up."""
    approval = ask(trial)
    trial.record("approval", "grant", by="sun", on=approval)
    with pytest.raises(Refused):
        trial.desk.use_approval(approval, by="kp")
    half_way = (state(trial, "approval", approval), state(trial))
    trial.record("approval", "grant", by="boss", on=approval)
    trial.desk.use_approval(approval, by="kp")
    lent = (state(trial, "approval", approval), state(trial))
    trial.record("key", "return", by="kp", on=NUMBER)
    with pytest.raises(Refused):
        trial.desk.use_approval(approval, by="kp")

    assert [half_way, lent, state(trial)] == [("asked", "held"), ("used", "lent"), "held"]


def test_the_same_person_does_not_approve_twice_nor_a_third(trial: Trial) -> None:
    """Each grants once, in the role that is still wanted; a supervisor is none of the two."""
    approval = ask(trial)
    trial.record("approval", "grant", by="sun", on=approval)
    for who in ("sun", "zg", "kp"):
        with pytest.raises(Refused):
            trial.record("approval", "grant", by=who, on=approval)

    assert state(trial, "approval", approval) == "asked"


def test_one_who_declines_is_enough(trial: Trial) -> None:
    """After the project manager granted and the leadership declined, the key stays."""
    approval = ask(trial)
    trial.record("approval", "grant", by="sun", on=approval)
    trial.record("approval", "decline", by="boss", on=approval)
    with pytest.raises(Refused):
        trial.desk.use_approval(approval, by="kp")

    assert (state(trial, "approval", approval), state(trial)) == ("declined", "held")


def test_an_approval_lapses(trial: Trial) -> None:
    """What both granted is of no use after its day."""
    approval = ask(trial)
    trial.record("approval", "grant", by="sun", on=approval)
    trial.record("approval", "grant", by="boss", on=approval)
    trial.passes(days=1, minutes=1)
    with pytest.raises(Refused):
        trial.desk.use_approval(approval, by="kp")

    assert (state(trial, "approval", approval), state(trial)) == ("lapsed", "held")


def test_an_approved_exception_is_judged_again(trial: Trial) -> None:
    """The key went to somebody else between granting and using: the exception is refused and stays unused."""
    approval = ask(trial)
    trial.record("approval", "grant", by="sun", on=approval)
    trial.record("approval", "grant", by="boss", on=approval)
    lend(trial)
    with pytest.raises(Refused) as told:
        trial.desk.use_approval(approval, by="kp")

    assert "key.3" in clauses(told.value)
    assert state(trial, "approval", approval) == "granted"


def test_both_may_approve_at_the_counter(trial: Trial) -> None:
    """Asked, granted and used in one go by both; by one of them nothing is written at all."""
    step = trial.desk.step("key", "exceptional-lend")
    before = len(trial.entries())
    with pytest.raises(Refused):
        trial.desk.record_granted(step, OUTSIDER, on=NUMBER, by="kp", reason="once", granted_by=("boss",))
    after = len(trial.entries())
    trial.desk.record_granted(step, OUTSIDER, on=NUMBER, by="kp", reason="once", granted_by=("boss", "sun"))

    assert (before, state(trial)) == (after, "lent")


def test_without_the_rule_the_exception_would_pass(trial: Trial) -> None:
    """The control: it is this rule that wants two, and a site that switches it off on record has none."""
    step = trial.desk.step("key", "exceptional-lend")
    with pytest.raises(NeedsApproval):
        trial.desk.record(step, OUTSIDER, on=NUMBER, by="kp")
    trial.desk.set_standard("rule.key.exception-approved", "off", by="sun", reason="trial")
    trial.desk.record(step, OUTSIDER, on=NUMBER, by="kp")

    assert state(trial) == "lent"


def signs_for_another(trial: Trial) -> Written:
    """The wrong person signs beside the keeper."""
    return trial.record("key", "lend", by=Actor("kp", others=(Actor("gd"),)), on=NUMBER, to="gc", purpose="repair")


def test_the_borrower_is_who_signs(trial: Trial) -> None:
    """Somebody else's signature does not do; with the rule cut out it would."""
    with pytest.raises(Refused) as told:
        signs_for_another(trial)

    assert clauses(told.value) == {"key.3"}
    assert signs_for_another(desk_of(without("borrower-signs"))).state == "lent"


@pytest.mark.parametrize("rule", ["borrower-signs", "one-person-at-a-time", "receiver-is-another"])
def test_fixed_rules_are_not_switched_off(trial: Trial, rule: str) -> None:
    """Keeper and borrower stay different people whatever a site wishes: there is no standard to set."""
    with pytest.raises(WrongUse):
        trial.desk.set_standard(f"rule.key.{rule}", "off", by="sun", reason="trial")


def test_the_second_borrower_is_told_who_has_it(trial: Trial) -> None:
    """The refusal names the first borrower; with the rule cut out an exception would take the key from under them."""
    lend(trial)
    with pytest.raises(Refused) as told:
        lend(trial, to="gd")
    loose = desk_of(without("one-person-at-a-time"))
    lend(loose)
    step = loose.desk.step("key", "exceptional-lend")
    loose.desk.record_granted(step, OUTSIDER, on=NUMBER, by="kp", reason="once", granted_by=("boss", "sun"))

    assert [finding.evidence["holder"] for finding in told.value.findings if finding.clause == "key.3"] == ["gc"]
    assert loose.row("key", NUMBER).values["holder"] is None


def test_a_borrower_who_is_keeper_too_hands_it_to_another(trial: Trial) -> None:
    """Two keepers: one borrows from the other, and cannot take the key back in; with the rule cut out they could."""
    lend(trial, to="kq")
    with pytest.raises(Refused) as told:
        trial.record("key", "return", by="kq", on=NUMBER)
    loose = desk_of(without("receiver-is-another"))
    lend(loose, to="kq")

    assert clauses(told.value) == {"key.3"}
    assert loose.record("key", "return", by="kq", on=NUMBER).state == "held"
    assert trial.record("key", "return", by="kp", on=NUMBER).state == "held"
