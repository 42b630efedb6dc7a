"""What a plugin's source is held to: no toolkit, no SQL, no clock, no dice; read, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from pmcore.model.messages import Msg, messages
from pmcore.plugin.catalogue import Catalogue, Declared
from pmcore.plugin.discovery import BUILT_IN

__all__ = ["source_faults"]

_ = messages("pmcore")
TOOLKIT, SQL, CHANCE = _("a toolkit"), _("SQL"), _("chance: use facts.draw")
MACHINE = _("the machine's clock: use facts.at")
WHY = {
    "click": TOOLKIT, "rich": TOOLKIT, "textual": TOOLKIT, "pmcli": _("a frontend"), "sqlite3": SQL, "pysqlite3": SQL,
    "sqlite_utils": SQL, "pluggy": _("the plugin manager"), "random": CHANCE, "secrets": CHANCE, "uuid": CHANCE, "time": MACHINE,
}  # fmt: skip
"""Modules that a plugin has no business with: what each is, and what there is instead."""
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}


def source_faults(_catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """Imports and calls that make a plugin lean on a surface, on a store, or on the moment it runs at."""
    return [fault for path in _files(declared) for fault in _faults(path)]


def _files(declared: Declared) -> list[Path]:
    found: list[Path] = []
    for module in BUILT_IN.get(declared.plugin.name, (declared.module,)):
        try:
            spec = find_spec(module)
        except ValueError:  # a module that was made, not imported, has no source to read
            continue
        for folder in (spec.submodule_search_locations if spec else None) or ():
            found += sorted(Path(folder).rglob("*.py"))
        if spec is not None and spec.origin and not spec.submodule_search_locations:
            found.append(Path(spec.origin))
    return found


def _faults(path: Path) -> Iterator[Msg]:
    imports, asks = _("{file}:{line} imports {name}: {why}"), _("{file}:{line} asks {name}: {why}")
    for node in ast.walk(ast.parse(path.read_bytes())):
        where = {"file": path.name, "line": getattr(node, "lineno", 0)}
        for name in _imported(node):
            if why := WHY.get(name.partition(".")[0]):
                yield imports.fill(**where, name=name, why=why)
        if isinstance(node, ast.Attribute) and (_name(node.value), node.attr) in CLOCKS:
            yield asks.fill(**where, name=f"{_name(node.value)}.{node.attr}", why=MACHINE)


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []


def _name(node: ast.expr) -> str:
    """``datetime`` of ``datetime`` and of ``datetime.datetime``."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
