"""Parking: monthly rent of a space, its card, stays by the hour, vehicles, and the list for the garage."""

from __future__ import annotations

from . import card, figures, garage, rent, rent_rules, stay, vehicle

__all__ = ["card", "figures", "garage", "rent", "rent_rules", "stay", "vehicle"]
