"""A form from a file, or asked for field by field at a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .blanks import shown_default
from .errors import Stop
from .words import _, lang, pick

if TYPE_CHECKING:
    from pmcore.model.people import Actor

    from .record import Act

__all__ = ["asking", "from_file"]

Told = dict[str, Any]


def from_file(name: str, step: Mapping[str, Any]) -> Told:
    """The fields in a JSON object, by name or by label in either language."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else _read(name)
        told = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise Stop(_("{file} is not UTF-8", file=name), field="file") from None
    except ValueError as error:
        place = f"{error.lineno}:{error.colno}" if isinstance(error, json.JSONDecodeError) else "?"
        raise Stop(_("{file} is no JSON (line:column {place})", file=name, place=place), field="file") from None
    if not isinstance(told, dict):
        raise Stop(_("{file} holds no form: one JSON object, a key for each field", file=name), field="file")
    words: dict[str, str] = {}
    for field in step.get("fields", ()):
        for word in (*field["label"].values(), field["name"]):
            words[_key(word)] = field["name"]
    return {words.get(_key(str(head)), str(head)): value for head, value in told.items()}


def _read(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read()


def _key(word: str) -> str:
    return word.strip().lower().replace("-", "_").replace(" ", "_")


def asking(act: Act, step: Mapping[str, Any], signer: Callable[[], Actor], record: Callable[[str], int]) -> int:
    """Field by field: in a conversation at a terminal, otherwise a line for each field in the order of the form."""
    if sys.stdin.isatty():
        from .filling import Filling
        from .settling import settle

        return settle(Filling(act, step, signer), record)
    return _in_order(act, step, record)


def _in_order(act: Act, step: Mapping[str, Any], record: Callable[[str], int]) -> int:
    """Ask for what was not given, then again for what could not be read, until it is recorded or the lines end."""
    from pmcore.model.outcomes import Invalid
    from pmcore.plugin.language import say

    fields = {field["name"]: field for field in step.get("fields", ()) if not field.get("computed")}
    if not step.get("opens") and "on" not in act.more:
        act.more["on"] = _ask(_("Number"), "")
    for name, field in fields.items():
        if name not in act.given and not field.get("x"):
            _fill(act.given, field)
    while True:
        try:
            return record("")
        except Invalid as invalid:
            again = dict.fromkeys(name.split("[")[0].split(".")[0] for name, _text in invalid.invalid)
            if not again or any(name not in fields for name in again):
                raise
            for name, text in invalid.invalid:
                _talk(f"{pick(fields[name.split('[')[0].split('.')[0]]['label'])}: {say(text, lang())}")
            for name in again:
                act.given.pop(name, None)
                _fill(act.given, fields[name])


def _fill(given: Told, field: Mapping[str, Any]) -> None:
    label = pick(field["label"])
    if choices := field.get("choices"):
        label += " (" + " ".join(told["zh"] if lang() == "zh" else name for name, told in choices.items()) + ")"
    if field.get("prompt"):
        _talk(pick(field["prompt"]))
    if not field.get("many"):
        if text := _ask(label, shown_default(field)):
            given[field["name"]] = text
        return
    lines = []
    while text := _ask(label + _(" (empty line: no more)"), ""):
        lines.append(text)
    given[field["name"]] = lines


def _ask(label: str, default: str) -> str:
    sys.stderr.write(f"{label}{f' [{default}]' if default else ''}: ")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise Stop(_("The input ended before the form was filled; nothing was written"))
    return line.strip()


def _talk(text: str) -> None:
    sys.stderr.write(text + "\n")
