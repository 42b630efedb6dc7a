"""Tables from offices, and lists that went out: the encoding decided strictly and said, the delimiter seen, rows by heading."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from pmcore.model.messages import Bad, messages

__all__ = ["Table", "read_table"]

_MARKED = re.compile("'+[=+\\-@\t\r＝＋－＠]")

_ = messages("pmcore")


class Table(NamedTuple):
    """A table: how it was encoded, its heads, and its rows with the line each begins at (in JSON: its place).

    A cell is a text; in JSON whatever stands there.
    """

    encoding: str
    heads: list[str]
    rows: list[tuple[int, list[Any]]]


def read_table(data: bytes) -> Table:
    """Read CSV or JSON bytes: by byte-order mark, then strict UTF-8, then strict GB18030. Raises Bad."""
    encoding, text = _decode(data)
    if "\0" in text:
        raise Bad(_("The file is no table of text; export it as CSV"))
    if text.lstrip()[:1] in ("[", "{"):
        return _objects(encoding, text)
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
    return cell[1:] if _MARKED.match(cell) else cell


def _objects(encoding: str, text: str) -> Table:
    """Forms as ``list --json`` and ``--jsonl`` write them: an array of objects, or an object a line."""
    try:
        told = json.loads(text)
    except ValueError:
        told = _by_line(text)
    forms = told if isinstance(told, list) else [told]
    if not all(isinstance(form, dict) for form in forms):
        raise Bad(_("The file is JSON, but no list of objects"))
    flat = [_flat(form) for form in forms]
    heads = list(dict.fromkeys(name for form in flat for name in form))
    return Table(encoding, heads, [(place, [form.get(name) for name in heads]) for place, form in enumerate(flat, 1)])


def _by_line(text: str) -> list[Any]:
    told = []
    for place, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                told.append(json.loads(line))
            except ValueError:
                raise Bad(_("The file breaks off as JSON at line {line}").fill(line=place)) from None
    return told


def _flat(form: Mapping[str, Any]) -> dict[str, Any]:
    """A form's fields beside its number and state; what a list gives twice is taken once."""
    fields = form.get("fields")
    if not isinstance(fields, dict):
        return dict(form)
    return {name: form[name] for name in ("number", "state") if name in form} | fields


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
