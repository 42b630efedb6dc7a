"""Keys in custody: taken in and locked away, lent to staff and chased, given back to who left them, lost and answered for."""

from __future__ import annotations

from . import custody, figures, incident, lending, loss, reports, rules

__all__ = ["custody", "figures", "incident", "lending", "loss", "reports", "rules"]
