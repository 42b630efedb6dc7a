"""Who may read a book's files: only their owner, unless the owner lets a group."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from .errors import DiskFull, ReadOnly

__all__ = ["make", "mode_of", "tighten"]

OWN = 0o600
"""Names, telephone numbers and hashes of PINs stand in a book as they are."""
_PARTS = ("", "-wal", "-shm", ".lock")


def make(path: Path) -> None:
    """Make an empty file that only its owner may read, before anybody writes into it; one that is there is left as it is."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWN))
    except FileExistsError:
        return
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (DiskFull if full else ReadOnly)(path=path) from error


def mode_of(path: Path) -> int:
    """The rights of a book, which the files beside it take as well; those of its owner where it is not there."""
    try:
        return os.stat(path).st_mode & 0o666
    except OSError:
        return OWN


def tighten(path: Path) -> None:
    """Take the rights of everybody from a book that was made before this was seen to, or copied; the files beside it follow it.

    Nobody gives these on purpose, as one gives a group the right to write; with them goes the group's, which came the same way.
    """
    if os.name == "nt":
        return
    for part in _PARTS:
        with suppress(OSError):  # another owner's, or a disk that knows no rights
            held = os.stat(f"{path}{part}").st_mode & 0o777
            wanted = mode_of(path) if part else held & OWN if held & 0o007 else held
            if held != wanted:
                os.chmod(f"{path}{part}", wanted)
