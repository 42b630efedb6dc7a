"""The queue before the write lock: whoever holds the lock file is next, so that nobody is starved.

SQLite's own waiting lets the quick ones pass again and again. Here one process at a time waits for SQLite's lock, and
holds the lock file only until it has it; one that has just written finds the file taken and waits like the others.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .errors import Busy
from .private import mode_of

__all__ = ["Turns"]

_QUEUE_PAUSE = 0.001
_NEXT_PAUSE = 0.0003

if sys.platform == "win32":
    import msvcrt

    def _grab(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _free(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)

else:
    try:
        import fcntl
    except ImportError:  # neither: SQLite's own waiting has to do

        def _grab(fd: int) -> None:
            """Nothing to hold."""

        def _free(fd: int) -> None:
            """Nothing to let go."""

    else:

        def _grab(fd: int) -> None:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

        def _free(fd: int) -> None:
            fcntl.flock(fd, fcntl.LOCK_UN)


class Turns:
    """One waiter's place at the lock file ``<book>.lock``. Where no such file can be made there is no queue."""

    __slots__ = ("_fd", "_path")

    def __init__(self, path: Path) -> None:
        self._path = path
        lock = f"{path}.lock"
        try:
            self._fd: int | None = _opened(lock, mode_of(path))
        except OSError:
            try:
                self._fd = os.open(lock, os.O_RDONLY)  # another user's
            except OSError:
                self._fd = None

    def take(self, begin: Callable[[], object], seconds: float) -> None:
        """Wait for our turn, then for ``begin`` to succeed; raise Busy when that takes longer than ``seconds``."""
        deadline = time.monotonic() + seconds
        fd = self._fd
        if fd is not None:
            self._wait(fd, deadline)
        try:
            while True:
                try:
                    begin()
                except Busy:
                    if time.monotonic() >= deadline:
                        raise
                else:
                    return
                time.sleep(_NEXT_PAUSE)
        finally:
            if fd is not None:
                _free(fd)

    def _wait(self, fd: int, deadline: float) -> None:
        while True:
            try:
                _grab(fd)
            except OSError as error:
                if time.monotonic() >= deadline:
                    raise Busy(path=self._path) from error
            else:
                return
            time.sleep(_QUEUE_PAUSE)

    def close(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


def _opened(lock: str, mode: int) -> int:
    """The lock file; one that is made takes the rights of the book, whatever the mask of this process leaves of them."""
    try:
        return os.open(lock, os.O_RDWR)
    except FileNotFoundError:
        fd = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        if mode != 0o600 and hasattr(os, "fchmod"):
            os.fchmod(fd, mode)
        return fd
