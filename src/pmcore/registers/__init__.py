"""The core's own registers, written like any chapter."""

from . import approval, customer, site, staff, unit

__all__ = ["approval", "customer", "site", "staff", "unit"]
