"""A desk that stays open while the disk is full: what was not written is not remembered, and with room again all goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pmcore.desk import Desk
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.store.errors import DiskFull
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.trial import Trial

STEPS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("unit", "add", {"code": "1-1-101", "use": "home", "area": "80"}),
    ("customer", "add", {"name": "Somebody", "mobile": "13800000001"}),
    ("charge", "raise", {"kind": "parking", "amount": "10", "remark": "x" * 200}),
)
"""Each meets tables and columns that the book does not have yet."""


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core alone."""
    return full_catalogue({})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A file."""
    with closing(SqliteStore(tmp_path / "site.db", create=True)) as store:
        yield store


def room(store: SqliteStore, pages: int | None) -> None:
    """Let the file grow by so many pages, or without an end."""
    with store.write("trial") as writer:
        most = 2**31 if pages is None else writer._handle.value("PRAGMA page_count") + pages
        writer._handle.value(f"PRAGMA max_page_count={most}")


def take(desk: Desk) -> list[str]:
    """The steps one after the other; those for which there was no room."""
    failed = []
    for register, step, given in STEPS:
        try:
            desk.record(desk.step(register, step), given, by="zg")
        except DiskFull:
            failed.append(register)
    return failed


@pytest.mark.parametrize("pages", range(0, 50, 2))
def test_a_desk_goes_on_once_there_is_room(catalogue: Catalogue, store: SqliteStore, pages: int) -> None:
    """At every level of fullness: whatever was not written is written at the second attempt, and the tables are those that the
    journal makes.
    """
    trial = Trial(catalogue, store=store)
    room(store, pages)
    failed = take(trial.desk)
    room(store, None)
    for register, step, given in STEPS:
        if register in failed:
            trial.desk.record(trial.desk.step(register, step), given, by="zg")

    assert [trial.row(register, "1").state for register, _step, _given in STEPS] == ["known", "known", "open"]
    assert trial.desk.verify()[1] is None


def test_levels_that_are_full_were_tried(catalogue: Catalogue, store: SqliteStore) -> None:
    """The control: with no room at all every step fails, and a desk that believes in what it could not write does not go on."""
    trial = Trial(catalogue, store=store)
    room(store, 0)
    before = {register: set(columns) for register, columns in trial.desk._shapes.items()}
    assert take(trial.desk) == [register for register, _step, _given in STEPS]
    room(store, None)
    assert all(set(columns) <= before.get(register, set()) for register, columns in trial.desk._shapes.items())
