"""What can be wrong with a book's file: each error says in one sentence what happened and what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from pmcore.model.messages import Msg, messages

__all__ = [
    "Busy",
    "Damaged",
    "DiskFault",
    "DiskFull",
    "Fault",
    "NetworkShare",
    "Newer",
    "NoBook",
    "NotBuilt",
    "NotOurs",
    "Occupied",
    "OldSqlite",
    "ReadOnly",
    "Replaced",
    "StoreError",
    "Unsafe",
]

_ = messages("pmcore")


class StoreError(Exception):
    """A book cannot be read or written; ``message`` is the sentence for people, ``str()`` its English."""

    said: ClassVar[Msg] = _("The book cannot be used")

    def __init__(self, **values: Any) -> None:
        self.message = self.said.fill(**values)
        super().__init__(self.message.text.format_map(self.message.values))


class Busy(StoreError):
    """Somebody else held the book for longer than we wait; nothing was written."""

    said = _("Somebody else is writing in {path}; nothing was written, try again in a moment")


class NoBook(StoreError):
    """There is no file, or an empty one."""

    said = _("There is no book at {path}; found one first, or name another file")


class NotOurs(StoreError):
    """The file is no SQLite database, or not one of ours."""

    said = _("{path} is not a book of this program; name another file")


class Newer(StoreError):
    """The file was written by a later version of this program."""

    said = _("{path} was written by a newer version (layout {found}, known here {known}); update this program")


class ReadOnly(StoreError):
    """The file or its folder may not be written to."""

    said = _("{path} cannot be opened for writing; look at the rights of the file and of its folder")


class Replaced(StoreError):
    """The file is gone, or another one has its name, while we hold it open: what is written goes where nobody looks."""

    said = _(
        "{path} was removed or replaced while it was open, so what is entered now would be lost; "
        "open it again, and look whether the last entries are in it"
    )


class DiskFull(StoreError):
    """No room is left; the transaction was taken back."""

    said = _("The disk of {path} is full; nothing was written, make room and try again")


class DiskFault(StoreError):
    """The operating system could not read or write; the transaction was taken back."""

    said = _("The disk of {path} did not answer; nothing was written, look at the disk before you go on")


class Damaged(StoreError):
    """The file's pages contradict each other."""

    said = _("{path} is damaged; write nothing more and go back to the last backup")


class NetworkShare(StoreError):
    """The file lies where locks and syncs cannot be trusted."""

    said = _("{path} lies on a network share ({kind}), where entries get lost; keep it on a disk of this machine")


class Unsafe(StoreError):
    """SQLite does not keep a setting without which a power cut loses entries."""

    said = _("SQLite does not keep {setting} for {path}, so a power cut could lose entries; use another disk")


class OldSqlite(StoreError):
    """The SQLite library lacks what the tables need."""

    said = _("SQLite {found} is too old, {wanted} is needed; install pysqlite3")


class Occupied(StoreError):
    """A backup overwrites nothing."""

    said = _("{path} is there already and is not overwritten; name another file")


class NotBuilt(StoreError):
    """A kind of store that is planned only."""

    said = _("Books in {kind} are not built yet; name a file instead")


class Fault(StoreError):
    """Anything else that SQLite says: a mistake of ours or of a tool that changed the tables."""

    said = _("SQLite says of {path}: {text}")
