"""Opening a store by its address."""

from __future__ import annotations

from pmcore.model.book import Store

from .errors import NotBuilt

__all__ = ["open_store"]


def open_store(url: str, *, create: bool = False) -> Store:
    """The store at an address: a path is a SQLite file, ``:memory:`` is a book that ends with the process.

    With ``create`` a missing or empty file is made a book. SQLite is loaded only when a file is opened. Raises a
    ``StoreError`` with a sentence that says what to do; ``postgresql://...`` is not built yet.
    """
    if url == ":memory:":
        from .memory import MemoryStore

        return MemoryStore()
    if url.startswith(("postgresql://", "postgres://")):
        raise NotBuilt(kind="PostgreSQL")
    from .sqlite import SqliteStore

    return SqliteStore(url, create=create)
