"""What a kind of value is: one way in from people, one form in the chain, one look for people."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from pmcore.model.calendar import DEFAULT_ZONE
from pmcore.model.messages import Bad, Msg, messages
from pmcore.model.text import tidy

__all__ = ["FREE", "Choice", "Kind", "Limits", "Spec"]

_ = messages("pmcore")


class Spec(Protocol):
    """What a kind looks at in a field; ``labels``, ``ref`` and ``zone`` are looked at where they exist."""

    ge: Any
    le: Any
    max_length: int | None
    places: int | None
    pattern: str | None
    multiline: Any


class Choice(enum.Enum):
    """Base of choices: ``class Use(Choice): HOME = "home"``. The values are texts and stand in journals for ever."""

    def __str__(self) -> str:
        return str(self.value)


class Limits:
    """Limits of a value where there is no field: the same attributes, all optional.

    ``labels`` maps the words of a choice to its values; ``zone`` is where times without an offset are meant, ``day`` the day
    of a time without one.
    """

    __slots__ = ("day", "ge", "labels", "le", "max_length", "multiline", "pattern", "places", "ref", "zone")

    def __init__(
        self,
        *,
        ge: Any = None,
        le: Any = None,
        max_length: int | None = None,
        places: int | None = None,
        pattern: str | None = None,
        multiline: bool | None = None,
        labels: Mapping[str, str] | None = None,
        zone: str = DEFAULT_ZONE,
        day: date | None = None,
        ref: Any = None,
    ) -> None:
        self.ge = ge
        self.le = le
        self.max_length = max_length
        self.places = places
        self.pattern = pattern
        self.multiline = multiline
        self.labels = labels
        self.zone = zone
        self.day = day
        self.ref = ref


FREE = Limits()
"""No limits but those of the kind."""


class Kind:
    """One kind of value. ``type`` is what a value is in Python, ``column`` what it is in a table (TEXT, INTEGER).

    ``personal``: the value lies beside the chain. ``choices`` is the Choice it reads, if it reads one. For every kind
    ``restore(dump(v)) == v``, ``read(show(v, lang)) == v`` and ``load(plain(v)) == v``.
    """

    __slots__ = ("choices", "column", "example", "metavar", "name", "personal", "type")

    def __init__(
        self,
        name: str,
        type: type[Any],
        metavar: Msg | str,
        example: str,
        *,
        column: str = "TEXT",
        personal: bool = False,
    ) -> None:
        self.name = name
        self.type = type
        self.metavar = metavar
        self.example = example
        self.column = column
        self.personal = personal
        self.choices: Any = None

    def __repr__(self) -> str:
        return f"<kind {self.name}>"

    def read(self, text: str, spec: Spec = FREE) -> Any:
        """The value that a person wrote. Raises Bad, never naming the value."""
        text = tidy(text)
        if not text:
            raise _empty()
        return self._limited(self._parse(text, spec), spec)

    def load(self, raw: object, spec: Spec = FREE) -> Any:
        """The value from JSON as people send it: its natural type, or the text a person would write. Raises Bad."""
        if isinstance(raw, str):
            return self.read(raw, spec)
        if type(raw) is self.type:
            return self.check(raw, spec)
        if raw is None:
            raise Bad(_("is missing; give a value"))
        return self._limited(self._natural(raw, spec), spec)

    def check(self, value: Any, spec: Spec = FREE) -> Any:
        """A value made in Python, brought into its one form and held against the limits. TypeError for another type."""
        if type(value) is not self.type:
            raise TypeError(f"{self.name} wants {self.type.__name__}, not {type(value).__name__}")
        return self._limited(self._regular(value, spec), spec)

    def dump(self, value: Any) -> Any:
        """The value as it stands in the chain and in its column: a text, a whole number or a truth value."""
        return value

    def restore(self, raw: Any) -> Any:
        """The value from what ``dump`` wrote; trusts it."""
        return raw

    def dump_places(self, value: Any, spec: Spec) -> Any:
        """``dump`` where the field decides the form (numbers with places)."""
        return self.dump(value)

    def restore_places(self, raw: Any, spec: Spec) -> Any:
        """The value from what ``dump_places`` wrote."""
        return self.restore(raw)

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        """The value for people; ``lang`` is ``zh`` or ``en``. Not masked, not made safe for a terminal."""
        return str(value)

    def plain(self, value: Any, zone: str = DEFAULT_ZONE) -> Any:
        """The value for JSON that goes out; the same in every language."""
        return self.show(value, "en", zone)

    def mask(self, value: Any) -> str:
        """The value for eyes that need not see it; the value itself where it is not personal."""
        return "***" if self.personal else self.show(value)

    def _parse(self, text: str, spec: Spec) -> Any:
        """The value of a text that is clean, NFKC and not empty."""
        raise NotImplementedError

    def _natural(self, raw: object, spec: Spec) -> Any:
        """The value of JSON that is no text; most kinds have none."""
        raise Bad(_("is another kind of value; write it as text, such as {example}").fill(example=self.example))

    def _regular(self, value: Any, spec: Spec) -> Any:
        """The one form of a value."""
        return value

    def _limited(self, value: Any, spec: Spec) -> Any:
        if spec.ge is not None and value < spec.ge:
            raise Bad(_("is below the limit; give {least} or above").fill(least=spec.ge))
        if spec.le is not None and value > spec.le:
            raise Bad(_("is above the limit; give {most} or below").fill(most=spec.le))
        return value


class TextKind(Kind):
    """Kinds whose values are texts: length and pattern are their limits, reading again is their check."""

    __slots__ = ("most",)

    def __init__(self, name: str, metavar: Msg | str, example: str, most: int, *, personal: bool = False) -> None:
        super().__init__(name, str, metavar, example, personal=personal)
        self.most = most

    def check(self, value: Any, spec: Spec = FREE) -> Any:
        """The text read again: what a person could not write cannot be made in Python either."""
        if type(value) is not str:
            raise TypeError(f"{self.name} wants str, not {type(value).__name__}")
        return self.read(value, spec)

    def _parse(self, text: str, spec: Spec) -> str:
        return text

    def _limited(self, value: Any, spec: Spec) -> Any:
        if not value:
            raise _empty()
        most = self.most if spec.max_length is None else spec.max_length
        if len(value) > most:
            raise Bad(_("is longer than {most} characters; shorten it").fill(most=most))
        if spec.pattern is not None and re.fullmatch(spec.pattern, value) is None:
            raise Bad(_("has another form than is wanted here; write it as {pattern}").fill(pattern=spec.pattern))
        return value


def _empty() -> Bad:
    return Bad(_("is empty; give a value or leave it out"))
