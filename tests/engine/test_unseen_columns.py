"""A column that no entry has filled yet can be asked about."""

from __future__ import annotations

from pmcore.model.book import Match
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


def test_nothing_equals_a_value_in_a_column_that_was_never_filled() -> None:
    """No error, no rows; and every row has nothing in it."""
    trial = Trial(full_catalogue({}))
    trial.record("unit", "add", by="lj", code="1-1-101", use="home", area="80")

    with trial.desk.reading() as look:
        assert look.overlay.find("unit", [Match("succeeded_by", "=", "x")]) == []
        assert len(look.overlay.find("unit", [Match("succeeded_by", "=", None)])) == 1
        assert look.overlay.count("unit", [Match("succeeded_by", "=", "x")]) == 0
