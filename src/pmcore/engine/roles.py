"""Roles: what somebody holds on a day, and whose holders may sign as what at a site."""

from __future__ import annotations

import json
from functools import cache

from pmcore.model.book import Row
from pmcore.model.standard import Standard

__all__ = ["held_roles", "role_map"]


@cache
def role_map(role: str) -> Standard[tuple[str, ...]]:
    """The standard that says whose holders may sign as a role: a small site lets its assistant sign as archivist."""
    return Standard(f"role.{role}", (role,))


def held_roles(staff: Row, day: str) -> tuple[str, ...]:
    """The roles that somebody holds on a local day, from the dated facts of their form."""
    told = json.loads(str(staff.values.get("roles") or "[]"))
    return tuple(role for role, starts, until in told if starts <= day and (until is None or day <= until))
