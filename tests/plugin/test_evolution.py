"""Plugins that go on: what an older version wrote is read by the newer one, and stays where a plugin goes away."""

from __future__ import annotations

from typing import Any

import pytest

from pmcore.model.outcomes import Declined
from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial

from .conftest import Load

FIRST = '''
book = Register("book", title="Books", number="BB{seq}")
LENT, BACK = book.states("lent", "back", closed="back")


class Lend(Step, register=book, by=ASSISTANT, to=LENT):
    """Lend it."""

    colour: Code
    pages: int = 0
    reader: Text | None = None


class Return(Step, register=book, by=ASSISTANT, after=LENT, to=BACK):
    """Give it back."""

    torn: bool = False
'''
SECOND = (
    FIRST.replace("by=ASSISTANT, to=LENT):", "by=ASSISTANT, to=LENT, v=2):")
    .replace("colour: Code", "tint: Code = field(index=True)")
    .replace(
        "    reader: Text | None = None\n",
        '    reader: Text | None = None\n\n    @classmethod\n    def upgrade(cls, body, v):\n        assert v == 1\n'
        '        return {**body, "tint": body["colour"].upper()}\n',
    )
)  # fmt: skip
WIDER = FIRST.replace(
    "    pages: int = 0\n", "    pages: int = 0\n    weight: int = field(default=5, index=True)\n    wide: bool = False\n"
)
NARROWER = FIRST.replace("    pages: int = 0\n", "")
NOT_READ = SECOND.replace("    @classmethod\n    def upgrade(cls, body, v):", "    @staticmethod\n    def other(body, v):")


@pytest.fixture
def lent(load: Load) -> tuple[Trial, Load]:
    """A site where the first version lent a book."""
    trial = Trial(load(book_v1=FIRST))
    trial.record("book", "lend", by="lj", colour="red", pages=100, reader="Somebody")
    return trial, load


def form(trial: Trial, number: str = "BB1") -> Any:
    """The form as rules read it: the opening step as signed, and with its present values."""
    with trial.desk.reading() as look:
        found = look.facts.form_at("book", number)
        return found.history[0].step, found.now


def tables(trial: Trial) -> Any:
    """Every form's row."""
    with trial.store.read("trial") as reader:
        return {register: reader.find(register) for register in reader.registers()}


def test_a_newer_version_reads_the_older_ones_bodies(lent: tuple[Trial, Load]) -> None:
    """Through its ``upgrade``; new forms are written in the new version, and both are read side by side."""
    trial, load = lent
    trial.desk.catalogue = load(book_v2=SECOND)
    trial.record("book", "lend", by="lj", tint="BLUE")

    assert [entry.step_v for entry in trial.entries() if entry.register == "book"] == [1, 2]
    for number, tint, pages in (("BB1", "RED", 100), ("BB2", "BLUE", 0)):
        signed, now = form(trial, number)
        assert (signed.tint, signed.pages, now.tint, now.pages) == (tint, pages, tint, pages)


def test_without_an_upgrade_an_older_body_is_not_guessed(lent: tuple[Trial, Load]) -> None:
    """It is refused, by name."""
    trial, load = lent
    trial.desk.catalogue = load(book_v2=NOT_READ)

    with pytest.raises(ValueError, match="Lend cannot read version 1"):
        form(trial)


def test_a_form_of_the_older_version_goes_on_in_the_newer(lent: tuple[Trial, Load]) -> None:
    """It is given back, corrected and struck like any other."""
    trial, load = lent
    trial.desk.catalogue = load(book_v2=SECOND)
    seq = trial.record("book", "return", by="lj", on="BB1").seq
    trial.desk.correct("book", "BB1", {"torn": True}, reason="slip", by="lj")
    trial.desk.strike("book", "BB1", seq, reason="slip", by="zg")

    assert trial.row("book", "BB1").state == "lent"
    assert trial.desk.verify()[1] is None


def test_a_new_field_has_its_default_on_old_forms(lent: tuple[Trial, Load]) -> None:
    """In the step as signed and in the present values alike."""
    trial, load = lent
    trial.desk.catalogue = load(book_v2=WIDER)
    signed, now = form(trial)

    assert (signed.weight, signed.wide, now.weight, now.wide) == (5, False, 5, False)
    assert (signed.colour, now.pages) == ("red", 100)


def test_a_field_that_is_gone_stays_in_the_book(lent: tuple[Trial, Load]) -> None:
    """The step no longer has it; journal and column do, also after a rebuild."""
    trial, load = lent
    trial.desk.catalogue = load(book_v2=NARROWER)
    signed, _now = form(trial)
    assert not hasattr(signed, "pages")

    trial.record("book", "lend", by="lj", colour="blue")
    before = tables(trial)
    trial.desk.rebuild()

    assert tables(trial) == before
    assert trial.row("book", "BB1").values["pages"] == 100


@pytest.mark.parametrize("then", [FIRST, SECOND, WIDER, NARROWER, ""])
def test_a_rebuild_gives_the_same_whatever_is_installed(lent: tuple[Trial, Load], then: str) -> None:
    """By entries alone: with the same, a newer, a wider, a narrower plugin, or with none."""
    trial, load = lent
    trial.record("book", "return", by="lj", on="BB1", torn=True)
    before = tables(trial)

    trial.desk.catalogue = load(book_v2=then) if then else Catalogue()
    trial.desk.rebuild()

    assert tables(trial) == before
    assert trial.desk.verify()[1] is None


def test_a_plugin_that_was_removed_leaves_its_forms_readable(lent: tuple[Trial, Load]) -> None:
    """The register is listed, found and shown with all that was written; nothing can be added."""
    trial, load = lent
    trial.desk.catalogue = load()

    with trial.desk.reading() as look:
        assert [row.number for row in look.list("book").rows] == ["BB1"]
        row = look.row("book", "BB1")
        shown = list(look.history("book", "BB1"))
    assert (row.state, row.values["colour"], row.values["reader"]) == ("lent", "red", "Somebody")
    assert [(told.entry.step, told.body["reader"]) for told in shown] == [("lend", "Somebody")]
    assert trial.desk.why("book", "BB1")["state"] == "lent"


def test_a_plugin_that_comes_back_goes_on_where_it_was(lent: tuple[Trial, Load]) -> None:
    """Numbers, forms and duties are where they were."""
    trial, load = lent
    trial.desk.catalogue = load()
    trial.record("customer", "add", by="lj", name="Somebody")
    trial.desk.catalogue = load(book_v1=FIRST)

    assert trial.record("book", "return", by="lj", on="BB1").state == "back"
    assert trial.record("book", "lend", by="lj", colour="blue").number == "BB2"


def test_what_a_refused_step_would_have_taken_in_is_taken_in_by_the_next(lent: tuple[Trial, Load]) -> None:
    """A plugin that seeks by more is learnt with the next step that is written, whatever was refused before it."""
    trial, load = lent
    trial.desk.catalogue = load(book_v1=FIRST.replace("colour: Code", "colour: Code = field(find=True)"))
    with pytest.raises(Declined):
        trial.record("book", "return", by="cl", on="BB1")
    assert sought(trial) == []

    trial.record("book", "return", by="lj", on="BB1")
    assert sought(trial) == ["colour"]


def sought(trial: Trial) -> list[str]:
    """The columns of the register that the book itself seeks by."""
    with trial.store.read("trial") as reader:
        return [column.name for column in reader.columns("book") if column.sought]
