"""Values for commands that are not on the surface yet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pmcore.surface.values import moment, staff_codes

if TYPE_CHECKING:
    from pmcore.engine.queries import Look

__all__ = ["known_staff", "moment"]


def known_staff(look: Look, names: Iterable[str]) -> dict[str, str]:
    """``staff:NUMBER`` -> the code by which that person is known."""
    return staff_codes(look, names)
