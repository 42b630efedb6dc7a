"""A project of somebody's, with specs of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["CONFTEST", "Project", "feature"]

INI = "[pytest]\nbdd_features_base_dir = specs\nspec_evidence = evidence.json\n"
CONFTEST = """
import pytest

pytest_plugins = ["pmcore.testing.sentences"]


@pytest.fixture(scope="session")
def plugins():
    return {}
"""
TESTS = 'from pytest_bdd import scenarios\n\nscenarios(".")\n'
STAFF = """
    Given the staff
      | code | roles      |
      | lj   | assistant  |
      | zg   | supervisor |
"""


class Project:
    """A project of somebody's with specs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "specs").mkdir()
        for name, text in (("pytest.ini", INI), ("conftest.py", CONFTEST), ("test_specs.py", TESTS)):
            (root / name).write_text(text, encoding="utf-8")

    def spec(self, text: str, name: str = "a.feature") -> None:
        """Write a feature file."""
        (self.root / "specs" / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run its tests, with this process's modules in reach."""
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    @property
    def evidence(self) -> Any:
        """What was written; None where nothing was."""
        path = self.root / "evidence.json"
        return json.loads(path.read_text("utf-8"))["scenarios"] if path.exists() else None


def feature(*scenarios: str) -> str:
    """A feature with the staff as its background."""
    return "Feature: it\n\n  Background:\n" + STAFF + "\n".join(scenarios)
