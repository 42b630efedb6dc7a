"""Answers: one table says how each leaves a frontend; what people read says what the data say."""

from __future__ import annotations

import pytest

from pmcore.model import outcomes
from pmcore.model.messages import Msg
from pmcore.store import errors
from pmcore.surface.answers import checked, codes_at, recorded
from pmcore.surface.mishaps import answer_to
from pmcore.surface.outcomes import OUTCOMES
from pmcore.surface.words import Words
from pmcore.testing.trial import Trial

from .conftest import rent


def kinds(of: type[BaseException]) -> list[type[BaseException]]:
    """A kind of error and those that are of it."""
    return [of, *(inner for kind in of.__subclasses__() for inner in kinds(kind))]


def test_every_outcome_stands_in_the_table() -> None:
    """Of all that the core can decline; and nothing leaves as done that was not."""
    told = {kind.outcome for kind in kinds(outcomes.Declined)}  # type: ignore[attr-defined]

    assert told - OUTCOMES.keys() == set()
    assert {name for name, one in OUTCOMES.items() if one.exit_code == 0} == {"recorded", "checked"}


@pytest.mark.parametrize("kind", kinds(errors.StoreError), ids=lambda kind: kind.__name__)
def test_whatever_is_wrong_with_a_file_has_an_answer(kind: type[errors.StoreError], english: Words) -> None:
    """With a sentence in which nothing is left to fill in."""
    values = dict.fromkeys(("path", "kind", "found", "known", "setting", "wanted", "text"), "x")
    answer = answer_to(kind(**values), english)

    assert answer is not None
    assert answer.outcome in OUTCOMES
    assert "{" not in answer.lines[0]


def test_what_nobody_foresaw_is_left_to_the_frontend(english: Words) -> None:
    """It knows how a person can report it."""
    assert answer_to(KeyError("x"), english) is None


def test_an_answer_never_shows_its_data_in_a_traceback(english: Words) -> None:
    """They may be personal."""
    answer = answer_to(outcomes.Refused(Msg("{name} has left").fill(name="王小明")), english)

    assert repr(answer) == "<Answer refused>"


def test_what_was_written_is_told_with_what_follows(site: Trial, english: Words) -> None:
    """The figures, the charge that came with it, what is owed, and the findings beside it."""
    told = site.record("parking", "rent", by="lj", **rent(space="B1-08", plate="苏A54321"))
    answer = recorded(told, english, codes_at(site.desk))

    assert answer.lines[0].startswith("Parking YZ2026-0002: Rent, now Rented; entry ")
    assert [line.split(",")[0] for line in answer.lines[1:]] == [
        "  Begins 2026-07-01",
        "  + Charge SF2026-00002: Raise",
        "  owed: Take payment by Cashier until 2026-07-01 09:30",
    ]
    assert (answer.left.exit_code, answer.left.written, answer.data["also"][0]["number"]) == (0, True, "SF2026-00002")
    assert [line.split("]")[0] for line in answer.notes] == ["  [note parking.1", "  [note parking.5"]


def test_what_would_be_refused_is_no_line_but_a_note(site: Trial, english: Words) -> None:
    """Nothing was asked to be written, so there is no answer in its place; the findings are said beside it."""
    would, found = site.desk.check(site.desk.step("parking", "rent"), rent(), by="lj")
    answer = checked(would, found, english)

    assert (answer.outcome, answer.lines, answer.notes[0]) == ("refused", [], "It would not be recorded:")
