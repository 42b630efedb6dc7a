"""Which clause is carried by what: rules, steps, and scenarios that were executed; from declarations and package data alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from pmcore.model.standard import Standard
from pmcore.model.step import Step, StepDecl

from .catalogue import Catalogue
from .clauses import clauses

__all__ = ["FILE", "rows", "scenarios", "scenarios_of"]

FILE = "evidence.json"
"""Beside a plugin's modules: ``{"scenarios": {clause: ["file: scenario"]}, "features": {file: sha256}}``."""
_NAMED = re.compile(r"\b[a-z][a-z-]*\.\d+\b")


def rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """What carries each clause: ``{"clause", "rules", "steps", "scenarios", "manners"}``, in order of the procedure.

    Steps carry a clause by a rule that judges them, a deadline's standard, what follows from their mark, a quota, or
    because their own words name it. Clauses that only a stranger's plugin names come last.
    """
    rules: dict[str, set[str]] = {}
    steps: dict[str, set[str]] = {}
    for clause, rule, step in _carried(catalogue):
        if rule:
            rules.setdefault(clause, set()).add(rule)
        if step:
            steps.setdefault(clause, set()).add(step)
    shown = scenarios(catalogue)
    manners = {clause.id: clause.manners for clause in clauses()}
    order = [*manners, *sorted((rules.keys() | steps.keys() | shown.keys()) - manners.keys())]
    return [
        {
            "clause": clause,
            "rules": sorted(rules.get(clause, ())),
            "steps": sorted(steps.get(clause, ())),
            "scenarios": shown.get(clause, []),
            "manners": manners.get(clause, False),
        }
        for clause in order
    ]


def scenarios(catalogue: Catalogue) -> dict[str, list[str]]:
    """Clause -> the scenarios that were executed and passed when the plugins were built; none where a plugin brings none."""
    return scenarios_of(declared.module for declared in catalogue.plugins.values())


def scenarios_of(modules: Iterable[str]) -> dict[str, list[str]]:
    """The same by the names of the plugins' modules, none of which is imported."""
    found: dict[str, list[str]] = {}
    for package in dict.fromkeys(module.partition(".")[0] for module in modules):
        for clause, names in _evidence(package).items():
            found.setdefault(clause, []).extend(names)
    return found


def _evidence(package: str) -> dict[str, list[str]]:
    try:
        told: dict[str, Any] = json.loads((files(package) / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, ModuleNotFoundError, TypeError):
        return {}
    return dict(told.get("scenarios", {}))


def _carried(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """(clause, rule, step), either of the last two may be empty."""
    yield from _judged(catalogue)
    for quota in catalogue.quotas.values():
        yield quota.clause, quota.name, _name(quota.step)
    for report in catalogue.reports.values():
        yield report.clause, report.name, ""
    for standard in catalogue.standards.values():
        if not standard.name.startswith("rule."):
            yield standard.clause, standard.name, ""
    for cls in _steps(catalogue):
        yield from ((clause, "", _name(cls)) for clause in _of_step(cls))


def _judged(catalogue: Catalogue) -> Iterator[tuple[str, str, str]]:
    """The same of rules and reactions."""
    for (register, step), bounds in catalogue.rules.items():
        for bound in bounds:
            yield bound.rule.clause, bound.name, f"{register}.{step}"
    for mark, bounds in catalogue.mark_rules.items():
        for bound in bounds:
            yield from ((bound.rule.clause, bound.name, step) for step in _carriers(catalogue, mark))
    for mark, reactions in catalogue.reactions.items():
        for plugin, reaction in reactions:
            yield from ((reaction.clause, f"{plugin}.{reaction.name}", step) for step in _carriers(catalogue, mark))


def _of_step(cls: type[Step]) -> Iterable[str]:
    """The clauses that a step's deadline or its own words name."""
    declared: StepDecl = cls.__step__
    told = set(_NAMED.findall(cls.__doc__ or ""))
    if isinstance(declared.within, Standard) and declared.within.clause:
        told.add(declared.within.clause)
    elif callable(declared.within):
        told.update(_NAMED.findall(declared.within.__doc__ or ""))
    return told


def _steps(catalogue: Catalogue) -> Iterator[type[Step]]:
    for register in catalogue.registers:
        yield from catalogue.steps_of(register).values()


def _carriers(catalogue: Catalogue, mark: str) -> Iterator[str]:
    for cls in _steps(catalogue):
        if any(carried.name == mark for carried in cls.__step__.marks):
            yield _name(cls)


def _name(cls: type[Step]) -> str:
    return f"{cls.__step__.register.name}.{cls.__step__.name}"
