"""Complaints: who takes one owns it; the supervisor judges it; time makes it major; it is settled, and followed up."""

from __future__ import annotations

from . import figures, form, outcome, rules, weekly

__all__ = ["figures", "form", "outcome", "rules", "weekly"]
