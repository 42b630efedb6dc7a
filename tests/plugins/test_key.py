"""Keys beyond what the specs say: two desks, who stands in for the keeper, late slips, what is taken back, any walk."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.plugins.cabinet import NUMBER, OUTSIDER, clauses, desk_of, lend, made, staff, state

from pmcore.desk import Desk
from pmcore.engine.sheet import Written
from pmcore.model.outcomes import Refused
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial
from pmplugins.key.custody import key


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core and this chapter."""
    return made()


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with a key in the cabinet, YS2026-0001."""
    return desk_of(chapter)


def give_back(trial: Trial, **more: Any) -> Written:
    """The owner collects the key."""
    given = {"collector": "Owner", "document": "passport", "document_tail": "1234", "signed_for": True, **more}
    return trial.record("key", "give-back", by="kp", on=NUMBER, **given)


def test_held_and_lent_keys_are_in_custody() -> None:
    """A count of what is held finds keys in the cabinet and keys that are out, and no others."""
    assert [state.name for state in key.custody] == ["held", "lent"]


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
    lent = lend(trial, by="wf")
    entry = trial.entries()[lent.seq - 1]
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
    assert trial.row("key", "A-01").number == NUMBER


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
        step = chance.choice(["lend"] * 4 + ["return"] * 4 + ["chase", "lose"] + ["recover"] * 3)
        who = chance.choice(["gc", "gd", "kq"])
        given: dict[str, Any] = {
            "lend": {"to": who, "purpose": "repair"}, "lose": {"circumstances": "gone"}, "recover": {"hook": "A-01"},
        }.get(step, {})  # fmt: skip
        by = chance.choice(["kp", "kp", "kq", "gc"])
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
