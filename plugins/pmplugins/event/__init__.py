"""Community events: an annual plan that three approve, each event planned, reported, announced, held, and recorded."""

from __future__ import annotations

from . import form, record, year

__all__ = ["form", "record", "year"]
