"""What is known of a step before any form of it: worked out once from what is loaded, and kept until that grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pmcore.model.field import TODAY, FieldSpec
from pmcore.model.people import Person, Role
from pmcore.model.span import Span
from pmcore.model.standard import Standard
from pmcore.model.step import Step, StepDecl, ready
from pmcore.plugin.catalogue import Bound, Catalogue

__all__ = ["Owing", "Plan", "holder_of", "owing_in", "plan_of"]


class Plan:
    """A step class as the stage walks it. ``series`` are its fields with numbers of their own, ``today`` those that are the
    day where they are left out, ``unique`` the groups of fields of which no two open forms have the same values.
    """

    __slots__ = ("clock", "declared", "extras", "heard", "plugin", "prefix", "register", "series", "today", "unique")

    def __init__(self, catalogue: Catalogue, cls: type[Step]) -> None:
        declared = ready(cls)
        register = declared.register
        catalogue.need(register.name, declared.name)
        self.declared: StepDecl = declared
        self.register = register.name
        self.clock = declared.clock
        self.plugin = catalogue.plugin_of(register.name, declared.name)
        self.prefix = catalogue.prefix(register.name, declared.name)
        self.extras: Mapping[str, FieldSpec] = catalogue.extras_of(cls)
        self.heard: tuple[Bound, ...] = tuple(catalogue.rules_of(cls))
        self.series = [(name, spec.series) for name, spec in declared.fields.items() if spec.series]
        self.today = [name for name, spec in declared.fields.items() if spec.default is TODAY]
        self.unique = [[name] for name, spec in declared.fields.items() if spec.unique]
        if declared.opens and register.key:
            self.unique.append([name for name in register.key if name in declared.fields])


def plan_of(catalogue: Catalogue, cls: type[Step]) -> Plan:
    """The plan of a step class; with it everything is loaded that judges the step."""
    found: Plan | None = catalogue.memo.get(cls)
    if found is None:
        found = Plan(catalogue, cls)
        catalogue.memo[cls] = found
    return found


class Owing(NamedTuple):
    """A step that is owed in some state: (choice, slot, holder) of each part that is; no holder where the form decides.

    ``looks``: when or by whom it is owed depends on the form.
    """

    declared: StepDecl
    parts: tuple[tuple[str, str, str | None], ...]
    looks: bool


def owing_in(catalogue: Catalogue, register: str, state: str) -> list[Owing]:
    """The steps that are owed in a state of a register unless they are signed, in order of declaration."""
    table: dict[str, list[Owing]] | None = catalogue.memo.get(("owing", register))
    if table is None:
        table = {}
        for cls in catalogue.steps_of(register).values():
            declared = cls.__step__
            if declared.within is None or declared.clock or declared.opens:
                continue
            parts = tuple(_parts(ready(cls) if declared.each else declared))
            owing = Owing(declared, parts, not (declared.roles and isinstance(declared.within, Span | Standard)))
            for name in dict.fromkeys(after.name for after in declared.after):
                table.setdefault(name, []).append(owing)
        catalogue.memo["owing", register] = table
    return table.get(state, [])


def _parts(declared: StepDecl) -> Iterator[tuple[str, str, str | None]]:
    for choice in declared.choices:
        yield choice, declared.slot(choice), holder_of(declared.roles, choice) if declared.roles else None


def holder_of(several: Sequence[Role | Person | None], choice: str) -> str:
    """Who owes a step; where the choices are named as the roles that may sign, each role owes its own."""
    names = [f"staff:{who.staff}" if isinstance(who, Person) else who.name for who in several if who is not None]
    return choice if choice in names else " ".join(names) or "staff"
