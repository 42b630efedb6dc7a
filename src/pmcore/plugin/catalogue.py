"""The frozen catalogue: what all plugins declared, as tables that the engine reads instead of calling hooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.model.book import Row
from pmcore.model.field import FieldSpec
from pmcore.model.messages import Msg, messages
from pmcore.model.quota import Quota, Report
from pmcore.model.register import Register, State
from pmcore.model.rule import Reaction, Rule
from pmcore.model.standard import Levels, Standard
from pmcore.model.step import Mark, Step, ready

if TYPE_CHECKING:
    from .beside import SiteFile

__all__ = ["Bound", "Catalogue", "Declared", "Plugin"]

_ = messages("pmcore")


class Plugin:
    """A plugin by name and version; ``needs`` are plugins it cannot do without. ``API`` is what it was written for."""

    __slots__ = ("api", "name", "needs", "version")

    def __init__(self, name: str, version: str = "", *, api: str = "1", needs: tuple[str, ...] = ()) -> None:
        self.name = name
        self.version = version
        self.api = api
        self.needs = needs


class Declared:
    """Everything one plugin declared."""

    __slots__ = ("fields", "module", "plugin", "quotas", "reactions", "registers", "reports", "rules", "standards", "steps")

    def __init__(self, plugin: Plugin, module: str) -> None:
        self.plugin = plugin
        self.module = module
        self.registers: list[Register] = []
        self.steps: list[type[Step]] = []
        self.rules: list[Rule] = []
        self.reactions: list[Reaction] = []
        self.standards: list[Standard[Any]] = []
        self.quotas: list[Quota] = []
        self.reports: list[Report] = []
        self.fields: list[tuple[type[Step], str, FieldSpec]] = []

    def unprefixed(self) -> Iterator[tuple[str, str]]:
        """(kind, name) of what does not bear the plugin's name: a stranger's would clash with another's one day."""
        for kind, things in (
            ("register", self.registers), ("standard", self.standards), ("quota", self.quotas), ("report", self.reports)
        ):  # fmt: skip
            for thing in things:
                if not thing.name.startswith(self.plugin.name + "."):
                    yield kind, thing.name


class Bound:
    """A rule with the plugin it comes from, its full name and the standard of its level."""

    __slots__ = ("level", "name", "plugin", "rule")

    def __init__(self, rule: Rule, plugin: str) -> None:
        self.rule = rule
        self.plugin = plugin
        self.name = f"{plugin}.{rule.name}"
        self.level = Standard(f"rule.{self.name}", "as-written", clause=rule.clause, choices=Levels)


class Catalogue:
    """Look-up tables over everything declared. ``failures`` names the plugins that are left out and why."""

    def __init__(self) -> None:
        self.plugins: dict[str, Declared] = {}
        self.failures: dict[str, Msg] = {}
        self.files: tuple[SiteFile, ...] = ()
        """The files of a book that it was made with, those that are not run too."""
        self.registers: dict[str, Register] = {}
        self.owners: dict[str, str] = {}
        self.steps: dict[str, dict[str, type[Step]]] = {}
        self.step_plugins: dict[tuple[str, str], str] = {}
        self.standards: dict[str, Standard[Any]] = {}
        self.quotas: dict[str, Quota] = {}
        self.reports: dict[str, Report] = {}
        self.rules: dict[tuple[str, str], list[Bound]] = {}
        self.mark_rules: dict[str, list[Bound]] = {}
        self.reactions: dict[str, list[tuple[str, Reaction]]] = {}
        self.extras: dict[tuple[str, str], dict[str, FieldSpec]] = {}
        self.signature: str | None = None
        """One text for all that is loaded; worked out when first asked for, or brought along by a manifest."""
        self.memo: dict[Any, Any] = {}
        """What the engine worked out from these tables; emptied when they grow."""

    def add(self, declared: Declared, *, thorough: bool = True) -> None:
        """Take a plugin in whole. Raises ValueError with a sentence, and takes nothing, where it clashes with another.

        ``thorough`` looks into every field too; a process that a manifest tells it was done leaves it out.
        """
        name = declared.plugin.name
        self.memo.clear()
        self.signature = None
        if thorough:
            self._refuse_clashes(declared)
        self.plugins[name] = declared
        for register in declared.registers:
            self.registers[register.name] = register
            self.owners[register.name] = name
            self.steps.setdefault(register.name, {})
        for step in declared.steps:
            where = step.__step__.register.name
            self.steps.setdefault(where, {})[step.__step__.name] = step
            self.step_plugins[where, step.__step__.name] = name
        for rule in declared.rules:
            self._bind(rule, name)
        for reaction in declared.reactions:
            for mark in reaction.marks:
                self.reactions.setdefault(mark.name, []).append((name, reaction))
        self.standards.update({standard.name: standard for standard in declared.standards})
        self.quotas.update({quota.name: quota for quota in declared.quotas})
        self.reports.update({report.name: report for report in declared.reports})
        for cls, added, spec in declared.fields:
            self.extras.setdefault((cls.__step__.register.name, cls.__step__.name), {})[f"{name}.{added}"] = spec

    def _refuse_clashes(self, declared: Declared) -> None:
        own = {register.name for register in declared.registers}
        for place, register in enumerate(declared.registers):
            self._refuse_register(register, declared.registers[:place])
            _refuse_same_fields([step for step in declared.steps if step.__step__.register is register])
        seen: set[tuple[str, str]] = set()
        for step in declared.steps:
            self._refuse_step(step, own, seen)
        for standard in declared.standards:
            if standard.name in self.standards:
                raise ValueError(f"the standard {standard.name!r} is declared already")
        if twice := _twice([rule.name for rule in declared.rules]):
            raise ValueError(f"the rule {twice!r} is declared twice")
        for rule in declared.rules:
            self._refuse_targets(rule)
        for name in (*(quota.name for quota in declared.quotas), *(report.name for report in declared.reports)):
            if name in self.quotas or name in self.reports:
                raise ValueError(f"the quota or report {name!r} is declared already")

    def _refuse_register(self, register: Register, before: list[Register]) -> None:
        if register.name in self.registers:
            raise ValueError(f"the register {register.name!r} is declared by {self.owners[register.name]!r} already")
        if any(register.name == other.name for other in before):
            raise ValueError(f"the register {register.name!r} is declared twice")
        if any(register.prefix and register.prefix == other.prefix for other in (*self.registers.values(), *before)):
            raise ValueError(f"numbers of {register.name!r} begin with {register.prefix!r} like those of another register")

    def _refuse_step(self, step: type[Step], own: set[str], seen: set[tuple[str, str]]) -> None:
        where, name = key = (step.__step__.register.name, step.__step__.name)
        if where not in own and where not in self.registers:
            raise ValueError(f"the step {name!r} is for the register {where!r}, which nobody declares")
        if key in self.step_plugins or key in seen:
            raise ValueError(f"the step {where} {name} is declared already")
        if where not in own and step.__step__.moves:
            raise ValueError(f"the step {where} {name} is on another plugin's register: it must keep the state")
        seen.add(key)

    def _refuse_targets(self, rule: Rule) -> None:
        for target in rule.targets:
            if isinstance(target, str) and "." in target:
                where, word = target.rsplit(".", 1)
                if where in self.registers and word not in self.steps[where]:
                    raise ValueError(f"the rule {rule.name!r} names the step {target!r}, which {where!r} does not have")

    def _bind(self, rule: Rule, plugin: str) -> None:
        bound = Bound(rule, plugin)
        if not rule.fixed:
            self.standards[bound.level.name] = bound.level
        for target in rule.targets:
            if isinstance(target, Mark):
                self.mark_rules.setdefault(target.name, []).append(bound)
            elif isinstance(target, str):
                where, _dot, word = target.rpartition(".")
                self.rules.setdefault((where, word), []).append(bound)
            else:
                self.rules.setdefault((target.__step__.register.name, target.__step__.name), []).append(bound)

    # What the engine asks. A catalogue made from a manifest loads modules in ``need``.

    def need(self, register: str, step: str | None = None) -> None:
        """See to it that everything that judges this step, or stands on this register, is loaded."""

    def find_step(self, register: str, step: str) -> type[Step] | None:
        """A step's class; None where nobody declares it."""
        self.need(register)
        return self.steps.get(register, {}).get(step)

    def steps_of(self, register: str) -> Mapping[str, type[Step]]:
        """The steps of a register in order of declaration, its owner's first."""
        self.need(register)
        return self.steps.get(register, {})

    def openings_of(self, register: str) -> list[type[Step]]:
        """The steps that open a form of it."""
        return [step for step in self.steps_of(register).values() if step.__step__.opens]

    def opening_of(self, register: str, row: Row) -> type[Step]:
        """The step that opened a form."""
        openings = self.openings_of(register)
        for step in openings:
            if step.__step__.name in row.signed:
                return step
        return openings[0]

    def rules_of(self, step: type[Step]) -> Iterator[Bound]:
        """Every rule that judges a step, directly or by a mark it carries; replaced ones left out."""
        declared = step.__step__
        self.need(declared.register.name, declared.name)
        found = list(self.rules.get((declared.register.name, declared.name), ()))
        for mark in declared.marks:
            found += self.mark_rules.get(mark.name, ())
        replaced = {bound.rule.replaces for bound in found if bound.rule.replaces}
        return (bound for bound in found if bound.rule.fixed or bound.name not in replaced)

    def reactions_of(self, mark: Mark) -> Iterable[tuple[str, Reaction]]:
        """What follows from a mark, with the plugin that says so."""
        return self.reactions.get(mark.name, ())

    def standard(self, name: str) -> Standard[Any] | None:
        """A standard by name."""
        return self.standards.get(name)

    def state(self, register: str, name: str) -> State | None:
        """A state by name."""
        found = self.registers.get(register)
        return found.all_states.get(name) if found else None

    def plugin_of(self, register: str, step: str) -> str:
        """The plugin a step comes from."""
        return self.step_plugins.get((register, step), self.owners.get(register, "core"))

    def prefix(self, register: str, step: str) -> str:
        """What columns of a step begin with: the plugin's name where the register is another plugin's."""
        plugin = self.plugin_of(register, step)
        return "" if plugin == self.owners.get(register) else plugin.replace(".", "_").replace("-", "_") + "_"

    def extras_of(self, step: type[Step]) -> Mapping[str, FieldSpec]:
        """The fields that plugins added to a step."""
        return self.extras.get((step.__step__.register.name, step.__step__.name), {})

    def judges(self) -> dict[str, list[str]]:
        """Plugin -> the steps (``register.step``, ``mark:NAME``) that it judges or answers; what the site's book records."""
        found: dict[str, set[str]] = {name: set() for name in self.plugins}
        for (register, step), bounds in self.rules.items():
            for bound in bounds:
                found[bound.plugin].add(f"{register}.{step}")
        for mark, bounds in self.mark_rules.items():
            for bound in bounds:
                found[bound.plugin].update(self._carriers(mark))
        for mark, reactions in self.reactions.items():
            for plugin, _reaction in reactions:
                found[plugin].update(self._carriers(mark))
        return {name: sorted(steps) for name, steps in found.items()}

    def _carriers(self, mark: str) -> Iterator[str]:
        for register, steps in self.steps.items():
            for name, step in steps.items():
                if any(carried.name == mark for carried in step.__step__.marks):
                    yield f"{register}.{name}"


def _twice(names: list[str]) -> str:
    """The first name that stands twice, or nothing."""
    return next((name for place, name in enumerate(names) if name in names[:place]), "")


def _refuse_same_fields(steps: list[type[Step]]) -> None:
    """The same name twice in a register is refused, unless the later field says that it updates the column."""
    seen: dict[str, str] = {}
    for step in steps:
        for name, spec in ready(step).fields.items():
            if name in seen and not spec.updates and not (step.__step__.opens and seen[name] == "opens"):
                raise ValueError(
                    f"the field {name!r} of {step.__name__} is a column of {step.__step__.register.name!r} already: "
                    "say field(updates=True) or rename it"
                )
            seen[name] = "opens" if step.__step__.opens else "later"
