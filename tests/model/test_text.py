"""Text comes in clean, is measured in cells and goes out harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore.model.messages import Bad
from pmcore.model.text import clean, code, cut, fold, pad, visible, width, wrap

UNSEEN = [
    "\x00",
    "\x07",
    "\x1b",
    "\x7f",
    "\x9b",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202e",
    "\u2066",
]
MORE_UNSEEN = ["\u2069", "\u00ad", "\ufeff", "\u2028", "\ud800", "\udfff", "\u3164", "\u2800", "\ufffe", "\U000e0041"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  王小明 ", "王小明"),
        ("\u3000张\u3000三\u3000", "张\u3000三"),
        ("e\u0301", "é"),
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("张三[/]", "张三[/]"),
        ("Robert'); DROP TABLE", "Robert'); DROP TABLE"),
        ("１２３", "１２３"),
        ("👍🏽", "👍🏽"),
        ("𠮷野家", "𠮷野家"),
        ("\n\t ", ""),
        ("", ""),
    ],
)
def test_clean(text: str, kept: str) -> None:
    """Clean text is composed and has no blanks around it; whatever can be printed stays as it is."""
    assert clean(text) == kept


@pytest.mark.parametrize("char", UNSEEN + MORE_UNSEEN)
@pytest.mark.parametrize("multiline", [True, False])
def test_clean_refuses(char: str, multiline: bool) -> None:
    """Controls, bidirectional and zero-width marks, surrogates and letters that look like nothing are refused."""
    with pytest.raises(Bad) as refused:
        clean(f"王{char}明", multiline=multiline)

    assert "王" not in repr(refused.value.message.values)


def test_lines() -> None:
    """Line feeds and tabs are for texts of several lines only; CR LF becomes LF."""
    assert clean("a\r\nb\tc\rd", multiline=True) == "a\nb\tc\nd"
    for text in ("a\nb", "a\tb", "a\rb"):
        with pytest.raises(Bad):
            clean(text)


@given(st.text(), st.booleans())
def test_clean_is_clean(text: str, multiline: bool) -> None:
    """What was cleaned is clean, composed, and can be sent to a terminal as it stands."""
    try:
        once = clean(text, multiline=multiline)
    except Bad:
        return

    assert clean(once, multiline=multiline) == once == unicodedata.normalize("NFC", once)
    assert "\x1b" not in once


@pytest.mark.parametrize(
    ("text", "folded"), [("苏a １２ 345", "苏A12345"), ("Straße", "STRASSE"), ("王 小\u3000明", "王小明"), ("", "")]
)
def test_fold(text: str, folded: str) -> None:
    """Folded text is upper case, half width and without blanks."""
    assert fold(text) == folded


@given(st.text(st.characters(max_codepoint=0x9FFF)))
def test_fold_settles(text: str) -> None:
    """Folding what is folded changes nothing."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("text", "plain"), [(" １－２－３０１ ", "1-2-301"), ("1—2–301", "1-2-301"), ("Ａ１", "A1")])
def test_code(text: str, plain: str) -> None:
    """Codes are plain however the input method wrote them."""
    assert code(text) == plain


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("王小明", 6), ("Ａ", 2), ("é", 1), ("e\u0301", 1), ("①…·", 3), ("👍", 2), ("\u3000", 2), ("", 0)],
)
def test_width(text: str, cells: int) -> None:
    """Han and full-width characters take two cells, combining marks none, ambiguous ones one."""
    assert width(text) == cells


def test_pad_and_cut() -> None:
    """Columns are padded and cut by cells, not by characters."""
    assert pad("王明", 6) == "王明  "
    assert pad("王小明明", 6) == "王小明明"
    assert cut("王小明", 6) == "王小明"
    assert cut("王小明明", 6) == "王小.."
    assert cut("王小明明", 7) == "王小.."
    assert cut("abcdef", 5) == "abc.."
    assert cut("王小", 2) == "王"
    assert cut("王小", 1) == ""


@given(st.text(), st.integers(0, 30))
def test_cut_fits(text: str, cells: int) -> None:
    """What was cut fits."""
    assert width(cut(text, cells)) <= cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("王小明[/]", "王小明[/]"),
        ("\x1b]52;c;AA\x07", "\\x1b]52;c;AA\\x07"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb", "a\\nb"),
        ("张\u3000三", "张\u3000三"),
        ("\u3164", "\\u3164"),
        ("\ud800", "\\ud800"),
        ("\U00032000", "\U00032000"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """Whatever would steer a terminal or hide is written as an escape; all else as it is."""
    assert visible(text) == shown


@given(st.text(st.characters()))
def test_visible_is_harmless(text: str) -> None:
    """Nothing that was made visible holds a control, a format mark or a surrogate."""
    assert not {unicodedata.category(char) for char in visible(text)} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert visible("a\nb\x1b", multiline=True) == "a\nb\\x1b"


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("", 10, [""]),
        ("the quick brown fox", 10, ["the quick", "brown fox"]),
        ("业主王小明报修水管", 8, ["业主王小", "明报修水", "管"]),
        ("今天下雨，明天也下雨。", 8, ["今天下", "雨，明天", "也下雨。"]),
        ("他说（你好）", 6, ["他说", "（你", "好）"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("电话 13800000001 请回", 12, ["电话", "13800000001", "请回"]),
        ("a\n\nb", 10, ["a", "", "b"]),
    ],
)
def test_wrap(text: str, cells: int, lines: list[str]) -> None:
    """Lines break at blanks and between Han characters, never before a closing mark nor after an opening one."""
    assert wrap(text, cells) == lines


@given(st.text(st.sampled_from("ab 王明，。（）()👍\n")), st.integers(2, 20))
def test_wrap_fits_and_keeps(text: str, cells: int) -> None:
    """No line is too wide, and nothing but blanks is lost."""
    lines = wrap(text, cells)

    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
