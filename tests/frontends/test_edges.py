"""The command line at its edges: who may see, what is typed wrong, what lies on the disk."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
from pathlib import Path

import pytest

from .conftest import Pmdesk

ROOT = Path(__file__).parents[2]
NAMES = ["=cmd|'/c calc'!A1", "张三[/]", "Robert'); DROP TABLE journal;--", "@SUM(1+1)", "＝1+1", "{name}", "%s%n"]


def add(site: Pmdesk, name: str = "王小明", mobile: str = "13800000001") -> None:
    """A customer on the register."""
    assert site("customer", "add", "--name", name, "--mobile", mobile).code == 0


def test_personal_values_are_masked_everywhere(site: Pmdesk) -> None:
    """In lists, forms, answers, in every shape; never in full."""
    answer = site("customer", "add", "--name", "王小明", "--mobile", "13800000001", "--json")
    seen = [answer.out]
    for shape in ("--json", "--jsonl", "--csv", "--table"):
        seen += [
            site("customer", "list", shape).out,
            site("customer", "show", "KH00001", shape).out,
            site("show", "KH00001", shape).out,
        ]
    seen.append(site("journal", "export").out)

    assert [text for text in seen if "王小明" in text or "13800000001" in text] == []
    assert answer.json["fields"]["mobile"] == "138****0001"


def test_reveal_shows_and_is_on_record(site: Pmdesk) -> None:
    """Who, why, what and how many; nobody looks without a name."""
    add(site)
    (row,) = site("customer", "list", "--json", "--reveal", "call back", "--by", "lj").json

    assert row["fields"]["mobile"] == "13800000001"
    (told,) = site("journal", "access", "--json").json
    assert (told["by"], told["reason"], told["what"], told["count"]) == ("YG0002", "call back", "customer list", 1)


def test_reveal_without_a_name(site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown where nobody says who looks, or somebody who is not on the staff."""
    add(site)
    monkeypatch.delenv("PMDESK_BY")
    said, stranger = site("customer", "list", "--reveal", "curious"), site("customer", "list", "--reveal", "x", "--by", "nobody")

    assert (said.code, "13800000001" in said.out) == (2, False)
    assert (stranger.code, "13800000001" in stranger.out) == (4, False)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_text_and_nothing_else(site: Pmdesk, name: str) -> None:
    """No formula, markup, SQL or format of ours: kept as it was typed, and shown so."""
    add(site, name)
    (row,) = site("customer", "list", "--json", "--reveal", "test").json
    cells = list(csv.reader(io.StringIO(site("customer", "list", "--csv", "--reveal", "test").out.lstrip("\ufeff"))))
    cell = dict(zip(*cells, strict=True))["name"]

    assert row["fields"]["name"] == name
    assert cell == (f"'{name}" if name[0] in "=@＝" else name)
    assert site("customer", "list", "--table", "--reveal", "test").code == 0
    assert site("journal", "verify").code == 0


@pytest.mark.parametrize("bad", ["王\x1b[31m明", "王\u202e明", "王\u200b明", "王\n明"])
def test_control_characters_are_refused_and_never_printed(site: Pmdesk, bad: str) -> None:
    """Neither kept, nor sent to a terminal in the sentence about them."""
    said = site("customer", "add", "--name", bad)
    listed = site("customer", "show", bad)

    assert said.code == 2
    assert [char for char in said.err + listed.err if char in "\x1b\u202e\u200b"] == []


def test_csv_is_for_spreadsheets(site: Pmdesk) -> None:
    """A byte-order mark, heads that are the names on the wire."""
    add(site)
    out = site("customer", "list", "--csv").out

    assert out.startswith("\ufeffnumber,state,name,mobile,")


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("unitt", "list"), "unit"),
        (("unit", "ad"), "add"),
        (("unit", "add", "--cod", "1"), "--code"),
        (("房", "列表"), "unit"),
        (("unit", "add", "--code", "1", "--as", "assistent"), "assistant"),
    ],
)
def test_wrong_words_are_told_with_what_is_near(site: Pmdesk, words: tuple[str, ...], near: str) -> None:
    """Registers, steps, options, roles: exit code 2, one sentence, near matches."""
    said = site(*words, "--json")

    assert (said.code, said.json["outcome"]) == (2, "invalid")
    assert near in said.json["message"]


def test_chinese_all_the_way(site: Pmdesk) -> None:
    """Registers, steps, options and choices by their labels; the answer in Chinese; the data as ever."""
    said = site("房屋", "登记", "--房号", "1-2-301", "--类型", "住宅", "--建筑面积", "98.5", "--签名", "lj", "--lang", "zh")

    assert (said.code, said.out.startswith("房屋 FH00001")) == (0, True)
    assert site("unit", "list", "--json").json[0]["use"] == "home"


def test_booleans_are_said_in_three_ways(site: Pmdesk) -> None:
    """``--official``, ``--no-official``, ``--official 否``; a number behind it stays the form's number."""
    days = ("--holidays", "2026-01-01", "--json")
    ways = (
        ("RL1", "--official"),
        ("RL1", "--no-official"),
        ("--official", "否", "RL1"),
        ("--official", "是", "RL1"),
        ("--official", "1"),
    )

    assert [site("calendar", "amend", *way, *days).json["fields"]["official"] for way in ways] == [True, False, False, True, True]


def test_lists_repeat_the_option_in_singular_or_plural(site: Pmdesk) -> None:
    """``--holiday`` and ``--holidays`` are the same."""
    said = site("calendar", "amend", "RL1", "--official", "--holiday", "2026-01-01", "--holidays", "2026-01-02", "--json")

    assert said.json["fields"]["holidays"] == ["2026-01-01", "2026-01-02"]


def test_a_missing_book_is_4_and_init_is_named(pmdesk: Pmdesk) -> None:
    """No file is made by accident."""
    said = pmdesk("unit", "list", "--json")

    assert (said.code, said.json["outcome"], "pmdesk init" in said.json["message"]) == (4, "not_found", True)
    assert not Path(os.environ["PMDESK_DB"]).exists()


def test_init_never_overwrites(site: Pmdesk) -> None:
    """Refused, and the book is as it was."""
    before = site("info", "--json").json["seq"]
    said = site("init", "--site", "Another", "--code", "njxh", "--training", "--json")

    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert site("info", "--json").json["seq"] == before


def test_what_is_no_book_of_ours(pmdesk: Pmdesk, tmp_path: Path) -> None:
    """A text, somebody's SQLite file, a folder, a newer book: exit code 2, one sentence, untouched."""
    text, other = tmp_path / "letter.db", tmp_path / "other.db"
    text.write_text("Dear Sir, " * 200)
    with sqlite3.connect(other) as made:
        made.execute("CREATE TABLE cats (name TEXT)")
    made.close()

    for path in (text, other, tmp_path):
        said = pmdesk("unit", "list", "--db", str(path), "--json")
        assert (path.name, said.code, said.json["outcome"]) == (path.name, 2, "invalid")
    assert text.read_text() == "Dear Sir, " * 200


def test_a_newer_book(site: Pmdesk) -> None:
    """Written by a later version of this program: it is not touched."""
    path = os.environ["PMDESK_DB"]
    with sqlite3.connect(path) as book:
        (version,) = book.execute("PRAGMA user_version").fetchone()
        book.execute(f"PRAGMA user_version={version + 1}")
    book.close()

    assert site("unit", "list", "--json").code == 2


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nobody can keep root from writing")
def test_a_folder_that_cannot_be_written_to(site: Pmdesk) -> None:
    """Recording says so in one sentence."""
    folder = Path(os.environ["PMDESK_DB"]).parent
    folder.chmod(0o500)
    try:
        assert site("unit", "add", "--code", "1", "--use", "home", "--area", "1").code == 2
    finally:
        folder.chmod(0o700)


def test_bad_dates_orders_and_numbers(site: Pmdesk) -> None:
    """A date that is none, a step in the wrong state, no number at all, a number where none belongs."""
    site("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")

    assert site("unit", "occupy", "1-2-301", "--status", "vacant", "--since", "2026-02-30").code == 2
    assert site("unit", "occupy", "--status", "vacant").code == 2
    assert site("unit", "add", "FH00001", "--code", "1").code == 2
    assert site("unit", "close", "1-2-301").code == 0
    assert site("unit", "occupy", "FH00001", "--status", "vacant").code == 1
    assert site("unit", "add", "--code", "2", "--use", "home", "--area", "1", "--at", "2027-01-01 09:00").code == 1
    assert site("unit", "add", "--code", "2", "--use", "home", "--area", "1", "--at", "yesterday").code == 2
    assert site("unit", "add", "--code", "2", "--use", "home", "--area", "1", "--if-seq", "x").code == 2


def test_who_signs(site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody, somebody unknown, somebody whose role it is not."""
    words = ("staff", "engage", "--name", "甲", "--code", "jia", "--json")

    assert (site(*words, "--by", "cl").code, site(*words, "--by", "ghost").code) == (1, 4)
    monkeypatch.delenv("PMDESK_BY")
    said = site(*words)
    assert (said.code, [one["field"] for one in said.json["invalid"]]) == (2, ["by"])


def test_the_clock_is_set_at_training_sites_only(pmdesk: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real site says so in one sentence."""
    assert pmdesk("init", "--site", "真", "--code", "real", "--admin", "甲").code == 0
    monkeypatch.setenv("PMDESK_NOW", "2026-07-01T09:00")
    said = pmdesk("unit", "list", "--json")

    assert (said.code, [one["field"] for one in said.json["invalid"]]) == (2, ["PMDESK_NOW"])


def test_nothing_unforeseen_is_a_traceback(site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence; the trace only where it is asked for."""
    monkeypatch.setattr("pmcli.lists._list", lambda *args: 1 / 0)
    said = site("unit", "list")
    monkeypatch.setenv("PMDESK_TRACE", "1")

    assert (said.code, "Traceback" in said.err, "PMDESK_TRACE=1" in said.err) == (2, False, True)
    assert "ZeroDivisionError" in site("unit", "list").err
