"""Every chapter keeps the plugin contract, and a plugin that breaks a point of it is told so."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.check_plugin import PluginContract, check_plugin

ROOT = Path(__file__).parents[2]
CHAPTERS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"]["pmcore"]


@cache
def everything() -> Catalogue:
    """The core with every chapter of this tree, installed or not."""
    return full_catalogue({name: (module, "0") for name, module in CHAPTERS.items()})


@pytest.mark.parametrize("chapter", ["core", "account", *CHAPTERS])
def test_a_chapter_keeps_the_contract(chapter: str) -> None:
    """Ours are held to what strangers' are."""
    assert check_plugin(chapter, everything()) == []


class TestInherited(PluginContract):
    """The same as tests to inherit: what a plugin of its own writes."""

    plugin = "followup"

    def catalogue(self) -> Catalogue:
        """Not what is installed: what this tree declares."""
        return everything()


HEAD = '''"""A stranger's plugin."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import datetime

from pmcore import (
    ASSISTANT, CLOCK, Code, Facts, Finding, PersonName, Register, Standard, Step, Text, computed, days, field, messages, refuse,
    rule,
)

_ = messages("{package}")
COUNT = itertools.count()
box = Register("odd.box", title="Boxes", number="OB{{seq}}")
FULL, EMPTY = box.states("full", "empty", closed="empty")


class Fill(Step, register=box, by=ASSISTANT, to=FULL):
    """Fill it."""

    owner: PersonName


class Clear(Step, register=box, by=ASSISTANT, after=FULL, to=EMPTY):
    """Clear it."""

    why: Text | None = None
'''
WORDS = {
    "Odd.box": "箱子", "Boxes": "《箱子登记表》", "Full": "满", "Empty": "空", "Fill": "装箱", "Fill it.": "装箱。",
    "Owner": "箱主", "Clear": "清空", "Clear it.": "清空。", "Why": "因由",
}  # fmt: skip
FINE = {
    "nothing": "",
    "a rule": '@rule(Fill, clause="odd.1")\ndef fine(fill: Fill, facts: Facts) -> Iterator[Finding]:\n    yield from ()\n',
    "a standard": 'DAYS = Standard("odd.days", 3, clause="parking.3")\n',
}
FAULTY = {
    "no words": (
        "class Weigh(Step, register=box, by=ASSISTANT, after=FULL):\n    ...\n",
        "no Chinese for 'Weigh'",
    ),
    "sentence": ('SAID = _("Never said")\n', "no Chinese for 'Never said' (__init__.py:"),
    "clause": ('DAYS = Standard("odd.days", 3, clause="parking.99")\n', "names the clause 'parking.99', which there is not"),
    "no clause": ('DAYS = Standard("odd.days", 3)\n', "the standard odd.days has no clause"),
    "stuck": (
        'tin = Register("odd.tin", title="Tins", number="OT{seq}")\nA, B, C = tin.states("a", "b", "c", closed="c")\n\n\n'
        'class Open(Step, register=tin, by=ASSISTANT, to=A):\n    """Open."""\n\n\n'
        'class Go(Step, register=tin, by=ASSISTANT, after=A, to=B):\n    """Go."""\n',
        "odd.tin: nothing leads on from 'b' to an end",
    ),
    "unreachable": (
        'tin = Register("odd.tin", title="Tins", number="OT{seq}")\nA, B, C = tin.states("a", "b", "c", closed="c")\n\n\n'
        'class Open(Step, register=tin, by=ASSISTANT, to=A):\n    """Open."""\n\n\n'
        'class Go(Step, register=tin, by=ASSISTANT, after=A, to=C):\n    """Go."""\n',
        "odd.tin: no step leads to the state 'b'",
    ),
    "prefix": ('tin = Register("tin", title="Tins", number="OT{seq}")\n', "the register 'tin' wants the plugin's prefix: odd.tin"),
    "toolkit": ("import click\n", "imports click: a toolkit"),
    "store": ("from sqlite3 import connect\n", "imports sqlite3: SQL"),
    "dice": ("import random\n", "imports random: chance"),
    "clock": ("from time import time\n", "imports time: the machine's clock"),
    "now": ("def moment() -> datetime:\n    return datetime.now()\n", "asks datetime.now: the machine's clock"),
    "reserved": (
        'class Weigh(Step, register=box, by=ASSISTANT, after=FULL):\n    """Weigh."""\n\n    number: int\n',
        "a field cannot be called 'number'",
    ),
    "version": ('class Weigh(Step, register=box, by=ASSISTANT, after=FULL, v=2):\n    """Weigh."""\n', "has no upgrade(body, v)"),
    "computed": (
        'class Weigh(Step, register=box, by=ASSISTANT, after=FULL):\n    """Weigh."""\n\n    @computed\n'
        "    def place(self, facts: Facts) -> int:\n        return next(COUNT)\n",
        "odd.box weigh: not the same when it is worked again",
    ),
    "entails": (
        'class Weigh(Step, register=box, by=ASSISTANT, after=FULL):\n    """Weigh."""\n\n'
        '    def entails(self, facts: Facts) -> Iterator[Step]:\n        if next(COUNT) == 0:\n            yield Fill(owner="x")\n',
        "not the same when it is worked again",
    ),
    "falls": (
        'class Rot(Step, register=box, by=CLOCK, after=FULL, to=EMPTY):\n    """Rot."""\n\n    @classmethod\n'
        "    def falls(cls, form, facts):\n        return facts.due(days(next(COUNT) % 97 + 5), form.entry(Fill).at), cls()\n",
        "the same",
    ),
    "personal": (
        'class Weigh(Step, register=box, by=ASSISTANT, after=FULL):\n    """Weigh."""\n\n    who: PersonName\n\n    @computed\n'
        "    def tag(self, facts: Facts) -> Code:\n        return self.who\n",
        "odd.box weigh: a personal value (name) stands in the chain",
    ),
    "rule raises": (
        '@rule(Fill, clause="odd.1")\ndef bad(fill: Fill, facts: Facts) -> Iterator[Finding]:\n    yield 1 / 0\n',
        "odd.box fill: the rule odd.bad raises ZeroDivisionError",
    ),
    "does not load": ("class Fill(Step, register=box):\n    ...\n", "odd does not load: TypeError"),
}
Load = Callable[[str], Catalogue]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Write the control plugin with something more in it, and load it beside the core."""
    monkeypatch.syspath_prepend(tmp_path)
    package = f"odd_{tmp_path.name.replace('-', '_')}"

    def give(more: str) -> Catalogue:
        folder = tmp_path / package / "locale" / "zh_CN"
        folder.mkdir(parents=True)
        (tmp_path / package / "__init__.py").write_text(HEAD.format(package=package) + "\n\n" + more, encoding="utf-8")
        words = "\n\n".join(f'msgid "{text}"\nmsgstr "{word}"' for text, word in {**WORDS, "Days": "天数"}.items())
        (folder / "odd.po").write_text(words + "\n", encoding="utf-8")
        return full_catalogue({"odd": (package, "1")})

    yield give
    sys.modules.pop(package, None)


@pytest.mark.parametrize("more", FINE.values(), ids=[*FINE])
def test_a_sound_stranger_is_not_blamed(load: Load, more: str) -> None:
    """The control plugin without a fault has none."""
    assert check_plugin("odd", load(more)) == []


@pytest.mark.parametrize(("more", "told"), FAULTY.values(), ids=[*FAULTY])
def test_a_fault_is_reported(load: Load, more: str, told: str) -> None:
    """One fault each; it is named."""
    assert [fault for fault in check_plugin("odd", load(more)) if told in fault] != []


@pytest.mark.parametrize("words", [True, False], ids=["with words", "without"])
def test_a_single_module_brings_its_words_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: bool) -> None:
    """In ``WORDS_ZH``; without it has none, and is told where they go."""
    module = f"odd_single_{words}".lower()
    monkeypatch.syspath_prepend(tmp_path)
    text = HEAD.format(package=module) + (f"\nWORDS_ZH = {WORDS!r}\n" if words else "")
    (tmp_path / f"{module}.py").write_text(text, encoding="utf-8")
    faults = check_plugin("odd", full_catalogue({"odd": (module, "1")}))
    sys.modules.pop(module)

    untold = f"{module}.py has no words: say them in WORDS_ZH, or make it a package with catalogues"
    assert faults == ([] if words else [untold])


def test_a_fault_is_told_in_chinese_too(load: Load) -> None:
    """Authors read what operators read."""
    assert check_plugin("odd", load(FAULTY["no clause"][0]), "zh") == ["标准 odd.days 没有条款"]


def test_a_plugin_that_is_not_there_is_said_to_be_absent() -> None:
    """Instead of being found without fault."""
    assert check_plugin("nowhere", everything()) == ["there is no plugin 'nowhere'"]
