"""Files that cannot serve: every one is refused with a sentence in both languages that says what to do."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pmcore.store import errors
from pmcore.store.errors import (
    Busy,
    Damaged,
    DiskFault,
    DiskFull,
    Fault,
    Newer,
    NoBook,
    NotBuilt,
    NotOurs,
    OldSqlite,
    ReadOnly,
    StoreError,
)
from pmcore.store.handle import driver, told
from pmcore.store.open import open_store
from pmcore.store.schema import VERSION
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import form, found, put


def nothing(path: Path) -> None:
    """No file at all."""


def empty(path: Path) -> None:
    """A file without a byte."""
    path.touch()


def words(path: Path) -> None:
    """A letter."""
    path.write_text("Dear sirs, " * 1000)


def folder(path: Path) -> None:
    """A folder of that name."""
    path.mkdir()


def other(path: Path) -> None:
    """Another program's database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE journal (a)")


def newer(path: Path) -> None:
    """A book of a later version."""
    SqliteStore(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("make", "error"),
    [(nothing, NoBook), (empty, NoBook), (words, NotOurs), (folder, NotOurs), (other, NotOurs), (newer, Newer)],
)
def test_what_is_no_book_is_refused(tmp_path: Path, make: Callable[[Path], None], error: type[StoreError], create: bool) -> None:
    """Nothing is changed in it; ``create`` makes a book of nothing or an empty file, and overwrites nothing else."""
    path = tmp_path / "site.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    if create and error is NoBook:
        with closing(SqliteStore(path, create=True)) as store:
            assert store.sites() == []
        return
    with pytest.raises(error, match=re.escape(str(path))):
        SqliteStore(path, create=create)

    assert (path.read_bytes() if path.is_file() else None) == before


def test_a_newer_book_names_both_versions(tmp_path: Path) -> None:
    """So that it is clear which program to update."""
    newer(tmp_path / "site.db")
    with pytest.raises(Newer) as caught:
        SqliteStore(tmp_path / "site.db")

    assert (caught.value.message.values["found"], caught.value.message.values["known"]) == (99, VERSION)


def test_a_book_is_not_founded_in_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """A misspelt path makes no folders."""
    with pytest.raises(NoBook):
        open_store(str(tmp_path / "misspelt" / "site.db"), create=True)


def test_an_existing_book_is_opened_not_overwritten(tmp_path: Path) -> None:
    """Even with ``create``."""
    path = tmp_path / "site.db"
    for _ in range(2):
        with closing(SqliteStore(path, create=True)) as store:
            put(store, entries=1)
    with closing(SqliteStore(path)) as store, store.read("yz") as reader:
        assert [line.seq for line in reader.entries()] == [1, 2]


@contextmanager
def nobody() -> Iterator[None]:
    """Root may write everywhere, so be somebody else for a while."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)
        os.chmod(name, 0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o777), (0o444, 0o555), (0o666, 0o555)])
def test_a_book_that_may_only_be_read_is_read(public: Path, file_mode: int, folder_mode: int) -> None:
    """Searching works, writing is refused with a sentence and harms nothing."""
    path = public / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, rows=[form()])
    Path(f"{path}.lock").unlink()
    path.chmod(file_mode)
    public.chmod(folder_mode)
    with nobody(), closing(SqliteStore(path)) as store:
        assert found(store) == ["YZ2026-0001"]
        with pytest.raises(ReadOnly):
            put(store, entries=1)
        assert found(store) == ["YZ2026-0001"]


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_an_older_book_that_may_only_be_read_is_read_as_it_stands(public: Path) -> None:
    """Its indexes are put in order by the first who may write."""
    path = public / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, rows=[form()])
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA journal_mode=DELETE")
        for sql in ("DROP TABLE known", "DROP TABLE word", "ALTER TABLE shape DROP COLUMN sought", "PRAGMA user_version=1"):
            raw.execute(sql)
    path.chmod(0o444)
    public.chmod(0o555)
    with nobody(), closing(SqliteStore(path)) as store:
        assert found(store) == ["YZ2026-0001"]
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (1,)
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)


@pytest.mark.skipif(sys.platform == "win32", reason="rights of another kind")
def test_a_book_cannot_be_founded_where_nobody_may_write(public: Path) -> None:
    """The sentence names the file."""
    public.chmod(0o555)
    with nobody(), pytest.raises(ReadOnly, match=r"site\.db"):
        SqliteStore(public / "site.db", create=True)


def test_a_full_disk_writes_nothing(tmp_path: Path) -> None:
    """The entry, the form and what the writer remembers are as before; with room again it goes on."""
    with closing(SqliteStore(tmp_path / "site.db", create=True)) as store:
        put(store, entries=1, rows=[form()])
        with store.write("yz") as writer:
            room = writer._handle.value("PRAGMA max_page_count")
            writer._handle.value(f"PRAGMA max_page_count={writer._handle.value('PRAGMA page_count')}")
        with pytest.raises(DiskFull):
            put(store, entries=200, rows=[form("2", 2)], counters={("parking", "YZ"): 9})
        with store.write("yz") as writer:
            head = writer.head()
            assert (head and head.seq, writer.counter("parking", "YZ")) == (1, 0)
            writer._handle.value(f"PRAGMA max_page_count={room}")
        assert found(store) == ["YZ2026-0001"]
        put(store, entries=200, rows=[form("2", 2)])
        with store.read("yz") as reader:
            assert len(list(reader.entries())) == 201


def test_a_long_writer_makes_the_others_busy(tmp_path: Path) -> None:
    """They wait as long as they were told to, then say so; afterwards it is their turn."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as one, closing(SqliteStore(path, busy_seconds=0.05)) as two:
        with one.write("yz"), pytest.raises(Busy), two.write("yz"):
            pass
        put(two, entries=1)


def test_a_damaged_page_is_told(tmp_path: Path) -> None:
    """A page of noise is no answer."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=100)
    data = bytearray(path.read_bytes())
    data[4096 * 2 :] = b"\xa5" * (len(data) - 4096 * 2)
    path.write_bytes(data)
    with closing(SqliteStore(path)) as store, pytest.raises(Damaged), store.read("yz") as reader:
        list(reader.entries())


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        *((5, Busy), (517, Busy), (8, ReadOnly), (1032, ReadOnly), (10, DiskFault), (522, DiskFault)),
        *((11, Damaged), (13, DiskFull), (14, ReadOnly), (26, NotOurs), (1, Fault)),
    ],
)
def test_every_fault_of_sqlite_has_its_error(code: int, kind: type[StoreError]) -> None:
    """By its code, extended codes too, never by its English."""
    fault = driver().OperationalError("in any words")
    fault.sqlite_errorcode = code

    assert type(told(fault, Path("site.db"))) is kind


def test_postgres_is_not_built_yet() -> None:
    """It says so, and makes no file of that name."""
    with pytest.raises(NotBuilt, match="PostgreSQL"):
        open_store("postgresql://desk@db/site")


def test_a_library_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before any statement of ours fails in its own words."""
    monkeypatch.setattr("pmcore.store.handle.OLDEST", (99, 0, 0))
    with pytest.raises(OldSqlite, match=r"99\.0\.0"):
        driver()


def test_every_error_has_a_sentence_in_chinese() -> None:
    """With the same blanks to fill."""
    catalogue = Path(errors.__file__).parents[1] / "locale" / "zh_CN" / "store.po"
    pairs = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', catalogue.read_text("utf-8"), re.MULTILINE))
    kinds = [getattr(errors, name) for name in errors.__all__]

    assert [kind.__name__ for kind in kinds if kind.said.text not in pairs] == []
    for english, chinese in pairs.items():
        assert set(re.findall(r"\{\w+\}", english)) == set(re.findall(r"\{\w+\}", chinese))


def test_memory_loads_no_driver() -> None:
    """SQLite is paid for when a file is opened."""
    import subprocess

    code = "import sys; from pmcore.store.open import open_store; open_store(':memory:'); print('sqlite3' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
