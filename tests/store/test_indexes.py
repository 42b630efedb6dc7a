"""Whatever is asked of a SQLite book is answered along an index that begins with the site."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pmcore.model.book import Match
from pmcore.store.handle import driver
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import form, put


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    """A new book."""
    with closing(SqliteStore(tmp_path / "site.db", create=True)) as store:
        yield store


@pytest.mark.parametrize(
    ("how", "index"),
    [
        ({"matches": [Match("space", "=", "A")]}, "r_parking.space"),
        ({"matches": [Match("space", "=", "A")], "closed": False, "after": 10, "limit": 50}, "r_parking.space"),
        ({"matches": [Match("space", "=", "A"), Match("months", "=", 1)], "newest_first": True}, "r_parking.space"),
        ({"closed": False, "limit": 50}, "r_parking._closed"),
        ({"after": 10, "limit": 50}, "r_parking._closed"),
    ],
)
def test_a_page_is_read_along_an_index(store: SqliteStore, how: dict[str, object], index: str) -> None:
    """Equality on an indexed column, or open and closed: that index and no sorting, at any depth; both kinds are merged."""
    put(store, rows=[form(str(n), n, space="AB"[n % 2], months=n) for n in range(1, 50)])
    with store.read("yz") as reader:
        table = reader._tables.get("parking")
        assert table is not None
        given = {"matches": (), "closed": None, "state": None, "after": None, "limit": None, "newest_first": False, **how}
        sql, values = reader._search(table, **given)  # type: ignore[arg-type]
        plan = [line[-1] for line in reader._handle.all("EXPLAIN QUERY PLAN " + sql, values)]

    kinds = 1 if given["closed"] is not None else 2
    read = [line for line in plan if not line.startswith(("MERGE", "LEFT", "RIGHT"))]
    assert [index in line and "SEARCH" in line for line in read] == [True] * kinds, plan
    assert all("_closed=?" in line for line in read), plan


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(("column", "index"), [("number", "PRIMARY KEY"), ("space", "r_parking.space")])
def test_a_beginning_is_read_along_an_index(store: SqliteStore, column: str, index: str, backwards: bool) -> None:
    """A range of the key or of the column's index, in its order, without sorting."""
    put(store, rows=[form(str(n), n, space="AB"[n % 2]) for n in range(1, 50)])
    asked: list[str] = []
    with store.read("yz") as reader:
        reader._tables.get("parking")
        reader._handle.db.set_trace_callback(asked.append)
        reader.beginning("parking", column, "1", limit=5, backwards=backwards)
        reader._handle.db.set_trace_callback(None)
        plan = [line[-1] for sql in asked for line in reader._handle.all(f"EXPLAIN QUERY PLAN {sql}")]

    assert [index in line and "SEARCH" in line for line in plan if "r_parking" in line or "TEMP" in line] == [True], plan


@pytest.mark.parametrize("reading", ["history", "steps_between", "caused", "by_command", "sites"])
def test_the_journal_is_never_walked_through(store: SqliteStore, reading: str) -> None:
    """Every question to the journal is answered along one of its indexes, without sorting."""
    asked: list[str] = []
    with store.read("yz") as reader:
        reader._handle.db.set_trace_callback(asked.append)
        match reading:
            case "history":
                reader.history("parking", "1")
            case "steps_between":
                reader.steps_between("parking", "rent", "a", "b")
            case "caused":
                reader.caused(1)
            case "by_command":
                reader.by_command("c")
            case _:
                reader.all_sites()
        reader._handle.db.set_trace_callback(None)
        plan = [line[-1] for sql in asked for line in reader._handle.all(f"EXPLAIN QUERY PLAN {sql}")]

    assert plan
    assert [line for line in plan if "SCAN journal" in line or "TEMP B-TREE" in line] == []


def test_the_first_column_of_every_key_is_the_site(store: SqliteStore) -> None:
    """In every table and index but the shape, which all sites share."""
    put(store, rows=[form()])
    with closing(driver().connect(store.path)) as raw:
        heads = first_columns(raw)

    assert "r_parking.space" in heads
    assert {index: column for index, column in heads.items() if column != ("site",)} == {}


def first_columns(raw: Any) -> dict[str, tuple[str]]:
    """Index -> its first column."""
    names = [name for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'shape'")]
    return {
        index: raw.execute("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,)).fetchone()
        for table in names
        for (index,) in raw.execute("SELECT name FROM pragma_index_list(?)", (table,))
    }
