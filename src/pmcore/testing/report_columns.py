"""The columns of a report, read from its source: the literal keys of what its function yields, and of what its helpers return."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator

from pmcore.model.quota import Report

__all__ = ["columns_of"]


def columns_of(report: Report) -> list[str]:
    """The names of its columns in order; none where the source is not at hand. Keys that are worked out are not seen."""
    module = inspect.getmodule(report.work)
    try:
        tree = ast.parse(inspect.getsource(module)) if module is not None else ast.Module([], [])
    except (OSError, SyntaxError):
        return []
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    return list(dict.fromkeys(_keys(report.work.__name__, functions, set())))


def _keys(name: str, functions: dict[str, ast.FunctionDef], seen: set[str]) -> Iterator[str]:
    """In the order of the text, those of a helper where it is called."""
    if name in seen or name not in functions:
        return
    seen.add(name)
    for node in _inside(functions[name]):
        if isinstance(node, ast.Yield | ast.YieldFrom | ast.Return) and node.value is not None:
            yield from _told(node.value, functions, seen)


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        yield from _inside(child)


def _told(value: ast.expr, functions: dict[str, ast.FunctionDef], seen: set[str]) -> Iterator[str]:
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Name):
        yield from _keys(value.func.id, functions, seen)
    elif isinstance(value, ast.Dict):
        for key, part in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value
            elif key is None:  # **helper(...)
                yield from _told(part, functions, seen)
