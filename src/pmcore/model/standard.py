"""Standards: named, typed figures that a company may change from a day on, for all or for one zone, kind or customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pmcore.model.origin import declaring_module

__all__ = ["Levels", "Standard"]

V = TypeVar("V")


class Standard(Generic[V]):
    """A figure of the procedure: fee, deadline, quota, list. ``facts[STANDARD]`` is its value at the time judged.

    ``scopes`` names the fields a value may be narrowed by (``scopes=("zone",)``); the most specific one that fits holds.
    ``choices`` limits text values. ``clause`` is where the procedure gives it.
    """

    __slots__ = ("choices", "clause", "default", "module", "name", "scopes")

    def __init__(
        self, name: str, default: V, *, clause: str = "", scopes: tuple[str, ...] = (), choices: tuple[str, ...] = ()
    ) -> None:
        self.module = declaring_module()
        self.name = name
        self.default = default
        self.clause = clause
        self.scopes = scopes
        self.choices = choices

    def __repr__(self) -> str:
        return f"Standard({self.name!r})"

    def of(self, **scope: object) -> Scoped[V]:
        """The standard for one case: ``facts[RENT.of(zone=self.zone)]``."""
        return Scoped(self, scope)


class Scoped(Generic[V]):
    """A standard with the case it is asked for."""

    __slots__ = ("scope", "standard")

    def __init__(self, standard: Standard[V], scope: Mapping[str, Any]) -> None:
        self.standard = standard
        self.scope = scope


Levels = ("as-written", "refuse", "approve", "warn", "off")
"""What the level of a rule may be set to."""
