"""What lies beside a book: the folder of its plugins, and which files in it the book trusts. Nothing of them is opened here."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import Any, NamedTuple

__all__ = ["FILE", "FOLDER", "NAME", "Beside", "SiteFile", "beside", "home_of", "lying", "trusted"]

FOLDER = "plugins"
"""The folder beside the book in which its files lie; neither it nor a file in it may be a link."""
NAME = r"[a-z][a-z0-9-]*"
FILE = r"plugins/[^/\\\x00-\x1f]+\.py"


class SiteFile(NamedTuple):
    """A file that a book trusts: the plugin's name, its path below the book's folder, the SHA-256 of its bytes."""

    name: str
    file: str
    digest: str


class Beside(NamedTuple):
    """What a book adds to what is installed. ``book`` is its path and site, ``home`` its folder, ``files`` what it trusts."""

    book: str
    home: str
    files: tuple[SiteFile, ...]


def beside(path: str, site: str, files: tuple[SiteFile, ...]) -> Beside:
    """What the book at ``path`` adds; of one with several sites, the ``site`` that was asked for."""
    return Beside(f"{os.path.realpath(path)}#{site}", home_of(path), files)


def home_of(url: str) -> str:
    """The folder of a book; empty for one that has none (in memory, or on a server)."""
    return "" if url == ":memory:" or "://" in url else os.path.dirname(os.path.realpath(url))


def lying(home: str) -> list[str]:
    """The Python files that lie in a book's folder of plugins, trusted or not."""
    try:
        with os.scandir(os.path.join(home, FOLDER)) as entries:
            return sorted(f"{FOLDER}/{entry.name}" for entry in entries if entry.name.endswith(".py"))
    except OSError:
        return []


def trusted(rows: Iterable[Any]) -> tuple[SiteFile, ...]:
    """The files that a site trusts, by the forms of its ``plugin`` register, in the order in which they came."""
    last = {str(row.values["name"]): row for row in rows}
    return tuple(
        SiteFile(name, str(row.values["file"]), str(row.values["digest"]))
        for name, row in last.items()
        if not row.closed and row.values.get("digest")
    )
