"""Words files: which word of which table is the word for what."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmcore.plugin.wordsfile import WordsError, lines_of, read

WHOLE = """
day = "日期"

[key]
_ = "钥匙"
"Entrusted keys" = "钥匙清册"
lent = "已借出"

[key.lend]  # a step
_ = "借出"
purpose = "用途"
"What it is for" = "借去做什么"

[Purpose]
for-repairs = "维修"

[KeyItem]
tag = "牌号"

["jinling.locker"]
_ = "寄存柜"

["jinling.locker".open-up]
_ = "开柜"
box = "柜号"

[reports.key.month]
"Keys of the month" = "本月钥匙"
out = "借出数"

[standards.key]
lent_for = "借期"

[quotas.key]
keys-counted = "清点"

[sentences]
"{number} is lent" = "{number} 已借出"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A words file with a table of every kind."""
    path = tmp_path / "key.zh.toml"
    path.write_text(WHOLE, encoding="utf-8")
    return path


def written(tmp_path: Path, text: str) -> Path:
    """Another words file."""
    path = tmp_path / "other.zh.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_table_says_whose_words_they_are(file: Path) -> None:
    """A register, its steps and their blanks, choices, lines of lists, reports, standards, quotas and sentences."""
    contexts = ("key", "Purpose", "KeyItem", "jinling.locker", "key.month")

    assert read(file) == {(context, "Day"): "日期" for context in contexts} | {
        ("register", "Key"): "钥匙",
        ("", "Entrusted keys"): "钥匙清册",
        ("key", "Lent"): "已借出",
        ("key", "Lend"): "借出",
        ("key", "Purpose"): "用途",
        ("", "What it is for"): "借去做什么",
        ("Purpose", "For repairs"): "维修",
        ("KeyItem", "Tag"): "牌号",
        ("register", "Jinling.locker"): "寄存柜",
        ("jinling.locker", "Open up"): "开柜",
        ("jinling.locker", "Box"): "柜号",
        ("", "Keys of the month"): "本月钥匙",
        ("key.month", "Out"): "借出数",
        ("standard", "Lent for"): "借期",
        ("quota", "Keys counted"): "清点",
        ("", "{number} is lent"): "{number} 已借出",
    }


def test_a_table_goes_before_the_top(tmp_path: Path) -> None:
    """A word at the top counts wherever a table of the file does not say it otherwise."""
    path = written(tmp_path, 'day = "日期"\n[key]\nday = "借出日"\n[storage.accept]\n_ = "寄存"\n')

    assert {key: word for key, word in read(path).items() if key[1] == "Day"} == {
        ("key", "Day"): "借出日",
        ("storage", "Day"): "日期",
    }


def test_a_word_that_is_not_written_yet_is_none(tmp_path: Path) -> None:
    """An empty line is a line of the file and no word; one at the top hides nothing."""
    path = written(tmp_path, 'day = "日期"\n[key]\nday = ""\n')

    assert read(path) == {("key", "Day"): "日期"}
    assert [(line.place, line.word) for line in lines_of(path)] == [("day", "日期"), ("[key] day", "")]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[key\n", "cannot be read: Expected ']' at the end of a table declaration (at line 1, column 5)"),
        ('[key]\nlent = "a"\nlent = "b"\n', "cannot be read: Cannot overwrite a value (at line 3, column 11)"),
        ('[key]\nlent = ["已借出"]\n', "[key] lent is no text in quotes"),
        ("[key]\nlent = 1\n", "[key] lent is no text in quotes"),
        ('[key.lend.more]\nlent = "已借出"\n', "[key.lend.more] lent"),
        ('_ = "钥匙"\n', "there is nothing for _ to be the word for"),
        ('[reports.key]\n_ = "钥匙"\n', "there is nothing for [reports.key] _ to be the word for"),
        (
            '[key.lend]\nday = "借出日"\n[key.return]\nday = "归还日"\n',
            "[key.lend] day is '借出日' and [key.return] day is '归还日', but both name one thing",
        ),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, why: str) -> None:
    """The file and the place are said."""
    path = written(tmp_path, text)

    with pytest.raises(WordsError) as told:
        read(path)

    assert str(told.value).startswith(str(path))
    assert why in str(told.value)


def test_bytes_that_are_no_utf8_are_named(tmp_path: Path) -> None:
    """A file in an older Chinese encoding is not guessed at."""
    path = tmp_path / "other.zh.toml"
    path.write_bytes('[key]\nlent = "已借出"\n'.encode("gb18030"))

    with pytest.raises(WordsError) as told:
        read(path)

    assert told.value.values["file"] == str(path)
