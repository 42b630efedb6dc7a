"""Small arithmetic of reports: lines grouped by what they have in common, and shares in per cent."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

__all__ = ["grouped", "percent"]

T = TypeVar("T")
K = TypeVar("K")


def grouped(things: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    """The things by key, in the order in which each key was met first."""
    found: dict[K, list[T]] = {}
    for thing in things:
        found.setdefault(key(thing), []).append(thing)
    return found


def percent(part: int, whole: int) -> int:
    """How many per cent, rounded down; 0 of nothing."""
    return 100 * part // max(whole, 1)
