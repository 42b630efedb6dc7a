"""Approvals: asked, granted, declined, used once; and what the site makes of each rule."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pmcore import Actor, Declined, messages, refuse, yuan
from pmcore.desk import Desk
from pmcore.engine.asking import use
from pmcore.engine.gate import key_of
from pmcore.engine.sheet import Request
from pmcore.model.outcomes import NeedsApproval, Refused
from pmcore.testing.trial import Trial

BIG = {"what": "A1", "amount": "200"}


HUGE = {"what": "A1", "amount": "2000"}


def ask(trial: Trial, given: dict[str, Any] = BIG, by: Actor | str = "lj") -> str:
    """Ask for an order that needs leave; the approval's number."""
    return trial.desk.ask(trial.desk.step("order", "place"), given, by=by, reason="the client waits").number


def grant(trial: Trial, number: str, by: Actor | str = "zg") -> str:
    """Grant it; the approval's state."""
    return trial.record("approval", "grant", by=by, on=number).state


def orders(trial: Trial) -> list[str]:
    """The numbers of all orders."""
    with trial.desk.reading() as look:
        return [row.number for row in look.list("order").rows]


def rules_of(declined: pytest.ExceptionInfo[Declined]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in declined.value.findings]


def test_without_leave_it_is_not_written(trial: Trial) -> None:
    """The outcome says who would have to approve it."""
    with pytest.raises(NeedsApproval) as caught:
        trial.record("order", "place", by="lj", **BIG)

    assert rules_of(caught) == ["order.big"]
    assert [role.name for role in caught.value.findings[0].approvers] == ["supervisor"]
    assert orders(trial) == []


def test_asked_granted_used(trial: Trial) -> None:
    """The step is written with the number of its approval; the approval is spent on that entry."""
    number = ask(trial)
    assert (orders(trial), grant(trial, number)) == ([], "granted")

    written = trial.desk.use_approval(number, by="lj")

    assert (orders(trial), trial.row("approval", number).state) == (["OR2026-0001"], "used")
    assert trial.row("approval", number).values["entry"] == written.seq
    assert f'"approval":"{number}"' in trial.entries()[written.seq - 1].context
    assert '["order.big","approve","all.1"]' in trial.entries()[written.seq - 1].grounds


def test_another_process_grants_it_later(trial: Trial) -> None:
    """All that an approval needs is in the book."""
    number = ask(trial)
    other = Desk(trial.store, trial.desk.catalogue, site="trial", clock=trial.desk.clock, entropy=trial.desk.entropy)

    other.record(other.step("approval", "grant"), {}, by="zg", on=number)

    assert trial.desk.use_approval(number, by="lj").number == "OR2026-0001"


def test_the_waiting_approval_is_found_by_who_must(trial: Trial) -> None:
    """It names the roles that have to grant it, and the clauses it is about."""
    row = trial.row("approval", ask(trial, HUGE))

    assert (row.values["must"], row.values["clauses"]) == ('["project-manager","supervisor"]', '["all.1"]')


def test_what_was_declined_is_not_used(trial: Trial) -> None:
    """Nor granted afterwards."""
    number = ask(trial)
    trial.record("approval", "decline", by="zg", on=number, why="too dear")

    with pytest.raises(Refused):
        trial.desk.use_approval(number, by="lj")
    with pytest.raises(Refused):
        grant(trial, number)
    assert orders(trial) == []


@pytest.mark.parametrize("granted", [False, True])
def test_it_lapses_by_itself(trial: Trial, granted: bool) -> None:
    """A day after it was asked it is gone, granted or not."""
    number = ask(trial)
    if granted:
        grant(trial, number)
    trial.passes(hours=23, minutes=59)
    assert trial.row("approval", number).state == ("granted" if granted else "asked")

    trial.passes(minutes=1)
    assert trial.row("approval", number).state == "lapsed"
    with pytest.raises(Refused):
        trial.desk.use_approval(number, by="lj")


def test_who_asked_withdraws_and_nobody_else(trial: Trial) -> None:
    """What is withdrawn is over."""
    number = ask(trial)
    with pytest.raises(Refused):
        trial.record("approval", "withdraw", by="cl", on=number)

    assert trial.record("approval", "withdraw", by="lj", on=number).state == "withdrawn"
    with pytest.raises(Refused):
        grant(trial, number)


def test_it_is_used_once(trial: Trial) -> None:
    """A second order needs its own."""
    number = ask(trial)
    grant(trial, number)
    trial.desk.use_approval(number, by="lj")

    with pytest.raises(Refused):
        trial.desk.use_approval(number, by="lj")
    assert orders(trial) == ["OR2026-0001"]


def test_a_new_finding_is_not_covered(trial: Trial) -> None:
    """Since it was granted somebody ordered the same thing: nobody approved that."""
    number = ask(trial)
    grant(trial, number)
    trial.record("order", "place", by="lj", what="A1")

    with pytest.raises(NeedsApproval) as caught:
        trial.desk.use_approval(number, by="lj")

    assert rules_of(caught) == ["order.big", "order.twice"]
    assert trial.row("approval", number).state == "granted"


def test_a_step_refused_by_now_is_refused(trial: Trial) -> None:
    """An approval lifts what it covers, and no refusal."""
    number = ask(trial)
    grant(trial, number)
    trial.record("staff", "leave", by="admin", on="lj")

    with pytest.raises(Refused):
        trial.desk.use_approval(number, by="lj")


def test_what_is_written_is_what_was_asked(trial: Trial) -> None:
    """Whoever uses it gives a number, no values: the draft is written as it was shown to who granted it."""
    number = ask(trial)
    grant(trial, number)

    written = trial.desk.use_approval(number, by="lj")

    assert trial.row("order", written.number).values["amount"] == 20000


@pytest.mark.parametrize(("amount", "fits"), [("200", True), ("200.00", True), ("150", False)])
def test_typed_again_it_has_to_be_what_was_asked(trial: Trial, amount: str, fits: bool) -> None:
    """Whoever types the step again with the approval's number types the same step."""
    number = ask(trial)
    grant(trial, number)
    again = Request(trial.desk.step("order", "place"), {**BIG, "amount": amount}, actor=Actor("lj"))

    with trial.desk.reading() as look:
        if fits:
            assert use(look.sheet, number, again.actor, again).state == "placed"
        else:
            with pytest.raises(Refused):
                use(look.sheet, number, again.actor, again)


def test_an_approval_covers_one_amount(trial: Trial) -> None:
    """The finding that was approved names its evidence; the same rule saying something else is another finding."""
    covers = frozenset(json.loads(str(trial.row("approval", ask(trial)).values["covers"])))

    with trial.desk.reading() as look:
        request = Request(trial.desk.step("order", "place"), BIG, actor=Actor("lj"), granted=covers)
        assert look.sheet.record(request).state == "placed"
    with trial.desk.reading() as look, pytest.raises(NeedsApproval):
        look.sheet.record(Request(request.step, {**BIG, "amount": "201"}, actor=Actor("lj"), granted=covers))


def test_words_of_people_take_no_part_in_what_is_covered() -> None:
    """A digest of a name without salt could be guessed; numbers of forms and amounts do take part."""
    _ = messages("orders")

    def key(**values: Any) -> str:
        return key_of(refuse(_("{name} {number} {amount}"), **values))

    first = {"name": "王小明", "number": "OR2026-0001", "amount": yuan(1)}
    assert key(**first) == key(**{**first, "name": "13800000001"})
    assert len({key(**first), key(**{**first, "number": "OR2026-0002"}), key(**{**first, "amount": yuan(2)})}) == 3


def test_two_of_two_have_to_grant(trial: Trial) -> None:
    """One of them is not enough; one of them twice is not either."""
    number = ask(trial, HUGE)
    assert grant(trial, number) == "asked"
    with pytest.raises(Refused):
        trial.desk.use_approval(number, by="lj")
    with pytest.raises(Declined):
        grant(trial, number)

    assert grant(trial, number, "sun") == "granted"
    assert trial.desk.use_approval(number, by="lj").state == "placed"


def test_one_of_two_who_declines_ends_it(trial: Trial) -> None:
    """What one of those who must does not want is over."""
    number = ask(trial, HUGE)
    grant(trial, number)

    assert trial.record("approval", "decline", by="sun", on=number).state == "declined"


def test_who_asks_does_not_grant(trial: Trial) -> None:
    """Not even in another role."""
    trial.record("staff", "assign", by="admin", on="lj", role="supervisor")
    number = ask(trial, by=Actor("lj", "assistant"))

    with pytest.raises(Refused) as caught:
        grant(trial, number, Actor("lj", "supervisor"))

    assert rules_of(caught) == ["core.apart"]


def test_only_who_must_grants(trial: Trial) -> None:
    """A cashier's leave is none."""
    with pytest.raises(Refused):
        grant(trial, ask(trial), "cl")


def test_by_telephone_and_confirmed_in_person(trial: Trial) -> None:
    """It counts at once; the manager owes a confirmation on the next working day, and only they can give it."""
    number = ask(trial)
    trial.record("approval", "grant-by-telephone", by="cl", on=number, approver="zg", called="13800000001")
    assert trial.duties("approval", number) == [("confirm", "staff:YG0003", "2026-07-02T01:00:00.000Z")]

    trial.desk.use_approval(number, by="lj")
    with pytest.raises(Refused):
        trial.record("approval", "confirm", by="sun", on=number)
    trial.record("approval", "confirm", by="zg", on=number)

    assert (trial.duties("approval", number), trial.row("approval", number).state) == ([], "used")


@pytest.mark.parametrize(("hearer", "approver"), [("cl", "lj"), ("cl", "ar"), ("zg", "zg"), ("lj", "zg")])
def test_who_is_called_may_approve_and_who_hears_it_is_somebody_else(trial: Trial, hearer: str, approver: str) -> None:
    """Not the asker as approver, nobody without the role, nobody hearing themselves, and not the asker as hearer."""
    number = ask(trial)

    with pytest.raises(Refused):
        trial.record("approval", "grant-by-telephone", by=hearer, on=number, approver=approver, called="13800000001")
    assert trial.row("approval", number).state == "asked"


def test_at_the_counter_in_one_go(trial: Trial) -> None:
    """Asked, granted and used in one transaction: three signatures, one after the other."""
    step = trial.desk.step("order", "place")
    before = len(trial.entries())

    written = trial.desk.record_granted(step, HUGE, by="lj", reason="the client waits", granted_by=("zg", "sun"))

    assert written.state == "placed"
    assert [entry.step for entry in trial.entries()[before:]] == ["ask", "grant", "grant", "place", "spend"]


@pytest.mark.parametrize("granters", [(), ("zg",), ("zg", "cl"), ("lj", "sun")])
def test_at_the_counter_with_somebody_missing_nothing_is_written(trial: Trial, granters: tuple[str, ...]) -> None:
    """All of it or nothing, the asking included."""
    before = len(trial.entries())

    with pytest.raises(Declined):
        trial.desk.record_granted(trial.desk.step("order", "place"), HUGE, by="lj", reason="x", granted_by=granters)

    assert len(trial.entries()) == before


def test_nothing_is_asked_that_no_approval_helps(trial: Trial) -> None:
    """What is refused, and what needs no leave, cannot be asked for."""
    for amount in ("13", "1"):
        with pytest.raises(Refused):
            ask(trial, {"what": "A1", "amount": amount})
