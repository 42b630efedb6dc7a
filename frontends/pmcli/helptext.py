"""Help on a terminal: columns aligned by display cells, because a Chinese character takes two of them."""

from __future__ import annotations

import gettext
from collections.abc import Iterable

import click

__all__ = ["Context", "Formatter"]


def cells(text: str) -> int:
    """How wide a text is. Plain text needs no table of characters, and then none is loaded."""
    if text.isascii():
        return len(text)
    from pmcore.model.text import width

    return width(text)


def lines(text: str, most: int) -> list[str]:
    """A text in lines of at most so many cells."""
    if text.isascii():
        return _words(text, max(most, 10))
    from pmcore.model.text import wrap

    return wrap(text, max(most, 10))


def _words(text: str, most: int) -> list[str]:
    found = [""]
    for word in text.split():
        if found[-1] and len(found[-1]) + 1 + len(word) > most:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".lstrip()
    return found


class Formatter(click.HelpFormatter):
    """Click's formatter counts characters; this one counts cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line; what does not fit stands below."""
        lead = prefix if prefix is not None else gettext.gettext("Usage:") + " "
        head = f"{lead}{prog} "
        rest = lines(args, self.width - cells(head) - 2) if args else [""]
        self.write(f"{head}{rest[0]}\n")
        for line in rest[1:]:
            self.write(" " * cells(head) + line + "\n")

    def write_text(self, text: str) -> None:
        """Paragraphs at the present indentation."""
        for paragraph in text.split("\n"):
            for line in lines(paragraph.strip(), self.width - self.current_indent):
                self.write(" " * self.current_indent + line + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 34, col_spacing: int = 2) -> None:
        """Two columns: names, and what they are."""
        rows = list(rows)
        first = min(max((cells(name) for name, _help in rows), default=0), col_max) + col_spacing
        for name, text in rows:
            head = " " * self.current_indent + name
            told = lines(text, self.width - first - self.current_indent) if text else []
            if not told:
                self.write(head + "\n")
                continue
            if cells(name) <= first - col_spacing:
                self.write(head + " " * (first - cells(name)) + told.pop(0) + "\n")
            else:
                self.write(head + "\n")
            for line in told:
                self.write(" " * (first + self.current_indent) + line + "\n")


class Context(click.Context):
    """A context whose help is measured in cells."""

    formatter_class = Formatter
