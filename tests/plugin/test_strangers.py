"""What strangers add to others' registers: steps, fields, answers to marks, rules that stand for others."""

from __future__ import annotations

import pytest

from pmcore.model.outcomes import NeedsApproval, Refused
from pmcore.testing.trial import Trial

from .chapters import FOLLOW, THANKS, add, rules_of
from .conftest import Load

JUDGE = """
@rule("unit.add", clause="all.1")
def not_thirteen(add, facts):
    if add.floor == 13:
        yield refuse(_("No thirteenth floor"))
"""


METER = '''
class Inspect(Step, register=unit, by=ASSISTANT, after=unit.open, again=True):
    """Inspect it."""

    code: Code = field(index=True)
    said: Text | None = None
'''


CARD = """
@hookimpl
def pmcore_fields(steps):
    return [(steps["customer.add"], "card", Code), (steps["customer.add"], "fee", Money), (steps["customer.add"], "word", Text)]
"""


def test_a_stranger_keeps_a_step_on_a_unit(load: Load) -> None:
    """Its columns bear its name, so that its ``code`` is not the unit's; the state stays; it is found by its own field."""
    trial = Trial(load(jinling=METER))
    number = add(trial, 1)
    trial.record("unit", "inspect", by="lj", on=number, code="ok", said="all well")

    row = trial.row("unit", number)
    assert (row.state, row.values["code"], row.values["jinling_code"], row.values["jinling_said"]) == (
        "known",
        "1-1-101",
        "ok",
        "all well",
    )
    with trial.desk.reading() as look:
        assert [found.number for found in look.list("unit", {"jinling_code": "ok"}).rows] == [number]
        form = look.facts.form_at("unit", number)
        assert form[look.catalogue.steps_of("unit")["inspect"]].code == "ok"
    assert trial.desk.verify()[1] is None


def test_what_a_stranger_wrote_stays_without_it(load: Load) -> None:
    """The plugin is gone: its columns are there, and a rebuild makes them again."""
    trial = Trial(load(jinling=METER))
    number = add(trial, 1)
    trial.record("unit", "inspect", by="lj", on=number, code="ok", said="all well")
    before = trial.row("unit", number)

    trial.desk.catalogue = load()
    trial.desk.rebuild()

    assert trial.row("unit", number) == before
    with trial.desk.reading() as look:
        assert [shown.entry.step for shown in look.history("unit", number)] == ["add", "inspect"]


def test_a_field_added_to_anothers_step(load: Load) -> None:
    """It stands under ``x``, is read by its kind, personal if its kind is, and comes back as what it was."""
    catalogue = load(jinling=CARD)
    trial = Trial(catalogue)
    given = {"jinling.card": "C7", "jinling.fee": "3.50", "jinling.word": "SECRET"}
    number = trial.record("customer", "add", by="lj", name="Somebody", x=given).number

    values = trial.row("customer", number).values
    assert (values["x_jinling_card"], values["x_jinling_fee"], values["x_jinling_word"]) == ("C7", 350, "SECRET")
    with trial.desk.reading() as look:
        step = look.facts.form_at("customer", number)[catalogue.openings_of("customer")[0]]
        assert {name: str(value) for name, value in step.x.items()} == {
            "jinling.card": "C7",
            "jinling.fee": "3.50",
            "jinling.word": "SECRET",
        }
    assert "SECRET" not in "".join(str(value) for entry in trial.entries() for value in entry)
    assert trial.desk.verify()[1] is None


def test_what_is_not_personal_is_read_without_the_plugin(load: Load) -> None:
    """The book recorded of every column, added ones too, its type, whether it is personal and whether it is filtered by."""
    trial = Trial(load(jinling=METER, cards=CARD))
    number = add(trial, 1)
    trial.record("unit", "inspect", by="lj", on=number, code="ok", said="all well")
    given = {"cards.card": "C7", "cards.fee": "3.50", "cards.word": "SECRET"}
    trial.record("customer", "add", by="lj", name="Somebody", x=given)

    trial.desk.catalogue = load()
    with trial.desk.reading() as look:
        columns = look.columns("unit") | look.columns("customer")
        told = {name: (spec.column_type, spec.personal, spec.indexed) for name, spec in columns.items()}
        assert [found.number for found in look.list("unit", {"jinling_code": "ok"}).rows] == [number]
    assert {name: told[name] for name in told if name.startswith(("jinling_", "x_"))} == {
        "jinling_code": ("TEXT", False, True),
        "jinling_said": ("TEXT", True, False),
        "x_cards_card": ("TEXT", False, False),
        "x_cards_fee": ("INTEGER", False, False),
        "x_cards_word": ("TEXT", True, False),
    }


def test_a_list_with_names_in_its_lines_is_recorded_as_personal(load: Load) -> None:
    """However deep they stand; one without is not."""
    trial = Trial(
        load(
            jinling="""
from pmcore import Item, PersonName


class Owner(Item):
    name: PersonName


class Thing(Item):
    of: tuple[Owner, ...] = ()


class Piece(Item):
    what: Code


class Inspect(Step, register=unit, by=ASSISTANT, after=unit.open, again=True):
    things: tuple[Thing, ...] = ()
    pieces: tuple[Piece, ...] = ()
"""
        )
    )
    trial.record("unit", "inspect", by="lj", on=add(trial, 1))

    with trial.desk.reading() as look:
        personal = {column.name: column.personal for column in look.overlay.base.columns("unit")}
    assert (personal["jinling_things"], personal["jinling_pieces"]) == (True, False)


def test_correcting_a_step_leaves_added_fields_as_they_are(load: Load) -> None:
    """Neither another field nor another added one touches them."""
    trial = Trial(load(jinling=CARD))
    number = trial.record("customer", "add", by="lj", name="Somebody", x={"jinling.card": "C7", "jinling.fee": "3.50"}).number
    trial.desk.correct("customer", number, {"name": "Another"}, reason="slip", by="lj")
    trial.desk.correct("customer", number, {"x": {"jinling.card": "C8"}}, reason="slip", by="lj")

    values = trial.row("customer", number).values
    assert (values["name"], values["x_jinling_card"], values["x_jinling_fee"]) == ("Another", "C8", 350)


def test_an_added_field_that_is_none_is_refused(load: Load) -> None:
    """As any other misspelt field."""
    trial = Trial(load(jinling=CARD))

    from pmcore.model.outcomes import Invalid

    with pytest.raises(Invalid) as caught:
        trial.record("customer", "add", by="lj", name="Somebody", x={"jinling.colour": "red"})
    assert [name for name, _message in caught.value.invalid] == ["x.jinling.colour"]


def test_one_chapter_answers_to_anothers_mark(load: Load) -> None:
    """The marked step owes a follow-up: written with it, under the same signature, judged by rules on the mark."""
    trial = Trial(load(visit=THANKS, follow=FOLLOW))
    customer = trial.record("customer", "add", by="lj", name="Somebody").number
    trial.record("visit", "come", by="lj", customer=customer)
    written = trial.record("visit", "settle", by="lj", on="1", customer=customer)

    assert [(also.register, also.state) for also in written.also] == [("follow", "owed")]
    assert [(finding.rule, finding.level) for finding in written.findings] == [("follow.a-word", "warn")]
    entry = trial.entries()[written.also[0].seq - 1]
    assert (entry.cause, entry.plugin) == (written.seq, "follow")


def test_without_the_answering_chapter_nothing_is_owed(load: Load) -> None:
    """The control: a site that never had it goes on without it."""
    trial = Trial(load(visit=THANKS))
    customer = trial.record("customer", "add", by="lj", name="Somebody").number
    trial.record("visit", "come", by="lj", customer=customer)

    assert trial.record("visit", "settle", by="lj", on="1", customer=customer).also == []


def test_a_missing_answer_blocks_the_marked_step(load: Load) -> None:
    """Once in force, the follow-up is not silently forgotten."""
    trial = Trial(load(visit=THANKS, follow=FOLLOW))
    customer = trial.record("customer", "add", by="lj", name="Somebody").number
    trial.record("visit", "come", by="lj", customer=customer)
    trial.desk.catalogue = load(visit=THANKS)

    with pytest.raises(Refused) as caught:
        trial.record("visit", "settle", by="lj", on="1", customer=customer)
    assert rules_of(caught) == ["core.plugins-in-force"]


REPLACES = """
@rule("unit.add", clause="all.1", replaces="judge.not-thirteen")
def thirteen_with_leave(add, facts):
    from pmcore import SUPERVISOR, needs_approval

    if add.floor == 13:
        yield needs_approval(_("Thirteen"), by=SUPERVISOR)
"""


def test_a_rule_stands_for_another(load: Load) -> None:
    """The replaced one is not heard; with the replacing plugin gone the step waits, it does not fall back in silence."""
    trial = Trial(load(judge=JUDGE, house=REPLACES))
    with pytest.raises(NeedsApproval):
        add(trial, 13)
    assert add(trial, 12) == "FH00001"

    trial.desk.catalogue = load(judge=JUDGE)
    with pytest.raises(Refused) as caught:
        add(trial, 11)
    assert rules_of(caught) == ["core.plugins-in-force"]


def test_a_fixed_rule_is_not_replaced(load: Load) -> None:
    """What keeps the book itself right is nobody's to stand for."""
    catalogue = load(
        house="""
@rule("customer.merge", clause="all.1", replaces="core.merged-into-another")
def anything_goes(merge, facts):
    return ()
"""
    )
    trial = Trial(catalogue)
    number = trial.record("customer", "add", by="lj", name="Somebody").number

    with pytest.raises(Refused):
        trial.record("customer", "merge", by="zg", on=number, into=number)


def test_a_rule_cannot_change_what_it_judges(load: Load) -> None:
    """Steps are frozen: a rule that tries refuses, and is named."""
    trial = Trial(
        load(
            meddler="""
@rule("unit.add", clause="all.1")
def meddle(add, facts):
    add.floor = 1
    yield warn(_("meddled"))
"""
        )
    )

    with pytest.raises(Refused) as caught:
        add(trial, 3)
    assert (rules_of(caught), caught.value.findings[0].evidence["error"]) == (["meddler.meddle"], "FrozenInstanceError")


def test_plugins_going_round_in_circles_are_stopped(load: Load) -> None:
    """A step that entails itself ends in a refusal, and nothing of it is written."""
    trial = Trial(
        load(
            circle="""
ring = Register("ring", title="Rings", number="RR{seq}")
(OPEN,) = ring.states("open")


class Turn(Step, register=ring, by=ASSISTANT, to=OPEN):
    \"\"\"Turn.\"\"\"

    def entails(self, facts: Facts) -> Iterator[Step]:
        yield Turn()
"""
        )
    )
    before = len(trial.entries())

    with pytest.raises(Refused):
        trial.record("ring", "turn", by="lj")
    assert len(trial.entries()) == before
