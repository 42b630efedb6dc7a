"""Time: steps that it takes, books long shut, machines whose clock is wrong, years without official holidays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pmcore import Actor
from pmcore.desk import Desk
from pmcore.model.outcomes import Busy, Declined
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


def place(trial: Trial, **given: Any) -> str:
    """Place an order."""
    return trial.record("order", "place", by="lj", **{"what": "A1", **given}).number


def lapses(trial: Trial) -> list[tuple[str, str, str]]:
    """(form, when it fell, when it was written) of the lapses in the journal."""
    return [(entry.number, entry.at[:10], entry.written[:10]) for entry in trial.entries() if entry.step == "lapse"]


def test_looking_shows_what_time_did_and_writes_nothing(trial: Trial) -> None:
    """A month later the order is dropped, though nobody wrote since."""
    number = place(trial)
    trial.passes(days=30)
    before = len(trial.entries())

    assert (trial.row("order", number).state, len(trial.entries())) == ("dropped", before)


def test_the_next_write_puts_it_on_record_as_of_when_it_fell(trial: Trial) -> None:
    """``at`` is the day it fell, ``written`` the day somebody wrote something, and it stands before that something."""
    number = place(trial)
    trial.passes(days=45)
    place(trial, what="A2")

    assert lapses(trial) == [(number, "2026-07-31", "2026-08-15")]
    assert [entry.step for entry in trial.entries()[-2:]] == ["lapse", "place"]


def test_a_book_shut_for_a_year_opens_as_if_it_had_been_open(trial: Trial) -> None:
    """Everything that fell is there in its order, with the new year's calendar, and the chain holds."""
    first = place(trial)
    trial.passes(days=1)
    second = place(trial, what="A2")
    trial.passes(days=365)
    third = place(trial, what="A3")

    assert lapses(trial) == [(first, "2026-07-31", "2027-07-02"), (second, "2026-08-01", "2027-07-02")]
    assert third == "OR2027-0001"
    assert trial.desk.verify()[1] is None


def test_what_was_done_in_time_but_entered_late_takes_the_lapse_back(trial: Trial) -> None:
    """It was checked on the third day: the lapse of the thirtieth never was."""
    trial.desk.set_standard("desk.late_limit", "1y", by="admin", reason="test")
    number, began = place(trial), trial.now
    trial.passes(days=40)
    place(trial, what="A2")
    trial.record("order", "check", by=Actor("zg", others=(Actor("cl"),)), on=number, at=began + timedelta(days=3))

    assert trial.row("order", number).state == "checked"
    assert [entry.step for entry in trial.entries() if entry.number == number] == ["place", "lapse", "check", "strike"]


def test_a_repeated_look_writes_it_once(trial: Trial) -> None:
    """Two processes that both find it due write it once."""
    number = place(trial)
    trial.passes(days=31)
    other = Desk(trial.store, trial.desk.catalogue, site="trial", clock=trial.desk.clock, entropy=trial.desk.entropy)
    other.record(other.step("order", "place"), {"what": "A2"}, by="lj")
    place(trial, what="A3")

    assert lapses(trial) == [(number, "2026-07-31", "2026-08-01")]


def test_a_step_of_time_has_a_command_id_of_its_own(trial: Trial) -> None:
    """So that no second one can be written for the same fall, whatever races."""
    number = place(trial)
    trial.passes(days=31)
    place(trial, what="A2")

    told = [entry.command for entry in trial.entries() if entry.step == "lapse"]
    assert told == [f"clock:order:{number}:lapse:2026-07-31T01:00:00.000Z:0"]


def test_a_form_whose_plugin_is_gone_waits_for_it(trial: Trial, catalogue: Catalogue) -> None:
    """Nothing falls while nobody knows what falls; back again, it falls as of its time."""
    number = place(trial)
    trial.desk.catalogue = full_catalogue({})
    trial.passes(days=31)
    trial.record("unit", "add", by="lj", code="1-1-101", use="home", area="80")
    assert lapses(trial) == []

    trial.desk.catalogue = catalogue
    place(trial, what="A2")
    assert lapses(trial) == [(number, "2026-07-31", "2026-08-01")]


def test_what_lies_ahead_is_not_entered(trial: Trial) -> None:
    """A minute ahead is ahead."""
    with pytest.raises(Declined) as caught:
        trial.record("order", "place", by="lj", at=trial.now + timedelta(minutes=1), what="A1")
    assert caught.value.findings[0].rule == "core.at"


def real(catalogue: Catalogue) -> Trial:
    """A site that is no training site."""
    trial = Trial(catalogue)
    trial.desk = Desk(trial.store, catalogue, site="real", clock=lambda: trial.now, entropy=trial.desk.entropy)
    trial.desk.found(name="Real", code="real", admin="Admin")
    trial.record("staff", "engage", by="admin", name="Somebody", code="lj")
    trial.record("staff", "assign", by="admin", on="lj", role="assistant")
    return trial


@pytest.mark.parametrize(("minutes", "busy"), [(-4, False), (-6, True)])
def test_a_machine_that_is_behind_writes_nothing(catalogue: Catalogue, minutes: int, busy: bool) -> None:
    """A little is let pass, and ``written`` never goes back."""
    trial = real(catalogue)
    trial.passes(minutes=minutes)

    if busy:
        with pytest.raises(Busy):
            place(trial)
    else:
        place(trial)
        written = [entry.written for entry in trial.entries()]
        assert written == sorted(written)


def test_a_machine_far_ahead_writes_nothing_until_somebody_says_it_is_right(catalogue: Catalogue) -> None:
    """Weeks of silence look like a wrong clock; the confirmation stands on record."""
    trial = real(catalogue)
    trial.passes(days=20)
    with pytest.raises(Busy):
        place(trial)

    with trial.desk.reading() as look:
        number = look.list("site").rows[0].number
    trial.record("site", "confirm-clock", by="admin", on=number, reason="holidays")
    assert place(trial) == "OR2026-0001"


def test_a_training_site_may_be_moved_about(trial: Trial) -> None:
    """There is nothing to lose there."""
    trial.passes(days=200)

    assert place(trial) == "OR2027-0001"


def estimated(trial: Trial, number: str, register: str = "order") -> list[tuple[str, str, bool]]:
    """(step, due, estimated) of what a form owes."""
    with trial.desk.reading() as look:
        return [(duty.step, duty.due[:10], duty.estimated) for duty in look.duties(register=register, number=number)]


def done(trial: Trial) -> str:
    """An order that was handed over and is to be put away within a working day."""
    number = place(trial)
    for team in ("water", "power"):
        trial.record("order", "inspect", by="gc", on=number, team=team)
    trial.record("order", "check", by=Actor("zg", others=(Actor("cl"),)), on=number)
    trial.record("order", "finish", by="lj", on=number, well=True)
    return number


def test_a_year_with_official_holidays_is_reckoned_by_them(trial: Trial) -> None:
    """From the last day before the National Day holidays to the first day after."""
    trial.now = datetime(2026, 9, 30, 1, 0, tzinfo=UTC)

    assert estimated(trial, done(trial)) == [("archive", "2026-10-08", False)]


def test_a_year_without_official_holidays_is_said_to_be_estimated(trial: Trial) -> None:
    """The holidays of a year that nobody has published are never guessed silently."""
    trial.now = datetime(2035, 3, 1, 1, 0, tzinfo=UTC)

    assert estimated(trial, done(trial)) == [("archive", "2035-03-02", True)]


def test_the_official_year_comes_in_by_amending_the_calendar(trial: Trial) -> None:
    """Deadlines that begin afterwards are reckoned by it; those that began before stay as they were told."""
    trial.now = datetime(2035, 3, 1, 1, 0, tzinfo=UTC)
    before = done(trial)
    with pytest.raises(Declined):
        trial.record("calendar", "amend", by="lj", on="2035", holidays=["2035-03-02"], official=True)
    trial.record("calendar", "amend", by="zg", on="2035", holidays=["2035-03-02"], official=True)
    trial.passes(minutes=1)
    after = done(trial)

    assert estimated(trial, before) == [("archive", "2035-03-02", True)]
    assert estimated(trial, after) == [("archive", "2035-03-05", False)]
