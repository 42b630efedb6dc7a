"""The core's own registers, written like any chapter."""

from . import account, amounts, approval, charge, customer, deposit, payment, payment_rules, reading, site, staff, unit

__all__ = [
    "account", "amounts", "approval", "charge", "customer", "deposit", "payment", "payment_rules", "reading", "site", "staff",
    "unit",
]  # fmt: skip
