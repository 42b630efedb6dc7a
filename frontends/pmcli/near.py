"""Near matches for names that are mistyped, in whatever language they were typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import click

from .words import lang

__all__ = ["near", "near_options"]


def near(typed: str, known: Mapping[str, Iterable[str]], most: int = 5) -> list[str]:
    """Names (with all their words) that look like what was typed: close spellings, then shared characters or parts."""
    from difflib import SequenceMatcher

    ranked = []
    for name, words in known.items():
        best = max(
            (SequenceMatcher(None, typed.lower(), word.lower()).ratio() + _part(typed, word) for word in (name, *words) if word),
            default=0.0,
        )
        if best >= 0.55:
            ranked.append((-best, _shown(name, list(words))))
    return [shown for _rank, shown in sorted(ranked)[:most]]


def _part(typed: str, word: str) -> float:
    """A part of the word counts; one Han character of two is already much."""
    if len(typed) >= 2 and (typed.lower() in word.lower() or (word.lower() in typed.lower() and len(word) > 1)):
        return 0.4
    return 0.2 if not typed.isascii() and set(typed) & set(word) else 0.0


def _shown(name: str, words: list[str]) -> str:
    han = next((word for word in words if word and not word.isascii()), "")
    return f"{name} ({han})" if han and lang() == "zh" else name


def near_options(typed: str, params: Iterable[click.Parameter]) -> list[str]:
    """Options that look like the one typed."""
    known = {}
    for param in params:
        if isinstance(param, click.Option) and param.opts:
            plain = next((name for name in param.opts if name.isascii()), param.opts[0])
            known[plain] = [name for name in param.opts if name != plain]
    return near(typed, known)
