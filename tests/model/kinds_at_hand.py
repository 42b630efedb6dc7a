"""A choice and a reference that the tests of kinds use."""

from __future__ import annotations

from pmcore.model.kinds import Choice, Limits, choice_kind, reference_kind

TWO = Limits(places=2)


class Use(Choice):
    """What a unit is used for."""

    HOME = "home"
    NOT_TAKEN = "not-taken-over"


class Number:
    """A reference as fields have it."""

    def __init__(self, number: str) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and other.number == self.number

    def __hash__(self) -> int:
        return hash(self.number)


USE = choice_kind(Use)

OF_NUMBER = reference_kind(Number)
