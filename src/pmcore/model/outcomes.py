"""What can come of a request other than success: each is an exception that carries its answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmcore.model.messages import Msg, messages
from pmcore.model.rule import Finding

__all__ = ["Ambiguous", "Busy", "Conflict", "Declined", "Invalid", "NeedsApproval", "NotFound", "Refused", "Unknown", "WrongUse"]

_ = messages("pmcore")


class Declined(Exception):
    """Nothing was written. ``outcome`` is the word of the contract, ``findings`` and ``invalid`` say why."""

    outcome = "refused"
    exit_code = 1

    def __init__(
        self, message: Msg, *, findings: Sequence[Finding] = (), invalid: Sequence[tuple[str, Msg]] = (), **more: Any
    ) -> None:
        super().__init__(message.text)
        self.message = message
        self.findings = tuple(findings)
        self.invalid = tuple(invalid)
        self.more = more


class Refused(Declined):
    """A rule refuses the step."""


class Unknown(Declined):
    """Something that a rule has to know is not on record."""

    outcome = "unknown"


class NeedsApproval(Declined):
    """It may be written once somebody approved it."""

    outcome = "needs_approval"
    exit_code = 5


class Invalid(Declined):
    """Fields are missing or cannot be read; all of them are told at once."""

    outcome = "invalid"
    exit_code = 2


class WrongUse(Invalid):
    """The request itself makes no sense: an unknown register, step or option."""


class Ambiguous(Declined):
    """What was given fits several forms; ``more["ambiguous"]`` lists them."""

    outcome = "ambiguous"
    exit_code = 2


class NotFound(Declined):
    """There is no such form."""

    outcome = "not_found"
    exit_code = 4


class Conflict(Declined):
    """Somebody else was quicker, or the same command id came with other content."""

    outcome = "conflict"
    exit_code = 3


class Busy(Declined):
    """Try again later: the book is locked, or the machine's clock is wrong."""

    outcome = "busy"
    exit_code = 3
