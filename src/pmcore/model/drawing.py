"""Drawing by lot: who is drawn follows from a seed and from who they are, not from the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pmcore.model.canonical import digest
from pmcore.model.field import Ref
from pmcore.model.form import Form
from pmcore.model.kind import Choice

__all__ = ["drawn"]

V = TypeVar("V")


def drawn(population: Iterable[V], count: int, seed: str, but: Iterable[V] = (), lately: Iterable[V] = ()) -> tuple[V, ...]:
    """So many of a population, everybody with the same chance; in the order of the population.

    Each has a lot of their own out of the seed: who joins or leaves changes nobody else's. ``but`` are left out; ``lately``
    come only where the others are not enough. Raises TypeError for what has no identity (references, forms, choices, texts
    and whole numbers have).
    """
    out, last = {_identity(one) for one in but}, {_identity(one) for one in lately}
    members = {_identity(one): one for one in population}
    lots = sorted((name in last, digest(f"{seed}\n{name}"), name) for name in members if name not in out)
    chosen = {name for _late, _lot, name in lots[: max(count, 0)]}
    return tuple(one for name, one in members.items() if name in chosen)


def _identity(one: Any) -> str:
    if isinstance(one, Ref):
        return f"{one.register_name()}/{one.number}" if one.target is not None else one.number
    if isinstance(one, Form):
        return f"{one.register}/{one.number}"
    if isinstance(one, Choice):
        return str(one.value)
    if isinstance(one, str | int):
        return str(one)
    raise TypeError(f"a {type(one).__name__} has no identity to be drawn by: give references, forms, choices, texts or numbers")
