"""A stranger's distribution, really built, installed, used and taken away again."""

from __future__ import annotations

import json
import os
import shutil
import site
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PROJECT = Path(__file__).parent / "jinling-locker"
NOW = "2026-07-01T09:00"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as data."""
        return json.loads(self.out)


class Desk:
    """An environment of its own in which this pmcore can be imported, a book in it, and the command line there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "env" / "bin" / "python"
        self.env = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("PMDESK_", "LC_", "LANG", "PIP_", "PYTHON"))
            },
            "PMDESK_DB": str(folder / "site.db"),
            "PMDESK_NOW": NOW,
            "PMDESK_BY": "lj",
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        venv.create(folder / "env", with_pip=False, symlinks=True)
        packages = next((folder / "env").glob("lib/python*/site-packages"))
        here = "; ".join(f"site.addsitedir({path!r})" for path in site.getsitepackages())
        (packages / "this.pth").write_text(f"import site; {here}\n", encoding="utf-8")

    def pip(self, *args: str) -> None:
        """Run pip for this environment; nothing is fetched."""
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(self.python), *args]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=self.env)
        assert done.returncode == 0, done.stdout + done.stderr

    def __call__(self, *args: str) -> Said:
        """Call ``pmdesk`` there."""
        done = subprocess.run([self.python, "-m", "pmcli", *args], capture_output=True, text=True, check=False, env=self.env)
        return Said(done.returncode, done.stdout, done.stderr)

    def told(self, *args: str) -> Any:
        """A command that has to succeed, and what it says as data."""
        said = self(*args, "--json")
        assert said.code == 0, said.out + said.err
        return said.json


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the project."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(PROJECT, folder / "project", ignore=shutil.ignore_patterns("LC_MESSAGES", "__pycache__"))
    options = ["--disable-pip-version-check", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(folder), str(folder / "project")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A founded training site with an assistant and a supervisor, and a customer; the stranger is not there yet."""
    try:
        metadata.distribution("pmcore")
    except metadata.PackageNotFoundError:
        pytest.skip("pmcore is not installed here, so nothing can be installed beside it")
    made = Desk(tmp_path)
    made.told("init", "--site", "望江花园", "--code", "njxh", "--admin", "赵刚", "--training")
    for code, name, role in (("lj", "李静", "assistant"), ("zg", "周国", "supervisor")):
        made.told("staff", "engage", "--name", name, "--code", code, "--by", "admin")
        made.told("staff", "assign", code, "--role", role, "--starts", "2026-01-01", "--by", "admin")
    made.told("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")
    return made


RENT = ("parking", "rent", "--customer", "王小明", "--plate", "苏A12345", "--mobile", "13800000001", "--licence-matches")


def refusals(said: Said) -> list[str]:
    """The rules that refused a command."""
    assert said.code == 1, said.out + said.err
    return [finding["rule"] for finding in said.json["findings"] if finding["level"] == "refuse"]


def test_a_wheel_brings_a_register_a_step_a_field_a_rule_a_reaction_and_a_report(desk: Desk, wheel: Path) -> None:
    """No line of pmcore changes, and nobody tells it anything: it is installed, and it is there."""
    assert desk("jinling.locker", "let", "--help").code == 2
    desk.pip("install", "--quiet", "--no-index", "--no-deps", str(wheel))

    assert "金陵寄存柜" in desk("--help", "--lang", "zh").out
    assert "租出一个柜子。" in desk("jinling.locker", "--help", "--lang", "zh").out
    assert "--业主卡号" in desk("customer", "add", "--help", "--lang", "zh").out
    desk.told("customer", "add", "--name", "王小明", "--mobile", "13800000001", "--unit", "1-2-301", "--x-jinling-card", "C-1")
    let = desk.told("jinling.locker", "let", "--box", "A1", "--customer", "王小明")
    assert (let["number"], let["state"]) == ("JG2026-0001", "let")
    assert desk("jinling.locker", "let", "--box", "A1", "--customer", "王小明").code == 1
    assert desk.told("unit", "inspect", "1-2-301", "--letter-box", "dented")["state"] == "known"
    assert refusals(desk(*RENT, "--space", "JL-1", "--json")) == ["jinling.kept-for-deliveries"]
    complaint = desk.told("complaint", "take", "--customer", "王小明", "--text", "电梯太慢")["number"]
    desk.told("complaint", "judge", complaint, "--valid", "--severity", "minor", "--by", "zg")
    settled = desk.told("complaint", "settle", complaint, "--result", "已调整")
    assert ("jinling.locker", "offered") in [(also["register"], also["state"]) for also in settled["also"]]
    assert desk.told("report", "jinling.lockers") == [{"offered": 1, "let": 1}]


def test_without_it_the_book_stays_readable_and_its_step_waits(desk: Desk, wheel: Path) -> None:
    """Uninstalled: what it wrote is read, verified and rebuilt; what it judged is refused until it is dropped on record."""
    desk.told("customer", "add", "--name", "王小明", "--mobile", "13800000001", "--unit", "1-2-301")
    desk.pip("install", "--quiet", "--no-index", "--no-deps", str(wheel))
    desk.told("jinling.locker", "let", "--box", "A1", "--customer", "王小明")
    desk.told("unit", "inspect", "1-2-301", "--letter-box", "dented")
    before = desk.told("unit", "show", "1-2-301")["fields"]
    desk.pip("uninstall", "--quiet", "--yes", "jinling-locker")

    assert desk.told("journal", "verify")["ok"] is True
    desk.told("journal", "rebuild")
    assert desk.told("unit", "show", "1-2-301")["fields"] == before
    assert desk.told("show", "JG2026-0001")["fields"]["customer"] == "KH00001"
    (row,) = desk.told("jinling.locker", "list", "--where", "box=A1")
    assert (row["number"], row["state"], row["box"]) == ("JG2026-0001", "let", "A1")
    assert refusals(desk("locker", "give-back", "1", "--json")) == ["core.plugins-in-force"]
    assert refusals(desk(*RENT, "--space", "B1-07", "--json")) == ["core.plugins-in-force"]

    desk.told("plugin", "drop", "jinling", "--reason", "the estate is sold", "--by", "admin")
    assert desk.told(*RENT, "--space", "B1-07")["state"] == "rented"
