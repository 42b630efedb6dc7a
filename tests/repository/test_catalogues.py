"""The Chinese catalogues: complete, true to their English, and without two things of one name."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

from pmcore.model.register import Register
from pmcore.model.standard import Standard
from pmcore.plugin.catalogue import Catalogue, Declared, Plugin
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.catalogues import Clash, Translations, Wanted, clashes, missing, unasked, wanted

ROOT = Path(__file__).parents[2]
PACKAGES = ("pmcore", "pmplugins", "pmcli")


@lru_cache(maxsize=1)
def everything() -> Catalogue:
    """The core and every chapter of this repository, installed or not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return full_catalogue({name: (module, "0") for name, module in project["entry-points"]["pmcore"].items()})


def with_register(catalogue: Catalogue) -> Catalogue:
    """The catalogue with a register that nobody translated, two states of which bear one name."""
    thing = Register("gherkin", title="Pickled gherkins", number="GH{seq}")
    thing.states("in-the-jar", "in_the_jar")
    declared = Declared(Plugin("kitchen"), __name__)
    declared.registers.append(thing)
    declared.standards.append(Standard("kitchen.shelf_life", 7))
    thing.module = declared.standards[0].module = "pmcore.made_up"
    larger = Catalogue()
    larger.add(catalogue.plugins["core"])
    larger.add(declared)
    return larger


def test_every_chapter_is_looked_at() -> None:
    """A chapter that does not load would have nothing to translate."""
    assert {name: str(why.values) for name, why in everything().failures.items()} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_everything_is_said_in_chinese(package: str) -> None:
    """Every label, title, help line and sentence of the package has a translation."""
    assert missing(everything(), package) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_no_word_stands_for_nothing(package: str) -> None:
    """Every line of a words file is the word for something that is declared or said."""
    assert [(path.name, line.place) for path, line in unasked(everything(), package)] == []


def test_a_word_that_stands_for_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That test can fail: a sentence that is not said any more is told with its file."""
    package = tmp_path / "made_up_too"
    package.mkdir()
    (package / "__init__.py").write_text('_ = str\nx = _("Said")\n')
    (package / "made_up_too.zh.toml").write_text('[sentences]\n"Said" = "说了"\n"Not said" = "没说"\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    told = [(path.name, line.place) for path, line in unasked(everything(), "made_up_too")]

    assert told == [("made_up_too.zh.toml", "[sentences] Not said")]


def test_chapters_have_words_files_only() -> None:
    """What a chapter is called stands beside it; catalogues hold the sentences of engine and frontends."""
    assert sorted(path.name for path in (ROOT / "plugins").rglob("*.po")) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_translation_keeps_the_blanks(package: str) -> None:
    """No translation loses a {blank} or has one that nothing fills."""
    assert Translations(package, "zh").altered() == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_word_means_one_thing(lang: str) -> None:
    """Registers, steps, states, columns and choices can be typed by their names: none of a place has another's."""
    assert clashes(everything(), lang) == []


def test_what_nobody_translated_is_reported() -> None:
    """The first test can fail: a made-up register and its standard are named, by label and by title."""
    before = missing(everything(), "pmcore")
    told = missing(with_register(everything()), "pmcore")

    assert [text for text in told if text not in before] == [
        Wanted("register", "Gherkin", "register gherkin", True, ("gherkin",), "_", "pmcore.made_up"),
        Wanted("", "Pickled gherkins", "register gherkin", False, ("gherkin",), "Pickled gherkins", "pmcore.made_up"),
        Wanted("gherkin", "In the jar", "state gherkin in-the-jar", True, ("gherkin",), "in-the-jar", "pmcore.made_up"),
        Wanted(
            "standard", "Shelf life", "standard kitchen.shelf_life", True, ("standards", "kitchen"), "shelf_life", "pmcore.made_up"
        ),
    ]


def test_a_sentence_that_nobody_translated_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package's literal sentences are found in its source; one without a translation is named with its place."""
    package = tmp_path / "made_up"
    folder = package / "locale" / "zh_CN"
    folder.mkdir(parents=True)
    (package / "__init__.py").write_text('_ = str\nx = _("Said")\ny = _("Not {said}")\nz = _(x)\n')
    (folder / "a.po").write_text('msgid "Said"\nmsgstr "说了{what}"\n', encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)

    assert missing(everything(), "made_up") == [
        Wanted("", "Not {said}", "__init__.py:3", False, ("sentences",), "Not {said}", "made_up")
    ]
    assert Translations("made_up", "zh").altered() == [("Said", "说了{what}")]


def test_two_things_of_one_name_are_reported() -> None:
    """The clash test can fail: two states that differ only in a dash are told."""
    assert clashes(with_register(everything()), "en") == [Clash("states of gherkin", "in the jar", ("in-the-jar", "in_the_jar"))]


def test_a_text_is_wanted_once() -> None:
    """A sentence that stands in several places is one message of the catalogue."""
    keys = [(text.context, text.msgid) for text in wanted(everything(), "pmcore")]

    assert len(keys) == len(set(keys))
