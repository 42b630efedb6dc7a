"""The initials of names: the table is pypinyin's, names with two readings are found by both."""

from __future__ import annotations

import pytest
from pypinyin import Style, lazy_pinyin

from pmcore.model.initials import initials
from pmcore.model.initials_table import LETTERS

FIRST = 0x4E00


def test_the_table_is_what_pypinyin_says() -> None:
    """One letter for every Han character of the first block. Renew the table with what stands here on the right."""
    read = [lazy_pinyin(chr(FIRST + place), style=Style.FIRST_LETTER, errors="ignore") for place in range(0xA000 - FIRST)]

    assert "".join((letters or ["-"])[0] or "-" for letters in read).upper() == LETTERS


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("王小明", ["WXM"]),
        ("曾小贤", ["CXX", "ZXX"]),
        ("欧阳娜娜", ["OYNN"]),
        ("南京ABC物业", ["NJWY"]),
        ("苏A12345", []),
        ("王", []),
        ("Wang", []),
        ("", []),
    ],
)
def test_names_have_initials(name: str, spelt: list[str]) -> None:
    """Of their Han characters, if there are two at least; in every reading of a surname."""
    assert initials(name) == spelt


def test_readings_are_not_multiplied_without_end() -> None:
    """Eight spellings of one name at most."""
    assert len(initials("单" * 30)) == 8
