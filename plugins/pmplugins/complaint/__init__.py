"""Complaints: who takes one owns it; the supervisor judges it; time makes it major; it is settled, and followed up."""

from __future__ import annotations

from . import figures, followed, form, outcome, rules, weekly

__all__ = ["figures", "followed", "form", "outcome", "rules", "weekly"]
