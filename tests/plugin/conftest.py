"""Plugins written to files for one test each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue

from .onefile import Place, forget, found

HEAD = '''"""A stranger's plugin."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmcore import (
    ASSISTANT, CASHIER, Code, Facts, Finding, Mark, Money, Plugin, Register, Standard, Step, Text, computed, field, hookimpl,
    messages, on, reaction, refuse, rule, warn, yuan,
)
from pmcore.registers.unit import UnitRef, unit
from pmcore.registers.customer import AddCustomer, CustomerRef

_ = messages("stranger")
'''
Load = Callable[..., Catalogue]


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """Write plugins to files (name -> source, a version behind ``@``) and load them after the core, in their order."""
    monkeypatch.syspath_prepend(tmp_path)
    made: list[str] = []
    count = iter(range(1000))

    def give(block: tuple[str, ...] = (), **sources: str) -> Catalogue:
        modules = {}
        for told, source in sources.items():
            name, _at, version = told.partition("_v")
            module = f"stranger_{name}_{next(count)}"
            (tmp_path / f"{module}.py").write_text(HEAD + source, encoding="utf-8")
            made.append(module)
            modules[name] = (module, version or "1")
        return full_catalogue(modules, block=block)

    yield give
    for module in made:
        sys.modules.pop(module, None)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """A book beside whose folder of plugins a file lies that nobody trusts."""
    yield found(tmp_path)
    forget()


@pytest.fixture
def trusted(place: Place) -> Place:
    """The same, trusted."""
    with closing((desk := place.desk()).store):
        desk.trust(str(place.file), reason="ours", by="zg")
    return place
