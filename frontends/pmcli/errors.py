"""What went wrong, as the contract's answer and exit code, and as a sentence for people; never a traceback."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from .words import _, lang

if TYPE_CHECKING:
    from pmcore.surface.answers import Answer
    from pmcore.surface.words import Words

__all__ = ["Stop", "told"]


class Stop(Exception):
    """The command line itself says no: a sentence, and the fields it is about."""

    def __init__(self, text: str, *, field: str = "", code: int = 2) -> None:
        super().__init__(text)
        self.text = text
        self.code = code
        self.invalid = [(field, text)] if field else []


def told(error: BaseException, words: Words, labels: dict[str, str]) -> tuple[int, Answer]:
    """(exit code, answer) of anything that can be raised."""
    from pmcore.store.errors import NoBook
    from pmcore.surface.mishaps import answer_to

    if isinstance(error, Stop):
        return error.code, _answer("invalid", error.text, words, error.invalid)
    if isinstance(error, click.UsageError):
        return 2, _usage(error, words)
    if isinstance(error, click.ClickException):
        return 2, _answer("invalid", error.format_message(), words)
    if isinstance(error, (click.Abort, KeyboardInterrupt)):
        return 130, _answer("conflict", _("Stopped; nothing more was written"), words)
    answer = answer_to(error, words, labels) or _answer("invalid", _unforeseen(error), words)
    if isinstance(error, NoBook):
        answer.data["message"] += _(" (pmdesk init --site NAME --code CODE founds one)")
    return answer.left.exit_code, answer


def _unforeseen(error: BaseException) -> str:
    if os.environ.get("PMDESK_TRACE"):
        import traceback

        sys.stderr.write("".join(traceback.format_exception(error)))
    kind = type(error).__name__
    return _(
        "Something went wrong that was not foreseen ({kind}); run it again with PMDESK_TRACE=1 and report what it prints", kind=kind
    )


def _answer(outcome: str, text: str, words: Words, invalid: list[tuple[str, str]] | None = None) -> Answer:
    """A sentence of the command line's own, which is in the reader's words already."""
    from pmcore.model.messages import Msg
    from pmcore.surface.mishaps import mishap

    def said(text: str) -> Msg:
        return Msg("{said}", "pmcli", values={"said": text})

    return mishap(outcome, said(text), words, [(field, said(one)) for field, one in invalid or ()])


def _usage(error: click.UsageError, words: Words) -> Answer:
    """Unknown options with those near to them; anything else in Click's words, which our catalogue translates."""
    if isinstance(error, click.NoSuchOption) and error.ctx is not None:
        from .near import near_options

        name = error.option_name
        near = near_options(name, error.ctx.command.get_params(error.ctx))
        text = _("There is no option {name} here", name=name)
        if near:
            text += _("; near it: {near}", near=(", " if lang() == "en" else "、").join(near))
        return _answer("invalid", text, words, [(name.lstrip("-").replace("-", "_"), text)])
    text = error.format_message()
    field: Any = getattr(error, "option_name", None) or getattr(error, "param_hint", None) or ""
    return _answer("invalid", text, words, [(str(field).lstrip("-"), text)])
