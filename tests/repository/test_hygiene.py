"""What the repository must not hold, and what ``import pmcore`` must not load."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST = 300
LOCKS = re.compile(r"(^|/)(uv|poetry|pdm|Pipfile)\.lock$|(^|/)pylock[^/]*\.toml$|(^|/)package-lock\.json$")
# Put together from halves, so that this file holds none of them itself.
INDEXES = re.compile("|".join((r"pypi\." + "org", r"python" + "hosted", r"--(extra-)?index" + "-url", "--find" + "-links")))
MACHINES = re.compile(r"(?<![\w.~])/(ho" + r"me|Us" + r"ers|wo" + r"rk|ro" + r"ot|t" + r"mp)/\w")


@lru_cache(maxsize=1)
def files() -> tuple[Path, ...]:
    """What git tracks, or would track; the test is left out where there is no git, as in an unpacked sdist."""
    told = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if told.returncode:
        pytest.skip("no git here")
    return tuple(path for name in told.stdout.decode().split("\0") if name and (path := ROOT / name).is_file())


def sources() -> list[Path]:
    """Every Python file."""
    return [path for path in files() if path.suffix == ".py"]


def named(paths: list[Path]) -> list[str]:
    """How they are called in a failure."""
    return [path.relative_to(ROOT).as_posix() for path in paths]


def matching(pattern: re.Pattern[str]) -> list[str]:
    """``file:line`` of every match in any text."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in files()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("module", ["pmcore", "pmplugins"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    """No toolkit, driver or converter is paid for before it is used."""
    heavy = {"cattrs", "click", "pysqlite3", "rich", "sqlite_utils", "textual"}
    code = f"import sys, {module}; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_no_lock_file_is_kept() -> None:
    """Lock files name the index they were made from; constraints.txt is what pins."""
    assert [name for name in named(list(files())) if LOCKS.search(name)] == []


def test_no_text_names_a_package_index() -> None:
    """Where packages come from is the business of the machine that installs."""
    assert matching(INDEXES) == []


def test_no_text_holds_a_path_of_a_machine() -> None:
    """Nobody else has that folder."""
    assert matching(MACHINES) == []


def test_the_patterns_find_what_they_look_for() -> None:
    """The two searches above can fail."""
    assert INDEXES.search("https://files.python" + "hosted.org/x")
    assert INDEXES.search("pip install --index" + "-url x")
    assert MACHINES.search('open("/ho' + 'me/li/site.db")')
    assert not MACHINES.search("frontends/ho" + "me/desk")


def test_no_source_file_is_too_long() -> None:
    """A file holds one idea; beyond 300 lines it holds two."""
    assert [
        f"{path.relative_to(ROOT)}: {size}" for path in sources() if (size := len(path.read_text("utf-8").splitlines())) > LONGEST
    ] == []


def test_every_module_says_what_it_is() -> None:
    """The first statement of a file is a docstring that says something."""
    silent = [path for path in sources() if len(ast.get_docstring(ast.parse(path.read_bytes())) or "") < len("Says something")]

    assert named(silent) == []


def test_constraints_are_names_and_versions() -> None:
    """Nothing but ``name==version``, so that the file holds for every index; what the extras ask for is pinned."""
    pins = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(line for extra in project["optional-dependencies"].values() for line in extra)]

    assert [line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)] == []
    assert {re.split(r"[^A-Za-z0-9._-]", line)[0] for line in asked} - {line.partition("==")[0] for line in pins} == set()


def test_every_chapter_is_an_entry_point() -> None:
    """A chapter that is not declared would never load, and one that is declared must be there."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    folder = ROOT / "plugins" / "pmplugins"
    chapters = [path for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()]

    assert set(project["entry-points"]["pmcore"].values()) == {
        f"pmplugins.{path.stem}" for path in chapters if path.stem != "__init__"
    }
