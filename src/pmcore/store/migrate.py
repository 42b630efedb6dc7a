"""From an older layout of the tables to the present one: all of it, or the old book as it was.

sqlite-utils does the changing, because SQLite's own ALTER TABLE knows little; it is imported only here. Its
``transform`` drops triggers without a word, so they are put back and compared before anything is committed. It cannot
serve tables WITHOUT ROWID, which are all but ``journal``: a step changes those by plain SQL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from pmcore.model.book import Column

from .errors import Damaged
from .handle import Handle, driver
from .schema import SHAPE, TRIGGERS, VERSION, WORDS, column_ddl, index_name, register_of, version_of
from .turns import Turns
from .words import anew

if TYPE_CHECKING:
    from sqlite_utils import Database

__all__ = ["STEPS", "Change", "migrate"]

Change = Callable[["Database"], None]


def open_ones_together(database: Database) -> None:
    """Version 2: the indexes of forms end with ``_closed, _opened``, so that the open ones with a value are found at once.

    Duties have no index by due time: only open ones are kept, and whoever asks for them wants all.
    """
    database.conn.execute("DROP INDEX IF EXISTS duty_due")
    registers = database.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 2) = 'r_'")
    for register in [register_of(name) for (name,) in registers.fetchall()]:
        database.conn.execute(f'DROP INDEX IF EXISTS "{index_name(register, "_opened")}"')
        told = database.conn.execute("SELECT register, name, type, indexed, personal FROM shape WHERE register = ?", (register,))
        for column in [
            Column(of, name, kind, bool(indexed), bool(personal)) for of, name, kind, indexed, personal in told.fetchall()
        ]:
            if column.indexed:
                database.conn.execute(f'DROP INDEX IF EXISTS "{index_name(register, column.name)}"')
                for sql in column_ddl(column, add=False):
                    database.conn.execute(sql)


def with_words(database: Database) -> None:
    """Version 3: forms are found by an index of their words."""
    for sql in (
        "ALTER TABLE shape RENAME TO shape_before",
        SHAPE,
        "INSERT INTO shape SELECT register, ord, name, type, indexed, personal, 0 FROM shape_before",
        "DROP TABLE shape_before",
        *WORDS,
    ):
        database.conn.execute(sql)


STEPS: Mapping[int, Change] = {2: open_ones_together, 3: with_words}
"""The version that a change leads to -> the change. The index of words is made anew after the last of them."""


def migrate(
    path: str | os.PathLike[str],
    *,
    steps: Mapping[int, Change] = STEPS,
    version: int = VERSION,
    busy_seconds: float = 10.0,
) -> int:
    """Bring a book to ``version`` in one transaction; the version it had. Does nothing where it is there already.

    A step must not commit (no ``executescript``, no ``VACUUM``); one that does is found out and raises RuntimeError.
    """
    handle = Handle(driver(), Path(path), "rw", busy_seconds)
    turns = Turns(Path(path))
    try:
        handle.harden()
        handle.run("PRAGMA foreign_keys=OFF")  # or the drop of an old table empties those that point to it
        turns.take(lambda: handle.run("BEGIN IMMEDIATE"), busy_seconds)
        found = version_of(handle, version)
        if found < version:
            _change(handle, steps, found, version)
            handle.run("COMMIT")
        return found
    finally:
        handle.rollback()
        handle.close()
        turns.close()


def _change(handle: Handle, steps: Mapping[int, Change], found: int, version: int) -> None:
    from sqlite_utils import Database

    database = Database(handle.db, execute_plugins=False)
    for target in range(found + 1, version + 1):
        steps[target](database)
        if not handle.db.in_transaction:
            raise RuntimeError(f"the step to version {target} committed on its own")
    anew(handle)
    _put_triggers_back(handle)
    if handle.all("PRAGMA foreign_key_check"):
        raise Damaged(path=handle.path)
    handle.run(f"PRAGMA user_version={version}")


def triggers_of(handle: Handle) -> dict[str, str]:
    """The triggers a book has, by name."""
    return dict(handle.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))


def _put_triggers_back(handle: Handle) -> None:
    held = triggers_of(handle)
    for name, sql in TRIGGERS.items():
        if held.get(name) != sql:
            handle.run(f"DROP TRIGGER IF EXISTS {name}")
            handle.run(sql)
    missing = {name for name, sql in TRIGGERS.items() if triggers_of(handle).get(name) != sql}
    if missing:
        raise RuntimeError(f"triggers are missing: {sorted(missing)}")
