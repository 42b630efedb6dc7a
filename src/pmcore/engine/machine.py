"""The machine's clock: one that is behind the last entry, or far ahead of it, writes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from pmcore.model.house import CLOCK_AHEAD, CLOCK_BACK
from pmcore.model.messages import messages
from pmcore.model.outcomes import Busy
from pmcore.model.stamp import instant

from .sheet import Sheet

__all__ = ["judge_clock"]

_ = messages("pmcore")
_SURELY_RIGHT = timedelta(hours=1)
"""So soon after the last entry no standard has to be asked."""


def judge_clock(sheet: Sheet, now: datetime, *, confirmed: bool) -> None:
    """Raises Busy where ``now`` cannot be; far ahead it may be once somebody ``confirmed`` it, or on a training site."""
    if not sheet.overlay.last_written:
        return
    last = instant(sheet.overlay.last_written)
    if last <= now <= last + _SURELY_RIGHT:
        return
    facts = sheet.facts()
    if CLOCK_BACK.default.after(now, facts.calendar) < last:
        behind = _("This machine's clock says {now}, but the last entry was written {last}; set the clock")
        raise Busy(behind.fill(now=now, last=last))
    if now > facts[CLOCK_AHEAD].after(last, facts.calendar) and not sheet.settings.training and not confirmed:
        ahead = _(
            "This machine's clock says {now}; the last entry was written {last}. "
            "If the clock is right, say so: pmdesk site confirm-clock"
        )
        raise Busy(ahead.fill(now=now, last=last))
