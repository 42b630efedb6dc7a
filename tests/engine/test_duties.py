"""Duties: what is owed, by whom, by when, and what became of it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from pmcore import Actor, Declined
from pmcore.model.outcomes import Refused
from pmcore.testing.trial import Trial

PAIR = Actor("zg", others=(Actor("cl"),))


def place(trial: Trial, **given: Any) -> str:
    """Place an order."""
    return trial.record("order", "place", by="lj", **{"what": "A1", **given}).number


def checked(trial: Trial, **given: Any) -> str:
    """An order that both teams inspected and that was checked."""
    number = place(trial, **given)
    for team in ("water", "power"):
        trial.record("order", "inspect", by="gc", on=number, team=team)
    trial.record("order", "check", by=PAIR, on=number)
    return number


def duties(trial: Trial, number: str) -> list[tuple[str, str, str, str]]:
    """(step, choice, holder, due) of what a form owes."""
    with trial.desk.reading() as look:
        found = look.duties(register="order", number=number)
        return sorted((duty.step, duty.choice, duty.holder, duty.due[5:16]) for duty in found)


def met(trial: Trial) -> list[Any]:
    """What the last entry says of duties it met: (step, in time)."""
    told = json.loads(trial.entries()[-1].grounds).get("met", ())
    return [(duty.split("/")[2].partition("@")[0], in_time) for duty, in_time in told]


def test_what_is_owed_is_known_at_once(trial: Trial) -> None:
    """By whom and by when; one for every team where each inspects."""
    assert duties(trial, place(trial)) == [
        ("check", "", "supervisor", "07-01T03:00"),
        ("inspect", "power", "engineering", "07-02T01:00"),
        ("inspect", "water", "engineering", "07-02T01:00"),
    ]


@pytest.mark.parametrize(("minutes", "kept"), [(119, True), (120, True), (121, False)])
def test_a_duty_is_kept_up_to_its_very_time(trial: Trial, minutes: int, kept: bool) -> None:
    """The minute named is still in time, the next one is late."""
    number = place(trial)
    trial.passes(minutes=minutes)
    with trial.desk.reading() as look:
        check = next(duty for duty in look.duties(register="order", number=number) if duty.step == "check")
        assert look.late(check) is not kept

    trial.record("order", "check", by=PAIR, on=number)

    assert met(trial) == [("check", kept)]


def test_when_it_happened_counts_not_when_it_was_entered(trial: Trial) -> None:
    """Entered after hours, done in time: kept."""
    number, began = place(trial), trial.now
    trial.passes(hours=8)

    trial.record("order", "check", by=PAIR, on=number, at=began + timedelta(hours=1))

    assert met(trial) == [("check", True)]


def test_one_team_does_not_do_the_other_ones_part(trial: Trial) -> None:
    """Each choice is met by itself."""
    number = place(trial)
    trial.record("order", "inspect", by="gc", on=number, team="water")

    assert [duty[:2] for duty in duties(trial, number)] == [("check", ""), ("inspect", "power")]
    with pytest.raises(Refused) as caught:
        trial.record("order", "inspect", by="gc", on=number, team="water")
    assert caught.value.findings[0].rule == "core.once"


def test_what_needs_each_needs_all(trial: Trial) -> None:
    """With one team missing it cannot be handed over."""
    number = place(trial)
    trial.record("order", "inspect", by="gc", on=number, team="water")
    trial.record("order", "check", by=PAIR, on=number)

    with pytest.raises(Refused) as caught:
        trial.record("order", "finish", by="lj", on=number, well=True)
    assert caught.value.findings[0].rule == "core.needs"


def test_it_ends_with_the_state(trial: Trial) -> None:
    """Once it is checked nobody inspects any more, and nothing of it counts as met."""
    number = place(trial)
    trial.record("order", "check", by=PAIR, on=number)

    assert [step for step, *_rest in duties(trial, number)] == []
    assert met(trial) == [("check", True)]


def test_a_deadline_changed_later_moves_no_duty_that_began(trial: Trial) -> None:
    """It follows the standard as it held at its begin; a new one follows the new standard."""
    before = place(trial)
    trial.desk.set_standard("order.check-within", "5h", by="admin", reason="too short", starts="2026-07-02")
    trial.passes(days=1)
    trial.record("order", "remark", by="lj", on=before, said="something")
    after = place(trial, what="A2")

    assert (duties(trial, before)[0][3], duties(trial, after)[0][3]) == ("07-01T03:00", "07-02T06:00")


def test_not_owed_where_nobody_wants_a_day(trial: Trial) -> None:
    """A function of the form says when, or that it is not owed."""
    assert duties(trial, checked(trial)) == []
    assert duties(trial, checked(trial, what="A2", ready="2026-07-05")) == [("finish", "", "staff:YG0002", "07-04T16:00")]


def test_a_duty_moves_with_what_it_is_reckoned_from(trial: Trial) -> None:
    """The day the client wants is corrected: the duty is due on the other day, under the same name."""
    number = checked(trial, ready="2026-07-05")
    trial.record("order", "reopen", by="zg", on=number)
    trial.desk.correct("order", number, {"ready": "2026-07-09"}, reason="misheard", by="lj")
    for team in ("water", "power"):
        trial.record("order", "inspect", by="gc", on=number, team=team)
    trial.record("order", "check", by=PAIR, on=number)

    assert duties(trial, number) == [("finish", "", "staff:YG0002", "07-08T16:00")]


def test_who_the_form_names_signs_and_nobody_else(trial: Trial) -> None:
    """It is handed over by who placed it."""
    number = checked(trial)
    with pytest.raises(Refused):
        trial.record("order", "finish", by="sun", on=number, well=True)

    assert trial.record("order", "finish", by="lj", on=number, well=True).state == "done"


def test_a_field_decides_the_state(trial: Trial) -> None:
    """Not well: the state stays, and the step may be taken again."""
    number = checked(trial, ready="2026-07-05")
    assert trial.record("order", "finish", by="lj", on=number, well=False).state == "checked"
    assert trial.record("order", "finish", by="lj", on=number, well=True).state == "done"
    assert duties(trial, number) == [("archive", "", "staff", "07-02T01:00")]


def test_clearing_takes_signatures_back(trial: Trial) -> None:
    """After reopening all has to be inspected and checked again, each with a new time."""
    number = checked(trial)
    trial.passes(hours=5)
    trial.record("order", "reopen", by="zg", on=number)

    assert [(step, due) for step, _choice, _holder, due in duties(trial, number)] == [
        ("check", "07-01T08:00"),
        ("inspect", "07-02T06:00"),
        ("inspect", "07-02T06:00"),
    ]


def test_what_is_signed_once_is_not_signed_twice(trial: Trial) -> None:
    """A remark may be made again, a check may not."""
    number = place(trial)
    trial.record("order", "remark", by="lj", on=number, said="one")
    trial.record("order", "remark", by="lj", on=number, said="two")
    trial.record("order", "check", by=PAIR, on=number)

    with pytest.raises(Declined):
        trial.record("order", "check", by=PAIR, on=number)


def test_a_duty_is_listed_for_its_holder(trial: Trial) -> None:
    """By role, and by person where the form names one."""
    checked(trial, ready="2026-07-05")
    place(trial, what="A2")

    with trial.desk.reading() as look:
        assert [duty.step for duty in look.duties(holders=("supervisor",))] == ["check"]
        assert [duty.step for duty in look.duties(holders=("staff:YG0002",))] == ["finish"]
        assert look.duties(holders=("cashier",)) == []


def slots(trial: Trial) -> list[tuple[str, str, int]]:
    """(form, team, done) of today's visits."""
    with trial.desk.reading() as look:
        return [(slot.number, slot.choice, int(slot.met)) for slot in look.slots() if slot.step == "visit"]


def test_what_recurs_is_counted_and_not_owed_for_ever(trial: Trial) -> None:
    """Yesterday's missed visit is gone, today's is wanted; two visits of a day are one."""
    number = checked(trial)
    assert slots(trial) == [(number, "water", 0), (number, "power", 0)]
    for _time in range(2):
        trial.record("order", "visit", by="gc", on=number, team="water")
    assert slots(trial) == [(number, "water", 1), (number, "power", 0)]

    trial.passes(days=3)
    assert slots(trial) == [(number, "water", 0), (number, "power", 0)]
    assert duties(trial, number) == []


def test_what_recurs_ends_with_the_state(trial: Trial) -> None:
    """Nobody visits what was handed over."""
    number = checked(trial)
    trial.record("order", "finish", by="lj", on=number, well=True)

    assert slots(trial) == []


def test_a_late_entry_begins_its_duties_when_it_happened(trial: Trial) -> None:
    """Placed four hours ago and entered now: the check is late already."""
    began = trial.now
    trial.passes(hours=4)
    number = trial.record("order", "place", by="lj", at=began, what="A1").number

    assert duties(trial, number)[0] == ("check", "", "supervisor", "07-01T03:00")


def test_why_tells_where_a_deadline_comes_from(trial: Trial) -> None:
    """The standard with its value and origin, the entry it runs from, the time."""
    number = place(trial)
    entry = trial.desk.why("order", number)["entries"][0]

    assert {"name": "order.check-within", "value": "2h", "from": None, "origin": "default", "clause": "all.1"} in entry["standards"]
    assert [opened["due"] for opened in entry["opened"] if opened["step"] == "check"] == ["2026-07-01T03:00:00.000Z"]


def test_a_refused_step_changes_no_duty(trial: Trial) -> None:
    """What was owed before is owed after."""
    number = place(trial)
    before = duties(trial, number)
    with pytest.raises(Declined):
        trial.record("order", "check", by="zg", on=number)

    assert duties(trial, number) == before
