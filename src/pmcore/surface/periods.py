"""Periods as people write them: ``2026``, ``2026-H1``, ``2026-Q3``, ``2026-11``, ``2026-W48``, ``2026-11-30``."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pmcore.model.messages import messages
from pmcore.model.outcomes import WrongUse

__all__ = ["EVERY", "recent", "span_of"]

_ = messages("pmcore")
SEVERAL = 6
EVERY = {
    "day": _("every day"),
    "week": _("every week"),
    "monday": _("every Monday"),
    "friday": _("every Friday"),
    "month": _("every month"),
    "two-months": _("every two months"),
    "half-year": _("every half year"),
    "year": _("every year"),
}
"""What the periods of reports and quotas are called."""


def recent(every: str, today: date) -> list[str]:
    """The present day, week, month, half year or year and those before it, the present one first."""
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(SEVERAL)]
    halves = [divmod(today.year * 2 + (today.month > 6) - back, 2) for back in range(SEVERAL)]
    weeks = [(today - timedelta(weeks=back)).isocalendar() for back in range(SEVERAL)]
    told = {
        "day": [str(today - timedelta(days=back)) for back in range(SEVERAL)],
        "week": [f"{week.year}-W{week.week:02}" for week in weeks],
        "half-year": [f"{year}-H{half + 1}" for year, half in halves],
        "year": [str(today.year - back) for back in range(SEVERAL)],
        "month": [f"{year}-{month + 1:02}" for year, month in months],
    }
    return told[{"monday": "week", "friday": "week", "two-months": "month"}.get(every, every)]


def span_of(text: str) -> tuple[date, date]:
    """The first day of a period, and the day after its last. Raises WrongUse where it is none."""
    found = re.fullmatch(r"(\d{4})(?:-(?:H([12])|W(\d{1,2})|Q([1-4])|(\d{1,2})(?:-(\d{1,2}))?))?", text.strip().upper())
    try:
        if found is None:
            raise ValueError(text)
        year, half, week, quarter, month, day = (int(part) if part else 0 for part in found.groups())
        if week:
            first = date.fromisocalendar(year, week, 1)
            return first, first + timedelta(days=7)
        if day:
            return date(year, month, day), date(year, month, day) + timedelta(days=1)
        first_month, months = (half * 6 - 5, 6) if half else (quarter * 3 - 2, 3) if quarter else (month, 1) if month else (1, 12)
        after = first_month - 1 + months
        return date(year, first_month, 1), date(year + after // 12, after % 12 + 1, 1)
    except ValueError:
        message = _("{period} is no period; write 2026, 2026-H1, 2026-11, 2026-W48 or 2026-11-30").fill(period=text)
        raise WrongUse(message, invalid=[("period", message)]) from None
