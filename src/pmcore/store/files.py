"""Whether the files of an open book are still those that were opened: who writes into a removed file writes for nobody."""

from __future__ import annotations

import os
from pathlib import Path

from .errors import Replaced

__all__ = ["Files"]

_PARTS = ("", "-wal", "-shm")
"""The book, its write-ahead log and the log's index: entries are lost with any of them."""


class Files:
    """The files of one opened book. SQLite holds them by descriptors and never looks at their names again."""

    __slots__ = ("_known", "_names", "_path")

    def __init__(self, path: Path) -> None:
        self._path = path
        self._names = tuple(f"{path}{part}" for part in _PARTS)
        self._known = [_seen(str(path)), *[None] * (len(_PARTS) - 1)]

    def check(self, parts: int = len(_PARTS)) -> None:
        """Raise Replaced where a file that was met before is gone or is another one.

        To be asked inside a transaction, where SQLite sees to it that none of them goes away, and again once it is written, before
        anybody is told so; outside of one only of the book itself, ``parts=1``. A log that comes later is met then.
        """
        for place, name in enumerate(self._names[:parts]):
            found = _seen(name)
            if self._known[place] is None:
                self._known[place] = found
            elif found != self._known[place]:
                raise Replaced(path=self._path)


def _seen(name: str) -> tuple[int, int] | None:
    try:
        told = os.stat(name)
    except OSError:
        return None
    return told.st_dev, told.st_ino
