"""What the documentation says is done: its Python runs, and its commands answer as it says."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from pmcli.main import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SPOKEN = [page for page in PAGES if page.parent.name not in ("reference", "decisions")]
NOT_RUN = "<!-- not run -->"
BLOCK = re.compile(r"^(?P<before>[^\n]*)\n+```(?P<kind>python|console)\n(?P<text>.*?)^```$", re.S | re.M)
CODE = re.compile(r"^# exit code (\d)$")


class Block(NamedTuple):
    """A block of a page."""

    line: int
    text: str
    run: bool


def blocks(page: Path, kind: str) -> list[Block]:
    """The blocks of a page that are Python, or a console."""
    text = page.read_text("utf-8")
    return [
        Block(text.count("\n", 0, found.start("text")), found["text"], NOT_RUN not in found["before"])
        for found in BLOCK.finditer(text)
        if found["kind"] == kind
    ]


@contextmanager
def module(name: str) -> Iterator[ModuleType]:
    """A module of that name, for a page whose blocks are one."""
    made = ModuleType(name)
    sys.modules[name] = made
    try:
        yield made
    finally:
        del sys.modules[name]


def with_blocks(kind: str) -> list[Path]:
    """The pages that have such blocks to run."""
    return [page for page in SPOKEN if any(block.run for block in blocks(page, kind))]


def run_page(page: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Run a page's Python, block by block, in one namespace and in an empty folder."""
    monkeypatch.chdir(folder)
    with module(f"page_{page.stem.replace('-', '_')}") as namespace:
        for block in blocks(page, "python"):
            if block.run:
                exec(compile("\n" * block.line + block.text, str(page), "exec", dont_inherit=True), vars(namespace))


@pytest.mark.parametrize("page", with_blocks("python"), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_python_of_a_page_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From top to bottom."""
    run_page(page, monkeypatch, tmp_path)


class Line(NamedTuple):
    """A command of a page: its words, the exit code that is written below (``# exit code 1``), else 0, and what it shows."""

    words: list[str]
    code: int
    shown: list[str]


def commands(block: Block) -> Iterator[Line]:
    """``$ pmdesk ...`` with what stands below each."""
    for part in re.split(r"^(?=\$ )", block.text, flags=re.M):
        first, *below = part.splitlines() or [""]
        if first.startswith("$ pmdesk "):
            code = next((int(found[1]) for line in below if (found := CODE.match(line))), 0)
            yield Line(shlex.split(first)[2:], code, [line for line in below if line and not line.startswith("#")])


def plain(text: str) -> list[str]:
    """What an answer says whatever the day, the entry and its hash."""
    return [re.sub(r"\d+", "0", re.sub(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}\b", "PROOF", line)) for line in text.splitlines() if line]


def say_page(page: Path, monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[str]:
    """Give a page's commands one after another; those that answer with another code, or otherwise, than is written."""
    for name in [name for name in os.environ if name.startswith(("PMDESK_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(folder)
    for name, value in {"XDG_CACHE_HOME": "cache", "PMDESK_DB": "site.db", "LANG": "zh_CN.UTF-8"}.items():
        monkeypatch.setenv(name, str(folder / value) if name != "LANG" else value)
    wrong = []
    for block in blocks(page, "console"):
        if block.run:
            for line in block.text.splitlines():
                if found := re.match(r"\$ export (PMDESK_\w+)=(\S+)$", line):
                    monkeypatch.setenv(found[1], found[2])
            wrong += [fault for line in commands(block) if (fault := differs(line))]
    return wrong


def differs(line: Line) -> str:
    """How a command answers otherwise than its page says; empty where it does not."""
    told = StringIO()
    with redirect_stdout(told), redirect_stderr(told):
        if ">" in line.words:
            place = line.words.index(">")
            with Path(line.words[place + 1]).open("w", encoding="utf-8") as file, redirect_stdout(file):
                code = main(line.words[:place])
        else:
            code = main(line.words)
    said = told.getvalue()
    if code != line.code:
        return f"{shlex.join(line.words)}: {code}, not {line.code}"
    if line.shown and plain("\n".join(line.shown)) != plain(said):
        return f"{shlex.join(line.words)} says\n{said}"
    return ""


@pytest.mark.parametrize("page", with_blocks("console"), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_commands_of_a_page_answer_as_it_says(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a book of its own, in order."""
    assert say_page(page, monkeypatch, tmp_path) == []


def fenced(page: Path, kind: str) -> str:
    """All blocks of one kind, as they would stand in one file."""
    return "\n\n".join(re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text("utf-8"), re.S | re.M))


CONFTEST = """
import pytest

pytest_plugins = ["pmcore.testing.sentences"]


@pytest.fixture(scope="session")
def plugins():
    return {"lost": ("lost_property", "1.0")}
"""
PROJECT = {
    "conftest.py": CONFTEST,
    "pytest.ini": "[pytest]\nbdd_features_base_dir = specs\nmarkers =\n    lost.2: described before it is shown\n",
    "test_lost.py": 'from pytest_bdd import scenarios\n\nfrom pmcore.testing.check_plugin import PluginContract\n\nscenarios(".")\n'
    "from pmcore.plugin.discovery import full_catalogue\n\n\nclass TestLost(PluginContract):\n"
    '    plugin = "lost"\n\n    def catalogue(self):\n        return full_catalogue({"lost": ("lost_property", "1.0")})\n',
}


def test_the_tutorials_chapter_is_a_plugin(tmp_path: Path) -> None:
    """Its declarations, words and spec put into the files that it names keep the contract, and the scenario passes."""
    page = ROOT / "docs" / "tutorial.md"
    declared = [block.text for block in blocks(page, "python") if "trial" not in block.text]
    words = tmp_path / "lost_property" / "locale" / "zh_CN" / "lost_property.po"
    words.parent.mkdir(parents=True)
    words.write_text(fenced(page, "po"), encoding="utf-8")
    words.parent.joinpath("LC_MESSAGES").mkdir()
    with words.open("rb") as source, words.parent.joinpath("LC_MESSAGES", "lost_property.mo").open("wb") as file:
        write_mo(file, read_po(source, locale="zh_CN", abort_invalid=True))
    (tmp_path / "lost_property" / "__init__.py").write_text("\n\n".join(declared), encoding="utf-8")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "lost.feature").write_text(fenced(page, "gherkin"), encoding="utf-8")
    for name, text in PROJECT.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *(path for path in sys.path if path)])}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout.splitlines()[-1].split(" in ")[0]) == (0, "8 passed"), done.stdout + done.stderr


def test_few_blocks_are_left_out() -> None:
    """Only fragments of a class are not run."""
    assert sum(not block.run for page in SPOKEN for block in blocks(page, "python")) <= 3


def test_a_page_that_does_not_run_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: an error in Python, and a command that answers otherwise, both fail."""
    page = tmp_path / "page.md"
    console = "```console\n$ pmdesk today\n$ pmdesk --version\npmdesk one\n```\n"
    page.write_text(f"Said.\n\n```python\nx = 1\n```\n\nThen.\n\n```python\nassert x == 2\n```\n\n{console}")
    with pytest.raises(AssertionError):
        run_page(page, monkeypatch, tmp_path)

    first, second = say_page(page, monkeypatch, tmp_path)
    assert (first, second.splitlines()[0]) == ("today: 4, not 0", "--version says")
