"""Nobody but its owner reads a book, a copy of it or what lies beside it, unless the owner lets a group."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.store.errors import DiskFull, ReadOnly, StoreError
from pmcore.store.private import make
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import form, found, put

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")


@pytest.fixture(params=[0o000, 0o022], autouse=True)
def mask(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a process usually leaves out of the rights of what it makes: nothing, or that others may write."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, str]:
    """The rights of all files in a folder."""
    return {path.name: f"{path.stat().st_mode & 0o777:o}" for path in folder.iterdir()}


def test_whatever_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """The book, its log and the log's index, the queue before it, and a copy of it, also while it is being made."""
    with closing(SqliteStore(tmp_path / "site.db", create=True)) as store:
        put(store, entries=1, rows=[form()])
        store.backup(tmp_path / "copy.db")
        assert modes(tmp_path) == dict.fromkeys(["site.db", "site.db-wal", "site.db-shm", "site.db.lock", "copy.db"], "600")


def test_sqlite_itself_lets_everybody_read(tmp_path: Path) -> None:
    """The control: what it makes by itself may be read by all."""
    with closing(sqlite3.connect(tmp_path / "plain.db")) as plain:
        plain.execute("CREATE TABLE a (b)")

    assert (tmp_path / "plain.db").stat().st_mode & 0o044 == 0o044


def test_an_older_book_is_tightened_when_it_is_opened(tmp_path: Path) -> None:
    """By who may; with the files beside it."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, rows=[form()])
    for file in tmp_path.iterdir():
        file.chmod(0o644)
    with closing(SqliteStore(path)) as store:
        assert found(store) == ["YZ2026-0001"]
        assert set(modes(tmp_path).values()) == {"600"}


def test_a_book_that_nobody_shall_write_to_stays_so(tmp_path: Path) -> None:
    """What its owner took from themselves is not given back."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, rows=[form()])
    path.chmod(0o444)
    with closing(SqliteStore(path)) as store:
        assert found(store) == ["YZ2026-0001"]

    assert modes(tmp_path)["site.db"] == "400"


def test_a_group_that_was_let_in_stays_in(tmp_path: Path) -> None:
    """The log and the queue take the book's rights; a copy is its maker's alone."""
    path = tmp_path / "site.db"
    SqliteStore(path, create=True).close()
    path.chmod(0o660)
    with closing(SqliteStore(path)) as store:
        put(store, entries=1, rows=[form()])
        store.backup(tmp_path / "copy.db")
        beside = dict.fromkeys(["site.db", "site.db-wal", "site.db-shm", "site.db.lock"], "660")
        assert modes(tmp_path) == {**beside, "copy.db": "600"}


@pytest.mark.parametrize(("why", "error"), [(errno.ENOSPC, DiskFull), (errno.EACCES, ReadOnly), (errno.EROFS, ReadOnly)])
def test_where_no_file_can_be_made_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: int, error: type[StoreError]
) -> None:
    """In the store's own words: no room, no rights, a disk that is only read."""

    def refuse(*_told: object) -> int:
        raise OSError(why, os.strerror(why))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(error):
        make(tmp_path / "site.db")
