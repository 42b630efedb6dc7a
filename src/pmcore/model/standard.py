"""Standards: named, typed figures that a company may change from a day on, for all or for one zone, kind or customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from pmcore.model.kind import Choice
from pmcore.model.origin import declaring_module

__all__ = ["ByChoice", "Levels", "Standard", "StandardTable"]

V = TypeVar("V")


class Standard(Generic[V]):
    """A figure of the procedure: fee, deadline, quota, list. ``facts[STANDARD]`` is its value at the time judged.

    ``scopes`` names the fields a value may be narrowed by (``scopes=("zone",)``); the most specific one that fits holds.
    ``choices`` limits text values. ``clause`` is where the procedure gives it.
    """

    __slots__ = ("choices", "clause", "default", "module", "name", "scopes")

    def __init__(
        self, name: str, default: V, *, clause: str = "", scopes: tuple[str, ...] = (), choices: tuple[str, ...] = ()
    ) -> None:
        self.module = declaring_module()
        self.name = name
        self.default = default
        self.clause = clause
        self.scopes = scopes
        self.choices = choices

    def __repr__(self) -> str:
        return f"Standard({self.name!r})"

    def of(self, **scope: object) -> Scoped[V]:
        """The standard for one case: ``facts[RENT.of(zone=self.zone)]``."""
        return Scoped(self, scope)

    @staticmethod
    def each(
        name: str, choices: type[Choice], default: V, *, clause: str = "", names: Mapping[str, str] | None = None, **others: V
    ) -> StandardTable[V]:
        """A standard for every member of a choice: ``Standard.each("mail.told_within", MailKind, hours(4), EXPRESS=hours(1))``.

        ``name`` may hold ``{}`` for the member's word (otherwise it follows after a dot); ``names`` says another word for a
        member. ``others`` are the defaults that differ. Raises TypeError for a member that there is none of.
        """
        for told in (*others, *(names or {})):
            if told not in choices.__members__:
                raise TypeError(f"{choices.__name__} has no member {told!r}")
        home, pattern = declaring_module(), name if "{}" in name else name + ".{}"
        made: dict[Choice, Standard[V]] = {}
        for member in choices:
            word = (names or {}).get(member.name, str(member.value).replace("-", "_"))
            made[member] = Standard(pattern.format(word), others.get(member.name, default), clause=clause)
            made[member].module = home
        return StandardTable(pattern, made)


class StandardTable(Generic[V]):
    """A standard for every member of a choice; see ``Standard.each``. ``TABLE[MEMBER]`` is one of them."""

    __slots__ = ("pattern", "standards")

    def __init__(self, pattern: str, standards: Mapping[Choice, Standard[V]]) -> None:
        self.pattern = pattern
        self.standards = standards

    def __getitem__(self, member: Choice) -> Standard[V]:
        return self.standards[member]

    def __iter__(self) -> Iterator[Standard[V]]:
        return iter(self.standards.values())

    @property
    def names(self) -> str:
        """The names of its standards in one word: ``followup.asked_after_*``."""
        return self.pattern.format("*")

    def by(self, field: str) -> ByChoice:
        """For ``within=``: the standard for what a field of the form says."""
        return ByChoice(self, field)


class ByChoice:
    """The standard that the value of one field of the form selects; nothing where the field is not given."""

    __slots__ = ("field", "table")

    def __init__(self, table: StandardTable[Any], field: str) -> None:
        self.table = table
        self.field = field

    def of(self, form: Any) -> Standard[Any] | None:
        """The standard for a form as it stands."""
        value = getattr(form.now, self.field)
        return None if value is None else self.table[value]


class Scoped(Generic[V]):
    """A standard with the case it is asked for."""

    __slots__ = ("scope", "standard")

    def __init__(self, standard: Standard[V], scope: Mapping[str, Any]) -> None:
        self.standard = standard
        self.scope = scope


Levels = ("as-written", "refuse", "approve", "warn", "off")
"""What the level of a rule may be set to."""
