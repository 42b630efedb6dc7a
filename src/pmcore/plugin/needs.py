"""Which plugins have to be loaded for a step, by the manifest alone."""

from __future__ import annotations

from typing import Any

__all__ = ["Manifest", "modules_for"]

Manifest = dict[str, Any]
"""What ``describing.manifest_of`` makes: commands, help, module paths, who judges what; plain JSON."""


def modules_for(manifest: Manifest, register: str, step: str | None = None) -> list[str]:
    """The plugins without which a step (or all of a register's) cannot be judged, in the order in which they are loaded."""
    if register == "*":
        return list(manifest["plugins"])
    told = manifest["registers"].get(register)
    wanted = {"core", *((told or {}).get("plugins", ()))}
    for name, declared in ((told or {}).get("steps", {})).items():
        if step is not None and name != step:
            continue
        if step is not None:
            wanted.update(manifest["judges"].get(f"{register}.{name}", ()))
            for mark in declared.get("marks", ()):
                wanted.update(manifest["marks"].get(mark, ()))
    return _closed(manifest, wanted)


def _closed(manifest: Manifest, wanted: set[str]) -> list[str]:
    """With what they need themselves; one with hooks of its own looks at everything before it."""
    plugins = manifest["plugins"]
    todo, found = [name for name in wanted if name in plugins], set()
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        todo += plugins[name].get("needs", ())
        if plugins[name].get("hooks"):
            order = list(plugins)
            todo += order[: order.index(name)]
    return [name for name in plugins if name in found]
