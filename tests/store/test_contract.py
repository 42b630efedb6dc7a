"""The contract of a store, for the one in memory and for SQLite, with both of its drivers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.model.book import Store
from pmcore.store.handle import driver
from pmcore.store.memory import MemoryStore
from pmcore.store.open import open_store
from pmcore.store.sqlite import SqliteStore

pytest.register_assert_rewrite(*(f"pmcore.testing.contract_{part}" for part in ("forms", "journal", "times", "turns")))

from pmcore.testing.store_contract import StoreContract  # noqa: E402  # rewritten first


class TestMemory(StoreContract):
    @pytest.fixture
    def store(self) -> Iterator[Store]:
        """A book that ends with the test."""
        with closing(open_store(":memory:")) as store:
            assert isinstance(store, MemoryStore)
            yield store


class TestSqlite(StoreContract):
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        """A file, with the driver that is preferred here."""
        with closing(open_store(str(tmp_path / "site.db"), create=True)) as store:
            assert isinstance(store, SqliteStore)
            yield store


class TestSqliteOfPython(TestSqlite):
    @pytest.fixture
    def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
        """The same on a machine without pysqlite3."""
        monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", None)
        assert driver().__name__ == "sqlite3"
        with closing(SqliteStore(tmp_path / "site.db", create=True)) as store:
            yield store
