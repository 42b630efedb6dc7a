"""The mutation script tells a change that scenarios notice from none."""

from __future__ import annotations

from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.mutants import Mutant
from tests.mutation.mutate import FAILED, FEATURES, PASSED, judge, mutants, scenarios
from tests.mutation.page import Score, page, told


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


def test_a_page_is_read_back_as_it_was_written() -> None:
    """Survivors, equivalent and unclear ones come back; so a chapter's part is renewed by itself."""
    same = next(iter(EQUIVALENT["complaint"]))
    text = page([Score("complaint", 3, 10, ["rule a: off", same], ["step b: no needs (-9)"]), Score("key", 2, 5, [], [])])
    read = told(text)

    assert page([*read.values()]) == text
    assert [name for name in ("rule a: off", same, "step b: no needs", "rule c: off") if read["complaint"].open(name)] == [
        "rule a: off", same, "step b: no needs",
    ]  # fmt: skip
