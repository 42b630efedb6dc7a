"""The figures of parking, and what a stay costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from pmcore import Choice, Facts, Money, Standard, end_of_day, minutes, yuan

__all__ = [
    "CARD_DEPOSIT", "ELIGIBILITY", "LIST_WITHIN", "MONTHLY_RENT", "PAY_WITHIN", "PUBLISHED", "REFUND_WITHIN", "STAY_DAY",
    "Document", "Tariff", "stay_fee", "stay_fee_by_day", "tariff",
]  # fmt: skip

MONTHLY_RENT = Standard("parking.monthly_rent", yuan(100), clause="parking.3", scopes=("zone",))
"""A space for a month; a company may say by zone."""
STAY_FIRST = Standard("parking.stay_first", yuan(2), clause="parking.3")
"""The first hours of a stay, all together."""
STAY_FIRST_HOURS = Standard("parking.stay_first_hours", 2, clause="parking.3")
STAY_HOUR = Standard("parking.stay_hour", yuan(1), clause="parking.3")
"""Every further hour begun."""
STAY_MOST = Standard("parking.stay_most", yuan(6), clause="parking.3")
"""The most for a day."""
STAY_DAY = Standard("parking.stay_day", "24h", clause="parking.3", choices=("24h", "calendar"))
"""What a day is: 24 hours from entry, or from midnight to midnight."""
CARD_DEPOSIT = Standard("parking.card_deposit", yuan(50), clause="parking.4")
PAY_WITHIN = Standard("parking.pay_within", minutes(30), clause="parking.4")
"""How soon after it is agreed the rent is paid."""
REFUND_WITHIN = Standard("parking.refund_within", end_of_day(), clause="parking.7")
"""How soon the deposit of a card that came back is paid out."""
LIST_WITHIN = Standard("parking.list_within", end_of_day(), clause="parking.6")
"""How soon the toll collector signs for the list."""
ELIGIBILITY = Standard("parking.eligibility", "warn", clause="parking.1", choices=("warn", "approve", "refuse"))
"""What becomes of a rent without papers on record, or of somebody who holds no unit here."""

_HOUR, _DAY = 60, 24 * 60


class Document(Choice):
    """What identifies somebody. Only its kind and last four characters are kept, never the document."""

    IDENTITY_CARD = "identity-card"
    PASSPORT = "passport"
    DRIVING_LICENCE = "driving-licence"
    BUSINESS_LICENCE = "business-licence"
    OTHER = "other"


class Tariff(NamedTuple):
    """What a stay costs: ``first`` for up to ``first_hours``, ``hour`` for each further one begun, ``most`` a day."""

    first: Money
    first_hours: int
    hour: Money
    most: Money


PUBLISHED = Tariff(yuan(2), 2, yuan(1), yuan(6))
"""The procedure's own (parking.3)."""


def tariff(facts: Facts) -> Tariff:
    """The tariff as it holds by these facts."""
    return Tariff(facts[STAY_FIRST], facts[STAY_FIRST_HOURS], facts[STAY_HOUR], facts[STAY_MOST])


def stay_fee(stayed: int, by: Tariff = PUBLISHED) -> Money:
    """What a stay of so many minutes costs (parking.3): each 24 hours from entry are charged by themselves, at most ``most``.

    Nothing for 0 minutes; it never falls as the stay grows. Raises ValueError for less than nothing.
    """
    if stayed < 0:
        raise ValueError("a stay does not end before it began")
    days, rest = divmod(stayed, _DAY)
    return _day_fee(_DAY, by) * days + _day_fee(rest, by)


def stay_fee_by_day(stayed: Iterable[int], by: Tariff = PUBLISHED) -> Money:
    """What a stay costs where a day ends at midnight: ``stayed`` are its minutes on each calendar day."""
    return sum((stay_fee(part, by) for part in stayed), Money(0))


def _day_fee(stayed: int, by: Tariff) -> Money:
    """What no more than 24 hours cost."""
    if stayed == 0:
        return Money(0)
    further = max(stayed - by.first_hours * _HOUR, 0)
    return min(by.first + by.hour * -(-further // _HOUR), by.most)
