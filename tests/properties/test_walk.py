"""A random walk at the desk against a simple model of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from pmcore.model.outcomes import Declined
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

from .test_laws import tables

CATALOGUE = full_catalogue({"matter": ("tests.properties.matters", "1")})


class Walk(RuleBasedStateMachine):
    """Clerks do what they can and what they cannot; the model says which is which."""

    matters = Bundle("matters")

    @initialize()
    def found(self) -> None:
        self.trial = Trial(CATALOGUE, now=datetime(2026, 7, 1, 1, tzinfo=UTC), staff={"lj": "assistant", "zg": "supervisor"})
        self.state: dict[str, str] = {}
        self.count: dict[str, int] = {}
        self.trail: dict[str, list[tuple[int, str]]] = {}
        """number -> its state-making entries: (seq, state)."""
        self.bills = 0

    @rule(target=matters, count=st.integers(1, 9), topic=st.sampled_from(["t1", "t2", None]))
    def take(self, count: int, topic: str | None) -> str:
        number = f"MA2026-{len(self.state) + 1:04}"
        if count == 9:
            self.refused("take", None, "lj", who="w", count=count, topic=topic)
            return "none"
        written = self.trial.record("matter", "take", by="lj", who=f"w{len(self.state)}", count=count, topic=topic)
        assert written.number == number  # a refusal before took no number
        self.bills += count > 1
        self.state[number], self.count[number], self.trail[number] = "taken", count, [(written.seq, "taken")]
        return number

    @rule(number=matters)
    def judge(self, number: str) -> None:
        self.move(number, "judge", "zg", ("taken",), "judged", grade=2)

    @rule(number=matters)
    def settle(self, number: str) -> None:
        self.move(number, "settle", "lj", ("taken", "judged"), "settled")

    @rule(number=matters)
    def judged_by_the_wrong_person(self, number: str) -> None:
        if number in self.state:
            self.refused("judge", number, "lj", grade=1)

    @rule(number=matters, count=st.integers(1, 9))
    def remark(self, number: str, count: int) -> None:
        if self.state.get(number) in ("taken", "judged"):
            self.trial.record("matter", "remark", by="lj", on=number, count=count)
            self.count[number] = count
        elif number in self.state:
            self.refused("remark", number, "lj", count=count)

    @rule(number=matters)
    def strike_the_last_state(self, number: str) -> None:
        trail = self.trail.get(number, [])
        if self.state.get(number) == "void" or len(trail) < 2:
            return
        self.trial.desk.strike("matter", number, trail[-1][0], reason="slip", by="zg")
        trail.pop()
        self.state[number] = trail[-1][1]

    @rule(number=matters)
    def strike_too_deep(self, number: str) -> None:
        trail = self.trail.get(number, [])
        if self.state.get(number) != "void" and len(trail) > 2:
            with pytest.raises(Declined):
                self.trial.desk.strike("matter", number, trail[1][0], reason="slip", by="zg")

    @rule(number=matters)
    def void(self, number: str) -> None:
        if self.state.get(number, "void") != "void":
            self.trial.desk.void("matter", number, reason="wrong form", by="zg")
            self.state[number] = "void"

    @rule(number=matters)
    def say_it_twice(self, number: str) -> None:
        if self.state.get(number) in ("taken", "judged"):
            step = self.trial.desk.step("matter", "remark")
            first = self.trial.desk.record(step, {"count": 2}, by="lj", on=number, command=f"c{len(self.trial.entries())}")
            again = self.trial.desk.record(step, {"count": 2}, by="lj", on=number, command=self.trial.entries()[-1].command)
            assert (again.seq, again.repeated) == (first.seq, True)
            self.count[number] = 2

    @rule(hours=st.integers(1, 24 * 8))
    def time_passes(self, hours: int) -> None:
        self.trial.passes(hours=hours)

    @invariant()
    def forms_stand_as_the_model_says(self) -> None:
        if hasattr(self, "state"):
            for number, state in self.state.items():
                row = self.trial.row("matter", number)
                assert (row.state, row.values.get("count")) == (state, None if state == "void" else self.count[number])

    @invariant()
    def the_book_is_whole(self) -> None:
        if hasattr(self, "state"):
            assert self.trial.desk.verify()[1] is None
            with self.trial.desk.reading() as look:
                owed = {duty.number for duty in look.duties() if duty.register == "matter"}
            assert owed == {number for number, state in self.state.items() if state in ("taken", "judged")}

    def teardown(self) -> None:
        """A rebuild gives what stood."""
        if hasattr(self, "trial"):
            before = tables(self.trial)
            self.trial.desk.rebuild()
            assert tables(self.trial) == before

    def move(self, number: str, step: str, by: str, after: tuple[str, ...], to: str, **given: Any) -> None:
        if number not in self.state:
            return
        if self.state[number] in after:
            written = self.trial.record("matter", step, by=by, on=number, **given)
            self.state[number] = to
            self.trail[number].append((written.seq, to))
        else:
            self.refused(step, number, by, **given)

    def refused(self, step: str, number: str | None, by: str, **given: Any) -> None:
        before = len(self.trial.entries())
        with pytest.raises(Declined):
            self.trial.record("matter", step, by=by, on=number, **given)
        assert len(self.trial.entries()) == before


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
