"""Wanted: every text of a package that people read, in the order of its forms, found in its declarations and its source."""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pmcore.engine.codec import item_specs
from pmcore.engine.fold import AMENDS
from pmcore.engine.signing import SETUP
from pmcore.model.field import FieldSpec
from pmcore.model.kind import Choice
from pmcore.model.people import CLOCK, ROLES, STAFF
from pmcore.model.register import Register
from pmcore.model.step import UNIVERSAL, Step, help_of, ready
from pmcore.plugin.catalogue import Catalogue, Declared
from pmcore.plugin.language import english, words_of
from pmcore.plugin.wordsfile import SENTENCES, THING, meant

from .report_columns import columns_of

__all__ = ["CORE", "Wanted", "choices_of", "folder_of", "package_of", "wanted"]

CORE = "pmcore"


class Wanted(NamedTuple):
    """A text that wants a translation. ``label``: the core's word serves as well, with the context or without.

    ``table`` and ``key`` are its place in a words file, ``module`` is whose words file that is.
    """

    context: str
    msgid: str
    where: str
    label: bool = False
    table: tuple[str, ...] = ()
    key: str = ""
    module: str = ""


def wanted(catalogue: Catalogue, package: str) -> list[Wanted]:
    """Every text of a package, once each: form by form its labels, titles and prompts, then help, rules, and its sentences.

    ``catalogue`` is a full one; what is declared counts for the package whose module declares it.
    """
    found: dict[tuple[str, str], Wanted] = {}
    for text in map(_placed, (*_declared(catalogue, package), *_sentences(package))):
        key = (text.context, text.msgid)
        known = found.setdefault(key, text)
        if known.label and not text.label:
            found[key] = known._replace(label=False)
    return list(found.values())


def package_of(module: str) -> str:
    """The package that a module belongs to."""
    return module.partition(".")[0]


def folder_of(package: str) -> Path:
    """Where a package lies, without importing it. Raises LookupError where there is none."""
    try:
        spec = find_spec(package)
    except ValueError:  # a module that was made, not imported
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"there is no package {package!r}")
    return Path(next(iter(spec.submodule_search_locations)))


def choices_of(steps: Iterable[type[Step]]) -> list[type[Choice]]:
    """The choices that fields of these steps read, those in their items too."""
    specs = [spec for step in steps for spec in ready(step).fields.values()]
    for spec in specs:  # grows while it is walked: items may hold items
        specs += item_specs(spec.item).values() if spec.item is not None else ()
    return list(dict.fromkeys(spec.choices for spec in specs if spec.choices is not None))


def _declared(catalogue: Catalogue, package: str) -> Iterator[Wanted]:
    """The texts of what the package declares."""
    if package == CORE:
        for role in (*(r.name for r in ROLES), STAFF.name, CLOCK.name, SETUP):
            yield Wanted("role", english(role), "roles", True)
        for name in sorted(UNIVERSAL | AMENDS):
            yield Wanted("", english(name), "every register", True)
    for declared in catalogue.plugins.values():
        for text in (*_forms(declared), *_lists(declared), *_help(declared)):
            if package_of(text.module) == package:
                yield text


def _forms(declared: Declared) -> Iterator[Wanted]:
    """What stands on paper: register by register the states, then step by step the blanks."""
    registers = {register.name: register for register in declared.registers}
    steps: dict[str, dict[str, type[Step]]] = {name: {} for name in registers}
    for step in declared.steps:
        steps.setdefault(step.__step__.register.name, {})[step.__step__.name] = step
    for name, taken in steps.items():
        if name in registers:
            yield from _register(registers[name], taken)
        for step in taken.values():
            yield from _step(step)
    for target, name, spec in declared.fields:
        table = (target.__step__.register.name, target.__step__.name)
        yield from _field(table, name, spec, f"{declared.plugin.name}.{name}", declared.module)


def _register(register: Register, steps: Container[str]) -> Iterator[Wanted]:
    where, table, home = f"register {register.name}", (register.name,), register.module
    yield Wanted("register", english(register.name), where, True, table, THING, home)
    yield Wanted("", register.title, where, False, table, register.title, home)
    for state in register.all_states:
        place, key = ((*table, state), THING) if state in steps else (table, state)  # a key of TOML is a word or a table
        yield Wanted(register.name, english(state), f"state {register.name} {state}", True, place, key, home)


def _step(step: type[Step]) -> Iterator[Wanted]:
    declared = ready(step)
    table, home = (declared.register.name, declared.name), step.__module__
    where = f"step {declared.register.name} {declared.name}"
    yield Wanted(declared.register.name, english(declared.name), where, True, table, THING, home)
    for name, spec in declared.fields.items():
        yield from _field(table, name, spec, f"{where}: {name}", home)


def _field(table: tuple[str, ...], name: str, spec: FieldSpec, where: str, home: str) -> Iterator[Wanted]:
    yield Wanted(table[0], english(name), where, True, table, name, home)
    if spec.prompt:
        yield Wanted("", spec.prompt, where, False, table, spec.prompt, home)
    if (choices := spec.choices) is not None:
        for value in (str(choice.value) for choice in choices):
            yield Wanted(choices.__name__, english(value), where, True, (choices.__name__,), value, choices.__module__)
    if (item := spec.item) is not None:
        for part, inner in item_specs(item).items():
            yield from _field((item.__name__,), part, inner, f"{where}, {part}", item.__module__)


def _lists(declared: Declared) -> Iterator[Wanted]:
    """Reports, standards, quotas."""
    for report in declared.reports:
        table = ("reports", *report.name.split("."))
        yield Wanted("", report.title, f"report {report.name}", False, table, report.title, report.module)
        for column in columns_of(report):
            yield Wanted(report.name, english(column), f"report {report.name}: {column}", True, table, column, report.module)
    for kind, named in (("standard", declared.standards), ("quota", declared.quotas)):
        for thing in named:
            *parts, last = thing.name.split(".")
            yield Wanted(kind, english(last), f"{kind} {thing.name}", True, (f"{kind}s", *parts), last, thing.module)


def _help(declared: Declared) -> Iterator[Wanted]:
    """What is said of steps and rules."""
    for step in declared.steps:
        if help_of(step):
            yield _said(help_of(step), f"step {step.__step__.register.name} {step.__step__.name}", step.__module__)
    for rule in declared.rules:
        if rule.help:
            yield _said(rule.help, f"rule {rule.name}", rule.module)


def _said(text: str, where: str, home: str) -> Wanted:
    return Wanted("", text, where, False, (SENTENCES,), text, home)


def _placed(text: Wanted) -> Wanted:
    """At its place in a words file, or among the sentences where its name is none that a table can hold."""
    if meant(text.table, text.key) == ((text.context,), text.msgid):
        return text
    return text._replace(table=(SENTENCES,), key=text.msgid)


def _sentences(package: str) -> Iterator[Wanted]:
    """Every literal ``_("...")`` in the package's source."""
    for path, where, module in _sources(package):
        calls = (node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call) and len(node.args) == 1)
        for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            text = call.args[0].value if isinstance(call.args[0], ast.Constant) else None
            if isinstance(call.func, ast.Name) and call.func.id == "_" and isinstance(text, str):
                yield _said(text, f"{where}:{call.lineno}", module)


def _sources(package: str) -> list[tuple[Path, str, str]]:
    """The files of a package, as they are called in it, and their modules; of a single module that brings its words, the one."""
    if words_of(package, "zh") is not None and (spec := find_spec(package)) is not None and spec.origin:
        return [(Path(spec.origin), Path(spec.origin).name, package)]
    folder = folder_of(package)
    return [(path, where := path.relative_to(folder).as_posix(), _module(package, where)) for path in sorted(folder.rglob("*.py"))]


def _module(package: str, where: str) -> str:
    return ".".join([package, *where.removesuffix(".py").removesuffix("__init__").strip("/").split("/")]).removesuffix(".")
