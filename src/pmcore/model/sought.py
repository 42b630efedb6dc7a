"""The words under which a form is found, and what somebody looks for: pure, so that every store finds the same.

A word of the index begins with what it is found by, because an index is good at beginnings: every part of a name or a
short code is a word, and so is the end of a long one, backwards. Words of the index are in upper case, so that a small
letter in front can say what they are: ``t`` an end, backwards; ``i`` initials.

Whoever changes which words a value has adds a migration that makes the index anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from .book import Column, Row
from .initials import initials
from .register import VOID

__all__ = ["CLOSED", "LED_ON", "OPEN", "fits", "parts_of", "rank_of", "wanted", "words_of", "words_of_row"]

OPEN, CLOSED, LED_ON = 0, 1, 2
"""How a form stands that is found: open, closed, or merged into another one that is found in its place."""

_LONGEST = 32
"""Characters of a word that are compared."""
_MOST = 100
"""Characters of a value that are looked through."""
_SHORT = 8
"""Runs of so many letters and digits are found by any part, longer ones by their beginning and end."""
_RUN = re.compile(r"[0-9A-Z]+|[^\x00-\x7f]")
_DOTS = re.compile("[·•・‧]")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 28), 127])
_DIALLED = 10
"""So many digits are a telephone number, whatever is put between them."""


def parts_of(text: str) -> list[str]:
    """The words of a text as they are compared: NFKC, upper case, plain dashes, nothing that cannot be seen."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).upper()
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return text.upper().translate(_CONTROLS).split()


def words_of(number: str, values: Iterable[object]) -> list[str]:
    """The words of a form's number and of what it is known by; sorted, each once."""
    found = {_end(number.upper())}
    for value in values:
        if value is not None:
            found.update(_words(str(value)[:_MOST]))
    return sorted(found)


def rank_of(row: Row) -> int | None:
    """How a form stands; None for a void one, which nobody finds."""
    if row.state == VOID:
        return None
    return LED_ON if row.state == "merged" else int(row.closed)


def words_of_row(row: Row, columns: Iterable[Column]) -> list[str]:
    """The words of a form, by the columns that are sought in it."""
    return words_of(row.number, [row.values.get(column.name) for column in columns if column.sought])


def _words(value: str) -> Iterator[str]:
    parts = parts_of(value)
    tight = "".join(parts)
    place = 0
    for part in parts:
        for run in _RUN.finditer(part):
            begin, end = place + run.start(), place + run.end()
            if end - begin <= _SHORT:
                for start in range(begin, end):
                    yield tight[start : start + _LONGEST]
            else:
                yield tight[begin : begin + _LONGEST]
                yield _end(tight[begin:end])
        place += len(part)
    for letters in initials(tight):
        yield "i" + letters[:_LONGEST]


def _end(text: str) -> str:
    return "t" + text[: -_LONGEST - 1 : -1]


def wanted(text: str) -> tuple[str, ...]:
    """How the words of the index begin that one word of a search may mean; nothing for an empty one."""
    word = "".join(parts_of(text))
    if not word:
        return ()
    if len(word) == 1 and word.isascii():
        return (_end(f"00{word}"), _end(f"-0{word}")) if word.isdigit() else (word,)
    found = [word[:_LONGEST]]
    if word.isascii():
        found.append(_end(word))
        if word.isalpha():
            found.append("i" + word[:_LONGEST])
        if len(dialled := re.sub("[^0-9]", "", word)) >= _DIALLED and not word.strip("+0123456789().-"):
            found += [dialled, _end(dialled), f"{dialled[:3]}-{dialled[3:]}", f"{dialled[:4]}-{dialled[4:]}"]
            if len(dialled) == 13 and dialled.startswith("86"):
                found.append(dialled[2:])
    elif (tight := _DOTS.sub("", word)) and tight != word:
        found.append(tight[:_LONGEST])
    return tuple(dict.fromkeys(found))


def fits(words: Sequence[str], asked: Iterable[tuple[str, ...]]) -> bool:
    """Whether for every word that is asked for one of a form's words begins so."""
    return all(any(word.startswith(beginnings) for word in words) for beginnings in asked)
