"""Messages: a sentence kept as data, and put into words only for the reader."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, LiteralString

__all__ = ["Bad", "Msg", "messages"]

_NAMES = re.compile(r"\{(\w+)\}")


class Msg:
    """One sentence: its English text with ``{names}``, the catalogue it is in, and its values.

    The values stay what they are (money, dates, references), because the reader's language decides how they look.
    """

    __slots__ = ("context", "domain", "text", "values")

    def __init__(self, text: str, domain: str = "pmcore", context: str = "", values: Mapping[str, Any] | None = None) -> None:
        self.text = text
        self.domain = domain
        self.context = context
        self.values: Mapping[str, Any] = values or {}

    def fill(self, **values: Any) -> Msg:
        """The same sentence with these values as well."""
        return Msg(self.text, self.domain, self.context, {**self.values, **values})

    @property
    def names(self) -> list[str]:
        """The names of its blanks."""
        return _NAMES.findall(self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Msg) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.text, self.domain, self.context))

    def __repr__(self) -> str:
        return f"Msg({self.text!r})"  # never the values: they may be personal

    def _key(self) -> tuple[str, str, str, dict[str, Any]]:
        return self.text, self.domain, self.context, dict(self.values)


def messages(domain: str) -> Callable[[LiteralString], Msg]:
    """What a module calls ``_``: it makes messages of that package. The text is a literal, or no catalogue could hold it."""

    def message(text: LiteralString) -> Msg:
        return Msg(text, domain)

    return message


class Bad(ValueError):
    """A value that cannot be read; carries the sentence that says why and what to do, never the value of a personal field."""

    def __init__(self, message: Msg) -> None:
        super().__init__(message.text)
        self.message = message
