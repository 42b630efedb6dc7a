"""Computed fields: blanks that nobody fills, because they follow from the others and the facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, Never, TypeVar, overload

if TYPE_CHECKING:
    from pmcore.model.facts import Facts

__all__ = ["column", "computed"]

V_co = TypeVar("V_co", covariant=True)


class computed(Generic[V_co]):
    """A field that the engine fills from the others and the facts: ``@computed def ends(self, facts: Facts) -> date``.

    With ``within`` standards as they held when the step happened. It is recorded like any field.
    """

    def __init__(self, work: Callable[[Any, Facts], V_co], /) -> None:
        self.work = work
        self.name = work.__name__
        self.options: dict[str, Any] = {}

    @overload
    def __get__(self, obj: None, owner: type) -> computed[V_co]: ...
    @overload
    def __get__(self, obj: object, owner: type) -> V_co: ...
    def __get__(self, obj: object | None, owner: type) -> computed[V_co] | V_co:
        if obj is None:
            return self
        raise AttributeError(f"{owner.__name__}.{self.name} is computed when the step is recorded; it has no value yet")

    if TYPE_CHECKING:  # for type checkers only: really defined, it would hide the value that the engine fills in

        def __set__(self, obj: object, value: Never, /) -> None: ...


def column(
    *, index: bool = False, updates: bool = False, chained: bool = False, places: int | None = None
) -> Callable[[computed[V_co]], computed[V_co]]:
    """Options of a computed field, above ``@computed``: as those of ``field``."""

    def give(value: computed[V_co]) -> computed[V_co]:
        value.options.update(index=index, updates=updates, chained=chained, places=places)
        return value

    return give
