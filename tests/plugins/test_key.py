"""Keys beyond what the specs say: approval by two, who stands in for the keeper, late slips, what is taken back, any walk."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmcore.desk import Desk
from pmcore.engine.sheet import Written
from pmcore.model.outcomes import Declined, NeedsApproval, Refused
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import STAFF, Trial
from pmplugins.key.custody import key

STAFF_HERE = {**STAFF, "wf": "assistant", "gd": "repairer", "kq": "key-keeper"}
OUTSIDER = {
    "lent_to": "Visitor Veronica", "mobile": "13900000001", "document": "identity-card", "document_tail": "4321",
    "exception_for": "the owner is abroad",
}  # fmt: skip


def made() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"key": ("pmplugins.key", "1")})
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    return made()


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with a key in the cabinet, YS2026-0001."""
    return desk_of(chapter)


def desk_of(catalogue: Catalogue) -> Trial:
    """A desk with a unit, its owner, and their key on a hook."""
    trial = Trial(catalogue, staff=STAFF_HERE)
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="Owner", unit="1-2-301")
    trial.record("key", "entrust", by="kp", customer="Owner", unit="1-2-301", hook="A-01")
    return trial


NUMBER = "YS2026-0001"


def lend(trial: Trial, to: str = "gc", by: str = "kp", **more: Any) -> Written:
    """Lend the key to somebody who signs for it."""
    more.setdefault("purpose", "repair")
    return trial.record("key", "lend", by=Actor(by, others=(Actor(to),)), on=NUMBER, to=to, **more)


def give_back(trial: Trial, **more: Any) -> Written:
    """The owner collects the key."""
    given = {"collector": "Owner", "document": "passport", "document_tail": "1234", "signed_for": True, **more}
    return trial.record("key", "give-back", by="kp", on=NUMBER, **given)


def state(trial: Trial, register: str = "key", number: str = NUMBER) -> str:
    """Where a form stands."""
    return str(trial.row(register, number).state)


def staff(trial: Trial, code: str) -> str:
    """The number of somebody."""
    return str(trial.row("staff", code).number)


def clauses(declined: Declined) -> set[str]:
    """The clauses of what stopped a step."""
    return {finding.clause for finding in declined.findings if finding.level != "warn"}


def ask(trial: Trial) -> str:
    """Ask that the key may go to a visitor; the number of the approval."""
    return trial.desk.ask(trial.desk.step("key", "exceptional-lend"), OUTSIDER, on=NUMBER, by="kp", reason="once").number


def test_held_and_lent_keys_are_in_custody() -> None:
    """A count of what is held finds keys in the cabinet and keys that are out, and no others."""
    assert [state.name for state in key.custody] == ["held", "lent"]


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


def without(rule: str) -> Catalogue:
    """The chapter with one rule cut out."""
    catalogue = made()
    for bounds in catalogue.rules.values():
        bounds[:] = [bound for bound in bounds if bound.rule.name != rule]
    catalogue.memo.clear()
    return catalogue


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
    """Keeper and borrower stay different people whatever a site sets."""
    trial.desk.set_standard(f"rule.key.{rule}", "off", by="sun", reason="trial")
    if rule == "borrower-signs":
        with pytest.raises(Refused) as told:
            signs_for_another(trial)
    elif rule == "one-person-at-a-time":
        lend(trial)
        with pytest.raises(Refused) as told:
            lend(trial, to="gd")
    else:
        lend(trial, to="kq")
        with pytest.raises(Refused) as told:
            trial.record("key", "return", by="kq", on=NUMBER)

    assert "key.3" in clauses(told.value)


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


def test_two_desks_do_not_lend_one_key(trial: Trial) -> None:
    """Another process with the same book sees at once that the key is out."""
    other = Desk(trial.store, trial.desk.catalogue, site="trial", clock=lambda: trial.now, entropy=random.Random(3).randbytes)
    step = other.step("key", "lend")
    lend(trial)
    with pytest.raises(Refused) as told:
        other.record(step, {"to": "gd", "purpose": "repair"}, on=NUMBER, by=Actor("kq", others=(Actor("gd"),)))

    assert "key.3" in clauses(told.value)


def test_a_stand_in_signs_for_the_keeper_and_answers(trial: Trial) -> None:
    """Under a delegation somebody else lends as keeper, for the keeper; a loss afterwards names who did, not who was ill."""
    day = date(2026, 7, 1)
    trial.record(
        "delegation", "give", by="zg", giver="kp", to="wf", role="key-keeper", starts=day, ends=date(2026, 7, 2), reason="ill"
    )
    entry = trial.entries()[lend(trial, by="wf").seq - 1]
    lost = trial.record("key", "lose", by="sun", on=NUMBER, circumstances="left in a taxi")
    incident = trial.row("incident", lost.also[0].number).values

    assert json.loads(entry.signed)[0] == {"for": staff(trial, "kp"), "role": "key-keeper", "staff": staff(trial, "wf")}
    assert (incident["keeper"], incident["borrower"]) == (staff(trial, "wf"), staff(trial, "gc"))


def test_who_accounts_for_a_loss_does_not_decide_on_it(trial: Trial) -> None:
    """A project manager who stood in for the keeper accounts for the loss, and cannot also say who answers."""
    trial.record("staff", "assign", by="admin", on="sun", role="key-keeper")
    number = trial.record("key", "lose", by=Actor("sun", "key-keeper"), on=NUMBER, circumstances="gone").also[0].number
    trial.record("incident", "account", by=Actor("sun", "key-keeper"), on=number, how_it_came="the cabinet stood open")
    trial.record("incident", "inform", by="lj", on=number, told="Owner")
    with pytest.raises(Refused):
        trial.record("incident", "answer", by=Actor("sun", "project-manager"), on=number, measures="new lock")

    assert trial.record("incident", "answer", by="admin", on=number, measures="new lock").state == "answered"


def test_a_return_entered_late_ends_what_was_chased(trial: Trial) -> None:
    """It came back at four, was chased at six by mistake, and is entered afterwards at its own time."""
    lend(trial)
    trial.now = datetime(2026, 7, 1, 10, tzinfo=UTC)
    trial.record("key", "chase", by="kp", on=NUMBER)
    trial.record("key", "return", by="kp", on=NUMBER, at=datetime(2026, 7, 1, 8, tzinfo=UTC))

    assert (state(trial), trial.duties("key", NUMBER)) == ("held", [])


def test_a_struck_return_brings_its_duty_back(trial: Trial) -> None:
    """A return on the wrong key is struck: the key is out again, due when it was due, with whoever had it."""
    lend(trial)
    owed = trial.duties("key", NUMBER)
    seq = trial.record("key", "return", by="kp", on=NUMBER).seq
    trial.desk.strike("key", NUMBER, seq, reason="another key", by="kp")

    assert (state(trial), trial.duties("key", NUMBER)) == ("lent", owed)
    assert trial.row("key", NUMBER).values["holder"] == staff(trial, "gc")


def test_the_borrower_is_not_corrected_into_somebody_who_did_not_sign(trial: Trial) -> None:
    """Another borrower is another lending, not a slip of the pen; the purpose may be put right."""
    seq = lend(trial).seq
    with pytest.raises(Refused):
        trial.desk.correct("key", NUMBER, {"to": "gd"}, seq=seq, reason="slip", by="kp")
    trial.desk.correct("key", NUMBER, {"purpose": "patrol"}, seq=seq, reason="slip", by="kp")

    row = trial.row("key", NUMBER).values
    assert (row["to"], row["purpose"]) == (staff(trial, "gc"), "patrol")


def test_a_loss_struck_takes_its_incident_along(trial: Trial) -> None:
    """The wrong key was reported lost: both go, and nothing is owed."""
    lost = trial.record("key", "lose", by="kp", on=NUMBER, circumstances="gone")
    trial.desk.strike("key", NUMBER, lost.seq, reason="another key", by="kp")

    assert (state(trial), state(trial, "incident", lost.also[0].number)) == ("held", "void")
    assert trial.duties() == []


def test_a_depositor_who_stood_in_the_book_twice_still_collects(trial: Trial) -> None:
    """The customers were merged after the key was left: under the other number they are the same person."""
    other = trial.record("customer", "add", by="lj", name="Owner Again").number
    with pytest.raises(Refused):
        give_back(trial, collector=other)
    trial.record("customer", "merge", by="zg", on="KH00001", into=other)

    assert give_back(trial, collector=other).state == "given-back"


def test_an_owner_who_moved_out_does_not_collect_what_the_developer_left(trial: Trial) -> None:
    """Being owner counts on the day; the developer collects their own."""
    developer = trial.record("customer", "add", by="lj", name="Developer", kind="company").number
    left = trial.record("key", "from-developer", by="kp", unit="1-2-301", handed_by="Builder", customer=developer).number
    trial.record("tenure", "end", by="lj", on="GX00001", ends=date(2026, 6, 30))
    given = {"document": "official-letter", "document_tail": "1234", "signed_for": True}
    with pytest.raises(Refused) as told:
        trial.record("key", "give-back", by="kp", on=left, collector="Owner", **given)

    assert clauses(told.value) == {"key.1"}
    assert trial.record("key", "give-back", by="kp", on=left, collector="Developer", **given).state == "given-back"


def test_a_key_is_found_by_its_hook(trial: Trial) -> None:
    """What is typed at the desk is what hangs on the key."""
    assert trial.row("key", "a-01").number == NUMBER


def test_no_list_or_chain_names_a_visitor(trial: Trial) -> None:
    """A borrower from outside stands beside the chain, and the list of keys out leaves them unnamed."""
    step = trial.desk.step("key", "exceptional-lend")
    trial.desk.record_granted(step, OUTSIDER, on=NUMBER, by="kp", reason="once", granted_by=("boss", "sun"))
    chain = "".join(entry.body + entry.grounds + entry.context for entry in trial.entries())
    with trial.desk.reading() as look:
        rows = list(look.catalogue.reports["key.out"].work(look.facts, look.facts.today, look.facts.today))

    assert [value for value in ("Veronica", "13900000001", "4321", "abroad") if value in chain] == []
    assert [(row["number"], row["holder"]) for row in rows] == [(NUMBER, None)]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_tried_one_person_has_the_key(chapter: Catalogue, seed: int) -> None:
    """A hundred steps at random by anybody: the book never says that two have it, or that somebody has a key that is in."""
    chance = random.Random(seed)
    trial = desk_of(chapter)
    holder: str | None = None
    lent = refused = 0
    for _turn in range(100):
        trial.passes(minutes=chance.randrange(1, 400))
        step, who = chance.choice(["lend", "lend", "lend", "return", "return", "chase", "lose", "recover"]), chance.choice(["gc", "gd", "kq"])
        given: dict[str, Any] = {
            "lend": {"to": who, "purpose": "repair"}, "lose": {"circumstances": "gone"}, "recover": {"hook": "A-01"},
        }.get(step, {})  # fmt: skip
        by = chance.choice(["kp", "kq", "gc"])
        signer = Actor(by, others=(Actor(who),)) if step == "lend" else by
        try:
            trial.record("key", step, by=signer, on=NUMBER, **given)
        except Refused:
            refused += 1
            continue
        assert step != "lend" or holder is None
        holder = who if step == "lend" else holder if step == "chase" else None
        lent += step == "lend"
        row = trial.row("key", NUMBER)
        assert (row.state == "lent", row.values["holder"] if row.state == "lent" else None) == (
            holder is not None, staff(trial, holder) if holder else None,
        )  # fmt: skip

    assert lent > 3
    assert refused > 3
    assert trial.desk.verify()[1] is None
