"""The manifest: what every plugin declares, cached as JSON, so that a command imports only the modules its step needs.

Nothing of the model is imported here: ``--help`` reads the first line of the file, the index, and is done. ``manifest_of``
makes it, ``LazyCatalogue`` reads it. It is stamped by what it was made from, never by how the program was started.
"""

from __future__ import annotations

import json
import os
import sys
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .beside import Beside
from .needs import Manifest, modules_for

if TYPE_CHECKING:
    from .catalogue import Catalogue

__all__ = ["Cached", "cache_file", "load_catalogue", "load_index", "load_manifest", "modules_for", "remember", "stamp_of"]

FORMAT = 3


class Cached:
    """A manifest of which only the index was read: the names and titles of registers, what failed, the stamp."""

    def __init__(self, index: Manifest, rest: bytes | Manifest) -> None:
        self.index = index
        self._rest = rest

    def full(self) -> Manifest:
        """All of it; the rest of the file is read when first asked for."""
        if isinstance(self._rest, bytes):
            self._rest = json.loads(self._rest)
        return self._rest  # type: ignore[return-value]


def load_index(beside: Beside | None = None, *, fresh: bool = False) -> Cached:
    """The manifest of what is installed, with the files ``beside`` a book: the cached one if nothing it was made from has
    changed, otherwise made anew.
    """
    beside = beside if beside and beside.files else None
    path = cache_file(beside.book if beside else "")
    found = None if fresh else _read(path)
    if found is not None and found.index["stamp"] == stamp_of((name for name, *_rest in found.index["stamp"]["files"]), beside):
        return found
    from .describing import manifest_of
    from .discovery import full_catalogue

    before = set(sys.modules)
    catalogue = full_catalogue(files=beside.files, home=beside.home) if beside else full_catalogue()
    made = manifest_of(catalogue)
    if beside:
        made |= {"book": beside.book, "home": beside.home}
    made["stamp"] = stamp_of(_sources(catalogue, set(sys.modules) - before, beside), beside)
    _write(path, made)
    return Cached(_index(made), made)


def load_manifest(beside: Beside | None = None, *, fresh: bool = False) -> Manifest:
    """All of the manifest; see ``load_index``."""
    return load_index(beside, fresh=fresh).full()


def _index(manifest: Manifest) -> Manifest:
    registers = {name: {"label": told["label"], "title": told["title"]} for name, told in manifest["registers"].items()}
    return {"stamp": manifest["stamp"], "failures": manifest["failures"], "registers": registers}


def remember(manifest: Manifest, **more: Any) -> None:
    """Keep something that was worked out from all of it (the signature of what is loaded) for the next start."""
    if any(manifest.get(name) != value for name, value in more.items()):
        manifest.update(more)
        _write(cache_file(manifest.get("book", "")), manifest)


def load_catalogue(manifest: Manifest | None = None) -> Catalogue:
    """A catalogue that loads plugins when a step needs them."""
    from .lazy import LazyCatalogue

    return LazyCatalogue(manifest or load_manifest())


def cache_file(book: str = "") -> str:
    """Where it lies: below the user's cache directory, apart for every Python, environment and checkout, and for every
    ``book`` that trusts files of its own.
    """
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    apart = "\n".join((sys.prefix, os.environ.get("PYTHONPATH", ""), os.path.realpath(__file__), *([book] if book else ())))
    return os.path.join(base, "pmdesk", f"manifest-{sys.implementation.cache_tag}-{zlib.crc32(apart.encode()):08x}.json")


def stamp_of(files: Iterable[str], beside: Beside | None = None) -> dict[str, Any]:
    """What a manifest depends on, as it is now: this Python, the installed distributions, the sources and their words, and
    what a book trusts.

    ``sys.path[0]`` takes no part: it differs between ``-m``, ``-c`` and the console script.
    """
    return {
        "format": FORMAT,
        "python": sys.version,
        "prefix": sys.prefix,
        "dists": _dists(),
        "files": [[name, *_seen(name)] for name in files],
        "beside": [beside.book, beside.home, [list(one) for one in beside.files]] if beside else [],
    }


def _dists() -> list[list[Any]]:
    """(folder, name, mtime) of whatever says that something is installed."""
    found: list[list[Any]] = []
    for folder in _site_folders():
        try:
            with os.scandir(folder) as entries:
                found += [
                    [folder, entry.name, entry.stat().st_mtime_ns]
                    for entry in entries
                    if entry.name.endswith((".dist-info", ".egg-info", ".pth", ".egg-link"))
                ]
        except OSError:
            continue
    return sorted(found)


def _site_folders() -> list[str]:
    """The site-packages of this environment, and the folders that PYTHONPATH names; real paths, without doubles."""
    places = [place for place in sys.path[1:] if os.path.basename(place) in ("site-packages", "dist-packages")]
    places += [place for place in os.environ.get("PYTHONPATH", "").split(os.pathsep) if place]
    return sorted({os.path.realpath(place) for place in places})


def _seen(name: str) -> tuple[int, int]:
    try:
        told = os.stat(name)
    except OSError:
        return 0, 0
    return told.st_mtime_ns, told.st_size


def _sources(catalogue: Catalogue, loaded: Iterable[str], beside: Beside | None) -> list[str]:
    """The files that the declarations and their words stand in; those that a book trusts, whether or not they are run."""
    packages = {"pmcore", *(declared.module.partition(".")[0] for declared in catalogue.plugins.values())}
    names = {name for name in (*loaded, *sys.modules) if name.partition(".")[0] in packages}
    found = {os.path.realpath(file) for name in names if (file := getattr(sys.modules.get(name), "__file__", None))}
    if beside:
        found |= {os.path.join(beside.home, one.file) for one in beside.files}
    from .language import words_sources

    found |= {os.path.realpath(path) for package in packages for path in words_sources(package)}
    return sorted(found)


def _read(path: str) -> Cached | None:
    """What was written: a line for the index, a line for all of it. None where it is cut short or of another format."""
    try:
        with open(path, "rb") as file:
            first, newline, rest = file.read().partition(b"\n")
        index = json.loads(first)
    except (OSError, ValueError):
        return None
    whole = newline and rest.endswith(b"}\n") and isinstance(index, dict) and index.get("stamp", {}).get("format") == FORMAT
    return Cached(index, rest) if whole else None


def _write(path: str, manifest: Manifest) -> None:
    """In one move, so that nobody reads half of it. A home that cannot be written to is only slower."""
    other = f"{path}.{os.getpid()}"
    lines = [json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n" for told in (_index(manifest), manifest)]
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with open(other, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(lines)
        os.replace(other, path)
    except OSError:
        try:
            os.unlink(other)
        except OSError:
            return
