"""Blanks that say more than their kind: one that has to be true, one carried over from the opening, one that is the day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

import attrs

from pmcore.model.field import Must, field
from pmcore.model.messages import Msg

if TYPE_CHECKING:
    from pmcore.model.facts import Facts

__all__ = ["Derived", "carried", "dated", "derived_in", "must", "musts_in"]


def must(
    sentence: str, *, clause: str, rule: str = "", fixed: bool = False, remedy: Msg | None = None, default: Any = attrs.NOTHING,
    prompt: str = "", aliases: tuple[str, ...] = (),
) -> Any:  # fmt: skip
    """A blank whose step is refused unless it is yes.

    >>> signed_for: bool = must("The collector has to sign for it", clause="desk.4")

    ``sentence`` is the refusal. ``rule`` is the rule's name, by which its level is set; left out, register, step and field.
    """
    made = field(default=default, prompt=prompt, aliases=aliases)
    made.metadata["must"] = Must(sentence, clause, rule, fixed, remedy)
    return made


class Derived:
    """A field whose value the engine works out when the step is recorded; ``work`` is a function of the step and the facts."""

    __slots__ = ("name", "work")

    def __init__(self, name: str, work: Callable[[Any, Facts], Any]) -> None:
        self.name = name
        self.work = work


def carried(*, index: bool = False, chained: bool = False, init: Literal[False] = False) -> Any:
    """What the form says of this blank already, said again on this step; nobody fills it.

    >>> origin: FormRef | None = carried()
    """
    made = field(index=index, chained=chained, updates=True, init=init)
    made.metadata["work"] = _from_opening
    return made


def dated(*, index: bool = True, updates: bool = False, init: Literal[False] = False) -> Any:
    """The local day on which the step happens; nobody fills it.

    >>> day: date = dated()
    """
    made = field(index=index, updates=updates, init=init)
    made.metadata["work"] = _today
    return made


def _from_opening(name: str) -> Callable[[Any, Facts], Any]:
    return lambda _step, facts: getattr(facts.form.now, name)


def _today(_name: str) -> Callable[[Any, Facts], Any]:
    return lambda _step, facts: facts.today


def musts_in(cls: type[Any]) -> dict[str, Must]:
    """The blanks of a class body that have to be true."""
    found = {name: getattr(value, "metadata", {}).get("must") for name, value in vars(cls).items() if not isinstance(value, type)}
    return {name: told for name, told in found.items() if told is not None}


def derived_in(name: str, value: Any) -> Derived | None:
    """The derived field that an attribute of a class body declares, if it is one."""
    work = getattr(value, "metadata", {}).get("work") if not isinstance(value, type) else None
    return Derived(name, work(name)) if work is not None else None
