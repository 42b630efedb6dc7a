"""Mishaps: the answer to anything that was raised instead of an answer; never a traceback."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmcore.model.messages import Msg, messages
from pmcore.model.outcomes import Declined
from pmcore.store.errors import Busy, DiskFault, DiskFull, NoBook, Replaced, StoreError

from . import sentences
from .answers import Answer, declined
from .words import Words

__all__ = ["answer_to", "mishap"]

_ = messages("pmcore")


def answer_to(error: BaseException, words: Words, labels: Mapping[str, str] | None = None) -> Answer | None:
    """What the desk, the book or the machine says of an error; None for one that nobody foresaw, which the frontend tells.

    ``labels`` are what people call the fields of the step that was taken.
    """
    if isinstance(error, Declined):
        return declined(error, words, labels)
    if isinstance(error, NoBook):
        return mishap("not_found", error.message, words)
    if isinstance(error, Busy | DiskFull | DiskFault | Replaced):
        return mishap("busy", error.message, words)
    if isinstance(error, StoreError):
        return mishap("invalid", error.message, words, [("db", error.message)])
    if isinstance(error, OSError) and error.filename is not None:
        reason = _reason(error)
        return mishap("invalid", _("{file}: {reason}").fill(file=str(error.filename), reason=reason), words, [("file", reason)])
    if isinstance(error, RecursionError | MemoryError):
        return mishap("busy", _("This machine could not finish it; nothing was written"), words)
    return None


def mishap(outcome: str, message: Msg, words: Words, invalid: Sequence[tuple[str, Msg]] = ()) -> Answer:
    """The answer of something that went wrong before, or beside, any rule: what, and which fields it is about."""
    data: dict[str, Any] = {"outcome": outcome, "message": words.say(message), "findings": []}
    if outcome == "invalid":
        data["invalid"] = [{"field": field, "message": words.say(text)} for field, text in invalid]
    return Answer(data, lambda: sentences.refusal(data, words, {}))


def _reason(error: OSError) -> Msg:
    """What the operating system says, in the reader's language where it is one of the usual things."""
    usual = (
        (FileNotFoundError, _("there is no such file")),
        (PermissionError, _("it may not be read or written")),
        (IsADirectoryError, _("it is a folder")),
    )
    return next((text for kind, text in usual if isinstance(error, kind)), Msg(error.strerror or "", ""))
