"""Delegations: signing for somebody else on some days, and never longer or further."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Refused
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
            "delegation",
            "give",
            by="cl",
            giver="cl",
            to="lj",
            role="supervisor",
            starts="2026-07-02",
            ends="2026-07-03",
            reason="x",
        )
    assert "core.giver-or-head" in rule_of(caught)


@pytest.mark.parametrize(
    "wrong", [{"to": "zg"}, {"starts": "2026-07-04"}, {"giver": "lj", "role": "assistant", "by": "cl"}, {"role": "cashier"}]
)
def test_a_delegation_makes_sense(trial: Trial, wrong: dict[str, str]) -> None:
    """Not to oneself, not backwards, not by a stranger, not of a role one has not."""
    given = {
        "giver": "zg",
        "to": "cl",
        "role": "supervisor",
        "starts": "2026-07-02",
        "ends": "2026-07-03",
        "reason": "x",
        "by": "zg",
    }

    with pytest.raises(Refused) as caught:
        trial.record("delegation", "give", **{**given, "reason": "x", **wrong})

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


def test_only_the_parties_or_a_head_revoke_a_delegation(delegated: Trial) -> None:
    """A stranger does not, who received it does."""
    with pytest.raises(Refused):
        delegated.record("delegation", "revoke", by="lj", on="1")

    assert delegated.record("delegation", "revoke", by="cl", on="1").state == "revoked"


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
