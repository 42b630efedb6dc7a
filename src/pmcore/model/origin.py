"""The module in which a thing is declared, as ``namedtuple`` and ``Enum`` find it."""

from __future__ import annotations

import sys

__all__ = ["declaring_module"]


def declaring_module() -> str:
    """The module whose code called the constructor that calls this."""
    return str(sys._getframe(2).f_globals.get("__name__", ""))
