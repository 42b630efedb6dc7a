"""Figures of the book itself: how late, how long, by whose leave."""

from __future__ import annotations

from pmcore.model.span import days, minutes, working_days
from pmcore.model.standard import Standard

__all__ = ["AMEND_WITHIN", "APPROVAL_VALID", "CLOCK_AHEAD", "CLOCK_BACK", "CONFIRM_WITHIN", "LATE_GRACE", "LATE_LIMIT", "PIN_ROLES"]

LATE_GRACE = Standard("desk.late_grace", minutes(10), clause="all.1")
"""An entry this long after it happened is not yet marked late."""
LATE_LIMIT = Standard("desk.late_limit", working_days(1), clause="all.1")
"""How far back something may be entered without an approval."""
CLOCK_BACK = Standard("desk.clock_back", minutes(5), clause="all.1")
"""How far the machine's clock may lie behind the last entry."""
CLOCK_AHEAD = Standard("desk.clock_ahead", days(15), clause="all.1")
"""How far it may lie ahead of the last entry before somebody has to say that it is right."""
AMEND_WITHIN = Standard("desk.amend_within", minutes(24 * 60), clause="all.1")
"""For how long the signer may correct or strike alone; afterwards it is the supervisor's."""
APPROVAL_VALID = Standard("desk.approval_valid", days(1), clause="all.1")
"""How long an approval that was asked for may be granted and used."""
CONFIRM_WITHIN = Standard("desk.confirm_within", working_days(1), clause="all.1")
"""When an approval given by telephone has to be confirmed in person."""
PIN_ROLES: Standard[tuple[str, ...]] = Standard("desk.pin_roles", (), clause="all.1")
"""The roles that sign with a PIN here."""
