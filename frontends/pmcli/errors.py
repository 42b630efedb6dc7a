"""What went wrong, as the contract's answer and exit code, and as a sentence for people; never a traceback."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from .words import _, lang

__all__ = ["Stop", "told"]


class Stop(Exception):
    """The command line itself says no: an outcome, its exit code, a sentence, and the fields it is about."""

    def __init__(self, text: str, *, outcome: str = "invalid", code: int = 2, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.outcome = outcome
        self.code = code
        self.invalid = [(field, text)] if field else []


def told(error: BaseException, zone: str) -> tuple[int, dict[str, Any]]:
    """(exit code, answer) of anything that can be raised."""
    if isinstance(error, Stop):
        return error.code, _answer(error.outcome, error.text, error.invalid)
    if isinstance(error, click.UsageError):
        return 2, _usage(error)
    if isinstance(error, click.ClickException):
        return 2, _answer("invalid", error.format_message())
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return 130, _answer("conflict", _("Stopped; nothing more was written"))
    outcomes, stores = sys.modules.get("pmcore.model.outcomes"), sys.modules.get("pmcore.store.errors")
    if outcomes is not None and isinstance(error, outcomes.Declined):
        from .values import declined

        refusal: Any = error  # its class is only looked up where it was loaded: help must not load it
        return refusal.exit_code, declined(refusal, zone)
    if stores is not None and isinstance(error, stores.StoreError):
        return _store(error, stores)
    if isinstance(error, OSError) and error.filename is not None:
        return 2, _answer(
            "invalid",
            _("{file}: {reason}", file=str(error.filename), reason=_reason(error)),
            [("file", _reason(error))],
        )
    if isinstance(error, RecursionError | MemoryError):
        return 3, _answer("busy", _("This machine could not finish it; nothing was written"))
    return 2, _answer("invalid", _unforeseen(error))


def _reason(error: OSError) -> str:
    """What the operating system says, in the reader's language where it is one of the usual things."""
    usual = (
        (FileNotFoundError, _("there is no such file")),
        (PermissionError, _("it may not be read or written")),
        (IsADirectoryError, _("it is a folder")),
    )
    return next((text for kind, text in usual if isinstance(error, kind)), error.strerror or "")


def _unforeseen(error: BaseException) -> str:
    if os.environ.get("PMDESK_TRACE"):
        import traceback

        sys.stderr.write("".join(traceback.format_exception(error)))
    kind = type(error).__name__
    return _(
        "Something went wrong that was not foreseen ({kind}); run it again with PMDESK_TRACE=1 and report what it prints", kind=kind
    )


def _answer(outcome: str, message: str, invalid: list[tuple[str, str]] | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = {"outcome": outcome, "message": message, "findings": []}
    if outcome == "invalid":
        answer["invalid"] = [{"field": field, "message": text} for field, text in invalid or []]
    return answer


def _usage(error: click.UsageError) -> dict[str, Any]:
    """Unknown options with those near to them; anything else in Click's words, which our catalogue translates."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        from .near import near_options

        name = error.option_name
        near = near_options(name, error.ctx.command.get_params(error.ctx))
        text = _("There is no option {name} here", name=name)
        if near:
            text += _("; near it: {near}", near=(", " if lang() == "en" else "、").join(near))
        return _answer("invalid", text, [(name.lstrip("-").replace("-", "_"), text)])
    text = error.format_message()
    field = getattr(error, "option_name", None) or getattr(error, "param_hint", None) or ""
    return _answer("invalid", text, [(str(field).lstrip("-"), text)])


def _store(error: Any, stores: Any) -> tuple[int, dict[str, Any]]:
    """A book that cannot be used: busy is tried again, one that is not there is founded."""
    from pmcore.plugin.language import say

    text = say(error.message, lang())
    if isinstance(error, stores.NoBook):
        return 4, _answer("not_found", text + _(" (pmdesk init --site NAME --code CODE founds one)"))
    if isinstance(error, stores.Busy | stores.DiskFull | stores.DiskFault):
        return 3, _answer("busy", text)
    return 2, _answer("invalid", text, [("db", text)])
