"""A form at a terminal: what it is about, what has to be filled, candidates, ways back, and a look before it is written."""

from __future__ import annotations

import io
import os
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Keyboard, Pmdesk, Said, environment
from .terminals import Terminal

Typed = Callable[..., Said]


@pytest.fixture
def typed(site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Run a command with these lines typed; what is said stands in ``err``."""

    def run(command: str, *lines: str) -> Said:
        monkeypatch.setattr(sys, "stdin", Keyboard("".join(f"{line}\n" for line in lines)))
        return site(*command.split(), "-i")

    return run


@pytest.fixture
def town(site: Pmdesk) -> Pmdesk:
    """Two homes, three customers of one surname, a rent."""
    for code in ("1-2-301", "1-2-302"):
        assert site("unit", "add", "--code", code, "--use", "home", "--area", "98.5").code == 0
    for name, mobile in (("王小明", "13800000001"), ("王小明", "13800000002"), ("王大力", "13800000003")):
        assert site("customer", "add", "--name", name, "--mobile", mobile, "--lang", "en").code == 0
    car = ("--plate", "苏A12345", "--mobile", "13800000001", "--licence-matches", "--tariff-told", "--by", "lj")
    assert site("parking", "rent", "--space", "B1-07", "--customer", "KH1", *car).code == 0
    return site


def test_what_has_to_be_filled_is_asked_and_shown_before_it_is_written(typed: Typed) -> None:
    """What cannot be read is asked for again at once; a choice may be written by its place."""
    said = typed("unit add --json", "1-2-301", "1", "big", "98.5", "")

    assert (said.json["fields"]["use"], said.json["fields"]["area"]) == ("home", "98.50")
    assert "* Use (1 home  2 office  3 shop  4 garage  5 other): " in said.err
    assert "is no number" in said.err
    shown = said.err[said.err.index("\n  1  ") :]
    assert [line.split() for line in shown.splitlines()[1:3]] == [["1", "Code", "1-2-301"], ["2", "Use", "Home"]]
    assert "left empty: 4 Building" in shown


def test_a_field_is_filled_or_changed_by_its_number(typed: Typed) -> None:
    """What may stay empty is not asked one by one."""
    said = typed("unit add --json", "1-2-301", "home", "98.5", "4", "1栋", "1", "1-2-302", "x", "99", "")

    assert (said.json["fields"]["code"], said.json["fields"]["building"]) == ("1-2-302", "1栋")
    assert said.err.count("Write the number of a field, or nothing") == 2


def test_what_the_line_gave_is_not_asked(typed: Typed) -> None:
    """Unless it cannot be read."""
    said = typed("unit add --code 1-2-301 --area big --json", "office", "98.5", "")

    assert (said.code, said.json["fields"]["code"], said.json["fields"]["area"]) == (0, "1-2-301", "98.50")
    assert said.err.count("Code: ") == 0


def test_one_can_go_back(typed: Typed) -> None:
    """From a field to the one before, from the last look to the last field; what stood there may be kept."""
    said = typed("unit add --json", "<", "1-2-301", "<", "1-2-302", "home", "＜", "office", "98.5", "<", "99", "")

    assert [said.json["fields"][name] for name in ("code", "use", "area")] == ["1-2-302", "office", "99.00"]
    assert "* Code [1-2-301]: " in said.err


def test_an_input_that_ends_writes_nothing(typed: Typed, site: Pmdesk) -> None:
    """Half a form is no form, and a whole one that nobody agreed to neither."""
    assert [typed("unit add", *lines).code for lines in ((), ("1-2-301",), ("1-2-301", "home", "98.5"))] == [2, 2, 2]
    assert "The input ended before the form was filled; nothing was written" in typed("unit add").err
    assert site("unit", "list", "--json").json == []


def test_of_several_one_is_picked(town: Pmdesk, typed: Typed) -> None:
    """A name that several bear, or the beginning of one, is met with a list; names stay masked in it and behind the answer."""
    car = ("苏A54321", "13800000009", "yes", "10", "yes", "")
    both = typed("parking rent --space B1-08 --by lj --json", "王小明", "2", *car)
    part = typed("parking rent --space B1-09 --by lj --json", "王", "9", "3", *car)

    assert [said.json["fields"]["customer"] for said in (both, part)] == ["KH00002", "KH00003"]
    assert "    1  KH00001  王*明 138****0001\n    2  KH00002  王*明 138****0002\n" in both.err
    assert "  = 王*明 KH00002\n" in both.err
    assert "王大力" not in part.err
    assert "there is no" in part.err.lower()


def test_the_form_is_told_before_anything_is_asked(town: Pmdesk, typed: Typed) -> None:
    """With state and space; a step that is not taken on it is refused at once."""
    said = typed("parking end YZ1 --by lj --json", "")
    again = typed("parking end YZ1 --by lj")

    assert "Parking End  YZ2026-0001  Rented B1-07\n" in said.err
    assert (said.json["state"], again.code) == ("ended", 1)
    assert "YZ2026-0001 is Ended" in again.err
    assert "* " not in again.err.partition("\n")[2]


def test_a_number_is_asked_for_until_the_step_can_be_taken(town: Pmdesk, typed: Typed) -> None:
    """Those in sight are told; last digits do."""
    said = typed("parking end --by lj --json", "", "7", "1", "")

    assert "  YZ2026-0001  Rented B1-07\n" in said.err
    assert "There is no Parking 7" in said.err
    assert said.json["number"] == "YZ2026-0001"


def test_who_may_not_sign_is_told_before_the_form_is_filled(town: Pmdesk, typed: Typed) -> None:
    """Somebody else may sign it; a colleague whom the form names signs along."""
    said = typed("parking end YZ1 --by cl --json", "nobody", "lj:cashier", "lj", "")

    assert [word in said.err for word in ("This is signed by Assistant; cl holds Cashier", "There is no Staff nobody")] == [
        True,
        True,
    ]
    assert (said.code, said.json["state"]) == (0, "ended")


def test_lists_are_asked_line_by_line(town: Pmdesk, typed: Typed) -> None:
    """Their parts are named; a line that cannot be read is told by its part; ``<`` takes the last one out."""
    lines = ("1-2-301", "temporary", "", "沙发:x:furniture", "沙发：2：家具", "桌子:1:desk", "<", "柜子:1", "", "6", "搬家", "")
    said = typed("release apply --by lj --json", *lines)

    assert said.json["fields"]["items"] == [
        {"name": "***", "quantity": 2, "kind": "furniture"},
        {"name": "***", "quantity": 1, "kind": None},
    ]
    assert "* Items 2 (Name:Quantity:Kind): " in said.err
    for told in ("has to be filled; one line each", "  Quantity: ", "taken out: 桌子:1:desk", "  = 沙发:2:Furniture\n"):
        assert told in said.err


def test_help_is_a_question_mark(town: Pmdesk, typed: Typed) -> None:
    """What may be written, and what is to be said when it is."""
    said = typed("parking rent --space B1-08 --by lj", "?", "王大力", "?", "苏A54321", "13800000009", "？", "yes")

    assert "    KH00003  Known Person\n" in said.err
    assert "  for example 苏A12345\n" in said.err
    assert "  The vehicle licence proves the car and its owner\n" in said.err
    assert "    yes\n    no\n" in said.err


def test_what_the_rules_say_is_shown_and_can_be_put_right(town: Pmdesk, typed: Typed) -> None:
    """Nothing that was typed is lost where it is refused."""
    said = typed("parking rent --by lj --json", "B1-07", "王大力", "苏A54321", "13800000009", "yes", "", "1", "B1-08", "")

    assert "Space B1-07 is let until" in said.err
    assert "It cannot be written so" in said.err
    assert (said.code, said.json["fields"]["space"]) == (0, "B1-08")


def test_an_approval_is_asked_for_with_its_reason(town: Pmdesk, typed: Typed) -> None:
    """Where a rule wants one; Enter alone writes nothing."""
    assert town("standard", "set", "rule.parking.tariff-is-told", "approve", "--reason", "trial").code == 0
    said = typed("parking rent --by lj --json", "B1-08", "王大力", "苏A54321", "13800000009", "yes", "", "业主同意")

    assert (said.code, said.json["outcome"]) == (5, "needs_approval")
    assert said.err.count("It needs an approval: write why") == 2


def test_lines_that_nobody_types_go_by_the_order_of_the_form(site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a terminal: a line for each field, those that may stay empty too, and no question at the end."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("1-2-301\nhome\nbig\n\n\n\n\n98.5\n"))
    said = site("unit", "add", "-i", "--json")

    assert (said.json["fields"]["area"], said.json["fields"]["estate"]) == ("98.50", "main")


@pytest.fixture
def terminal(town: Pmdesk, cache: Path) -> Iterator[Callable[[str], Terminal]]:
    """The program at a terminal."""
    opened: list[Terminal] = []

    def open_one(command: str) -> Terminal:
        program = [sys.executable, "-m", "pmcli", *command.split(), "-i"]
        opened.append(Terminal(program, environment(cache) | {"LANG": "C.UTF-8", "PMDESK_BY": "lj"}))
        return opened[-1]

    yield open_one
    for one in opened:
        one.hang_up()


@pytest.mark.parametrize(("key", "code", "sentence"), [("\x03", 130, "已停止，没有写入"), ("\x04", 2, "未写入任何内容")])
def test_one_can_stop_at_any_time(terminal: Callable[[str], Terminal], town: Pmdesk, key: str, code: int, sentence: str) -> None:
    """Ctrl-C and Ctrl-D: a sentence, an exit code, nothing written, no traceback."""
    before = town("journal", "tail", "--json").json[-1]["seq"]
    at = terminal("unit add --lang zh")
    at.until("房号：")
    at.type("1-2-303\r")
    at.until("类型（")
    ended, said = at.insist(key)

    assert (ended, sentence in said, "Traceback" in said) == (code, True, False)
    assert town("journal", "tail", "--json").json[-1]["seq"] == before


def test_a_line_is_edited_by_characters_and_completed(terminal: Callable[[str], Terminal]) -> None:
    """A wide one is taken back as a whole; TAB finishes a choice; what stands there already is changed, not typed anew."""
    pytest.importorskip("readline")
    at = terminal("customer add --lang zh")
    at.until("姓名：")
    at.type("赵五\x7f六\r")
    at.until("更改该栏：")
    at.type("1\r")
    at.until("赵六")
    at.type("子\r")
    at.until("更改该栏：")
    at.type("3\r")
    at.until("[个人]：")
    at.type("单\t\r")
    at.until("更改该栏：")
    at.type("\r")
    code, _said = at.end()
    with closing(sqlite3.connect(os.environ["PMDESK_DB"])) as book:
        row = book.execute("SELECT name, kind FROM r_customer ORDER BY _opened DESC LIMIT 1").fetchone()

    assert (code, row) == (0, ("赵六子", "company"))
