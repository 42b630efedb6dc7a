"""Drawing by lot: fair, the same again, not known beforehand, and without those who do not wish it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmcore import Ref
from pmcore.model.drawing import drawn
from pmcore.testing.trial import Trial

from .orders import Place, Team

MANY = [f"K{number:03}" for number in range(100)]


class PlaceRef(Ref[Place]):
    """An order."""


def draw(trial: Trial, key: str = "july", since: date = date(2026, 7, 1), **more: Any) -> tuple[str, ...]:
    """Five of a hundred."""
    with trial.desk.reading() as look:
        return look.facts.draw(more.pop("population", MANY), 5, key=key, since=since, **more)


def test_a_second_try_gives_the_same(trial: Trial) -> None:
    """On another day, by another desk, with the population in another order, after a hundred further entries."""
    first = draw(trial)
    trial.passes(days=9)
    for place in range(100):
        trial.record("order", "place", by="lj", what=f"A{place}")

    assert draw(trial) == first
    assert sorted(draw(trial, population=reversed(MANY))) == sorted(first)
    assert draw(trial, "august") != first
    assert len(set(first)) == 5


def test_who_joins_or_leaves_changes_nobody_elses_lot(trial: Trial) -> None:
    """A newcomer is drawn or not; whoever else was drawn stays so, unless the newcomer takes the last place."""
    first = draw(trial)
    for newcomer in range(50):
        again = draw(trial, population=[*MANY, f"N{newcomer}"])
        assert len({*first} - {*again}) == (f"N{newcomer}" in again)
    assert draw(trial, population=[one for one in MANY if one in first or one > "K050"]) == first


def test_nobody_knows_it_before_the_day(trial: Trial) -> None:
    """What is written up to the eve of the day is in the seed: one entry more, and others are drawn."""
    trial.now = datetime(2026, 7, 31, 15, 59, tzinfo=UTC)  # a minute to midnight
    before = draw(trial, since=date(2026, 8, 1))
    trial.record("order", "place", by="lj", what="A1")
    after = draw(trial, since=date(2026, 8, 1))
    trial.passes(minutes=2)
    trial.record("order", "place", by="lj", what="A2")

    assert before != after
    assert draw(trial, since=date(2026, 8, 1)) == after


def test_everybody_has_the_same_chance() -> None:
    """Over two thousand draws each of ten is drawn about as often (200 +- 5 standard deviations)."""
    count = Counter(one for seed in range(1000) for one in drawn(range(10), 2, f"book\n{seed}"))

    assert sorted(count) == list(range(10))
    assert all(abs(times - 200) < 64 for times in count.values())


def test_who_was_drawn_lately_comes_last_and_who_does_not_wish_it_never(trial: Trial) -> None:
    """They are taken only where the others are not enough."""
    first = draw(trial)
    assert not {*draw(trial, lately=first)} & {*first}
    assert not {*draw(trial, but=first, population=first)}

    few = [*first, "K998", "K999"]
    again = draw(trial, population=few, lately=first)
    assert {"K998", "K999"} < {*again}
    assert len(again) == 5


def test_what_may_be_drawn() -> None:
    """References, forms, choices, texts and numbers have an identity; what has none is refused; all there are is the most."""
    assert drawn([PlaceRef("OR1"), PlaceRef("OR2")], 9, "s") == (PlaceRef("OR1"), PlaceRef("OR2"))
    assert drawn(Team, 1, "s") in ((Team.WATER,), (Team.POWER,))
    assert drawn([1, 2, 2], 5, "s") == (1, 2)
    assert drawn([1, 2], 0, "s") == ()
    with pytest.raises(TypeError, match="no identity"):
        drawn([3.5], 1, "s")
