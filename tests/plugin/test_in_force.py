"""Plugins in force: the book knows who judges a step, and does not go on as if a missing judge had nothing to say."""

from __future__ import annotations

import json

import pytest

from pmcore.model.outcomes import Refused
from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial

from .chapters import FOLLOW, THANKS, add, rules_of
from .conftest import Load

JUDGE = """
@rule("unit.add", clause="all.1")
def not_thirteen(add, facts):
    if add.floor == 13:
        yield refuse(_("No thirteenth floor"))
"""


def test_the_book_records_who_judges_what(load: Load) -> None:
    """Each plugin in force with its version and the steps that it judges or answers."""
    trial = Trial(load(judge_v3=JUDGE, visit=THANKS, follow=FOLLOW))

    with trial.desk.reading() as look:
        told = {
            row.values["name"]: (row.values["version"], json.loads(str(row.values["judges"]))) for row in look.list("plugin").rows
        }
    assert told["judge"] == ("3", ["unit.add"])
    assert told["follow"] == ("1", ["visit.settle"])


def test_a_step_whose_judge_is_missing_is_refused_until_it_is_dropped(load: Load) -> None:
    """Everything else goes on; dropped on record, the step goes on too."""
    trial = Trial(load(judge=JUDGE))
    trial.desk.catalogue = load()

    with pytest.raises(Refused) as caught:
        add(trial, 1)
    assert (rules_of(caught), caught.value.findings[0].evidence["plugin"]) == (["core.plugins-in-force"], "judge")
    trial.record("customer", "add", by="lj", name="Somebody")

    trial.record("plugin", "drop", by="sun", on="judge", reason="sold")
    assert add(trial, 13) == "FH00001"


def test_with_its_judge_it_is_judged(load: Load) -> None:
    """The control of the test above: loaded, the plugin says what it has to say."""
    trial = Trial(load(judge=JUDGE))

    with pytest.raises(Refused) as caught:
        add(trial, 13)
    assert rules_of(caught) == ["judge.not-thirteen"]
    assert add(trial, 12) == "FH00001"


def test_an_assistant_drops_no_judge(load: Load) -> None:
    """Only a head does without a plugin."""
    trial = Trial(load(judge=JUDGE))

    with pytest.raises(Refused):
        trial.record("plugin", "drop", by="lj", on="judge", reason="in my way")


@pytest.mark.parametrize("why", ["broken", "blocked"])
def test_a_judge_that_cannot_speak_is_a_missing_one(load: Load, why: str) -> None:
    """Broken or switched off: a switch is no way round a rule."""
    trial = Trial(load(judge=JUDGE))
    trial.desk.catalogue = load(judge="1 // 0\n") if why == "broken" else load(block=("judge",), judge=JUDGE)

    with pytest.raises(Refused) as caught:
        add(trial, 1)
    assert rules_of(caught) == ["core.plugins-in-force"]


def test_an_older_judge_is_refused_and_a_newer_one_taken(load: Load) -> None:
    """What the site was run with before is the least it is run with."""
    trial = Trial(load(judge_v2=JUDGE))
    trial.desk.catalogue = load(judge_v1=JUDGE)
    with pytest.raises(Refused) as caught:
        add(trial, 1)
    assert rules_of(caught) == ["core.plugins-in-force"]

    trial.desk.catalogue = load(judge_v3=JUDGE)
    add(trial, 1)
    assert trial.row("plugin", "judge").values["version"] == "3"


def test_versions_are_compared_as_numbers(load: Load) -> None:
    """The tenth comes after the ninth."""
    from pmcore.engine.gate import older

    assert (older("0.9", "0.10"), older("0.10", "0.9"), older("1.0", "1.0")) == (True, False, False)


def test_a_plugin_that_comes_later_is_put_in_force_by_itself(load: Load) -> None:
    """From then on its absence counts."""
    trial = Trial(load())
    trial.desk.catalogue = load(judge=JUDGE)
    add(trial, 1)
    trial.desk.catalogue = load()

    with pytest.raises(Refused):
        add(trial, 2)


def test_a_dropped_plugin_that_is_still_there_judges_on(load: Load) -> None:
    """Dropping says that the book does without it; what is loaded is heard all the same."""
    trial = Trial(load(judge=JUDGE))
    trial.record("plugin", "drop", by="sun", on="judge", reason="sold")

    with pytest.raises(Refused):
        add(trial, 13)


def test_an_empty_catalogue_knows_nothing() -> None:
    """The engine starts from nothing: not even the core's registers are built in."""
    assert (Catalogue().registers, Catalogue().find_step("unit", "add")) == ({}, None)
