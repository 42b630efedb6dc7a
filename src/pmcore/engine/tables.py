"""Tables from offices: the encoding decided strictly and said, the delimiter seen, the rows as texts."""

from __future__ import annotations

import csv
import io
from typing import NamedTuple

from pmcore.model.messages import Bad, messages

__all__ = ["Table", "read_table"]

_FORMULA = frozenset("=+-@\t\r＝＋－＠")

_ = messages("pmcore")


class Table(NamedTuple):
    """A table: how it was encoded, its heads, and its rows with the line each begins at."""

    encoding: str
    heads: list[str]
    rows: list[tuple[int, list[str]]]


def read_table(data: bytes) -> Table:
    """Read CSV bytes: by byte-order mark, then strict UTF-8, then strict GB18030. Raises Bad."""
    encoding, text = _decode(data)
    if "\0" in text:
        raise Bad(_("The file is no table of text; export it as CSV"))
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((before + 1, [_bare(cell) for cell in cells]))
            before = reader.line_num
    except csv.Error:
        raise Bad(_("The table breaks off at line {line}: a quotation mark is missing").fill(line=before + 1)) from None
    if not rows:
        raise Bad(_("The file is empty"))
    heads = [head.strip() for head in rows[0][1]]
    if twice := [head for head in heads if heads.count(head) > 1]:
        raise Bad(_("The heading {head} stands twice").fill(head=twice[0]))
    return Table(encoding, heads, rows[1:])


def _bare(cell: str) -> str:
    """A cell without the mark that kept a spreadsheet from taking it for a formula: what went out comes back the same."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell


def _decode(data: bytes) -> tuple[str, str]:
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return name, data.decode(name)
            except UnicodeDecodeError:
                break
    for name in ("utf-8", "gb18030"):
        try:
            return name, data.decode(name)
        except UnicodeDecodeError:
            continue
    raise Bad(_("The file is neither UTF-8 nor GB18030; save it as CSV UTF-8"))
