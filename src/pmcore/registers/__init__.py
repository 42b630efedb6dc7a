"""The core's own registers, written like any chapter."""

from . import account, amounts, approval, charge, customer, deposit, payment, payment_rules, reading, site, staff, unit, work

__all__ = [
    "account", "amounts", "approval", "charge", "customer", "deposit", "payment", "payment_rules", "reading", "site", "staff",
    "unit", "work",
]  # fmt: skip
