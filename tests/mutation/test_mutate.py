"""The mutation script tells a change that scenarios notice from none."""

from __future__ import annotations

from tests.mutation.mutants import Mutant
from tests.mutation.mutate import FAILED, PASSED, judge, mutants


def test_a_changed_rent_is_killed_and_no_change_survives() -> None:
    """A doubled monthly rent fails a scenario of parking; nothing changed fails none."""
    rent = [mutant for mutant in mutants("parking") if mutant.name.startswith("standard parking.monthly_rent")][-1:]
    told = {mutant.name: code for mutant, code in judge("parking", [*rent, Mutant("same", lambda: None)])}
    assert told == {rent[0].name: FAILED, "same": PASSED}
