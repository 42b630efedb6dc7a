"""The skeleton of a words file: what is missing is put where it stands on paper, and what is there stays."""

from __future__ import annotations

import pytest

from pmcore.plugin.wordsfile import SENTENCES, THING
from pmcore.testing.skeleton import skeleton
from pmcore.testing.wanted import Wanted

FORM = [
    Wanted("register", "Key", "", True, ("key",), THING),
    Wanted("", "Entrusted keys", "", False, ("key",), "Entrusted keys"),
    Wanted("key", "Lent", "", True, ("key",), "lent"),
    Wanted("key", "Lend", "", True, ("key", "lend"), THING),
    Wanted("key", "Purpose", "", True, ("key", "lend"), "purpose"),
    Wanted("Purpose", "For repairs", "", True, ("Purpose",), "for-repairs"),
    Wanted("key", "Back by", "", True, ("key", "lend"), "back_by"),
    Wanted("jinling.box", "Open up", "", True, ("jinling.box", "open-up"), THING),
    Wanted("", 'Say "please"', "", False, (SENTENCES,), 'Say "please"'),
]
NOTHING = {(want.context, want.msgid): "" for want in FORM}
EMPTY = """\
[key]
_ = ""  # Key
"Entrusted keys" = ""
lent = ""  # Lent

[key.lend]
_ = ""  # Lend
purpose = ""  # Purpose
back_by = ""  # Back by

[Purpose]
for-repairs = ""  # For repairs

["jinling.box".open-up]
_ = ""  # Open up

[sentences]
"Say \\"please\\"" = ""
"""


def test_an_empty_file_becomes_the_form() -> None:
    """Tables and lines in the order of the paper, each with its English."""
    assert skeleton("", FORM, NOTHING) == EMPTY


def test_what_is_known_is_written() -> None:
    """A word that stands elsewhere comes over."""
    assert skeleton("", FORM[:1], {("register", "Key"): "钥匙"}) == '[key]\n_ = "钥匙"\n'


@pytest.mark.parametrize("gone", range(len(FORM)))
def test_a_line_comes_back_to_its_place(gone: int) -> None:
    """Whichever line is missing: the file is as it was before."""
    want = FORM[gone]
    without = skeleton("", [*FORM[:gone], *FORM[gone + 1 :]], NOTHING)

    assert skeleton(without, FORM, {(want.context, want.msgid): ""}) == EMPTY


def test_what_is_there_stays() -> None:
    """Words, comments, an order of one's own, and lines that nothing asks for."""
    own = """\
# 钥匙
day = "日期"  # everywhere

# who has it
[key.lend]
gone = "从前"
back_by = "约还"  # by hand

# all of them
[sentences]
'Say "please"' = "请"
"""
    told = {(want.context, want.msgid): "" for want in FORM if want.key in ("purpose", "lent", "for-repairs")}

    assert (
        skeleton(own, FORM, told)
        == """\
# 钥匙
day = "日期"  # everywhere

[key]
lent = ""  # Lent

# who has it
[key.lend]
purpose = ""  # Purpose
gone = "从前"
back_by = "约还"  # by hand

[Purpose]
for-repairs = ""  # For repairs

# all of them
[sentences]
'Say "please"' = "请"
"""
    )


def test_nothing_missing_changes_nothing() -> None:
    """A file that is complete is written as it is."""
    assert skeleton(EMPTY, FORM, {}) == EMPTY


def test_a_file_that_cannot_be_added_to_is_left_alone() -> None:
    """Dotted keys open a table without a line for it: told, rather than written twice."""
    with pytest.raises(ValueError, match="twice"):
        skeleton('key.lent = "借出"\n', FORM, {("register", "Key"): ""})
