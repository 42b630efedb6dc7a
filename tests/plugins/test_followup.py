"""Follow-ups beyond what the specs say: they come and go with the form that they follow up, whichever chapter it is of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from pmcore.model.outcomes import Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

FAVOURS = {"followup": ("pmplugins.followup", "1"), "favour": ("tests.plugins.favours", "1")}


@pytest.fixture(scope="module")
def chapters() -> Catalogue:
    """The core, this chapter, and a stranger's that has forms to follow up."""
    catalogue = full_catalogue(FAVOURS)
    assert catalogue.failures == {}
    return catalogue


@pytest.fixture
def trial(chapters: Catalogue) -> Trial:
    """A desk with a favour done for a customer, the follow-up of which is due."""
    made = Trial(chapters)
    made.record("customer", "add", by="lj", name="Wang")
    made.record("favour", "ask", by="lj", customer="Wang")
    made.record("favour", "do", by="gc", on="RQ2026-0001")
    return made


def ask(trial: Trial, satisfied: str, number: str = "HF2026-0001", **more: Any) -> None:
    """Ask the customer."""
    trial.record("followup", "ask", by="lj", on=number, dealt_with="yes", satisfied=satisfied, **more)


def state(trial: Trial, register: str, number: str) -> str:
    """Where a form stands."""
    return str(trial.row(register, number).state)


def due(trial: Trial) -> list[tuple[str, str]]:
    """(step, holder) of what is owed in follow-ups."""
    return [(step, holder) for step, holder, _due in trial.duties("followup")]


def test_a_stranger_s_form_is_followed_up(trial: Trial) -> None:
    """The mark alone opens the follow-up: it names the form and its customer, and the assistant owes it."""
    row = trial.row("followup", "HF2026-0001")

    assert (row.values["origin"], row.values["customer"], due(trial)) == (
        "favour/RQ2026-0001",
        "KH00001",
        [("ask", "assistant")],
    )


def test_content_leaves_the_form_alone(trial: Trial) -> None:
    """A customer who is content ends the follow-up and nothing else."""
    ask(trial, "yes")

    assert (state(trial, "favour", "RQ2026-0001"), state(trial, "followup", "HF2026-0001"), due(trial)) == ("done", "satisfied", [])


def test_discontent_opens_the_form_again(trial: Trial) -> None:
    """The chapter that hears of it opens its form, and so nobody owes a new one; done again, it is followed up again."""
    ask(trial, "no", anything_else="too slow")

    assert (state(trial, "favour", "RQ2026-0001"), state(trial, "followup", "HF2026-0001"), due(trial)) == ("asked", "taken-up", [])
    trial.record("favour", "do", by="gc", on="RQ2026-0001")
    assert (state(trial, "followup", "HF2026-0001"), state(trial, "followup", "HF2026-0002"), due(trial)) == (
        "taken-up",
        "due",
        [("ask", "assistant")],
    )


def test_where_nobody_opens_the_form_again_a_new_one_is_owed(chapters: Catalogue) -> None:
    """Without the chapter's answer the discontent customer's matter waits for the assistant."""
    trial = Trial(chapters)
    trial.record("customer", "add", by="lj", name="Wang")
    trial.record("followup", "open", by="lj", origin="customer/KH00001")
    ask(trial, "no", anything_else="nobody came")

    assert (state(trial, "followup", "HF2026-0001"), due(trial)) == ("dissatisfied", [("take-up", "assistant")])


def test_striking_the_answer_takes_back_what_it_did(trial: Trial) -> None:
    """An answer recorded by mistake is struck: the form is done as before, and the follow-up due until its old time."""
    before = trial.duties("followup")
    ask(trial, "no", anything_else="too slow")
    seq = next(entry.seq for entry in trial.entries() if entry.step == "ask" and entry.register == "followup")
    trial.desk.strike("followup", "HF2026-0001", seq, reason="wrong form", by="lj")

    assert (state(trial, "favour", "RQ2026-0001"), state(trial, "followup", "HF2026-0001")) == ("done", "due")
    assert trial.duties("followup") == before


def test_correcting_the_answer_is_recording_the_other_one(trial: Trial) -> None:
    """No corrected to yes closes the favour again; yes corrected to no opens it."""
    ask(trial, "no", anything_else="too slow")
    trial.desk.correct("followup", "HF2026-0001", {"satisfied": "yes"}, reason="misheard", by="lj")
    assert (state(trial, "favour", "RQ2026-0001"), state(trial, "followup", "HF2026-0001")) == ("done", "satisfied")

    trial.desk.correct("followup", "HF2026-0001", {"satisfied": "no"}, reason="misheard", by="lj")
    assert (state(trial, "favour", "RQ2026-0001"), state(trial, "followup", "HF2026-0001")) == ("asked", "taken-up")


def test_what_was_not_done_is_not_followed_up(trial: Trial) -> None:
    """The done favour is struck: its follow-up, to which nobody answered yet, goes with it."""
    seq = next(entry.seq for entry in trial.entries() if entry.step == "do")
    trial.desk.strike("favour", "RQ2026-0001", seq, reason="wrong favour", by="gc")

    assert (state(trial, "followup", "HF2026-0001"), due(trial)) == ("void", [])


def test_without_this_chapter_the_others_go_on() -> None:
    """A site that does not follow up settles all the same: nobody hears the mark."""
    trial = Trial(full_catalogue({"favour": FAVOURS["favour"]}))
    trial.record("customer", "add", by="lj", name="Wang")
    trial.record("favour", "ask", by="lj", customer="Wang")

    assert trial.record("favour", "do", by="gc", on="RQ2026-0001").also == []


def test_a_form_is_followed_up_once_at_a_time(trial: Trial) -> None:
    """A second follow-up is refused while the first is due, and let through afterwards."""
    step, origin = trial.desk.step("followup", "open"), {"origin": "favour/RQ2026-0001"}
    with pytest.raises(Refused):
        trial.desk.record(step, origin, by="lj")
    ask(trial, "yes")

    assert trial.desk.record(step, origin, by="lj").number == "HF2026-0002"


def test_the_book_is_made_again_from_the_journal(trial: Trial) -> None:
    """Reactions and the resumption stand in the journal: a rebuild gives the same rows and duties."""
    ask(trial, "no", anything_else="too slow")
    trial.passes(days=1)
    trial.record("favour", "do", by="gc", on="RQ2026-0001", at=trial.now - timedelta(minutes=5))
    before = [(row.number, row.state, dict(row.values)) for row in rows(trial)], trial.duties("followup")

    trial.desk.rebuild()

    assert ([(row.number, row.state, dict(row.values)) for row in rows(trial)], trial.duties("followup")) == before


def rows(trial: Trial) -> list[Any]:
    """Every follow-up."""
    with trial.desk.reading() as look:
        return list(look.list("followup", limit=50).rows)
