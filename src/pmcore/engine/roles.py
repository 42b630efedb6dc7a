"""Roles: what somebody holds on a day, and whose holders may sign as what at a site."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

from pmcore.model.book import Row
from pmcore.model.calendar import Calendar
from pmcore.model.stamp import stamp
from pmcore.model.standard import Standard

from .overlay import Overlay

__all__ = ["held_roles", "role_map", "staff_in"]


@cache
def role_map(role: str) -> Standard[tuple[str, ...]]:
    """The standard that says whose holders may sign as a role: a small site lets its assistant sign as archivist."""
    return Standard(f"role.{role}", (role,))


def held_roles(staff: Row, day: str) -> tuple[str, ...]:
    """The roles that somebody holds on a local day, from the dated facts of their form."""
    told = json.loads(str(staff.values.get("roles") or "[]"))
    return tuple(role for role, starts, until in told if starts <= day and (until is None or day <= until))


def staff_in(overlay: Overlay, calendar: Calendar, role: str, first: date, last: date) -> list[Row]:
    """Who held a role on any of these local days, up to the one on which they left."""
    start, end, begin = first.isoformat(), last.isoformat(), stamp(calendar.start_of_day(first))

    def held(row: Row) -> bool:
        told = json.loads(str(row.values.get("roles") or "[]"))
        return any(name == role and since <= end and (until is None or start <= until) for name, since, until in told)

    return [row for row in overlay.find("staff") if held(row) and not (row.closed and row.last < begin)]
