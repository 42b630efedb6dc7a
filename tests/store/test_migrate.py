"""From one layout to the next, with steps made up for the occasion: all of it, or the old book as it was."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pmcore.model.book import Match
from pmcore.model.sought import wanted
from pmcore.store.errors import Newer
from pmcore.store.handle import driver
from pmcore.store.migrate import STEPS, migrate
from pmcore.store.schema import VERSION
from pmcore.store.sqlite import SqliteStore
from pmcore.store.upkeep import check
from pmcore.testing.store_samples import COLUMNS, form, put

if TYPE_CHECKING:
    from sqlite_utils import Database

NEXT = VERSION + 1


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book with something in it."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=3, rows=[form(space="A")], personal={1: {"/a": ("b", "c")}})
    return path


def widen(database: Database) -> None:
    """A change that sqlite-utils makes by writing the table anew."""
    database.table("journal").transform(defaults={"seq": 0})


def dump(path: Path) -> list[str]:
    """The whole file as text."""
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]


def triggers(path: Path) -> dict[Any, Any]:
    """The guards in the file."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall())


def test_there_is_a_step_to_every_version() -> None:
    """The first layout needs none."""
    assert set(STEPS) == set(range(2, VERSION + 1))


def second_layout(path: Path) -> None:
    """Make a book what it was before forms were found by their words."""
    with closing(sqlite3.connect(path)) as connection:
        for sql in ("DROP TABLE known", "DROP TABLE word", "ALTER TABLE shape DROP COLUMN sought", "PRAGMA user_version=2"):
            connection.execute(sql)
        connection.commit()


def test_a_book_without_an_index_of_words_has_its_words_looked_up_once(path: Path) -> None:
    """Numbers at once; what else is sought by follows when its columns are told, and then it is as if it had always been."""
    with closing(SqliteStore(path)) as store:
        put(store, columns=[COLUMNS[0]._replace(sought=True), COLUMNS[2]._replace(sought=True)])
        put(store, entries=1, rows=[form("YZ2026-0002", 4, space="B2-01", mobile="13800000001")])
    before = dump(path)
    second_layout(path)
    assert dump(path) != before

    with closing(SqliteStore(path)) as store:
        with store.read("yz") as reader:
            assert [known.number for known in reader.known([wanted("0002")])] == ["YZ2026-0002"]
            assert reader.known([wanted("B2-01")]) == []
        put(store, columns=[COLUMNS[0]._replace(sought=True), COLUMNS[2]._replace(sought=True)])
        with store.read("yz") as reader:
            assert [known.number for known in reader.known([wanted("B2-01")])] == ["YZ2026-0002"]
    assert sorted(dump(path)) == sorted(before)


def test_triggers_survive_a_transform(path: Path) -> None:
    """sqlite-utils drops them without a word (seen here first); the migration puts them back, and the rows stay."""
    lost: list[int] = []

    def step(database: Database) -> None:
        widen(database)
        lost.append(4 - len(database.triggers))  # personal keeps its own

    before = triggers(path)
    assert migrate(path, steps={NEXT: step}, version=NEXT) == VERSION

    assert lost == [3]
    assert triggers(path) == before
    assert check_version(path) == NEXT
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM journal").fetchone() == (3,)
        assert connection.execute("SELECT count(*) FROM personal").fetchone() == (1,)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("DELETE FROM journal")


def check_version(path: Path) -> int:
    """The layout that the file says it has."""
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_a_step_that_fails_leaves_the_old_book(path: Path) -> None:
    """Also what earlier steps had changed."""

    def fail(_database: Database) -> None:
        raise ZeroDivisionError

    before = dump(path)
    with pytest.raises(ZeroDivisionError):
        migrate(path, steps={NEXT: widen, NEXT + 1: fail}, version=NEXT + 1)

    assert dump(path) == before


def test_a_migration_that_is_killed_leaves_the_old_book(path: Path) -> None:
    """Killed when everything but the commit was done."""
    before = dump(path)
    code = """
import os, signal, sys
from pmcore.store.handle import driver
from pmcore.store.migrate import migrate
def widen(database):
    database.table("journal").transform(defaults={"seq": 0})
def die(database):
    assert len(database.triggers) == 1
    os.kill(os.getpid(), signal.SIGKILL)
next = int(sys.argv[2])
migrate(sys.argv[1], steps={next: widen, next + 1: die}, version=next + 1)
"""
    died = subprocess.run([sys.executable, "-c", code, str(path), str(NEXT)], capture_output=True, check=False)

    assert (died.returncode, died.stderr) == (-9, b"")
    assert dump(path) == before
    assert check(path) == []


def test_a_step_that_commits_on_its_own_is_found_out(path: Path) -> None:
    """``executescript`` commits first, so a killed migration would be half done."""

    def step(database: Database) -> None:
        database.conn.executescript("SELECT 1")

    with pytest.raises(RuntimeError, match="committed"):
        migrate(path, steps={NEXT: step}, version=NEXT)

    assert check_version(path) == VERSION


def test_a_step_in_plain_sql_may_replace_the_journal(path: Path) -> None:
    """What points to it is checked at the end, not emptied or refused on the way."""

    def step(database: Database) -> None:
        made = database.table("journal").schema.replace("journal", "made", 1)
        for sql in (made, "INSERT INTO made SELECT * FROM journal", "DROP TABLE journal", "ALTER TABLE made RENAME TO journal"):
            database.conn.execute(sql)

    before = triggers(path)
    migrate(path, steps={NEXT: step}, version=NEXT)

    assert triggers(path) == before
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM personal JOIN journal USING (site, seq)").fetchone() == (1,)


def test_a_transform_of_a_table_without_rowid_changes_nothing(path: Path) -> None:
    """sqlite-utils cannot (it copies a rowid that is not there): such tables are changed by plain SQL in a step."""
    before = dump(path)
    with pytest.raises(driver().IntegrityError, match="datatype"):
        migrate(
            path, steps={NEXT: lambda database: void(database.table("personal").transform(defaults={"data": "{}"}))}, version=NEXT
        )

    assert dump(path) == before


def void(_table: object) -> None:
    """A step returns nothing."""


def test_a_book_that_is_there_already_is_left_alone(path: Path) -> None:
    """And one that is further on is refused."""
    before = dump(path)
    assert migrate(path) == VERSION
    assert dump(path) == before
    migrate(path, steps={NEXT: widen}, version=NEXT)
    with pytest.raises(Newer):
        migrate(path)


def test_opening_an_older_book_brings_it_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is read, once, and its contents are the same."""
    ran: list[str] = []

    def step(database: Database) -> None:
        widen(database)
        ran.append("2")

    monkeypatch.setattr("pmcore.store.sqlite.VERSION", NEXT)
    monkeypatch.setattr("pmcore.store.sqlite.version_of", lambda handle: int(handle.value("PRAGMA user_version")))
    monkeypatch.setattr(
        "pmcore.store.migrate.migrate.__kwdefaults__", {"steps": {NEXT: step}, "version": NEXT, "busy_seconds": 1.0}
    )
    for _ in range(2):
        with closing(SqliteStore(path)) as store, store.read("yz") as reader:
            assert len(list(reader.entries())) == 3
            assert reader.personal(1) == {"/a": ("b", "c")}

    assert ran == ["2"]


def test_opening_a_book_does_not_load_the_migrator(path: Path) -> None:
    """sqlite-utils costs several times the start of Python."""
    code = (
        "import sys; from pmcore.store.open import open_store; open_store(sys.argv[1]).close(); "
        "print([name for name in ('sqlite_utils', 'click', 'pmcore.store.migrate') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def aged(path: Path) -> None:
    """The book as version 1 laid it out: a column's index did not keep the open ones together."""
    second_layout(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('DROP INDEX "r_parking.space"')
        connection.execute('CREATE INDEX "r_parking.space" ON "r_parking" (site, "space", _opened)')
        connection.execute('CREATE INDEX "r_parking._opened" ON "r_parking" (site, _opened)')
        connection.execute("CREATE INDEX duty_due ON duty (site, due)")
        connection.execute("PRAGMA user_version=1")
        connection.commit()


def test_a_book_of_version_1_gets_the_indexes_of_a_new_one(path: Path) -> None:
    """All of the file is as if it had been made today, and every form is found."""
    fresh = sorted(dump(path))
    aged(path)
    assert sorted(dump(path)) != fresh

    with closing(SqliteStore(path)) as store, store.read("yz") as reader:
        assert reader.find("parking", [Match("space", "=", "A")], closed=False) == reader.find("parking")
        assert len(reader.find("parking")) == 1
    assert sorted(dump(path)) == fresh
