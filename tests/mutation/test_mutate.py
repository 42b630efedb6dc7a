"""The mutation script tells a change that scenarios notice from none."""

from __future__ import annotations

from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.mutants import Mutant
from tests.mutation.mutate import FAILED, FEATURES, PASSED, Score, judge, mutants, scenarios


def test_a_changed_rent_is_killed_and_no_change_survives() -> None:
    """A doubled monthly rent fails a scenario of parking; nothing changed fails none."""
    rent = [mutant for mutant in mutants("parking") if mutant.name.startswith("standard parking.monthly_rent")][-1:]
    told = {mutant.name: code for mutant, code in judge("parking", [*rent, Mutant("same", lambda: None)])}
    assert told == {rent[0].name: FAILED, "same": PASSED}


def test_what_is_called_equivalent_is_a_mutant() -> None:
    """Every name on the list of equivalent mutants is one that the chapter has."""
    known = {chapter: {mutant.name for mutant in mutants(chapter)} for chapter in EQUIVALENT}
    assert [(chapter, name) for chapter, told in EQUIVALENT.items() for name in told if name not in known[chapter]] == []


def test_every_chapter_has_scenarios() -> None:
    """The features of each chapter are found; an outline counts row by row."""
    assert [chapter for chapter in FEATURES if scenarios(chapter) == 0] == []
    assert scenarios("core") > len(FEATURES)


def test_the_score_leaves_out_what_nobody_judged() -> None:
    """Survivors lower it, unclear ones do not."""
    assert Score("key", 3, 10, ["a"], []).row == "| key | 3 | 10 | 9 | 1 | 0 | 0 | 90 % |"
    assert Score("key", 3, 10, ["a"], ["b (-9)"] * 5).row == "| key | 3 | 10 | 4 | 1 | 0 | 5 | 80 % |"
