"""The page of declarations names all that an author may say."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from pmcore.model.step import Step

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "declarations.md").read_text("utf-8")
DOOR = {"pmcore.chapter", "__future__"}


def test_every_keyword_of_a_step_is_explained() -> None:
    """A keyword that is in no table would be found by reading the source only."""
    keywords = [name for name in inspect.signature(Step.__init_subclass__).parameters if name != "cls"]

    assert [name for name in keywords if f"| `{name}=`" not in PAGE and f"`{name}=` |" not in PAGE] == []


def test_every_keyword_has_an_example() -> None:
    """Each line of the table shows how it is written."""
    table = PAGE.partition("## Keywords of a step")[2].partition("## Blanks")[0]
    lines = [line for line in table.splitlines() if line.startswith("| `") or line.startswith("| |")]

    assert [line for line in lines if not re.search(r"\| `[^`]+` \|$", line)] == []


def imports(path: Path) -> list[str]:
    """The modules of the core that a file imports."""
    found = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and not node.level:
            found.append(node.module or "")
        elif isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
    return [name for name in found if name.partition(".")[0] == "pmcore"]


WRITTEN = ["complaint", "event", "followup", "release"]
"""The chapters that come in by the door."""


@pytest.mark.parametrize("chapter", WRITTEN)
def test_a_chapter_comes_in_by_the_door(chapter: str) -> None:
    """It imports the door and the core's registers; what is behind them may be rebuilt."""
    folder = ROOT / "plugins" / "pmplugins"
    files = [*folder.glob(f"{chapter}.py"), *(folder / chapter).rglob("*.py")]
    inside = {name for path in files for name in imports(path)}

    assert files
    assert {name for name in inside if name not in DOOR and not name.startswith("pmcore.registers.")} == set()
