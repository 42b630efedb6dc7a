"""A law of slots: whatever people do in whatever order, the slots are those that a walk over all days finds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pmcore.model.outcomes import Declined
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

CATALOGUE = full_catalogue({"work": ("tests.engine.works", "1.0")})
START = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "pause", "finish", "inspect", "inspect", "strike"]), st.integers(0, 40), st.integers(0, 30)
    ),
    max_size=24,
)


@given(ACTS)
@settings(max_examples=120, deadline=None)
def test_slots_are_those_of_a_walk_over_all_days(acts: list[tuple[str, int, int]]) -> None:
    """A day is missed if the state stood at its end and nobody came, met if somebody came on a day on which it stood at all;
    what today shows of it is what the form shows.
    """
    site = Trial(CATALOGUE, now=START)
    number = site.record("work", "apply", by="lj", what="A1").number
    inspected: list[int] = []
    for act, hours, back in acts:
        site.passes(hours=hours)
        try:
            if act == "inspect":
                at = max(site.now - timedelta(hours=back), START)
                inspected.append(site.record("work", "inspect", by="zg", on=number, department="site", at=at, late="busy").seq)
            elif act == "strike" and inspected:
                site.desk.strike("work", number, inspected.pop(), reason="a slip", by="zg")
            elif act != "strike":
                site.record("work", act, by="lj", on=number)
        except Declined:
            continue
    with site.desk.reading() as look:
        slots = [slot for slot in look.slots_of("work", number) if (slot.step, slot.choice) == ("inspect", "site")]
        today = [slot for slot in look.slots() if (slot.step, slot.choice) == ("inspect", "site")]

    assert [(slot.start, slot.met, slot.missed) for slot in slots] == _walked(site, number)
    assert today == [slot for slot in slots if not slot.over and slot.end > _today(site) and _inside(site, number)]


def _today(site: Trial) -> date:
    return (site.now + timedelta(hours=8)).date()


def _inside(site: Trial, number: str) -> bool:
    return str(site.row("work", number).state) == "under-way"


def _walked(site: Trial, number: str) -> list[tuple[date, bool, bool]]:
    """The same without windows, holders and shortcuts: every day looked at by itself."""
    with site.desk.reading() as look:
        told = [shown for shown in look.history("work", number) if shown.struck_by is None]
    moves = sorted((shown.entry.at, shown.entry.seq, shown.entry.step) for shown in told)
    local = {seq: (datetime.fromisoformat(at) + timedelta(hours=8)) for at, seq, _step in moves}
    found = []
    day = (START + timedelta(hours=8)).date()
    while day <= _today(site):
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
        inside = stood = False
        for _at, seq, step in moves:
            if step in ("begin", "pause", "finish") and local[seq] < midnight:
                stood |= inside and local[seq].date() >= day
                inside = step == "begin"
                stood |= inside and local[seq].date() == day
        stood |= inside
        met = stood and any(step == "inspect" and local[seq].date() == day for _at, seq, step in moves)
        if met or inside:
            found.append((day, met, not met and day < _today(site)))
        day += timedelta(days=1)
    return found
