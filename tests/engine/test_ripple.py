"""What a change of an earlier step does to later ones that were computed from it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


def roles(trial: Trial) -> list[str]:
    """The roles that stand on the newest member of staff."""
    return [role for role, _starts, _until in json.loads(trial.row("staff", "new").values["roles"])]


@pytest.fixture
def trial() -> Trial:
    """A desk with somebody new, who became cashier and then assistant."""
    made = Trial(full_catalogue({}))
    made.record("staff", "engage", by="sun", name="New", code="new")
    made.passes(hours=1)
    made.record("staff", "assign", by="sun", on="new", role="cashier")
    made.passes(hours=1)
    made.record("staff", "assign", by="sun", on="new", role="assistant")
    made.passes(hours=1)
    return made


def assignments(trial: Trial) -> list[int]:
    """The entries of the assignments, first to last."""
    return [entry.seq for entry in trial.entries() if entry.register == "staff" and entry.step == "assign"][-2:]


def test_correcting_an_earlier_step_computes_the_later_one_again(trial: Trial) -> None:
    """Cashier should have been archivist: the list that the second assignment wrote says so too."""
    trial.desk.correct("staff", "new", {"role": "archivist"}, reason="slip", by="sun", seq=assignments(trial)[0])

    assert roles(trial) == ["archivist", "assistant"]
    assert trial.desk.verify()[1] is None


def test_striking_an_earlier_step_computes_the_later_one_again(trial: Trial) -> None:
    """Without the first assignment the second one stands alone."""
    trial.desk.strike("staff", "new", assignments(trial)[0], reason="slip", by="sun")

    assert roles(trial) == ["assistant"]


def test_a_late_entry_in_between_is_in_what_was_computed_later(trial: Trial) -> None:
    """Recorded late, it stands as if it had been written in order."""
    trial.record("staff", "assign", by="sun", on="new", role="guard", at=trial.now - timedelta(minutes=90))

    assert sorted(roles(trial)) == ["assistant", "cashier", "guard"]


def test_a_rebuild_gives_the_same(trial: Trial) -> None:
    """The corrections that followed are on record like any other."""
    trial.desk.correct("staff", "new", {"role": "archivist"}, reason="slip", by="sun", seq=assignments(trial)[0])
    before = trial.row("staff", "new")
    trial.desk.rebuild()

    assert trial.row("staff", "new") == before
