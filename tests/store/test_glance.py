"""A glance sees what is written and leaves the folder as it was."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.store.errors import Damaged, Fault, Newer, NoBook, NotOurs, StoreError
from pmcore.store.glance import glance
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import form, put


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A book that nobody has open."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, rows=[form("1", 1, space="A")])
        put(store, "zz", entries=1)
    return path


def seen(path: Path) -> list[str]:
    """The numbers of the site's parking."""
    with glance(str(path)) as book:
        return [row.number for row in book.read("yz").find("parking")]


def test_a_glance_leaves_nothing(path: Path) -> None:
    """No file beside the book; a store that only reads makes two."""
    before = sorted(file.name for file in path.parent.iterdir())
    with glance(str(path)) as book:
        assert book.sites() == ["yz", "zz"]
        assert sorted(file.name for file in path.parent.iterdir()) == before
    with closing(SqliteStore(path)) as store, store.read("yz"):
        assert len(list(path.parent.iterdir())) == len(before) + 2


def test_a_glance_sees_what_stands_in_the_log(path: Path) -> None:
    """While a writer has the book open, its last entries are not in the file yet."""
    with closing(SqliteStore(path)) as store:
        put(store, rows=[form("2", 2, space="B")])
        assert (path.parent / "site.db-wal").stat().st_size > 0
        assert seen(path) == ["1", "2"]


def test_a_glance_waits_for_nobody_who_writes(path: Path) -> None:
    """What is not committed is not seen."""
    with closing(SqliteStore(path)) as store, store.write("yz") as writer:
        assert seen(path) == ["1"]
        assert writer.head() is not None


@pytest.mark.parametrize(
    ("ruin", "error"),
    [
        ("", NoBook),
        ("PRAGMA application_id=1", NotOurs),
        ("PRAGMA user_version=0", Fault),
        ("PRAGMA user_version=99", Newer),
    ],
)
def test_a_glance_at_what_is_no_book(path: Path, ruin: str, error: type[StoreError]) -> None:
    """As a store says it; an older layout is left for a command to bring up to date."""
    with closing(sqlite3.connect(path)) as book:
        book.execute(ruin)
    if not ruin:
        path.unlink()
    before = path.read_bytes() if ruin else b""

    with pytest.raises(error):
        seen(path)
    assert (path.read_bytes() if path.exists() else b"") == before


def test_a_glance_at_a_torn_file(path: Path) -> None:
    """An error of the store, which whoever only offers something takes for silence."""
    data = bytearray(path.read_bytes())
    data[4096:] = bytes(255 - byte for byte in data[4096:])
    path.write_bytes(data)

    with pytest.raises(Damaged):
        seen(path)
