"""The desk of an office building: mail, newspapers, stored goods, visitors, things lent, the lobby, and each shift's count."""

from __future__ import annotations

from . import collecting, figures, found, loan, lobby, mail, paper, shift, storage, visitor

__all__ = ["collecting", "figures", "found", "loan", "lobby", "mail", "paper", "shift", "storage", "visitor"]
