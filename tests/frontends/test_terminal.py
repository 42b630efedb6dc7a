"""The command line at a terminal: help, questions, PINs, and processes of its own."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .conftest import Keyboard, Pmdesk, environment


def test_help_is_in_the_readers_language(pmdesk: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """By option, by locale, otherwise English; Click's own words too."""
    assert pmdesk("unit", "add", "--help").out.startswith("Usage:")
    assert pmdesk("unit", "add", "--help", "--lang", "zh").out.startswith("用法：")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert pmdesk("unit", "add", "--help").out.startswith("用法：")
    assert "需要 1 个值" in pmdesk("unit", "add", "--by").err
    assert pmdesk("unit", "add", "--help", "--lang", "en").out.startswith("Usage:")


def test_columns_of_chinese_help_are_aligned(pmdesk: Pmdesk) -> None:
    """By display cells: every help text of a section begins in the same cell."""
    from pmcore.model.text import width

    sections = pmdesk("--help", "--lang", "zh").out.split("\n\n")[1:3]
    rows = [[re.fullmatch(r"(  \S.*\s{2,})\S.*", line) for line in section.splitlines()[1:]] for section in sections]

    assert [len({width(found[1]) for found in section if found}) for section in rows] == [1, 1]


def test_a_pin_is_asked_for_where_the_site_wants_one(site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal the step is refused; with the right PIN it is signed, with a wrong one not."""
    typed = ["2468", "2468", "1111", "2468"]
    monkeypatch.setattr("getpass.getpass", lambda prompt: typed.pop(0))
    words = ("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5", "--by", "lj", "--json")
    assert site("staff", "set-pin", "lj", "--by", "admin").code == 0
    assert site("standard", "set", "desk.pin_roles", "assistant", "--reason", "safer").code == 0

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert [one["rule"] for one in site(*words).json["findings"]] == ["core.pin"]
    monkeypatch.setattr(sys, "stdin", Keyboard())
    assert (site(*words).code, site(*words).code) == (1, 0)
    signed = site("journal", "export").out.splitlines()[-1]
    assert '"identified": "pin"' in signed


@pytest.fixture
def given() -> Iterator[Callable[..., str]]:
    """A descriptor from which these lines can be read."""
    opened = []

    def give(*lines: str) -> str:
        reading, writing = os.pipe()
        opened.append(reading)
        with os.fdopen(writing, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        return str(reading)

    yield give
    for descriptor in opened:
        os.close(descriptor)


def test_pins_come_from_a_descriptor(site: Pmdesk, given: Callable[..., str]) -> None:
    """Where no terminal is: a line for each that is asked for; a wrong one is refused, a missing one told, a bad number too."""
    words = ("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5", "--by", "lj", "--pin-fd")
    assert site("staff", "set-pin", "lj", "--by", "admin", "--pin-fd", given("2468", "2468")).code == 0
    assert site("standard", "set", "desk.pin_roles", "assistant", "--reason", "safer").code == 0

    wrong, none, closed, no_number = (site(*words, fd) for fd in (given("1111"), given(), "998", "three"))
    right = site(*words, given("2468"))

    assert [said.code for said in (wrong, none, closed, no_number, right)] == [1, 2, 2, 2, 0]
    assert "there is no line for PIN of lj" in none.err
    assert not any("2468" in said.out + said.err for said in (wrong, none, closed, no_number, right))


def test_help_loads_neither_model_nor_driver(cache: Path) -> None:
    """From the cached manifest alone; in Chinese only what measures text comes with it."""
    code = """
import sys
from collections.abc import Callable, Iterator
from pmcli.main import main
main(sys.argv[1:])
heavy = ("pmcore.model", "pmcore.engine", "attr", "sqlite3", "pluggy", "pmplugins")
print(sorted(name for name in sys.modules if name.startswith(heavy)), file=sys.stderr)
"""
    told = []
    for words in (["--help"], ["--help"], ["unit", "add", "--help"], ["--help", "--lang", "zh"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env=environment(cache), capture_output=True, text=True, check=True
        )
        told.append(done.stderr.splitlines()[-1])

    assert told[1:3] == ["[]", "[]"]
    assert told[3] == "['pmcore.model', 'pmcore.model.messages', 'pmcore.model.text']"


def test_a_reader_who_goes_away_is_no_error(site: Pmdesk, cache: Path) -> None:
    """``pmdesk journal export | head -1``."""
    for code in range(40):
        site("unit", "add", "--code", f"1-{code}", "--use", "home", "--area", "50")
    env = environment(cache)
    writer = subprocess.Popen(
        [sys.executable, "-m", "pmcli", "journal", "export"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert writer.stdout is not None
    assert writer.stderr is not None
    writer.stdout.read(10)
    writer.stdout.close()
    err = writer.stderr.read()
    writer.stderr.close()

    assert (writer.wait(), err) == (0, b"")
