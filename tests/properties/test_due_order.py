"""What is due at once is taken in one order: that of taking, again and again, the first of all that is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmcore.engine import stage, timekeeper
from pmcore.engine.clock import clock_steps
from pmcore.engine.overlay import Overlay
from pmcore.engine.timekeeper import Timekeeper
from pmcore.model.book import Key, Wake
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

START = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core with bells."""
    made = full_catalogue({"bell": ("tests.properties.bells", "1")})
    assert made.failures == {}
    return made


class Plain(Timekeeper):
    """The order as it is meant, without any care for speed: everything that is due is looked at anew for each step."""

    def catch_up(self) -> None:
        while waiting := [wake for wake in self.all_due() if (wake.register, wake.number) not in self.set_aside]:
            due, register, _opened, _step, number = waiting[0]
            if not clock_steps(self.stage.catalogue, register):
                self.set_aside.add((register, number))
                continue
            self.settle(register, number, due, None)
            self.drain()
            if any((wake.due, wake.register, wake.number) == (due, register, number) for wake in self.all_due()):
                self.set_aside.add((register, number))

    def all_due(self) -> list[Wake]:
        """Every wake of the book and of the sheet, sorted."""
        now, staged = self.stage.sheet.stamped, self.overlay.batch.wakes
        found = [wake for wake in self.overlay.base.wakes(now) if (wake.register, wake.number) not in staged]
        for (register, number), steps in staged.items():
            row = self.overlay.row(register, number)
            found += [Wake(due, register, row.opened if row else 0, step, number) for step, due in steps if due <= now]
        return sorted(found)


def plain_watchers(self: Overlay, keys: set[str]) -> list[Key]:
    """Who looked at any of these, by a walk over all that is staged."""
    staged = self.batch.watches
    found = [key for key in self.base.watchers(tuple(keys)) if key not in staged]
    return found + [key for key, watched in staged.items() if not keys.isdisjoint(watched)]


hours = st.integers(0, 200)
bells = st.fixed_dictionaries(
    {"group": st.sampled_from("AB"), "rank": st.integers(0, 3), "rings": hours, "ahead": st.integers(-30, 60)}
)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("hang"), bells),
        st.tuples(st.just("build"), st.fixed_dictionaries({"until": hours})),
        st.tuples(st.just("wait"), hours),
    ),
    min_size=2,
    max_size=14,
)


def play(catalogue: Catalogue, told: list[tuple[str, Any]], together: bool) -> list[Any]:
    """The journal of a book in which bells were hung and towers built as of the first day; one by one while time passes, or
    all of them in one sheet.
    """
    trial = Trial(catalogue, now=START, staff={"lj": "assistant"})
    trial.desk.set_standard("desk.late_limit", "1y", by="admin", reason="laws")
    steps = {"hang": trial.desk.step("bell", "hang"), "build": trial.desk.step("tower", "build")}
    given = [(kind, {name: _moment(name, value) for name, value in what.items()}) for kind, what in told if kind != "wait"]
    if together:
        trial.passes(days=5)
        with trial.desk.sheet() as sheet:
            for kind, what in given:
                sheet.record(steps[kind], what, by="lj", at=START)
    else:
        for kind, what in told:
            if kind == "wait":
                trial.passes(hours=what)
            else:
                trial.desk.record(steps[kind], given.pop(0)[1], by="lj", at=START)
    for days in (2, 30):
        trial.passes(days=days)
        trial.record("staff", "engage", by="admin", name="Li", code=f"li{days}")
    return trial.entries()


def _moment(name: str, value: Any) -> Any:
    return (START + timedelta(hours=value)).isoformat() if name in ("rings", "until") else value


@settings(max_examples=60, deadline=None)
@given(told=acts, together=st.booleans())
def test_the_order_is_that_of_taking_the_first_of_all_that_is_due(catalogue: Catalogue, told: Any, together: bool) -> None:
    """To the last hash, whatever wakes whatever: late entries, bells that ring others, several at the same moment."""
    quick = play(catalogue, told, together)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "Timekeeper", Plain)
        patch.setattr(timekeeper, "as_foreseen", lambda _step, _catalogue: False)
        patch.setattr(Overlay, "watchers", plain_watchers)
        slow = play(catalogue, told, together)

    assert quick == slow
