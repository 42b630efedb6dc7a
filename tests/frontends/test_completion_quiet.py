"""TAB is pressed by accident and at bad moments: it leaves no trace, and where it cannot help it says nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from tests.plugin.onefile import forget, source

from pmcli.main import main
from pmcore.store.sqlite import SqliteStore

from .conftest import NOW, Pmdesk

Tab = Callable[[str], list[str]]


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tab:
    """The values behind a line; nothing else may be said, and the exit code is that of success."""

    def press(line: str) -> list[str]:
        with monkeypatch.context() as inside:
            inside.setenv("COMP_LINE", f"pmdesk {line}")
            inside.setenv("_PMDESK_COMPLETE", "zsh_complete")
            capsys.readouterr()
            code = main([])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        return [row.split("\t")[1] for row in out.splitlines()]

    return press


@pytest.fixture
def book(site: Pmdesk) -> Path:
    """A book with a rent that has run out without anybody writing so."""
    assert site("customer", "add", "--name", "王小明", "--mobile", "13800000001").code == 0
    car = ("--plate", "苏A12345", "--mobile", "13800000001", "--licence-matches", "--tariff-told", "--by", "lj")
    assert site("parking", "rent", "--space", "B1-07", "--customer", "KH1", *car).code == 0
    return Path(os.environ["PMDESK_DB"])


def traces(folder: Path) -> dict[str, str]:
    """Every file beside the book with the digest of what stands in it."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}


def locked(book: Path) -> subprocess.Popen[str]:
    """Another program that has written something and lets nobody read; a process of its own, because locks are told apart so."""
    code = """
import sqlite3, sys
book = sqlite3.connect(sys.argv[1], isolation_level=None)
book.executescript("PRAGMA locking_mode=EXCLUSIVE; CREATE TABLE x (y); BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""
    held = subprocess.Popen([sys.executable, "-c", code, str(book)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    return held


LINES = (
    "",
    "parking end ",
    "parking expire ",
    "show ",
    "card ",
    "customer list --reveal x --where ",
    "journal rebuild ",
    "--version ",
)


@pytest.mark.parametrize("now", [NOW, "2026-09-01T09:00"])
def test_nothing_is_written(book: Path, tab: Tab, monkeypatch: pytest.MonkeyPatch, now: str) -> None:
    """No entry of the clock, no note of who looked, no lock, no file of SQLite's: the folder is the same to the last byte."""
    monkeypatch.setenv("PMDESK_NOW", now)
    before = traces(book.parent)
    offered = [tab(line) for line in LINES]

    assert "YZ2026-0001" in offered[3]
    assert traces(book.parent) == before


def test_what_lies_beside_the_book_is_offered_without_a_trace(
    book: Path, site: Pmdesk, tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A chapter that the book trusts is offered like any other, a register whose chapter is gone too; the book stays as it is."""
    (book.parent / "plugins").mkdir()
    (book.parent / "plugins" / "locker.py").write_text(source(), encoding="utf-8")
    forget()
    assert site("plugins", "trust", "locker.py", "--reason", "ours").code == 0
    assert site("locker", "let", "--box", "A1", "--by", "lj").code == 0
    assert site("--help").code == 0
    rest_of(book)
    before = traces(book.parent)

    assert tab("jinl") == tab("--db $PMDESK_DB jinl") == ["jinling.locker"]
    assert tab("locker give-back ") == ["JG2026-0001"]
    assert tab("nothing of the kind ") == []
    assert traces(book.parent) == before
    forget()


def rest_of(book: Path) -> None:
    """Take away what readers leave beside a book, as if nobody had read it since it was written."""
    for name in ("-wal", "-shm"):
        Path(f"{book}{name}").unlink(missing_ok=True)


def test_other_commands_leave_traces(book: Path, site: Pmdesk) -> None:
    """The test above can fail: a list only reads, and SQLite makes its files for it all the same."""
    before = traces(book.parent)
    assert site("unit", "list").code == 0

    assert set(traces(book.parent)) - set(before) == {"site.db-wal", "site.db-shm"}


def test_what_was_written_a_moment_ago_is_offered(book: Path, site: Pmdesk, tab: Tab) -> None:
    """While somebody has the book open for writing, what they wrote stands in SQLite's log."""
    with closing(SqliteStore(book)) as store, store.write("njxh"):
        with closing(sqlite3.connect(book)) as other:
            other.execute("PRAGMA wal_autocheckpoint=0")
        assert site("parking", "list", "--json").json[0]["number"] == "YZ2026-0001"
        assert tab("parking end ") == ["YZ2026-0001"]


@pytest.mark.parametrize("ruin", ["missing", "empty", "folder", "text", "cut", "torn", "locked", "foreign", "newer"])
def test_a_book_that_cannot_be_read_offers_no_numbers(book: Path, tab: Tab, ruin: str) -> None:
    """Whatever is wrong with it, at once and without a word; commands and options are offered all the same."""
    held = None
    match ruin:
        case "missing" | "folder":
            book.unlink()
            if ruin == "folder":
                book.mkdir()
        case "empty" | "text":
            book.write_bytes(b"" if ruin == "empty" else b"no book at all" * 1000)
        case "cut":
            book.write_bytes(book.read_bytes()[:8192])
        case "torn":
            data = bytearray(book.read_bytes())
            data[200:] = bytes(255 - byte for byte in data[200:])
            book.write_bytes(data)
        case "locked":
            held = locked(book)
        case "foreign" | "newer":
            with closing(sqlite3.connect(book)) as other:
                other.execute("PRAGMA application_id=1" if ruin == "foreign" else "PRAGMA user_version=99")
    before = sorted(os.listdir(book.parent))

    assert tab("parking end ") == []
    assert tab("card 1") == []
    assert tab("par")[-1] == "parking"
    assert "--last-day" in tab("parking end YZ1 ")
    assert sorted(os.listdir(book.parent)) == before
    if held is not None:
        held.communicate("let go")


def test_the_book_is_found_as_commands_find_it(book: Path, tab: Tab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By ``--db`` wherever it stands, with a tilde or a variable as the shell would read it; else by PMDESK_DB; of one site."""
    shutil.copy(book, tmp_path / "other.db")
    monkeypatch.setenv("PMDESK_DB", str(tmp_path / "none.db"))
    monkeypatch.setenv("HOME", str(tmp_path))
    lines = ["--db ~/other.db parking end ", "parking end --db $HOME/other.db ", f"parking --db={tmp_path}/other.db end "]

    assert tab("parking end ") == []
    assert [tab(line) for line in lines] == [["YZ2026-0001"]] * 3
    assert tab("--db ~/other.db --site njxh parking end ") == ["YZ2026-0001"]
    assert tab("--db ~/other.db --site elsewhere parking end ") == []


def test_the_clock_is_that_of_a_training_site(book: Path, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A time that cannot be read offers nothing; at a real site another time is none."""
    monkeypatch.setenv("PMDESK_NOW", "2026-09-01T09:00")
    assert tab("parking end ") == []
    monkeypatch.setenv("PMDESK_NOW", "whenever")
    assert tab("parking end ") == []
    with closing(sqlite3.connect(book)) as other:
        other.execute("UPDATE r_site SET training = 0")
        other.commit()
    monkeypatch.setenv("PMDESK_NOW", "2020-01-01")
    assert tab("charge list --where peri") == ["period="]
    assert tab("charge raise --period 2020") == []


@pytest.mark.parametrize(
    "line",
    [
        "nothing ",
        "parking nothing ",
        "parking end --nothing ",
        "parking end -- -",
        "parking rent --months=",
        "unit add --use '",
        "\x1b[31m",
        "\\",
        "'",
    ],
)
def test_a_line_that_means_nothing_offers_nothing_loudly(book: Path, tab: Tab, line: str) -> None:
    """Unknown words, open quotes, signs that nobody types."""
    assert isinstance(tab(line), list)


def test_an_unknown_shell_is_told_by_the_exit_code(pmdesk: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a command is never run while a shell asks what it could be."""
    monkeypatch.setenv("_PMDESK_COMPLETE", "tcsh_complete")

    assert pmdesk("init", "--site", "x", "--code", "xx") == (1, "", "")
    monkeypatch.setenv("_PMDESK_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_LINE", "pmdesk ini")
    assert pmdesk("init", "--site", "x", "--code", "xx") == (0, "plain\tinit\n", "")
    assert not Path(os.environ["PMDESK_DB"]).exists()
