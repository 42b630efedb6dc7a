"""A line of a shell up to the cursor: its words as they are meant, and text made harmless for where it is put in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Line", "gathered", "quoted", "split"]

_PART = re.compile(
    r"""(?P<blank>[ \t\n]+) | '(?P<single>[^']*)(?P<end1>'?) | "(?P<double>(?:\\.|[^"\\])*)(?P<end2>"?) | \\(?P<escaped>.?) | .""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPED = re.compile(r"""\\(["\\$`])""")


class Line(NamedTuple):
    """The words before the cursor, the one that was begun, and how.

    ``kept`` is what the shell leaves standing of the begun word: up to the last break (``=``, ``:``) that is not quoted,
    or up to a quote that is still open, which is ``quote``.
    """

    words: tuple[str, ...]
    begun: str
    kept: str
    quote: str


def split(text: str, breaks: str = "") -> Line:
    """Read a line; never fails, because people are still typing it."""
    words: list[str] = []
    word: str | None = None
    kept, quote = 0, ""
    for part in _PART.finditer(text):
        if part["blank"]:
            words += [] if word is None else [word]
            word, kept = None, 0
            continue
        word = word or ""
        if part["single"] is not None or part["double"] is not None:
            if not (part["end1"] or part["end2"]):
                kept, quote = len(word), part[0][0]
            word += part["single"] if part["single"] is not None else _ESCAPED.sub(r"\1", part["double"])
        elif part["escaped"] is not None:
            word += part["escaped"]
        else:
            word += part[0]
            kept = len(word) if part[0] in breaks else kept
    return Line(tuple(words), word or "", (word or "")[:kept], quote)


def gathered(words: Iterable[str]) -> str:
    """The line of words that bash took apart at ``=`` and ``:``."""
    line = ""
    for word in words:
        joined = not line or word in ("=", ":") or line.endswith(("=", ":"))
        line += word if joined else f" {word}"
    return line


def quoted(text: str, quote: str = "") -> str:
    """Text that bash takes for itself and nothing else, where it stands in the open or behind an open quote."""
    if quote == "'":
        return text.replace("'", "'\\''")
    if quote == '"':
        return re.sub(r'(["\\$`])', r"\\\1", text)
    return re.sub(r"([^\w./:=@%+,-])", r"\\\1", text)
