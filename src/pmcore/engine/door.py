"""The door of a sheet: steps go in one by one, by whoever is named, all in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcore.model.people import Actor
from pmcore.model.step import Step

from .sheet import Request, Sheet
from .work import Written

__all__ = ["Door", "actor_of"]


def actor_of(by: Actor | str) -> Actor:
    """Who signs: as given, or a member of staff by code, number or name."""
    return by if isinstance(by, Actor) else Actor(by)


class Door:
    """A sheet with the desk's manners: steps go in one by one, all are written when the block ends, or none."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def record(self, step: Step | type[Step], given: Mapping[str, Any] | None = None, *, by: Actor | str, **more: Any) -> Written:
        """As ``Desk.record``, within the transaction."""
        return self.sheet.record(Request(step, given, actor=actor_of(by), **more))
