"""Looking after a book's file: a copy while others write, and whether the file is sound."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from pmcore.model.messages import Msg, messages

from . import private
from .errors import DiskFault, NoBook, Occupied
from .handle import Handle, driver
from .schema import TRIGGERS, version_of

__all__ = ["backup", "check"]

_ = messages("pmcore")


def backup(module: Any, source: Handle, path: Path) -> None:
    """Copy a book with SQLite's backup, which sees one moment; a plain copy of a file in use is often broken.

    The copy has no files beside it and is whole when it appears. Raises Occupied where ``path`` is there already.
    """
    if path.exists():
        raise Occupied(path=path)
    part = path.with_name(path.name + ".part")
    part.unlink(missing_ok=True)
    private.make(part)
    try:
        target = Handle(module, part, "rwc", 10.0)
        try:
            with target.translated():
                source.db.backup(target.db)
            target.run("PRAGMA journal_mode=DELETE")
        finally:
            target.close()
        _publish(part, path)
    finally:
        part.unlink(missing_ok=True)


def _publish(part: Path, path: Path) -> None:
    try:
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        try:
            os.link(part, path)
        except FileExistsError as error:
            raise Occupied(path=path) from error
        except OSError:  # a disk without links
            if path.exists():
                raise Occupied(path=path) from None
            part.rename(path)
        with suppress(OSError):  # Windows opens no folders
            folder = os.open(path.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
    except OSError as error:
        raise DiskFault(path=path) from error


def check(path: str | os.PathLike[str]) -> list[Msg]:
    """What is wrong with a book's file; nothing where it is sound. ``verify`` sees what this cannot: a changed value.

    Raises the store's errors where the file cannot be read at all.
    """
    place = Path(path)
    if not place.is_file():
        raise NoBook(path=place)
    handle = Handle(driver(), place, "ro", 10.0)
    try:
        version_of(handle)
        faults = [_("the file is damaged: {text}").fill(text=text) for (text,) in handle.all("PRAGMA quick_check") if text != "ok"]
        held = dict(handle.all("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        for name, sql in TRIGGERS.items():
            if held.get(name) != sql:
                faults.append(_("the guard {name} is missing or changed, so entries could be rewritten").fill(name=name))
        return faults
    finally:
        handle.close()
