"""Sentences and labels in the reader's language."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from pmcore.model.kind import Choice
from pmcore.model.messages import Msg
from pmcore.model.money import yuan
from pmcore.model.people import CASHIER
from pmcore.model.span import minutes
from pmcore.plugin import language
from pmcore.plugin.language import in_words, label, pick, say, words_sources
from pmcore.plugin.wordsfile import COMPILED
from pmplugins.event import event

WORDS = {
    ("", "Space {space} is let until {until}"): "车位{space}已租至{until}",
    ("", "It is {what}"): "情况：{what}",
    ("", "Broken"): "{no such blank}{left",
    ("", "Kind"): "种类",
    ("parking.rent", "Kind"): "车辆类型",
    ("Colour", "Dark blue"): "深蓝",
    ("register", "Strange"): "奇",
    ("", "VIP"): "VIP",
}


class Colour(Choice):
    DARK_BLUE = "dark-blue"


class Titled:
    """A declared thing that bears its label."""

    label = Msg("Kind", "stranger")


class Named:
    """A declared thing inside a sentence, by context and name."""

    def __init__(self, context: str, name: str) -> None:
        self.context = context
        self.name = name


class Sulky:
    """A value that cannot be written."""

    def __str__(self) -> str:
        raise RuntimeError("no words")


@pytest.fixture(autouse=True)
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package with a catalogue, installed for one test; importing it fails."""
    folder = tmp_path / "stranger" / "locale" / "zh_CN" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "stranger" / "__init__.py").write_text("raise RuntimeError('imported')")
    catalogue = Catalog(locale="zh_CN", charset="utf-8")
    for (context, text), translation in WORDS.items():
        catalogue.add(text, translation, context=context or None)
    with (folder / "stranger.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.syspath_prepend(tmp_path)
    language._translator.cache_clear()
    yield
    language._translator.cache_clear()


def test_a_sentence_is_translated_with_its_values() -> None:
    """The catalogue of the sentence's own package is used, found without importing the package."""
    sentence = Msg("Space {space} is let until {until}", "stranger").fill(space="B1-07", until=date(2026, 7, 31))

    assert say(sentence, "zh") == "车位B1-07已租至2026-07-31"
    assert say(sentence, "en") == "Space B1-07 is let until 2026-07-31"


def test_what_has_no_translation_stays_english() -> None:
    """A message, a catalogue or a whole package that is not there gives English."""
    for domain in ("stranger", "json", "not_installed_anywhere", ""):
        assert say(Msg("Nobody wrote {this}", domain).fill(this="down"), "zh") == "Nobody wrote down"


def test_the_context_is_part_of_the_message() -> None:
    """The same English under another context has its own translation, and an unknown context has none."""
    assert say(Msg("Kind", "stranger"), "zh") == "种类"
    assert say(Msg("Kind", "stranger", "parking.rent"), "zh") == "车辆类型"
    assert say(Msg("Kind", "stranger", "elsewhere"), "zh") == "Kind"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        ("王小明 {x}", "王小明 {x}", "王小明 {x}"),
        (7, "7", "7"),
        (True, "是", "yes"),
        (False, "否", "no"),
        (None, "无", "none"),
        (yuan(100), "100.00", "100.00"),
        (date(2026, 7, 1), "2026-07-01", "2026-07-01"),
        (time(9, 5), "09:05", "09:05"),
        (datetime(2026, 7, 1, 17, 30, tzinfo=UTC), "2026-07-02 01:30", "2026-07-02 01:30"),
        (datetime(2026, 7, 1, 17, 30), "2026-07-01 17:30", "2026-07-01 17:30"),  # noqa: DTZ001 - local already
        (minutes(30), "30分钟", "30 minutes"),
        (Msg("Kind", "stranger"), "种类", "Kind"),
        (Titled(), "种类", "Kind"),
        (Named("register", "strange"), "奇", "Strange"),
        (CASHIER, label("role", "cashier", "pmcore", "zh"), "Cashier"),
        (["a", yuan(1)], "a、1.00", "a, 1.00"),
        ((), "", ""),
    ],
)
def test_a_value_is_written_by_its_type(value: object, zh: str, en: str) -> None:
    """Each type has its way of being written in each language; braces inside a value are left alone."""
    sentence = Msg("It is {what}", "stranger").fill(what=value)

    assert say(sentence, "zh") == f"情况：{zh}"
    assert say(sentence, "en") == f"It is {en}"


def test_a_choice_is_said_by_its_label(monkeypatch: pytest.MonkeyPatch) -> None:
    """A member of a choice is looked up in the package that declares it, under the name of the choice."""
    monkeypatch.setattr(Colour, "__module__", "stranger.paint")
    sentence = Msg("It is {what}", "stranger").fill(what=Colour.DARK_BLUE)

    assert say(sentence, "zh") == "情况：深蓝"
    assert say(sentence, "en") == "It is Dark blue"


def test_a_moment_is_told_in_the_zone_asked_for() -> None:
    """The zone is the site's, whatever the machine's is."""
    sentence = Msg("At {at}").fill(at=datetime(2026, 7, 1, 1, 0, tzinfo=UTC))

    assert say(sentence, "en", "Europe/Berlin") == "At 2026-07-01 03:00"


def test_rendering_never_raises() -> None:
    """Missing values, values without words, an unknown zone and a broken translation leave the name in braces."""
    assert say(Msg("Let {this} be"), "en") == "Let {this} be"
    assert say(Msg("Let {this} be").fill(this=Sulky()), "en") == "Let {this} be"
    assert say(Msg("At {at}").fill(at=datetime(2026, 7, 1, tzinfo=UTC)), "en", "No/Where") == "At {at}"
    assert say(Msg("Broken", "stranger").fill(left=1), "zh") == "{no such blank}{left"
    assert say(Msg("Write {{so}}").fill(so=1), "en") == "Write {so}"


def test_an_empty_sentence_is_empty() -> None:
    """The header of a catalogue, which stands under the empty message, is never said."""
    assert say(Msg("", "stranger"), "zh") == ""


def test_a_label_comes_from_the_name() -> None:
    """English needs no catalogue."""
    assert label("parking.rent", "licence_matches", "stranger", "en") == "Licence matches"
    assert label("role", "key-keeper", "pmcore", "en") == "Key keeper"


def test_a_label_is_looked_up_from_near_to_far() -> None:
    """With its context, then without, then English derived from the name; a translation may equal the English."""
    assert label("parking.rent", "kind", "stranger", "zh") == "车辆类型"
    assert label("key.entrust", "kind", "stranger", "zh") == "种类"
    assert label("key.entrust", "never_heard_of", "stranger", "zh") == "Never heard of"
    assert label("key.entrust", "VIP", "stranger", "zh") == "VIP"


def beside(tmp_path: Path, package: str, text: str) -> None:
    """A words file of a package."""
    (tmp_path / package).mkdir(exist_ok=True)
    (tmp_path / package / f"{package}.zh.toml").write_text(text, encoding="utf-8")


def test_words_files_serve_as_they_lie(tmp_path: Path) -> None:
    """A package that compiles nothing is read from the files beside its modules."""
    beside(tmp_path, "plain", '[key]\nmade_of = "材质"\n[sentences]\n"It is {what}" = "情况：{what}"\n')
    (tmp_path / "plain" / "__init__.py").touch()

    assert [label(context, "made_of", "plain", "zh") for context in ("key", "elsewhere")] == ["材质", "Made of"]
    assert say(Msg("It is {what}", "plain").fill(what=3), "zh") == "情况：3"


def test_words_files_stand_beside_a_catalogue(tmp_path: Path) -> None:
    """What a catalogue lacks is looked up in the words files, unless the build has put them into it."""
    beside(tmp_path, "stranger", '[key]\nkind = "钥匙类"\n[sentences]\n"Kind" = "类"\n')

    assert (label("key", "kind", "stranger", "zh"), say(Msg("Kind", "stranger"), "zh")) == ("钥匙类", "种类")


def test_a_catalogue_that_holds_the_words_files_is_enough(tmp_path: Path) -> None:
    """Then nothing else is read: a start costs no TOML."""
    beside(tmp_path, "stranger", '[sentences]\n"Said nowhere else" = "只在此处"\n')
    path = tmp_path / "stranger" / "locale" / "zh_CN" / "LC_MESSAGES" / "stranger.mo"
    with path.open("wb") as file:
        write_mo(file, Catalog("zh_CN", project=COMPILED))

    assert say(Msg("Said nowhere else", "stranger"), "zh") == "Said nowhere else"
    assert words_sources("stranger") == [path]


def test_a_words_file_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    """A reader is never bothered with it."""
    beside(tmp_path, "stranger", "[key\n")

    assert label("key", "lent", "stranger", "zh") == "Lent"


def test_a_single_module_says_its_words_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """``WORDS_ZH``: English text to Chinese, or context and text; what is not there stays English."""
    module = ModuleType("one_file")
    module.__dict__["WORDS_ZH"] = {"Kind": "种类", ("parking.rent", "Kind"): "车辆类型", "It is {what}": "情况：{what}"}
    monkeypatch.setitem(sys.modules, "one_file", module)

    assert [label(context, "kind", "one_file", "zh") for context in ("key.entrust", "parking.rent")] == ["种类", "车辆类型"]
    assert [say(Msg("It is {what}", "one_file").fill(what=3), lang) for lang in ("zh", "en")] == ["情况：3", "It is 3"]
    assert say(Msg("Nobody wrote it", "one_file"), "zh") == "Nobody wrote it"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("zh_CN.UTF-8", "zh"), ("zh", "zh"), ("ZH-hans", "zh"), ("en_GB", "en"), ("C", "en"), ("", "en"), (None, "en")],
)
def test_the_language_follows_the_locale(locale: str | None, expected: str) -> None:
    """Chinese for every Chinese locale, English for all others."""
    assert pick(locale) == expected


def test_english_costs_no_catalogue() -> None:
    """A reader of English never pays for gettext, nor anybody for a toolkit."""
    heavy = {"attr", "attrs", "click", "gettext", "pluggy", "zoneinfo"}
    code = f"""
import sys
from pmcore.model.messages import Msg
from pmcore.plugin.language import say
say(Msg("Hello"), "en")
print(sorted({heavy!r} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_state_of_a_plugin_is_told_in_its_words() -> None:
    """Its register is the context, the plugin's catalogue the place."""
    assert in_words(event.all_states["planned"], "pmplugins", "zh") == "筹备中"
