"""A copy of a book is looked at when it is made, and can be looked at on any later day."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from .conftest import Pmdesk


@pytest.fixture
def copy(site: Pmdesk, tmp_path: Path) -> str:
    """A copy of the site's book."""
    assert site("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5").code == 0
    path = str(tmp_path / "copy.db")
    made = site("backup", path, "--json").json
    assert (made["ok"], made["sites"][0]["entries"]) == (True, site("info", "--json").json["seq"])
    return path


def test_a_copy_is_verified_without_its_book(copy: str, site: Pmdesk, tmp_path: Path) -> None:
    """Every site's chain is walked; the book itself may be gone by then."""
    before = site("info", "--json").json
    (tmp_path / "site.db").unlink()

    told = site("backup", "verify", copy, "--json")

    sites = told.json["sites"]
    assert (told.code, [(one["site"], one["seq"], one["proof"]) for one in sites]) == (0, [("njxh", None, before["proof"])])


@pytest.mark.parametrize("command", [("backup", "verify"), ("journal", "verify", "--db")])
def test_what_was_done_to_a_file_is_told(copy: str, site: Pmdesk, command: tuple[str, ...]) -> None:
    """The control: a changed entry by its number, a guard that was taken away by its name."""
    db = sqlite3.connect(copy)
    db.execute("DROP TRIGGER journal_no_update")
    db.commit()
    unguarded = site(*command, copy)
    db.execute("UPDATE journal SET body = replace(body, '1-2-301', '1-2-302') WHERE register = 'unit'")
    db.commit()
    db.close()
    changed = site(*command, copy)

    assert (unguarded.code, "journal_no_update" in unguarded.out) == (1, True)
    assert (changed.code, "it was changed" in changed.out) == (1, True)


@pytest.mark.parametrize(("words", "code"), [((), 2), (("verify",), 2), (("verify", "none.db"), 4), (("a.db", "b.db"), 2)])
def test_a_file_is_wanted(site: Pmdesk, words: tuple[str, ...], code: int) -> None:
    """One, that is there."""
    assert site("backup", *words).code == code
