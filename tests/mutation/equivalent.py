"""Mutants that no scenario can tell from the declaration: what they change is held elsewhere as well, each with its reason."""

from __future__ import annotations

__all__ = ["EQUIVALENT"]

LEAVES = "it always leads out of the state in which it is taken, and only a step that stays is held to once"
EQUIVALENT: dict[str, dict[str, str]] = {
    "complaint": {"step complaint follow-up: once only": LEAVES},
}
"""Chapter -> the mutant's name -> why nothing observable changes."""
