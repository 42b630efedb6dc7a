"""Custody and shifts at the office desk: one count for all registers, strangers' too; hand-overs by two; any walk."""

from __future__ import annotations

import random

import pytest

from pmcore import ASSISTANT, Code, Register, Step
from pmcore.engine.facts import LiveFacts
from pmcore.engine.sheet import Written
from pmcore.model.outcomes import Declined, Refused
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue, Declared, Plugin
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial
from pmplugins.office.found import found
from pmplugins.office.loan import loan
from pmplugins.office.mail import mail
from pmplugins.office.storage import storage

from .counter import desk_of, lend, parcel, store

locker = Register("test.locker", title="Lockers", number="GZ{year}-{seq:04}")
FULL, EMPTY = locker.states("full", "empty", closed="empty", custody="full")


class Fill(Step, register=locker, by=ASSISTANT, to=FULL):
    """Somebody puts a thing into a locker of a stranger's plugin."""

    place: Code


class Clear(Step, register=locker, by=ASSISTANT, after=FULL, to=EMPTY):
    """And takes it out again."""


@pytest.fixture(scope="module")
def chapter() -> Catalogue:
    """The core, keys, this chapter, and a stranger's lockers."""
    catalogue = full_catalogue({"office": ("pmplugins.office", "1"), "key": ("pmplugins.key", "1")})
    assert catalogue.failures == {}
    stranger = Declared(Plugin("test"), __name__)
    stranger.registers.append(locker)
    stranger.steps += [Fill, Clear]
    catalogue.add(stranger)
    return catalogue


@pytest.fixture
def trial(chapter: Catalogue) -> Trial:
    """A desk with two customers and their units."""
    return desk_of(chapter)


def count(trial: Trial, shift: str, by: str = "lj", **found: int) -> Written:
    """Count the registers by name."""
    counted = [{"register": name.replace("_", "."), "found": many} for name, many in found.items()]
    return trial.record("shift", "count", by=by, on=shift, counted=counted)


def handed_over(trial: Trial, shift: str) -> Written:
    """Hand over as lj, take over as wf."""
    trial.record("shift", "hand-over", by="lj", on=shift)
    return trial.record("shift", "take-over", by="wf", on=shift)


def custody(trial: Trial) -> dict[str, int]:
    """How many things every register holds, as rules see it; registers that hold none left out."""
    with trial.desk.reading() as look:
        assert isinstance(look.facts, LiveFacts)
        return {name: len(forms) for name, forms in look.facts.custody().items() if forms}


def test_what_is_held_and_what_is_out_are_custody() -> None:
    """Mail, stored goods and found property are held until they are gone; a thing that is lent is out until it is back."""
    told = {register.name: [state.name for state in register.custody] for register in (mail, storage, found, loan)}

    assert told == {
        "mail": ["received", "notified", "notified-twice"],
        "storage": ["stored", "reminded", "set-apart"],
        "found": ["kept"],
        "loan": ["lent"],
    }


def test_one_custody_for_every_register(trial: Trial) -> None:
    """Mail, goods, loans, keys and a stranger's lockers are counted in one go; what left, or was voided, is not."""
    first, second = parcel(trial), parcel(trial, "SF2")
    store(trial)
    lend(trial)
    trial.record("key", "entrust", by="kp", customer="Wang Ming", unit="A-1203", hook="K1")
    kept = trial.record("test.locker", "fill", by="lj", place="L1").number
    assert custody(trial) == {"mail": 2, "storage": 1, "loan": 1, "key": 1, "test.locker": 1}

    trial.record("mail", "hand-out", by="lj", on=first, collector="Wang Ming", signed_for=True)
    trial.desk.void("mail", second, reason="twice", by="lj")
    trial.record("test.locker", "clear", by="lj", on=kept)
    assert custody(trial) == {"storage": 1, "loan": 1, "key": 1}


def test_a_strangers_register_has_to_be_counted(trial: Trial) -> None:
    """A plugin that holds things is counted at the hand-over without knowing of shifts."""
    shift = trial.record("shift", "begin", by="lj").number
    trial.record("test.locker", "fill", by="lj", place="L1")
    parcel(trial)
    with pytest.raises(Refused) as told:
        count(trial, shift, mail=1)
    assert {finding.clause for finding in told.value.findings} == {"desk.9"}

    assert count(trial, shift, mail=1, test_locker=1).state == "on"


def test_a_count_stays_what_it_was(trial: Trial) -> None:
    """What came after the count does not change it."""
    shift = trial.record("shift", "begin", by="lj").number
    parcel(trial)
    count(trial, shift, mail=1)
    parcel(trial, "SF2")

    assert trial.row("shift", shift).values["differs"] == 0


def test_a_post_has_one_shift_and_the_next_one_begins_with_the_hand_over(trial: Trial) -> None:
    """Nobody else begins at a post that is staffed; who takes over is on duty from then, and hands over themselves."""
    shift = trial.record("shift", "begin", by="lj").number
    with pytest.raises(Refused):
        trial.record("shift", "begin", by="wf")
    assert trial.record("shift", "begin", by="wf", post="lobby").number == "BC2026-0002"
    count(trial, shift, mail=0)
    taken = handed_over(trial, shift)
    (following,) = taken.also
    count(trial, following.number, by="wf", mail=0)
    with pytest.raises(Refused):
        trial.record("shift", "hand-over", by="lj", on=following.number)

    assert trial.record("shift", "hand-over", by="wf", on=following.number).state == "handing-over"


def test_who_handed_over_does_not_take_over_in_another_role(trial: Trial) -> None:
    """Two signatures at a hand-over are two people, whatever their roles."""
    trial.record("staff", "assign", by="admin", on="lj", role="guard")
    shift = trial.record("shift", "begin", by=Actor("lj", "assistant")).number
    trial.record("shift", "count", by=Actor("lj", "assistant"), on=shift, counted=[{"register": "mail", "found": 0}])
    trial.record("shift", "hand-over", by=Actor("lj", "assistant"), on=shift)
    with pytest.raises(Refused):
        trial.record("shift", "take-over", by=Actor("lj", "guard"), on=shift)

    assert trial.record("shift", "take-over", by=Actor("gate", "guard"), on=shift).state == "taken-over"


def test_a_difference_is_opened_for_every_register_and_goes_with_its_hand_over(trial: Trial) -> None:
    """Two registers differ, one does not; a take-over that is struck takes differences and the next shift along."""
    shift = trial.record("shift", "begin", by="lj").number
    parcel(trial)
    store(trial)
    lend(trial)
    count(trial, shift, mail=0, storage=1, loan=2)
    taken = handed_over(trial, shift)
    opened = [(made.register, made.state) for made in taken.also]
    assert opened == [("shift-difference", "open"), ("shift-difference", "open"), ("shift", "on")]
    told = [trial.row("shift-difference", made.number).values for made in taken.also[:2]]
    assert [(row["in_register"], row["expected"], row["found"]) for row in told] == [("loan", 1, 2), ("mail", 1, 0)]

    trial.desk.strike("shift", shift, taken.seq, reason="the wrong shift", by="wf")
    assert [trial.row(made.register, made.number).state for made in taken.also] == ["void", "void", "void"]
    assert trial.row("shift", shift).state == "handing-over"


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_tried_the_count_is_what_came_less_what_went(chapter: Catalogue, seed: int) -> None:
    """Eighty steps at random: what the book expects at the desk is what was taken in and has not left."""
    chance = random.Random(seed)
    trial = desk_of(chapter)
    held: set[str] = set()
    refused = 0
    for turn in range(80):
        trial.passes(hours=chance.randrange(1, 30))
        step = chance.choice(["receive"] * 3 + ["notify", "notify-again", "send-back", "hand-out", "hand-out"])
        number = f"XJ2026-{chance.randrange(1, 12):05}"
        try:
            if step == "receive":
                held.add(parcel(trial, f"SF{turn}"))
                continue
            given = {"collector": chance.choice(["Wang Ming", "Zhao Yi"]), "signed_for": True} if step == "hand-out" else {}
            trial.record("mail", step, by="lj", on=number, **given)
            if step in ("hand-out", "send-back"):
                held.remove(number)
        except Declined:
            refused += 1
        assert custody(trial).get("mail", 0) == len(held)

    assert refused > 5
    assert trial.desk.verify()[1] is None
