"""Near matches: what somebody may have meant by a name that is none, in whatever language they wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

__all__ = ["near"]

_ALIKE = 0.55


def near(typed: str, known: Mapping[str, Iterable[str]], lang: str, most: int = 5) -> list[str]:
    """Names (given with all their words) that look like what was typed, the likeliest first.

    Close spellings, then shared characters or parts; to a reader of Chinese with the Chinese word behind the name.
    """
    ranked = []
    for name, words in known.items():
        every = [name, *words]
        best = max((_alike(typed, word) for word in every if word), default=0.0)
        if best >= _ALIKE:
            ranked.append((-best, _shown(name, every, lang)))
    return [shown for _rank, shown in sorted(ranked)[:most]]


def _alike(typed: str, word: str) -> float:
    return SequenceMatcher(None, typed.lower(), word.lower()).ratio() + _part(typed, word)


def _part(typed: str, word: str) -> float:
    """A part of the word counts; one Han character of two is already much."""
    if len(typed) >= 2 and (typed.lower() in word.lower() or (word.lower() in typed.lower() and len(word) > 1)):
        return 0.4
    return 0.2 if not typed.isascii() and set(typed) & set(word) else 0.0


def _shown(name: str, words: Iterable[str], lang: str) -> str:
    han = next((word for word in words if word and not word.isascii()), "")
    return f"{name} ({han})" if han and lang == "zh" and han != name else name
