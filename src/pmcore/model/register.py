"""Registers: books of numbered forms, and the states a form may stand in."""

from __future__ import annotations

import re

from pmcore.model.origin import declaring_module

__all__ = ["VOID", "Register", "State"]

VOID = "void"
_NAME = re.compile(r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$")


class State:
    """Where a form stands; open or closed. ``name`` is its word on the wire, which it is equal to: ``form.state == PAID``."""

    __slots__ = ("closed", "name", "register")

    def __init__(self, register: str, name: str, closed: bool) -> None:
        self.register = register
        self.name = name
        self.closed = closed

    @property
    def context(self) -> str:
        """Where catalogues have its word: among those of its register."""
        return self.register

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return other == self.name
        return isinstance(other, State) and (other.register, other.name) == (self.register, self.name)

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"State({self.register}.{self.name})"


class Register:
    """A numbered book with one kind of form.

    ``number`` is the pattern of its numbers (``YZ{year}-{seq:04}``): gap-free per site and rendered pattern.
    ``key`` names the fields that identify a form to people; among open forms the key is unique.
    ``known_by`` are the fields by which an import knows a form again, where there is no key.
    ``title`` is its official name in English; the catalogues hold the Chinese one. ``keep`` is how many years closed
    forms are kept at least before anything in them may be erased; ``custody`` states hold a thing for somebody.
    """

    __slots__ = ("all_states", "custody", "keep", "key", "known_by", "module", "name", "number", "title")

    def __init__(
        self, name: str, *, title: str, number: str, key: tuple[str, ...] | str = (), keep: int = 0, known_by: tuple[str, ...] = ()
    ) -> None:
        if not _NAME.match(name):
            raise ValueError(f"a register's name is lower-case words joined by '-', with its plugin's prefix and a dot: {name!r}")
        if "{seq" not in number:
            raise ValueError(f"the number pattern of {name!r} has no {{seq}}")
        self.module = declaring_module()
        self.name = name
        self.title = title
        self.number = number
        self.key = (key,) if isinstance(key, str) else key
        self.keep = keep
        self.known_by = known_by or self.key
        self.custody: tuple[State, ...] = ()
        self.all_states: dict[str, State] = {}

    def states(self, *names: str, closed: str | tuple[str, ...] = (), custody: str | tuple[str, ...] = ()) -> tuple[State, ...]:
        """Declare the states, once. ``closed`` ones end the form; in ``custody`` ones it holds a thing for somebody."""
        if self.all_states:
            raise ValueError(f"the states of {self.name!r} are declared twice")
        ended = (closed,) if isinstance(closed, str) else closed
        kept = (custody,) if isinstance(custody, str) else custody
        if unknown := [name for name in (*ended, *kept) if name not in names]:
            raise ValueError(f"{self.name!r} has no state {unknown[0]!r}")
        if VOID in names:
            raise ValueError("'void' is every register's own state")
        self.all_states = {name: State(self.name, name, name in ended) for name in names}
        self.custody = tuple(self.all_states[name] for name in kept)
        return tuple(self.all_states.values())

    @property
    def open(self) -> tuple[State, ...]:
        """Every open state: for steps that may be taken while the form is open."""
        return tuple(state for state in self.all_states.values() if not state.closed)

    @property
    def any(self) -> tuple[State, ...]:
        """Every state, closed ones too."""
        return tuple(self.all_states.values())

    @property
    def prefix(self) -> str:
        """The letters its numbers begin with."""
        return re.split(r"[{\d]", self.number)[0]

    def __repr__(self) -> str:
        return f"Register({self.name!r})"
