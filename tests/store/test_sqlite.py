"""The SQLite store as a file: its settings, its guards, its indexes, and what a crash, an erasure or a backup leaves."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.model.book import Batch, Wake
from pmcore.store.errors import Occupied, Unsafe
from pmcore.store.handle import Handle, driver
from pmcore.store.schema import APPLICATION, TRIGGERS, VERSION
from pmcore.store.sqlite import SqliteStore
from pmcore.store.upkeep import check
from pmcore.store.writer import Seat
from pmcore.testing.store_samples import COLUMNS, at, duty, follow, form, found, put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the book is."""
    return tmp_path / "the site.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    """A new book."""
    with closing(SqliteStore(path, create=True)) as store:
        yield store


@pytest.fixture
def raw(store: SqliteStore, path: Path) -> Iterator[sqlite3.Connection]:
    """Any other tool's connection to the file."""
    with closing(driver().connect(path, isolation_level=None)) as connection:
        yield connection


def test_a_writer_keeps_every_setting(store: SqliteStore) -> None:
    """WAL, FULL, foreign keys and secure delete, as SQLite itself tells them."""
    with store.write("yz") as writer:
        told = {
            name: writer._handle.value(f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }

    assert told == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


def test_a_setting_that_does_not_hold_is_refused(path: Path, store: SqliteStore) -> None:
    """A library that ignores ``synchronous=FULL`` gets no entry to lose."""
    handle = Handle(driver(), path, "rw", 1.0)
    with closing(handle):
        handle.harden()
        handle.run("PRAGMA synchronous=NORMAL")

        def ignore(action: int, name: str | None, value: str | None, *_where: object) -> int:
            setting = action == sqlite3.SQLITE_PRAGMA and name == "synchronous" and value is not None
            return sqlite3.SQLITE_IGNORE if setting else sqlite3.SQLITE_OK

        handle.db.set_authorizer(ignore)
        with pytest.raises(Unsafe, match="synchronous"):
            handle.harden()


def test_the_file_says_whose_it_is(raw: sqlite3.Connection) -> None:
    """application_id is ``pmcr``, user_version the layout; every table of ours is strict."""
    assert raw.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert APPLICATION.to_bytes(4, "big") == b"pmcr"
    assert raw.execute("PRAGMA user_version").fetchone() == (VERSION,)
    loose = raw.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite%'")
    assert loose.fetchall() == []


@pytest.mark.parametrize(
    ("sql", "trigger"),
    [
        ("UPDATE journal SET body = '{}' WHERE seq = 1", "journal_no_update"),
        ("DELETE FROM journal WHERE seq = 2", "journal_no_delete"),
        ("INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE seq = 1", "journal_next_only"),
        ("UPDATE personal SET data = '{}'", "personal_no_update"),
        ("INSERT INTO personal SELECT * FROM personal WHERE 1 ON CONFLICT DO UPDATE SET data = '{}'", "personal_no_update"),
    ],
)
def test_what_is_written_stays_written(store: SqliteStore, raw: sqlite3.Connection, sql: str, trigger: str) -> None:
    """Any tool's UPDATE, DELETE or REPLACE is stopped by a trigger; without that trigger the same statement works."""
    put(store, entries=2, personal={1: {"/a": ("b", "c")}})
    before = raw.execute("SELECT * FROM journal JOIN personal").fetchall()
    with pytest.raises(driver().IntegrityError, match=r"journal|personal value"):
        raw.execute(sql)
    assert raw.execute("SELECT * FROM journal JOIN personal").fetchall() == before

    raw.execute(f"DROP TRIGGER {trigger}")
    assert raw.execute(sql).rowcount == 1


def test_an_entry_cannot_push_another_out_by_its_command(store: SqliteStore, raw: sqlite3.Connection) -> None:
    """INSERT OR REPLACE deletes what stands in the way of any unique index, without asking a DELETE trigger."""
    put(store, entries=1, step={"command": "c-1"})
    with store.read("yz") as reader:
        following = follow(reader, command="c-1")[0]
    with pytest.raises(driver().IntegrityError, match="journal"):
        raw.execute(f"INSERT OR REPLACE INTO journal VALUES ({', '.join('?' * len(following))})", following)


def test_a_fraction_does_not_become_a_float(store: SqliteStore) -> None:
    """A column of whole numbers takes nothing else; text that is no number neither."""
    for value in (1.5, "many"):
        with pytest.raises(ValueError, match="months"):
            put(store, rows=[form(months=value)])


def test_a_second_process_is_noticed(store: SqliteStore, path: Path) -> None:
    """What a writer remembers of the head, counters and columns is dropped when another connection has committed."""
    put(store, entries=1, counters={("parking", "YZ"): 1}, rows=[form()])
    with closing(SqliteStore(path)) as other:
        later = COLUMNS[0]._replace(name="plate")
        put(other, entries=1, counters={("parking", "YZ"): 2}, columns=[*COLUMNS, later])
    with store.write("yz") as writer:
        head = writer.head()
        assert (head and head.seq, writer.counter("parking", "YZ")) == (2, 2)
        assert writer.columns("parking")[-1] == later
    put(store, entries=1, rows=[form(plate="粤B12345")])
    with store.read("yz") as reader:
        assert [line.prev for line in reader.entries()] == ["", *(line.hash for line in reader.entries(limit=2))]


def remembered(store: SqliteStore) -> tuple[object, ...]:
    """What a writer is told of things that it remembers."""
    with store.write("yz") as writer:
        due, watched = writer.wakes(at(9)), (writer.watched("unit"), writer.watched("key"))
        return writer.head(), writer.counter("parking", "YZ"), writer.note("secret"), due, watched


@pytest.mark.parametrize("who", ["itself", "another"])
def test_what_a_writer_remembers_is_what_is_in_the_book(
    store: SqliteStore, path: Path, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever wrote since; without the look at data_version it would go on with what it knew."""
    key = ("parking", "1")
    put(store, entries=1)
    before = remembered(store)
    with closing(SqliteStore(path)) as other:
        with monkeypatch.context() as patch:
            patch.setattr(Seat, "refresh", lambda _seat: None)
            put(store if who == "itself" else other, entries=1, rows=[form("1")], wakes={key: [("expire", at(5))]},
                watches={key: ["unit.code=A"]}, counters={("parking", "YZ"): 4}, notes={"secret": "s"})  # fmt: skip
            unseen = remembered(store)
        after = remembered(store)

    assert (unseen == before) == (who == "another")
    assert before[1:] == (0, None, [], (False, False))
    assert after[1:] == (4, "s", [Wake(at(5), "parking", 1, "expire", "1")], (True, False))


def test_what_a_writer_took_back_is_not_remembered(store: SqliteStore) -> None:
    """A clear that was not committed leaves every answer as it was."""
    put(store, entries=1, rows=[form("1")], wakes={("parking", "1"): [("expire", at(5))]}, counters={("parking", "YZ"): 4})
    before = remembered(store)
    with store.write("yz") as writer:
        writer.clear()
        assert (writer.wakes(at(9)), writer.counter("parking", "YZ")) == ([], 0)

    assert remembered(store) == before


@pytest.mark.parametrize("reader_stays", [False, True])
def test_an_erased_value_is_not_in_the_file(path: Path, reader_stays: bool) -> None:
    """Neither in the book nor in the log beside it; a reader that stands in the way delays it until it has left."""
    secret = "13987654321"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, personal={1: {"/mobile": (secret, "5a17")}}, rows=[form(mobile=secret, space=secret)])
        early = store.read("yz")
        if reader_stays:
            early.__enter__().head()
        assert holds(path, secret)
        put(store, erased=[1], rows=[form()])
        if reader_stays:
            assert holds(path, secret)
            early.__exit__(None, None, None)
            put(store, entries=1)
        assert not holds(path, secret)


def holds(path: Path, text: str) -> bool:
    """Whether any file of the book has the text in it."""
    return any(text.encode() in file.read_bytes() for file in path.parent.glob(path.name + "*"))


def test_a_crash_before_the_commit_leaves_nothing(store: SqliteStore, path: Path) -> None:
    """Killed with everything written but the commit, the book is as it was, and the next writer need not wait."""
    put(store, entries=1)
    code = """
import os, signal, sys
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import form, put
store = SqliteStore(sys.argv[1])
def die(statement):
    if statement == "COMMIT":
        os.kill(os.getpid(), signal.SIGKILL)
with store.write("yz") as writer:
    writer._handle.db.set_trace_callback(die)
put(store, entries=1, rows=[form()], counters={("parking", "YZ"): 1})
"""
    died = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)
    assert (died.returncode, died.stderr) == (-9, b"")

    assert found(store) == []
    put(store, entries=1, rows=[form()])
    with store.read("yz") as reader:
        assert [line.seq for line in reader.entries()] == [1, 2]
    assert check(path) == []


def test_a_backup_is_whole_while_others_write(store: SqliteStore, path: Path, tmp_path: Path) -> None:
    """Eight copies during a hundred writes: each is sound, its chain unbroken, and one file without a log beside it."""
    put(store, entries=1, rows=[form(space="A" * 500)], duties_opened=[duty()])
    done = threading.Event()

    def write() -> None:
        for n in range(100):
            put(store, entries=1, rows=[form(str(n), n + 2, space="B" * 500)])
        done.set()

    writing = threading.Thread(target=write)
    writing.start()
    copies = [tmp_path / f"copy-{n}.db" for n in range(8)]
    for copy in copies:
        store.backup(copy)
    writing.join()
    assert done.is_set()

    for copy in copies:
        assert check(copy) == []
        with closing(SqliteStore(copy)) as opened, opened.read("yz") as reader:
            lines = list(reader.entries())
            assert [line.prev for line in lines] == ["", *(line.hash for line in lines[:-1])]
            assert len(reader.find("parking")) == len(lines)
    assert [file.name for file in tmp_path.glob("copy-*") if file.suffix == ".part"] == []


def test_a_backup_overwrites_nothing(store: SqliteStore, path: Path, tmp_path: Path) -> None:
    """Not another file, and not the book itself."""
    kept = tmp_path / "kept.db"
    kept.write_text("important")
    for target in (kept, path):
        with pytest.raises(Occupied):
            store.backup(target)

    assert kept.read_text() == "important"
    assert check(path) == []


def test_a_missing_guard_is_told(store: SqliteStore, raw: sqlite3.Connection, path: Path) -> None:
    """``check`` names the trigger that somebody dropped or changed."""
    assert check(path) == []
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("DROP TRIGGER personal_no_update")
    raw.execute("CREATE TRIGGER personal_no_update BEFORE UPDATE ON personal BEGIN SELECT 1; END")

    assert [fault.values["name"] for fault in check(path)] == ["journal_no_update", "personal_no_update"]
    assert set(TRIGGERS) == {"journal_no_update", "journal_no_delete", "journal_next_only", "personal_no_update"}


def test_a_batch_without_entries_may_follow_a_clear(store: SqliteStore) -> None:
    """The entries are there already; a rebuild gives the same bytes."""
    rows = [form(str(n), n, space="A", signed={"rent": n, "pay": 9}) for n in range(1, 9)]
    put(store, entries=9, rows=rows, duties_opened=[duty()])
    with store.read("yz") as reader:
        before = reader._handle.all('SELECT * FROM "r_parking"')
    with store.write("yz") as writer:
        writer.clear()
        batch = Batch()
        batch.rows = {("parking", row.number): row._replace(signed={"pay": 9, "rent": row.opened}) for row in reversed(rows)}
        writer.commit(batch)
    with store.read("yz") as reader:
        assert reader._handle.all('SELECT * FROM "r_parking"') == before


def test_a_closed_store_is_not_used(path: Path) -> None:
    """And a file that was closed has no log left beside it."""
    store = SqliteStore(path, create=True)
    put(store, entries=1)
    store.close()
    with pytest.raises(ValueError, match="closed"), store.read("yz"):
        pass

    assert not Path(f"{path}-wal").exists()
