"""Options that look like the one that was mistyped."""

from __future__ import annotations

from collections.abc import Iterable

import click

from pmcore.surface.near import near

from .words import lang

__all__ = ["near_options"]


def near_options(typed: str, params: Iterable[click.Parameter]) -> list[str]:
    """Options that look like the one typed."""
    known = {}
    for param in params:
        if isinstance(param, click.Option) and param.opts:
            plain = next((name for name in param.opts if name.isascii()), param.opts[0])
            known[plain] = [name for name in param.opts if name != plain]
    return near(typed, known, lang())
