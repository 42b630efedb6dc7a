"""The shorter forms that a chapter is written with."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import pmcore.chapter
from pmcore.model.field import Must
from pmcore.model.outcomes import Ambiguous, Refused, WrongUse
from pmcore.model.span import hours
from pmcore.model.standard import Standard
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import STAFF, Trial

from . import works


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core with the small chapter."""
    made = full_catalogue({"works": ("tests.chapter.works", "1.0")})
    assert made.failures == {}
    return made


@pytest.fixture
def trial(catalogue: Catalogue) -> Trial:
    """A site with everybody of the procedure."""
    return Trial(catalogue, staff={**STAFF, "se": "supervisor"})


def asked(trial: Trial, **given: Any) -> str:
    """The number of works that were asked for."""
    return trial.record("works", "ask", by="lj", **{"kind": "paint", "place": "A1", **given}).number


def allowed(trial: Trial) -> str:
    """The number of works that both heads allowed."""
    number = asked(trial)
    for head in ("zg", "gc"):
        trial.record("works", "decide", on=number, by=head, granted=True)
    return number


def state(trial: Trial, number: str) -> str:
    """Where works stand."""
    return str(trial.row("works", number).state)


def refusals(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    """(rule, sentence) of every finding."""
    return [(finding.rule, finding.message.text) for finding in error.value.findings]


def notes(trial: Trial) -> list[tuple[Any, Any, Any]]:
    """(about, what, place) of every note."""
    with trial.desk.reading() as look:
        return [(row.values["about"], row.values["what"], row.values["place"]) for row in look.list("note").rows]


def test_the_door_brings_what_it_names() -> None:
    """Every name of its list is there, once."""
    names = pmcore.chapter.__all__

    assert [name for name in names if not hasattr(pmcore.chapter, name)] == []
    assert len(names) == len(set(names))


def test_a_standard_for_each_choice_is_found_like_any_other(catalogue: Catalogue) -> None:
    """Each has a name, its own default, and may be changed."""
    told = {name: standard.default for name, standard in catalogue.standards.items() if name.startswith("works.")}

    assert {name: str(value) for name, value in told.items()} == {
        "works.decide_within.paint": str(hours(2)),
        "works.decide_within.load_bearing": str(works.DECIDE_WITHIN[works.Kind.STRUCTURE].default),
    }


def test_a_standard_for_a_choice_that_is_none_is_refused() -> None:
    """A misspelt member is an error of the author's."""
    with pytest.raises(TypeError, match="has no member 'WOOD'"):
        Standard.each("works.x", works.Kind, 1, WOOD=2)


@pytest.mark.parametrize(("kind", "due"), [("paint", "2026-07-01T03:00"), ("load-bearing", "2026-07-04T01:00")])
def test_the_choice_on_the_form_selects_the_deadline(trial: Trial, kind: str, due: str) -> None:
    """Within what its kind says."""
    number = asked(trial, kind=kind)

    assert {told[2][:16] for told in trial.duties("works", number)} == {due}


def test_each_of_several_owes_its_signature(trial: Trial) -> None:
    """Who has signed owes nothing more; who has not still does."""
    number = asked(trial)
    before = sorted(holder for _step, holder, _due in trial.duties("works", number))
    trial.record("works", "decide", on=number, by="gc", granted=True)

    assert before == ["engineering", "supervisor"]
    assert [holder for _step, holder, _due in trial.duties("works", number)] == ["supervisor"]
    assert state(trial, number) == "asked"


def test_it_is_allowed_once_everybody_agreed(trial: Trial) -> None:
    """In whatever order they sign."""
    assert state(trial, allowed(trial)) == "allowed"


def test_one_no_is_a_no(trial: Trial) -> None:
    """Whoever has not signed yet need not any more."""
    number = asked(trial)
    trial.record("works", "decide", on=number, by="gc", granted=False)

    assert state(trial, number) == "turned-down"
    assert trial.duties("works", number) == []


def test_nobody_signs_in_two_places(trial: Trial) -> None:
    """Two heads are two persons, whatever roles one of them holds."""
    trial.record("staff", "assign", on="zg", by="admin", role="engineering", starts=date(2020, 1, 1))
    number = asked(trial)
    with pytest.raises(Ambiguous):
        trial.record("works", "decide", on=number, by="zg", granted=True)
    trial.record("works", "decide", on=number, by=pmcore.Actor("zg", "supervisor"), granted=True)
    with pytest.raises(Refused) as error:
        trial.record("works", "decide", on=number, by=pmcore.Actor("zg", "engineering"), granted=True)

    assert [rule for rule, _said in refusals(error)] == ["core.apart"]


def test_a_place_is_taken_once(trial: Trial) -> None:
    """A second supervisor cannot sign for engineering."""
    number = asked(trial)
    trial.record("works", "decide", on=number, by="zg", granted=True)
    with pytest.raises(Refused) as error:
        trial.record("works", "decide", on=number, by="se", granted=True)

    assert [rule for rule, _said in refusals(error)] == ["core.once"]


def test_a_delegate_signs_in_the_place_of_who_is_away(trial: Trial) -> None:
    """The place is the giver's role."""
    trial.record(
        "delegation",
        "give",
        by="gc",
        giver="gc",
        to="se",
        role="engineering",
        reason="away",
        starts=date(2026, 7, 1),
        ends=date(2026, 7, 2),
    )
    number = asked(trial)
    trial.record("works", "decide", on=number, by=pmcore.Actor("se", on_behalf="gc"), granted=True)
    trial.record("works", "decide", on=number, by="zg", granted=True)

    assert state(trial, number) == "allowed"


def test_a_verdict_is_worked_out_again_when_a_signature_is_corrected(trial: Trial) -> None:
    """Yes becomes no: the works are turned down."""
    number = allowed(trial)
    trial.desk.correct("works", number, {"granted": False}, reason="slip", by="gc")

    assert state(trial, number) == "turned-down"


def test_what_has_to_be_true_is_refused_otherwise(trial: Trial) -> None:
    """The sentence of the blank is the refusal, under the rule that it names."""
    number = allowed(trial)
    with pytest.raises(Refused) as error:
        trial.record("works", "finish", on=number, by="lj", clean=False)

    assert refusals(error) == [("works.left-clean", "Clean up first")]


def test_a_part_brings_its_blanks_and_its_rules(trial: Trial) -> None:
    """Its rules judge the step that has it, and its day is worked out."""
    number = allowed(trial)
    with pytest.raises(Refused) as error:
        trial.record("works", "look", on=number, by="lj", name="Ghost", shows_paper=False)
    told = trial.record("works", "look", on=number, by="lj", name="Wang", shows_paper=True, colour="RED")

    assert refusals(error) == [("works.visitor-shows-paper", "A paper has to be shown"), ("works.no-ghosts", "No ghosts")]
    assert (told.step.name, told.step.seen_on, told.step.colour) == ("Wang", date(2026, 7, 1), "RED")  # type: ignore[union-attr]


def test_blanks_of_a_part_come_before_the_steps_own(catalogue: Catalogue) -> None:
    """What is worked out comes last."""
    step = catalogue.find_step("works", "look")
    assert step is not None

    assert [*pmcore.model.step.ready(step).fields] == ["name", "shows_paper", "colour", "seen_on"]


def test_a_docstring_is_a_refusal(trial: Trial) -> None:
    """Its blanks are the step's fields; its full stop is the docstring's, not the sentence's."""
    with pytest.raises(Refused) as error:
        asked(trial, place="CHIMNEY")

    assert refusals(error) == [("works.no-chimneys", "No works on the {place}")]
    assert error.value.findings[0].evidence == {"place": "CHIMNEY"}


def test_a_docstring_may_only_warn(trial: Trial) -> None:
    """The step is written, and the sentence is said with it."""
    asked(trial)
    told = trial.record("works", "ask", by="lj", kind="paint", place="A1")

    assert [(found.rule, found.level) for found in told.findings] == [("works.twice", "warn")]


def test_what_is_written_with_another_step_is_never_taken_by_hand(trial: Trial) -> None:
    """It is there after the step that entails it; asked for by itself it is refused, also when it would fit."""
    number = allowed(trial)
    told = trial.record("works", "finish", on=number, by="lj", clean=True)
    with pytest.raises(WrongUse, match="never by hand"):
        trial.record("works", "close", on=number, by="lj", place="B2")
    with pytest.raises(WrongUse, match="never by hand"):
        trial.desk.check(trial.desk.step("works", "close"), {"place": "B2"}, by="lj", on=number)

    assert [also.step_name for also in told.also] == ["close", "note"]
    assert told.also[0].step.place == "A1"  # type: ignore[union-attr]


def test_one_reaction_answers_several_marks(trial: Trial) -> None:
    """It is told which, and knows the form, and what the form says where the step does not."""
    number = allowed(trial)
    trial.record("works", "look", on=number, by="lj", name="Wang", shows_paper=True)
    trial.record("works", "finish", on=number, by="lj", clean=True)

    assert notes(trial) == [(f"works/{number}", "works-checked", "A1"), (f"works/{number}", "works-finished", "A1")]


@pytest.mark.parametrize("said", ["works", "Works", "WORKS"])
def test_a_register_is_read_by_its_word(trial: Trial, said: str) -> None:
    """What stands in the journal is its name, whatever it is called."""
    told = trial.record("works", "finish", on=allowed(trial), by="lj", clean=True, towards=said)

    assert told.step.towards.lower() == "works"  # type: ignore[union-attr]


def test_forms_are_found_by_the_day_on_which_they_were_opened(trial: Trial) -> None:
    """From the first day until before the last; void ones are left out."""
    first = asked(trial)
    trial.passes(days=1)
    second, third = asked(trial, place="A2"), asked(trial, place="A3")
    trial.desk.void("works", third, reason="slip", by="zg")
    with trial.desk.reading() as look:
        facts = look.sheet.facts()
        found = {day: [form.number for form in facts.opened(works.Ask, date(2026, 7, day), date(2026, 7, 3))] for day in (1, 2, 3)}

    assert found == {1: [first, second], 2: [second], 3: []}


def test_a_report_groups_and_counts_what_was_kept(trial: Trial) -> None:
    """Whether a step was taken in time stands with its entry."""
    allowed(trial)
    late = asked(trial, place="A2")
    trial.passes(hours=3)
    trial.record("works", "decide", on=late, by="zg", granted=True)
    with trial.desk.reading() as look:
        lines = list(works.week.work(look.sheet.facts(), date(2026, 6, 29), date(2026, 7, 6)))

    assert lines == [{"kind": works.Kind.PAINT, "works": 2, "share": 50}]


def test_a_form_that_cannot_be_had_is_none(trial: Trial) -> None:
    """No reference, no such form, no such register: nothing to look at, and no error."""
    number = asked(trial)
    with trial.desk.reading() as look:
        facts = look.sheet.facts(datetime(2026, 7, 1, 2, 0, tzinfo=trial.now.tzinfo))
        got = [facts.get(None), facts.get(pmcore.FormRef("works/NO")), facts.get(pmcore.FormRef("gone/X1"))]
        there = facts.get(pmcore.FormRef(f"works/{number}"))

    assert got == [None, None, None]
    assert there is not None
    assert there.state == works.ASKED


def test_a_state_is_its_word_and_no_other_registers() -> None:
    """It compares with the text that a form stands in; two registers' states of one name differ."""
    other = pmcore.State("note", "asked", False)

    assert (works.ASKED == "asked", other == works.ASKED, works.ASKED in {"asked"}) == (True, False, True)


def test_a_must_says_what_it_demands() -> None:
    """The declaration keeps the sentence for whoever shows the form."""
    told = works.Finish.__musts__["clean"]

    assert isinstance(told, Must)
    assert (told.sentence, told.clause, told.rule) == ("Clean up first", "renovation.11", "left-clean")
