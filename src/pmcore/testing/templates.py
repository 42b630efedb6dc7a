"""Sentence templates: blanks in quotation marks, optional parts, free space; one function serves several languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from pytest_bdd import given, parsers, then, when

__all__ = ["Given", "Table", "Then", "When", "sentence"]

F = TypeVar("F", bound=Callable[..., Any])
Table = Sequence[Sequence[str]] | None
_QUOTED = r"[\"“「《](?P<{0}>[^\"”」》]*)[\"”」》]"
_PLAIN = {"who": r"(?P<who>[A-Za-z0-9_-]+)", "n": r"(?P<n>\d+)", "m": r"(?P<m>\d+)"}


def sentence(template: str) -> Any:
    """A sentence with ``{blanks}`` in quotation marks, ``[optional parts]``, and free blanks between words."""
    pattern = ""
    for part in re.split(r"(\{\w+\}|\[|\]|\s+)", template):
        if part in ("[", "]"):
            pattern += "(?:" if part == "[" else ")?"
        elif part.startswith("{"):
            pattern += rf"\s*{_PLAIN.get(part[1:-1], _QUOTED.format(part[1:-1]))}\s*"
        elif part.isspace():
            pattern += r"\s*"
        else:
            pattern += re.escape(part).replace("，", "[，,]")
    return parsers.re(pattern + r"[：:]?")


def _each(kind: Callable[..., Any], templates: tuple[str, ...]) -> Callable[[F], F]:
    def declare(function: F) -> F:
        for template in templates:
            kind(sentence(template), stacklevel=2)(function)
        return function

    return declare


def Given(*templates: str) -> Callable[[F], F]:  # noqa: N802
    """Declare a 假如 sentence in both languages."""
    return _each(given, templates)


def When(*templates: str) -> Callable[[F], F]:  # noqa: N802
    """Declare a 当 sentence in both languages."""
    return _each(when, templates)


def Then(*templates: str) -> Callable[[F], F]:  # noqa: N802
    """Declare a 那么 sentence in both languages."""
    return _each(then, templates)
