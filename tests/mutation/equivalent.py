"""Mutants that no scenario can tell from the declaration: what they change is held elsewhere as well, each with its reason."""

from __future__ import annotations

__all__ = ["EQUIVALENT"]

EQUIVALENT: dict[str, dict[str, str]] = {}
"""Chapter -> the mutant's name -> why nothing observable changes."""
