"""Putting answers out: JSON, lines of JSON, CSV, a table or sentences. Data goes to stdout, talk to stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .words import _, lang

if TYPE_CHECKING:
    from pmcore.surface.answers import Answer
    from pmcore.surface.table import Table

__all__ = ["SHAPES", "Out", "in_cell", "safe_cell", "safe_json"]

SHAPES = ("json", "jsonl", "csv", "table")
_FORMULA = re.compile("'*[=+\\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
Row = Mapping[str, Any]


def safe_json(value: Any, indent: int | None = None) -> str:
    """JSON whose every character can be seen: what would steer a terminal stands as an escape, and reads back the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return "".join(char if char.isprintable() or char == "\n" else json.dumps(char)[1:-1] for char in text)


def safe_cell(value: Any) -> str:
    """A CSV cell that no spreadsheet takes for a formula; taken in again, it loses the one mark that it got here."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        value = safe_json(value)
    text = str(value)
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


class Out:
    """Where a command's answer goes. ``shape`` is one of SHAPES, or empty for what a person likes to read."""

    def __init__(self, shape: str = "") -> None:
        self.shape = shape

    @property
    def machine(self) -> bool:
        """Whether a program reads it."""
        return self.shape in ("json", "jsonl")

    def tell(self, answer: Answer) -> int:
        """An answer of the surface, with what is said beside it; the exit code."""
        self.answer(answer.data, lambda: answer.lines)
        if not self.machine:
            for line in answer.notes:
                self.talk(shown(line))
        return answer.left.exit_code

    def draw(self, table: Table) -> None:
        """A table of the surface, with what is said beside it."""
        rows = table.rows if self.machine or table.flat is None else table.flat
        self.rows(rows, table.cells, table.heads, table.columns, table.yielding)
        for note in table.notes:
            self.talk(note)

    def answer(self, told: Row, human: Callable[[], Sequence[str]]) -> None:
        """One answer: an object for programs, lines for people."""
        if self.machine:
            self.say(safe_json(told, None if self.shape == "jsonl" else 2))
        elif self.shape == "csv":
            self.csv([{name: value for name, value in told.items() if not isinstance(value, dict | list)}])
        else:
            for line in human():
                self.say(shown(line))

    def rows(
        self,
        rows: Sequence[Row],
        human: Sequence[Row] | None = None,
        heads: Mapping[str, str] | None = None,
        columns: Sequence[str] = (),
        yielding: str = "",
    ) -> None:
        """Many of a kind. ``human`` are the same in words, ``heads`` the columns' names for people; a CSV has all ``columns``.

        On a narrow terminal the column ``yielding`` is cut first.
        """
        if self.shape == "json":
            self.say("[" + ",\n ".join(safe_json(row) for row in rows) + "]")
        elif self.shape == "jsonl":
            for row in rows:
                self.say(safe_json(row))
        elif self.shape == "csv":
            self.csv(rows, columns)
        else:
            left_out = self.table(human if human is not None else rows, heads or {}, yielding)
            if left_out:
                self.talk(_narrow(left_out, choose=bool(columns)))

    def csv(self, rows: Sequence[Row], columns: Sequence[str] = ()) -> None:
        """For spreadsheets: UTF-8 with its mark, heads that are the names on the wire."""
        import csv
        import io

        heads = list(dict.fromkeys([*columns, *(name for row in rows for name in row)]))
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([[shown(safe_cell(row.get(name)), multiline=True) for name in heads] for row in rows])
        self.say("\ufeff" + text.getvalue(), end="")

    def table(self, rows: Sequence[Row], heads: Mapping[str, str], yielding: str = "") -> list[str]:
        """A table by display cells; the heads of what did not fit."""
        from .tabular import drawn

        if not rows:
            self.talk(_("Nothing to show"))
            return []
        lines, left_out = drawn([{name: in_cell(value) for name, value in row.items()} for row in rows], heads, yielding)
        for line in lines:
            self.say(line)
        return left_out

    def say(self, text: str, end: str = "\n") -> None:
        """To stdout, as it is."""
        sys.stdout.write(text + end)

    def talk(self, text: str) -> None:
        """To stderr: what is said to a person beside the data."""
        sys.stderr.write(shown(text, multiline=True) + "\n")


def _narrow(left_out: Sequence[str], *, choose: bool) -> str:
    told = (", " if lang() == "en" else "、").join(left_out)
    if choose:
        return _("Left out, the terminal is too narrow: {columns} (--columns chooses, --csv and --json have all)", columns=told)
    return _("Left out, the terminal is too narrow: {columns} (--csv and --json have all)", columns=told)


def in_cell(value: Any) -> str:
    """A value in one cell."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(map(in_cell, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {in_cell(one)}" for name, one in value.items())
    return "" if value is None else shown(" ".join(str(value).split("\n")))


def shown(text: str, *, multiline: bool = False) -> str:
    """Text that may be sent to a terminal."""
    if text.isascii() and text.isprintable():
        return text
    from pmcore.model.text import visible

    return visible(text, multiline=multiline)
