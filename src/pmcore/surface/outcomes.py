"""What can come of a request: the one table that says how each outcome leaves a command line and an HTTP server."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["OUTCOMES", "Outcome"]


class Outcome(NamedTuple):
    """``exit_code`` is the command line's, ``http_status`` a server's; ``written`` whether the book holds it now."""

    exit_code: int
    http_status: int
    written: bool = False


OUTCOMES = {
    "recorded": Outcome(0, 200, written=True),
    "checked": Outcome(0, 200),
    "refused": Outcome(1, 422),
    "unknown": Outcome(1, 422),
    "invalid": Outcome(2, 400),
    "ambiguous": Outcome(2, 400),
    "conflict": Outcome(3, 409),
    "busy": Outcome(3, 503),
    "not_found": Outcome(4, 404),
    "needs_approval": Outcome(5, 403),
}
"""The word that every answer bears -> how it leaves a frontend."""
