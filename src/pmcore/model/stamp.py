"""Moments as texts of fixed width: UTC, milliseconds, sorting as they stand."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["instant", "stamp"]


def stamp(moment: datetime) -> str:
    """``2026-11-30T01:05:12.123Z``. The moment must know its zone."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds")[:23] + "Z"


def instant(text: str) -> datetime:
    """The moment of a stamp."""
    return datetime.fromisoformat(text[:-1] + "+00:00")
