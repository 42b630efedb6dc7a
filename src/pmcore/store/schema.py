"""The tables of a book as plain SQL: the journal, what is kept beside it, and one table a register."""

from __future__ import annotations

import re

from pmcore.model.book import Column, Entry

from .errors import Newer, NotOurs
from .handle import Handle

__all__ = [
    "APPLICATION",
    "FIXED",
    "SHAPE",
    "TRIGGERS",
    "VERSION",
    "WORDS",
    "build",
    "check_column",
    "column_ddl",
    "index_name",
    "register_ddl",
    "register_of",
    "table_of",
    "version_of",
]

APPLICATION = 0x706D6372  # "pmcr"
VERSION = 3
FIXED = ("site", "number", "state", "first", "last", "x", "_opened", "_closed", "_entered", "_signed")
"""The columns that every register's table has. Those with an underscore are ours and no part of the contract."""

_REGISTER = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")
_JOURNAL = {"seq": "INTEGER", "entry_v": "INTEGER", "step_v": "INTEGER", "cause": "INTEGER"}
_ABSENT = {"command", "cause"}

SHAPE = (
    "CREATE TABLE shape (register TEXT NOT NULL, ord INTEGER NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, "
    "indexed INTEGER NOT NULL, personal INTEGER NOT NULL, sought INTEGER NOT NULL, PRIMARY KEY (register, name)) "
    "STRICT, WITHOUT ROWID"
)
WORDS = (
    # one row a form, in the order in which forms are told; its words lie in it as well, so that they can be taken out again
    'CREATE TABLE known (site TEXT NOT NULL, "rank" INTEGER NOT NULL, opened INTEGER NOT NULL, register TEXT NOT NULL, '
    'number TEXT NOT NULL, words TEXT NOT NULL, PRIMARY KEY (site, "rank", opened)) STRICT, WITHOUT ROWID',
    "CREATE TABLE word (site TEXT NOT NULL, word TEXT NOT NULL, opened INTEGER NOT NULL, PRIMARY KEY (site, word, opened)) "
    "STRICT, WITHOUT ROWID",
)
"""The index of words that forms are found by."""

_TABLES = (
    "CREATE TABLE journal ({}, PRIMARY KEY (site, seq)) STRICT".format(
        ", ".join(f'"{name}" {_JOURNAL.get(name, "TEXT")}{"" if name in _ABSENT else " NOT NULL"}' for name in Entry._fields)
    ),
    "CREATE UNIQUE INDEX journal_command ON journal (site, command) WHERE command IS NOT NULL",
    "CREATE INDEX journal_form ON journal (site, register, number, seq)",
    "CREATE INDEX journal_step ON journal (site, register, step, at, seq)",
    "CREATE INDEX journal_cause ON journal (site, cause) WHERE cause IS NOT NULL",
    "CREATE TABLE personal (site TEXT NOT NULL, seq INTEGER NOT NULL, data TEXT NOT NULL, PRIMARY KEY (site, seq), "
    "FOREIGN KEY (site, seq) REFERENCES journal (site, seq)) STRICT, WITHOUT ROWID",
    "CREATE TABLE duty (site TEXT NOT NULL, register TEXT NOT NULL, number TEXT NOT NULL, step TEXT NOT NULL, "
    "choice TEXT NOT NULL, since_seq INTEGER NOT NULL, holder TEXT NOT NULL, since TEXT NOT NULL, due TEXT NOT NULL, "
    "estimated INTEGER NOT NULL, PRIMARY KEY (site, register, number, step, choice, since_seq)) STRICT, WITHOUT ROWID",
    "CREATE TABLE wake (site TEXT NOT NULL, register TEXT NOT NULL, number TEXT NOT NULL, step TEXT NOT NULL, "
    "due TEXT NOT NULL, opened INTEGER NOT NULL, PRIMARY KEY (site, register, number, due, step)) "
    "STRICT, WITHOUT ROWID",
    "CREATE INDEX wake_due ON wake (site, due, register, opened, step)",
    'CREATE TABLE watch (site TEXT NOT NULL, "key" TEXT NOT NULL, register TEXT NOT NULL, number TEXT NOT NULL, '
    'PRIMARY KEY (site, "key", register, number)) STRICT, WITHOUT ROWID',
    "CREATE INDEX watch_form ON watch (site, register, number)",
    'CREATE TABLE counter (site TEXT NOT NULL, register TEXT NOT NULL, series TEXT NOT NULL, "last" INTEGER NOT NULL, '
    "PRIMARY KEY (site, register, series)) STRICT, WITHOUT ROWID",
    SHAPE,
    "CREATE TABLE note (site TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (site, name)) "
    "STRICT, WITHOUT ROWID",
    *WORDS,
)

TRIGGERS = {
    name: f"CREATE TRIGGER {name} BEFORE {when} BEGIN SELECT RAISE(ABORT, '{why}'); END"
    for name, when, why in (
        ("journal_no_update", "UPDATE ON journal", "the journal is never rewritten"),
        ("journal_no_delete", "DELETE ON journal", "nothing is taken out of the journal"),
        (
            # INSERT OR REPLACE would take the old line away without a word to the other two
            "journal_next_only",
            "INSERT ON journal WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal "
            "WHERE site = new.site) OR EXISTS (SELECT 1 FROM journal WHERE site = new.site AND command = new.command)",
            "a line of the journal comes after the last one, and a command is written once",
        ),
        ("personal_no_update", "UPDATE ON personal", "a personal value is erased, never changed"),
    )
}
"""The triggers every book has, by name; an erasure is the one thing that may delete, and only from ``personal``."""


def build(handle: Handle) -> None:
    """Make an empty file a book, in one transaction, unless somebody else just has."""
    handle.run("BEGIN IMMEDIATE")
    try:
        if handle.value("SELECT count(*) FROM sqlite_master") == 0 and not handle.value("PRAGMA application_id"):
            for sql in (*_TABLES, *TRIGGERS.values()):
                handle.run(sql)
            handle.run(f"PRAGMA application_id={APPLICATION}")
            handle.run(f"PRAGMA user_version={VERSION}")
        handle.run("COMMIT")
    finally:
        handle.rollback()


def version_of(handle: Handle, known: int = VERSION) -> int:
    """The layout of an opened book. Raises NotOurs, or Newer where it is beyond ``known``."""
    if handle.value("PRAGMA application_id") != APPLICATION:
        raise NotOurs(path=handle.path)
    found = int(handle.value("PRAGMA user_version"))
    if found > known:
        raise Newer(path=handle.path, found=found, known=known)
    return found


def table_of(register: str) -> str:
    """The table of a register: ``acme.key-box`` is ``r_acme$key_box``. One to one, and never one of ours."""
    if not _REGISTER.fullmatch(register):
        raise ValueError(f"no name of a register: {register!r}")
    return "r_" + register.replace("-", "_").replace(".", "$")


def register_of(table: str) -> str:
    """The register of a table; the other way round."""
    return table[2:].replace("_", "-").replace("$", ".")


def check_column(column: Column) -> None:
    """Refuse a name that is no plain identifier or that every table has already, and a type that is none."""
    if not _COLUMN.fullmatch(column.name) or column.name in FIXED:
        raise ValueError(f"no name of a column of {column.register!r}: {column.name!r}")
    if column.type not in {"TEXT", "INTEGER"}:
        raise ValueError(f"no type of a column of {column.register!r}: {column.type!r}")


def index_name(register: str, column: str) -> str:
    """The index of a column; the dot keeps it apart from every table."""
    return f"{table_of(register)}.{column}"


def register_ddl(register: str) -> tuple[str, ...]:
    """The statements that make a register's table without its fields.

    Every index of forms ends with ``_closed, _opened``: the few that are open stand together, each kind in order.
    """
    table = table_of(register)
    return (
        f'CREATE TABLE "{table}" (site TEXT NOT NULL, number TEXT NOT NULL, state TEXT NOT NULL, '
        '"first" TEXT NOT NULL, "last" TEXT NOT NULL, x TEXT, _opened INTEGER NOT NULL, _closed INTEGER NOT NULL, '
        "_entered INTEGER NOT NULL, _signed TEXT NOT NULL, PRIMARY KEY (site, number)) STRICT, WITHOUT ROWID",
        f'CREATE INDEX "{index_name(register, "_closed")}" ON "{table}" (site, _closed, _opened)',
    )


def column_ddl(column: Column, *, add: bool = True) -> tuple[str, ...]:
    """The statements that add a column, and its index where it has one; only the index with ``add=False``."""
    check_column(column)
    table = table_of(column.register)
    made: tuple[str, ...] = (f'ALTER TABLE "{table}" ADD COLUMN "{column.name}" {column.type}',) if add else ()
    if column.indexed:
        name = index_name(column.register, column.name)
        made += (f'CREATE INDEX "{name}" ON "{table}" (site, "{column.name}", _closed, _opened)',)
    return made
