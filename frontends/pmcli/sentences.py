"""Names for commands that are not on the surface yet, in the language of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmcore.surface import sentences
from pmcore.surface.words import Words, short_time

from .words import lang

__all__ = ["fault_words", "register_words", "role_words", "short_time", "state_words", "step_words"]

Told = Mapping[str, Any]
_NOTHING: Told = {"registers": {}, "roles": {}}


def role_words(name: str) -> str:
    """A role as the reader calls it."""
    return Words(_NOTHING, lang()).role(name)


def step_words(manifest: Told, register: str, step: str) -> str:
    """A step as the reader calls it."""
    return Words(manifest, lang()).step(register, step)


def state_words(manifest: Told, register: str, state: str) -> str:
    """A state as the reader calls it."""
    return Words(manifest, lang()).state(register, state)


def register_words(manifest: Told, register: str) -> str:
    """A register as the reader calls it."""
    return Words(manifest, lang()).register(register)


def fault_words(what: str) -> str:
    """What is wrong with an entry of the journal."""
    return sentences.fault(what, Words(_NOTHING, lang()))
