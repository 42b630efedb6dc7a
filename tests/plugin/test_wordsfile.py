"""Words files: one line a word, read as catalogues are keyed."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmcore.plugin.wordsfile import WordsError, lines_of, read

TEXT = """
reason = "原因"

[lost]
_ = "失物"
"Things lost" = "失物登记册"
kept = "保管中"

[lost.take-in]
_ = "收下"
what = "何物"
reason = "收下原因"

[Where]
lobby = "大堂"

[standards.lost]
kept_for = "保管期"

[reports.lost.week]
"Lost in the week" = "本周失物"
found = "找到"

[sentences.said]
"Say where" = "请说明地点"
"Not written yet" = ""
"""


def written(tmp_path: Path, text: str) -> Path:
    """A words file."""
    path = tmp_path / "lost.zh.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_line_is_a_word_in_its_context(tmp_path: Path) -> None:
    """A table is a register, a step of it, a choice, a list; a key in quotes is the sentence itself."""
    assert read(written(tmp_path, TEXT)) == {
        ("lost", "Reason"): "收下原因", ("lost.week", "Reason"): "原因", ("register", "Lost"): "失物",
        ("", "Things lost"): "失物登记册",
        ("lost", "Kept"): "保管中", ("lost", "Take in"): "收下", ("lost", "What"): "何物", ("Where", "Lobby"): "大堂",
        ("standard", "Kept for"): "保管期", ("", "Lost in the week"): "本周失物", ("lost.week", "Found"): "找到",
        ("", "Say where"): "请说明地点",
    }  # fmt: skip


def test_what_is_not_written_yet_is_a_line_all_the_same(tmp_path: Path) -> None:
    """Whoever renews the file keeps its place."""
    assert [line.text for line in lines_of(written(tmp_path, TEXT)) if not line.word] == ["Not written yet"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[lost\n", "cannot be read"),
        ("[lost]\nkept = 7\n", "lost.kept is no text in quotes"),
        ('[lost.take-in.more]\nx = "y"\n', "nothing that has words"),
        ('[lost.a]\nday = "日"\n\n[lost.b]\nday = "天"\n', "both name one thing"),
    ],
)
def test_a_file_that_is_wrong_is_named_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    """One sentence, no traceback."""
    path = written(tmp_path, text)
    with pytest.raises(WordsError, match=said) as error:
        read(path)

    assert str(path) in str(error.value)
