"""The hooks: what a plugin may declare. They return data and never receive a toolkit, a connection or a plugin manager.

A module that declares registers, steps, rules and so on at its top level needs no hook: what stands there is found.
Hooks are for plugins that make their declarations from what others declared. Every parameter may be left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pluggy

from pmcore.model.quota import Quota, Report
from pmcore.model.register import Register
from pmcore.model.rule import Reaction, Rule
from pmcore.model.standard import Standard
from pmcore.model.step import Step

__all__ = ["PROJECT", "Hooks", "hookimpl"]

PROJECT = "pmcore"
hookimpl = pluggy.HookimplMarker(PROJECT)
_spec = pluggy.HookspecMarker(PROJECT)


class Hooks:
    """The hook specifications. ``registers`` and ``steps`` are what was declared before, by name (``parking.rent``)."""

    @_spec
    def pmcore_registers(self, registers: Mapping[str, Register]) -> Iterable[Register]:
        """Registers of its own.

        >>> from pmcore import Register
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_registers(self, registers):
        ...         return [Register("jinling.locker", title="Lockers", number="JG{year}-{seq:04}")]
        """
        raise NotImplementedError

    @_spec
    def pmcore_steps(self, registers: Mapping[str, Register]) -> Iterable[type[Step]]:
        """Steps on its own registers, and steps that keep the state on others'.

        >>> from pmcore import ASSISTANT, Step
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_steps(self, registers):
        ...         unit = registers["unit"]
        ...         class Inspect(Step, register=unit, by=ASSISTANT, after=unit.open, again=True):
        ...             in_order: bool
        ...         return [Inspect]
        """
        raise NotImplementedError

    @_spec
    def pmcore_rules(self, steps: Mapping[str, type[Step]]) -> Iterable[Rule]:
        """Rules on anybody's steps or marks.

        >>> from pmcore import rule, refuse, messages
        >>> _ = messages("jinling")
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_rules(self, steps):
        ...         @rule("parking.rent", clause="parking.1")
        ...         def no_trailers(rent, facts):
        ...             if rent.months > 12:
        ...                 yield refuse(_("At most a year here"))
        ...         return [no_trailers]
        """
        raise NotImplementedError

    @_spec
    def pmcore_reactions(self, steps: Mapping[str, type[Step]]) -> Iterable[Reaction]:
        """What follows from marks that anybody's steps carry.

        >>> from pmcore import Mark, reaction
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_reactions(self, steps):
        ...         @reaction(Mark("settled"), clause="followup.1")
        ...         def thank(step, facts):
        ...             return ()
        ...         return [thank]
        """
        raise NotImplementedError

    @_spec
    def pmcore_standards(self, standards: Mapping[str, Standard[Any]]) -> Iterable[Standard[Any]]:
        """Figures that a company may change.

        >>> from pmcore import Standard
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_standards(self, standards):
        ...         return [Standard("jinling.locker-days", 3)]
        """
        raise NotImplementedError

    @_spec
    def pmcore_quotas(self, steps: Mapping[str, type[Step]]) -> Iterable[Quota]:
        """So many steps in a period.

        >>> from pmcore import ASSISTANT, MONTH, Quota
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_quotas(self, steps):
        ...         return [Quota("jinling.rents", steps["parking.rent"], every=MONTH, count=1, by=ASSISTANT, clause="parking.6")]
        """
        raise NotImplementedError

    @_spec
    def pmcore_reports(self, steps: Mapping[str, type[Step]]) -> Iterable[Report]:
        """Tables over a period.

        >>> from pmcore import MONTH, report
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_reports(self, steps):
        ...         @report("jinling.lets", title="Lets", every=MONTH, clause="parking.6")
        ...         def lets(facts, start, end):
        ...             yield {"lets": facts.count("parking")}
        ...         return [lets]
        """
        raise NotImplementedError

    @_spec
    def pmcore_fields(self, steps: Mapping[str, type[Step]]) -> Iterable[tuple[type[Step], str, Any]]:
        """Fields added to others' steps: (step, name, annotated kind). They are optional and stand under ``x``.

        >>> from pmcore import Code
        >>> class Plugin:
        ...     @hookimpl
        ...     def pmcore_fields(self, steps):
        ...         return [(steps["customer.add"], "card", Code)]
        """
        raise NotImplementedError
