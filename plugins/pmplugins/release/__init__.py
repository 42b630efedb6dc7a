"""Goods release: what leaves the estate is declared, let go by the desk, counted at the gate, and its slip checked off."""

from __future__ import annotations

from . import counterfoil, form, gate, slip

__all__ = ["counterfoil", "form", "gate", "slip"]
