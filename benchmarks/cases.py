"""The cases that are compared: each does its thing ``count`` times in an empty folder."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from pmcore.desk import Desk, open_desk
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue

__all__ = ["CASES", "COMMANDS", "catalogue_with"]

QUIET = '''"""A plugin that listens to nothing here."""
from pmcore import ASSISTANT, Code, Register, Step, messages, refuse, rule
_ = messages("quiet")
book = Register("quiet.book{place}", title="Book", number="Q{letter}{{year}}-{{seq:04}}")
(OPEN,) = book.states("open")
class Write(Step, register=book, by=ASSISTANT, to=OPEN):
    """Write."""
    text: Code
@rule(Write, clause="all.1")
def fine(write, facts):
    """Fine."""
    if write.text == "bad":
        yield refuse(_("Bad"))
'''


def catalogue_with(folder: Path, quiet: int) -> Catalogue:
    """The core, the register that is measured, and so many plugins that listen to something else."""
    plugins = {"measured": ("benchmarks.register", "1")}
    for place in range(quiet):
        (folder / f"quiet{place}.py").write_text(QUIET.format(place=place, letter=chr(65 + place)))
        plugins[f"quiet{place}"] = (f"quiet{place}", "1")
    sys.path.insert(0, str(folder))
    catalogue = full_catalogue(plugins)
    assert not catalogue.failures, catalogue.failures
    return catalogue


def _desk(folder: Path, quiet: int) -> Desk:
    seeded = random.Random(1)
    desk = open_desk(
        str(folder / "site.db"), create=True, catalogue=catalogue_with(folder, quiet), site="bench", entropy=seeded.randbytes
    )
    desk.found(name="Bench", code="bench", admin="Admin", training=True)
    desk.record(desk.step("staff", "engage"), {"name": "Li Jing", "code": "lj"}, by="admin")
    desk.record(desk.step("staff", "assign"), {"role": "assistant"}, on="lj", by="admin")
    return desk


def entry(folder: Path, quiet: int = 25) -> Callable[[int], None]:
    """One durable journal entry a transaction: rule, personal value, duty, number, chain, row."""
    desk = _desk(folder, quiet)
    step = desk.step("measured", "take")

    def run(count: int) -> None:
        for place in range(count):
            desk.record(step, {"who": "A1", "mobile": "13800000001", "count": 1 + place % 9}, by="lj")

    run(3)
    return run


def raw(folder: Path) -> Callable[[int], None]:
    """Two bare inserts a transaction, WAL and FULL: as many bytes as an entry and its row."""
    db = _raw(folder)

    def run(count: int) -> None:
        for place in range(count):
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", (None, "measured", "x" * 900, "y"))
            db.execute("INSERT INTO row VALUES (?, ?, ?)", (None, "z" * 150, place))
            db.execute("COMMIT")

    run(3)
    return run


def raw_batch(folder: Path) -> Callable[[int], None]:
    """Two bare inserts a row, all rows in one transaction."""
    db = _raw(folder)

    def run(count: int) -> None:
        db.execute("BEGIN IMMEDIATE")
        for place in range(count):
            db.execute("INSERT INTO journal VALUES (?, ?, ?, ?)", (None, "measured", "x" * 900, "y"))
            db.execute("INSERT INTO row VALUES (?, ?, ?)", (None, "z" * 150, place))
        db.execute("COMMIT")

    run(3)
    return run


def _raw(folder: Path) -> sqlite3.Connection:
    db = sqlite3.connect(folder / "raw.db", isolation_level=None)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE journal (seq INTEGER PRIMARY KEY, register, body, hash)")
    db.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, text, number)")
    return db


def batch(folder: Path) -> Callable[[int], None]:
    """An import: every rule run for every row, all in one transaction."""
    desk = _desk(folder, 25)
    made = [0]

    def run(count: int) -> None:
        lines = ["who,mobile,count"]
        for place in range(count):
            made[0] += 1
            lines.append(f"A{made[0]},138{made[0]:08},{1 + place % 9}")
        result = desk.import_table("measured", "\n".join(lines).encode(), by="lj")
        assert result.written == count, result.faults

    run(3)
    return run


def sqlite_utils_batch(folder: Path) -> Callable[[int], None]:
    """sqlite-utils' bulk insert of the same rows: no rules, no chain, no journal."""
    import sqlite_utils

    db = sqlite_utils.Database(folder / "utils.db")
    db.enable_wal()

    def run(count: int) -> None:
        db["row"].insert_all(
            {"who": f"A{place}", "mobile": f"138{place:08}", "count": 1, "text": "z" * 900} for place in range(count)
        )  # type: ignore[union-attr]

    run(3)
    return run


CASES: dict[str, Callable[[Path], Callable[[int], None]]] = {
    "raw": raw,
    "entry": entry,
    "entry alone": lambda folder: entry(folder, 0),
    "raw batch": raw_batch,
    "batch": batch,
    "sqlite-utils batch": sqlite_utils_batch,
}


def _pmdesk(*words: str) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.argv = ['pmdesk', *{list(words)!r}]; from pmcli.main import main; main()"]


def help_command(folder: Path) -> list[str]:
    """The help of all chapters."""
    return _pmdesk("--help")


def write_command(folder: Path) -> list[str]:
    """One durable write from the shell."""
    db = str(folder / "cli.db")
    if not os.path.exists(db):
        env = {**os.environ, "PMDESK_DB": db}
        for words in (["init", "--site", "B", "--code", "b", "--admin", "A", "--training"],):
            subprocess.run(_pmdesk(*words), env=env, check=True, capture_output=True)
    return _pmdesk("--db", db, "customer", "add", "--name", "Wang", "--mobile", "13800000001", "--by", "admin")


COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "import click": lambda _folder: [sys.executable, "-c", "import click"],
    "pmdesk --help": help_command,
    "pmdesk customer add": write_command,
}
