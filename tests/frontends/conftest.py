"""A command line to talk to: a book of its own, a training site whose clock stands still, a cache for all tests."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pmcli.main import main

NOW = "2026-07-01T09:00"
ROOT = Path(__file__).parents[2]


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The answer as data."""
        return json.loads(self.out)


Pmdesk = Callable[..., Said]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The manifest's folder."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def pmdesk(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Pmdesk:
    """Call the command line in this process: ``pmdesk("unit", "list", "--json")``."""
    for name in [name for name in os.environ if name.startswith(("PMDESK_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("PMDESK_DB", str(tmp_path / "site.db"))

    def call(*args: str) -> Said:
        capsys.readouterr()
        code = main(list(args))
        out, err = capsys.readouterr()
        return Said(code, out, err)

    return call


@pytest.fixture
def site(pmdesk: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> Pmdesk:
    """The same, at a training site with a manager (admin), an assistant (lj), a supervisor (zg) and a cashier (cl)."""
    monkeypatch.setenv("PMDESK_NOW", NOW)
    assert pmdesk("init", "--site", "望江花园", "--code", "njxh", "--admin", "赵刚", "--training").code == 0
    monkeypatch.setenv("PMDESK_BY", "admin")
    for code, name, role in (("lj", "李静", "assistant"), ("zg", "周国", "supervisor"), ("cl", "陈丽", "cashier")):
        assert pmdesk("staff", "engage", "--name", name, "--code", code).code == 0
        assert pmdesk("staff", "assign", code, "--role", role, "--starts", "2026-01-01").code == 0
    return pmdesk


def environment(cache: Path) -> dict[str, str]:
    """For a process of its own."""
    paths = os.pathsep.join(str(ROOT / name) for name in ("src", "plugins", "frontends"))
    return {**os.environ, "PYTHONPATH": paths, "XDG_CACHE_HOME": str(cache)}


class Keyboard(io.StringIO):
    """A terminal at which these lines are typed."""

    def isatty(self) -> bool:
        return True
