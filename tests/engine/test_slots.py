"""Slots: what recurs is met or missed by the day, and what was missed stays known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmcore import Actor, Slot
from pmcore.engine.taken import taken
from pmcore.model.outcomes import Refused
from pmcore.model.slot import tallies
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

from . import works

JULY = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)  # a Wednesday, nine in the morning


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core with works, visits, campaigns and beats."""
    made = full_catalogue({"work": ("tests.engine.works", "1.0")})
    assert made.failures == {}
    return made


@pytest.fixture
def site(catalogue: Catalogue) -> Trial:
    """A site on the first of July."""
    return Trial(catalogue, now=JULY)


def begun(site: Trial) -> str:
    """Works that are under way from now on."""
    number = site.record("work", "apply", by="lj", what="A1").number
    site.record("work", "begin", by="lj", on=number)
    return number


def inspect(site: Trial, number: str, department: str = "service", **more: Any) -> int:
    """Somebody looks at them."""
    return site.record("work", "inspect", by="zg", on=number, department=department, **more).seq


def slots_of(site: Trial, number: str, step: str = "inspect") -> Iterator[Slot]:
    """The slots of a step on one form."""
    with site.desk.reading() as look:
        yield from [slot for slot in look.slots_of("work", number) if slot.step == step]


def told(site: Trial, number: str, step: str = "inspect", choice: str = "service") -> str:
    """Its slots in short: day of the month with + met, - missed, ? open."""
    found = [slot for slot in slots_of(site, number, step) if slot.choice == (choice if step == "inspect" else "")]
    return " ".join(f"{slot.start.day}{'+' if slot.met else '-' if slot.missed else '?'}" for slot in found)


def test_a_day_without_its_step_is_missed_for_ever(site: Trial) -> None:
    """Days are counted from the entry of the state; each is met or missed, today is open."""
    number = site.record("work", "apply", by="lj", what="A1").number
    site.passes(days=3)
    site.record("work", "begin", by="lj", on=number)
    site.passes(days=1)
    inspect(site, number)
    site.passes(days=2)

    assert told(site, number) == "4- 5+ 6- 7?"
    assert told(site, number, choice="site") == "4- 5- 6- 7?"
    site.passes(days=300)
    assert told(site, number).startswith("4- 5+ 6- 7-")


def test_a_met_slot_says_by_whom_and_when(site: Trial) -> None:
    """Day, choice, holder, signer, time and entry."""
    number = begun(site)
    site.passes(hours=2)
    seq = inspect(site, number)

    slot = next(slots_of(site, number))
    assert (slot.start, slot.end, slot.choice, slot.holder) == (date(2026, 7, 1), date(2026, 7, 2), "service", "staff")
    assert (slot.by, slot.at, slot.seq) == ("YG0003", site.now, seq)


def test_the_day_of_leaving_asks_for_nothing_and_counts_what_was_done(site: Trial) -> None:
    """Done on the third at nine: nobody has to have looked that day, but who did is seen."""
    for early in (True, False):
        number = begun(site)
        site.passes(days=2)
        if early:
            inspect(site, number)
        site.record("work", "finish", by="lj", on=number)
        site.passes(days=5)
        assert told(site, number) == ("1- 2- 3+" if early else "8- 9-")


def test_begun_and_done_on_one_day_nothing_is_missed(site: Trial) -> None:
    """The state did not stand when the day was over."""
    number = begun(site)
    site.record("work", "finish", by="lj", on=number)
    site.passes(days=2)

    assert told(site, number) == ""


def test_a_late_entry_fills_the_hole_it_happened_in(site: Trial) -> None:
    """Looked at on the second, written on the fourth."""
    number = begun(site)
    site.passes(days=3)
    inspect(site, number, at=JULY.replace(day=2, hour=8))

    assert told(site, number) == "1- 2+ 3- 4?"


def test_a_struck_inspection_leaves_a_hole(site: Trial) -> None:
    """What was taken back was not done; what is corrected counts as it says now."""
    number = begun(site)
    struck, corrected = inspect(site, number), inspect(site, number, "site")
    site.passes(days=1)
    site.desk.strike("work", number, struck, reason="nobody was there", by="zg")
    assert (told(site, number), told(site, number, choice="site")) == ("1- 2?", "1+ 2?")

    site.desk.correct("work", number, {"department": "service"}, seq=corrected, reason="it was the other one", by="zg")
    assert (told(site, number), told(site, number, choice="site")) == ("1+ 2?", "1- 2?")


def test_a_void_form_has_no_slots(site: Trial) -> None:
    """It never was."""
    number = begun(site)
    site.passes(days=3)
    site.desk.void("work", number, reason="a slip", by="zg")

    assert told(site, number) == ""


def test_while_the_form_is_out_of_the_state_nothing_is_asked(site: Trial) -> None:
    """Paused on the third, going on from the sixth."""
    number = begun(site)
    site.passes(days=2)
    site.record("work", "pause", by="lj", on=number)
    site.passes(days=3)
    site.record("work", "begin", by="lj", on=number)
    site.passes(days=1)

    assert told(site, number) == "1- 2- 6- 7?"


def test_a_break_within_a_day_makes_no_second_slot(site: Trial) -> None:
    """Paused at ten and begun again at eleven: one day, one inspection, whenever it was made."""
    number = begun(site)
    inspect(site, number)
    site.passes(hours=1)
    site.record("work", "pause", by="lj", on=number)
    site.passes(hours=1)
    site.record("work", "begin", by="lj", on=number)

    assert told(site, number) == "1+"


def test_months_are_counted_from_the_day_of_entry_and_do_not_drift(site: Trial) -> None:
    """Begun on the 31st: the slots begin on the 30th, the 31st, the 30th."""
    site.now = datetime(2026, 8, 31, 1, 0, tzinfo=UTC)
    number = begun(site)
    site.now = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)

    assert [slot.start.isoformat() for slot in slots_of(site, number, "survey")] == [
        "2026-08-31", "2026-09-30", "2026-10-31", "2026-11-30",
    ]  # fmt: skip


def test_a_step_may_recur_in_several_states(site: Trial) -> None:
    """Going from one to the other is no break."""
    number = begun(site)
    site.passes(days=10)
    site.record("work", "pause", by="lj", on=number)
    site.passes(days=30)

    assert told(site, number, "survey") == "1- 1?"


def test_working_days_are_meant_only_where_it_is_said(site: Trial) -> None:
    """From Wednesday to Tuesday: five times measured, seven times inspected."""
    number = begun(site)
    site.passes(days=6)

    assert told(site, number, "measure") == "1- 2- 3- 6- 7?"
    assert told(site, number) == "1- 2- 3- 4- 5- 6- 7?"


def test_a_period_says_by_when_in_it(site: Trial) -> None:
    """Weekly by Friday's close of work: from Saturday on it is late, from Monday on it is missed."""
    number = begun(site)
    slot = next(slots_of(site, number, "tell"))
    assert (slot.start, slot.end) == (date(2026, 6, 29), date(2026, 7, 6))
    assert slot.due == datetime(2026, 7, 3, 9, 10, tzinfo=UTC)
    site.passes(days=3)
    assert [(slot.late(site.now), slot.missed) for slot in slots_of(site, number, "tell")] == [(True, False)]
    site.passes(days=2)
    assert told(site, number, "tell") == "29- 6?"


def test_a_standard_says_how_often_and_what_began_goes_on(site: Trial) -> None:
    """Every two days, and from the eighth on every four: the slot that had begun then is not cut."""
    number = begun(site)
    site.desk.set_standard("work.cleaned-every", "4 days", starts=date(2026, 7, 8), reason="less dust", by="sun")
    site.passes(days=12)

    assert told(site, number, "clean") == "1- 3- 5- 7- 9- 13?"


@pytest.mark.parametrize("value", ["30 minutes", "0 days", "@17:00"])
def test_nothing_recurs_by_what_is_no_rhythm(site: Trial, value: str) -> None:
    """Such a value is refused when it is set: every later page would stand on it."""
    with pytest.raises(Refused, match="recurs"):
        site.desk.set_standard("work.cleaned-every", value, reason="an experiment", by="sun")


def test_what_has_no_rhythm_is_not_asked_for_slots(site: Trial) -> None:
    """An author's mistake is told."""
    with site.desk.reading() as look, pytest.raises(TypeError, match="does not recur"):
        list(look.facts.slots(works.Apply))


def test_a_rule_sees_what_was_missed_up_to_its_moment(site: Trial) -> None:
    """Eight days without anybody: refused; looked at on three of them after all: taken, with the count on the form."""
    number = begun(site)
    site.passes(days=8)
    with pytest.raises(Refused) as refused:
        site.record("work", "finish", by="lj", on=number)
    assert refused.value.findings[0].evidence == {"count": 16}
    looked = site.desk.step("work", "inspect")
    for day in (2, 3, 4):
        at = JULY.replace(day=day, hour=8)
        more: dict[str, Any] = {"on": number, "at": at, "late": "the sheet was lost", "by": "lj", "granted_by": (Actor("zg"),)}
        site.desk.record_granted(looked, {"department": "service"}, reason="seen by many", **more)
    site.record("work", "finish", by="lj", on=number)

    assert site.row("work", number).values["missed"] == 13


def test_a_report_reads_the_slots_of_a_span_of_days(site: Trial) -> None:
    """Those that begin in it, of every form that was in the state, closed ones too."""
    first = begun(site)
    site.passes(days=1)
    inspect(site, first)
    site.record("work", "finish", by="lj", on=first)
    second = begun(site)
    site.passes(days=2)
    with site.desk.reading() as look:
        rows = [tuple(row.values()) for row in works.inspections.work(look.facts, date(2026, 7, 2), date(2026, 7, 4))]

    assert rows == [
        (first, date(2026, 7, 2), "service", True),
        (second, date(2026, 7, 2), "service", False),
        (second, date(2026, 7, 2), "site", False),
        (second, date(2026, 7, 3), "service", False),
        (second, date(2026, 7, 3), "site", False),
    ]


def test_today_shows_the_slots_of_today(site: Trial) -> None:
    """Of every form in the state, met or open; the same as those of each form that are not over."""
    forms = [begun(site) for _place in range(3)]
    site.record("work", "pause", by="lj", on=forms[2])
    site.passes(days=9)
    inspect(site, forms[0])
    with site.desk.reading() as look:
        today = look.slots()
        by_form = [slot for number in forms for slot in look.slots_of("work", number) if not slot.over]

    assert sorted(today) == sorted(by_form)
    assert [(slot.number, slot.met) for slot in today if slot.step == "inspect" and slot.choice == "service"] == [
        (forms[0], True), (forms[1], False),
    ]  # fmt: skip


def test_what_is_staged_in_the_same_sheet_counts(site: Trial) -> None:
    """A step of a transaction sees the one before it, though nothing is written yet."""
    number = begun(site)
    with site.desk.sheet() as sheet:
        sheet.record(site.desk.step("work", "inspect"), {"department": "site"}, on=number, by="zg")
        found = list(taken(sheet.sheet.overlay, sheet.sheet.settings.calendar, "work", "inspect", None, None))
        seen = [slot.met for slot in sheet.sheet.facts().slots(works.Inspect)]

    assert (len(found), seen) == (1, [False, True])


def test_slots_are_counted_for_a_form_at_a_glance(site: Trial) -> None:
    """Done, wanted, which are missing, which is open."""
    number = begun(site)
    inspect(site, number)
    site.passes(days=3)
    made = tallies([slot for slot in slots_of(site, number) if slot.choice == "service"])

    assert [(one.done, one.wanted, [slot.start.day for slot in one.missed], one.open is not None) for one in made] == [
        (1, 3, [2, 3], True)
    ]
