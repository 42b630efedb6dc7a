"""A book whose file is removed or replaced while it is open: nobody is told that an entry is written which nobody will find."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.model.book import Batch
from pmcore.store.errors import Replaced, StoreError
from pmcore.store.files import Files
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import follow, form, put

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files in use can be neither removed nor replaced there")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with an entry, and a copy of it, which is the backup."""
    path = tmp_path / "book" / "site.db"
    path.parent.mkdir()
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, rows=[form()])
        store.backup(tmp_path / "copy.db")
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """The book as a desk has it open that has written already."""
    with closing(SqliteStore(path)) as store:
        put(store, entries=1)
        yield store


def removed(path: Path) -> None:
    """Somebody tidies up."""
    path.unlink()


def moved(path: Path) -> None:
    """Somebody keeps it elsewhere."""
    path.rename(path.with_name("old.db"))


def replaced(path: Path) -> None:
    """A backup takes its place, as a plain restore does it."""
    copy = path.with_name("new.db")
    shutil.copy(path.parent.parent / "copy.db", copy)
    copy.replace(path)


def with_folder(path: Path) -> None:
    """Its whole folder is moved away."""
    path.parent.rename(path.parent.with_name("away"))


def without_log(path: Path) -> None:
    """The write-ahead log looked like rubbish."""
    Path(f"{path}-wal").unlink()


def without_index(path: Path) -> None:
    """The log's index did: those who come now would not see our locks."""
    Path(f"{path}-shm").unlink()


WAYS = [removed, moved, replaced, with_folder, without_log, without_index]


@pytest.mark.parametrize("happens", WAYS)
def test_nothing_is_acknowledged_that_is_lost(path: Path, store: SqliteStore, happens: Callable[[Path], None]) -> None:
    """Neither what is begun afterwards nor what was begun before; reading says so too."""
    with store.write("yz") as writer:
        happens(path)
        batch = Batch()
        batch.entries = follow(writer)
        with pytest.raises(Replaced):
            writer.commit(batch)
    with pytest.raises(Replaced):
        put(store, entries=1)
    with pytest.raises(Replaced), store.read("yz") as reader:
        reader.head()


@pytest.mark.parametrize("happens", WAYS)
def test_it_is_noticed_where_nothing_was_written_yet(path: Path, happens: Callable[[Path], None]) -> None:
    """A desk that only looked until then has read another book's settings: it does not write into the one that came."""
    with closing(SqliteStore(path)) as store:
        with store.read("yz") as reader:
            assert reader.head() is not None
        happens(path)
        with pytest.raises(Replaced):
            put(store, entries=1)


@pytest.mark.parametrize("happens", [removed, moved, without_log])
def test_without_the_check_an_entry_would_be_lost(
    path: Path, store: SqliteStore, happens: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is acknowledged, and whoever opens the book does not find it, or no book at all."""
    monkeypatch.setattr(Files, "check", lambda _files, parts=3: None)
    happens(path)
    put(store, entries=1)

    assert last_of(path) < 3


def last_of(path: Path) -> int:
    """The last entry that somebody finds who comes now; 0 where there is no reading it."""
    try:
        with closing(SqliteStore(path)) as store, store.read("yz") as reader:
            head = reader.head()
    except StoreError:
        return 0
    return head.seq if head else 0


def test_a_log_that_comes_and_goes_with_others_is_no_fault(path: Path) -> None:
    """Desks that open, write and close beside one that looks on never look like a replaced file."""
    with closing(SqliteStore(path)) as looking:
        for _ in range(5):
            with looking.read("yz") as reader:
                reader.head()
            with closing(SqliteStore(path)) as other:
                put(other, entries=1)
        put(looking, entries=1)
        with looking.read("yz") as reader:
            assert [line.seq for line in reader.entries()] == list(range(1, 8))
