"""What all tests of this repository share: the sentences of the specs, run with the plugins that this tree declares."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

pytest_plugins = ["pmcore.testing.sentences"]
ROOT = Path(__file__).parent


@pytest.fixture(scope="session")
def plugins() -> Mapping[str, tuple[str, str]]:
    """The chapters by ``pyproject.toml``: a new one is spoken of before anything is installed anew."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {name: (module, told["version"]) for name, module in told["entry-points"]["pmcore"].items()}
