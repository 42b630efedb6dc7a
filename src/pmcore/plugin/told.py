"""What a manifest says of one register: its columns, the key that people type, where its steps may be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["closed_states", "columns_of", "head_of", "key_of", "word_columns"]


Told = Mapping[str, Any]


def columns_of(register: Told) -> dict[str, Told]:
    """Column -> the field that fills it first, in order of declaration; fields that plugins added too."""
    found: dict[str, Told] = {}
    for step in register["steps"].values():
        for field in step.get("fields", ()):
            plain = field.get("column", field["name"])
            name = "x_" + plain.replace(".", "_").replace("-", "_") if field.get("x") else plain
            found.setdefault(name, field)
    return found


def key_of(register: Told) -> str:
    """The column that forms are known by, where it is nobody's business to hide it: a unit's code, never a plate."""
    columns = columns_of(register)
    fields = [columns.get(name, {"personal": True}) for name in register["key"]]
    hidden = not fields or any(field.get("personal") for field in fields) or fields[-1].get("ref")
    return "" if hidden else str(register["key"][-1])


def word_columns(register: Told) -> dict[str, str]:
    """Column -> register that it points to (or nothing): what tells people which form it is, and of no person.

    Codes and references first, then choices.
    """
    found, choices = {}, {}
    for name, field in columns_of(register).items():
        target = field.get("ref", "")
        if field.get("many") or field.get("personal") or target == "*" or name in register["key"]:
            continue
        if target or field["kind"] == "code":
            found[name] = target
        elif field.get("choices"):
            choices[name] = ""
    return found | choices


def head_of(register: Told) -> str:
    """What its numbers begin with: ``YZ``."""
    return str(register["number"].partition("{")[0])


def closed_states(register: Told) -> frozenset[str]:
    """The states that end a form."""
    return frozenset(name for name, told in register["states"].items() if told["closed"])
