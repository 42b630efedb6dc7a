"""Options that write what the tests of the wire hold against."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--write-wire`` pins the names that are new, ``--write-bodies`` records a body of every pinned step without one."""
    parser.addoption("--write-wire", action="store_true", help="pin new names on the wire in tests/repository/wire.json")
    parser.addoption("--write-bodies", action="store_true", help="record a body of every pinned step that has none")
