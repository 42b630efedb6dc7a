"""The initials of a Chinese name, as people type them who look for somebody: ``wxm`` for 王小明."""

from __future__ import annotations

from itertools import product

__all__ = ["initials"]

_FIRST, _LAST = "\u4e00", "\u9fff"
_MOST = 8  # spellings of one name
_ALSO = {
    "单": "S", "解": "X", "仇": "Q", "查": "Z", "曾": "Z", "朴": "P", "区": "O", "盖": "G", "翟": "Z",
    "缪": "M", "尉": "Y", "乐": "YL", "冼": "X", "种": "C", "召": "S", "覃": "QT", "祭": "Z", "宓": "MF",
    "折": "S", "繁": "P", "万": "M", "俟": "Q", "澹": "T", "长": "CZ", "重": "CZ", "行": "XH", "晟": "SC",
    "茜": "QX", "朝": "CZ", "参": "CS", "藏": "CZ", "称": "C", "调": "TD", "都": "D", "降": "JX", "奇": "Q",
    "强": "Q", "沈": "S", "石": "S", "台": "T", "校": "XJ", "殷": "Y", "予": "Y", "车": "C", "贾": "J",
    "褚": "C", "谌": "CS", "隗": "KW", "郇": "XH", "洗": "X", "员": "Y", "厦": "X", "阿": "AE", "大": "DT",
    "柏": "B", "秘": "BM", "郗": "XC", "牟": "M",
}  # fmt: skip
"""Surnames and given names that are read otherwise as well."""


def initials(name: str) -> list[str]:
    """The first letters of the syllables, in every reading that names have; empty for less than two Han characters."""
    if name.isascii():
        return []
    from .initials_table import LETTERS

    read = []
    for char in name:
        if _FIRST <= char <= _LAST:
            letter = LETTERS[ord(char) - ord(_FIRST)].rstrip("-")
            if readings := "".join(dict.fromkeys(letter + _ALSO.get(char, ""))):
                read.append(readings)
    if len(read) < 2:
        return []
    return ["".join(letters) for letters, _place in zip(product(*read), range(_MOST), strict=False)]
