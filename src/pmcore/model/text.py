"""Text: made clean when it comes in, folded to be compared, measured and made harmless when it goes out."""

from __future__ import annotations

import re
import unicodedata

from pmcore.model.messages import Bad, messages

__all__ = ["clean", "code", "cut", "fold", "pad", "tidy", "visible", "width", "wrap"]

_ = messages("pmcore")

_REFUSED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # controls, format and bidi marks, surrogates, line separators
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # letters to Unicode, nothing to the eye
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_CELLS = {"W": 2, "F": 2}
_RARE_HAN = range(0x20000, 0x3FFFE)  # planes 2 and 3: names in characters newer than this Python
_WIDE = r"\u2e80-\uffff\U00010000-\U0003ffff"
_NOT_FIRST = frozenset("，。、；：？！）》」』】〕〉…—·,.;:?!)]}%”’")
_NOT_LAST = frozenset("（《「『【〔〈([{“‘")


def clean(text: str, *, multiline: bool = False) -> str:
    """Text as it is kept: NFC, no blanks around it (full-width ones too), nothing in it that cannot be seen.

    Raises Bad for control characters, bidirectional and zero-width marks (the joiner of emoji too), lone surrogates,
    and characters that look like nothing. With ``multiline`` line feeds and tabs may stand; CR LF becomes LF.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text).strip()
    if multiline:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for char in text:
        if char in "\n\t" and multiline:
            continue
        if char in "\n\r":
            raise Bad(_("has several lines; write it in one line"))
        if _unseen(char):
            unseen = _("holds a character that cannot be seen ({code}); delete it and write it again")
            raise Bad(unseen.fill(code=f"U+{ord(char):04X}"))
    return text


def _unseen(char: str) -> bool:
    return char in _BLANKS or unicodedata.category(char) in _REFUSED or ord(char) & 0xFFFE == 0xFFFE


def fold(text: str) -> str:
    """For matching only: NFKC, upper case, no blanks."""
    if text.isascii():
        return "".join(text.upper().split())
    tight = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return unicodedata.normalize("NFKC", tight)  # upper case and missing blanks let marks compose anew


def code(text: str) -> str:
    """NFKC without outer blanks: full-width letters, digits and signs as the plain ones; all dashes as ``-``."""
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def tidy(text: str) -> str:
    """``code(clean(text))``: what is typed into a blank that takes a code, a number, a day."""
    return text.strip() if text.isascii() and text.isprintable() else code(clean(text))


def width(text: str) -> int:
    """How many cells of a terminal the text takes: Han and full-width 2, combining marks 0, all others 1."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def _cells(char: str) -> int:
    if char.isascii():
        return 1
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return _CELLS.get(unicodedata.east_asian_width(char), 1)


def pad(text: str, cells: int) -> str:
    """The text with blanks behind it up to so many cells; a longer one as it is."""
    return text + " " * (cells - width(text))


def cut(text: str, cells: int) -> str:
    """The text in at most so many cells; a longer one ends in ``..``."""
    if width(text) <= cells:
        return text
    dots = ".." if cells > 2 else ""
    head, left = [], cells - len(dots)
    for char in text:
        left -= _cells(char)
        if left < 0:
            break
        head.append(char)
    return "".join(head) + dots


def visible(text: str, *, multiline: bool = False) -> str:
    r"""The text as it may be sent to a terminal: whatever cannot be seen or would steer it is written as ``\x1b``.

    With ``multiline`` line feeds stay. Not meant to be read back.
    """
    if text.isprintable() and _BLANKS.isdisjoint(text):
        return text
    return "".join(char if _shows(char) or (multiline and char == "\n") else _escape(char) for char in text)


def _shows(char: str) -> bool:
    if char in _BLANKS:
        return False
    return char.isprintable() or unicodedata.category(char) == "Zs" or ord(char) in _RARE_HAN


def _escape(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def wrap(text: str, cells: int) -> list[str]:
    """Lines of at most so many cells: broken at blanks and between Han characters, never before a closing mark.

    A word that is wider than a line is broken. At least one line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap(paragraph, max(cells, 2))
    return lines


def _wrap(text: str, cells: int) -> list[str]:
    lines, line = [], ""
    for piece in _pieces(text):
        if width(line + piece.rstrip()) <= cells:
            line += piece
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = piece.lstrip() if line else piece
        while width(line.rstrip()) > cells:
            head = _head(line, cells)
            lines.append(head)
            line = line[len(head) :]
    return [*lines, line.rstrip()]


def _head(text: str, cells: int) -> str:
    taken = len(text)
    while taken > 1 and width(text[:taken]) > cells:
        taken -= 1
    return text[:taken]


def _pieces(text: str) -> list[str]:
    """What stays together in a line, each with the blanks behind it."""
    pieces: list[str] = []
    for unit in re.findall(rf"[{_WIDE}]\s*|[^\s{_WIDE}]+\s*|\s+", text):
        last = pieces[-1] if pieces else ""
        glued = last and not last[-1].isspace() and (unit[0] in _NOT_FIRST or last[-1] in _NOT_LAST)
        if glued:
            pieces[-1] += unit
        else:
            pieces.append(unit)
    return pieces
