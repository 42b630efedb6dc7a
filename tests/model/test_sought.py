"""What a form is found by: every part of a name or a short code, the ends of a long one, initials, the end of its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore.model.sought import fits, parts_of, wanted, words_of

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
DIGITS = st.text("0123456789", min_size=9, max_size=13)
PLATES = st.from_regex(r"[苏沪京][A-HJ-NP-Z][0-9A-HJ-NP-Z]{5,6}", fullmatch=True)
CODES = st.from_regex(r"[1-9]{1,2}-[1-9]-[0-9]{3,4}", fullmatch=True)


def found(text: str, *values: str, number: str = "YZ2026-0007") -> bool:
    """Whether somebody who types the text finds the form."""
    parts = parts_of(text)
    return bool(parts) and fits(words_of(number, values), [wanted(part) for part in parts])


@given(value=st.one_of(HAN, PLATES, CODES), data=st.data())
def test_any_part_of_a_name_a_plate_or_a_code_finds_it(value: str, data: st.DataObject) -> None:
    """Two characters at least, where it is no Han character."""
    begin = data.draw(st.integers(0, len(value) - 1))
    part = value[begin : data.draw(st.integers(begin + 1, len(value)))].strip("-")
    if len(part) > 1 or (part and not part.isascii()):
        assert found(part, value)
        assert found(part.lower(), value)


@given(value=DIGITS, data=st.data())
def test_a_telephone_is_found_by_its_beginning_and_its_last_digits(value: str, data: st.DataObject) -> None:
    """From two digits on; not by some in the middle."""
    length = data.draw(st.integers(2, len(value)))

    assert (found(value[-length:], value), found(value[:length], value)) == (True, True)
    middle = value[1:-1]
    assert found(middle, value) is (value.startswith(middle) or value.endswith(middle))


@given(value=st.one_of(HAN, PLATES, CODES), text=st.one_of(HAN, PLATES, CODES, DIGITS))
def test_what_is_no_part_of_it_does_not(value: str, text: str) -> None:
    """Neither the value nor the number has it."""
    assert found(text, value) is (text in value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("wxm", "王小明"),
        ("WX", "王小明"),
        ("ｗｘｍ", "王小明"),
        ("zxx", "曾小贤"),
        ("小明", "王 小明"),
        ("xiaoming", "Wang Xiaoming"),
        ("138-0000-0001", "13800000001"),
        ("+8613800000001", "13800000001"),
        ("02583123456", "025-83123456"),
        ("苏Ａ·１２３４５", "苏A12345"),
        ("１－２－３０１", "1-2-301"),
        ("b2—01", "B2-01"),
        ("0123", "SF1234567890123"),
        ("sf123", "SF1234567890123"),
        ("0007", ""),
        ("7", ""),
        ("26-0007", ""),
        ("YZ2026-0007", ""),
        ("王 0001", "王小明 13800000001"),
    ],
)
def test_what_people_type_is_found(text: str, value: str) -> None:
    """In any width and case, with the marks that they put between."""
    assert found(text, value)


@pytest.mark.parametrize("text", ["%", "_", "*", '"', "'", "小*", "NOT 王", "t700", "iWXM", "t10", "\x00", "", " ", "7%"])
def test_signs_are_plain_text(text: str) -> None:
    """No sign means more than itself, also not those that the index uses for itself."""
    assert not found(text, "王小明", "13800000001")


def test_a_long_text_has_words_of_bounded_length() -> None:
    """A hundred characters are looked through, thirty-two of a word compared."""
    words = words_of("1", ["长" * 5000])

    assert (max(map(len, words)), len(words) <= 140) == (32 + 1, True)
    assert found("长" * 90, "长" * 5000)
