"""Finding plugins: entry points, modules and trusted files; each is loaded apart, so that a broken one is only named."""

from __future__ import annotations

import importlib
import traceback
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from types import ModuleType
from typing import Any, Literal

from pmcore.model.field import FieldSpec, _resolve
from pmcore.model.messages import Bad, Msg, messages
from pmcore.model.part import Part
from pmcore.model.quota import Quota, Report
from pmcore.model.register import Register
from pmcore.model.rule import Reaction, Rule, must_rules
from pmcore.model.standard import Standard, StandardTable
from pmcore.model.step import Step

from .beside import SiteFile
from .catalogue import Catalogue, Declared, Plugin
from .sitefile import digest_of, module_of, refuse_foreign, trusted_module

__all__ = ["BUILT_IN", "GROUP", "collect", "discover", "entry_points", "full_catalogue", "take_file"]

GROUP = "pmcore"
API = "1"
BUILT_IN: dict[str, tuple[str, ...]] = {
    "core": ("pmcore.registers.site", "pmcore.registers.staff", "pmcore.registers.unit", "pmcore.registers.customer",
             "pmcore.registers.approval", "pmcore.registers.followed", "pmcore.registers.work", "pmcore.model.house"),
    "account": ("pmcore.registers.charge", "pmcore.registers.payment", "pmcore.registers.payment_rules", "pmcore.registers.deposit",
                "pmcore.registers.reading", "pmcore.registers.amounts", "pmcore.registers.account", "pmcore.registers.statements"),
}  # fmt: skip
"""The core's own plugins: always there, in force like any other; two, so that a step without money imports none of it."""
_ = messages("pmcore")
_LISTS: tuple[tuple[type[Any], str], ...] = (
    (Register, "registers"),
    (Rule, "rules"),
    (Reaction, "reactions"),
    (Standard, "standards"),
    (Quota, "quotas"),
    (Report, "reports"),
)


def entry_points() -> dict[str, tuple[str, str]]:
    """Name -> (module, version) of every installed plugin, ours first, then by name."""
    from importlib import metadata

    found = {point.name: (point.value, point.dist.version if point.dist else "") for point in metadata.entry_points(group=GROUP)}
    return dict(sorted(found.items(), key=lambda item: (not item[1][0].startswith("pmplugins"), item[0])))


def collect(plugin: Plugin, module: ModuleType, *more: ModuleType) -> Declared:
    """What stands at the top level of a module (or of several), or of a package's modules that it brings in."""
    declared = Declared(plugin, module.__name__)
    homes = tuple(part.__name__ for part in (module, *more))
    seen: set[int] = set()
    for part in (part for root in (module, *more) for part in _parts(root)):
        for value in vars(part).values():
            imported = isinstance(value, type) and value.__module__ != part.__name__
            if imported or id(value) in seen:  # a step counts where it is declared: their order is told to people
                continue
            seen.add(id(value))
            if isinstance(value, type):
                if issubclass(value, Step):
                    declared.steps.append(value)
                if issubclass(value, Step | Part):
                    declared.rules += must_rules(value)
            elif isinstance(value, StandardTable):
                declared.standards += [standard for standard in value if _home(standard.module, homes)]
            else:
                for kind, name in _LISTS:
                    if isinstance(value, kind) and _home(value.module, homes):
                        getattr(declared, name).append(value)
    return declared


def _parts(module: ModuleType) -> list[ModuleType]:
    import sys

    inner = [part for name, part in sorted(sys.modules.items()) if name.startswith(module.__name__ + ".") and part is not None]
    return [*inner, module]


def _home(name: str, homes: tuple[str, ...]) -> bool:
    return any(name == home or name.startswith(home + ".") for home in homes)


def full_catalogue(
    modules: Mapping[str, tuple[str, str]] | None = None,
    *,
    block: Iterable[str] = (),
    files: Iterable[SiteFile] = (),
    home: str = "",
) -> Catalogue:
    """The core's registers, every plugin, and the ``files`` that a book in the folder ``home`` trusts; ``block`` switches
    plugins off by name.
    """
    catalogue = Catalogue()
    for name in BUILT_IN:
        catalogue.add(built_in(name))
    found = entry_points() if modules is None else modules
    discover(catalogue, {name: told for name, told in found.items() if name not in set(block)})
    catalogue.files = tuple(files)
    taken = {*catalogue.plugins, *catalogue.failures}
    for one in catalogue.files:
        if one.name in taken:
            catalogue.failures[one.name] = _(
                "an installed plugin has the name of {file}; take one of them away, or drop the file: pmdesk plugin drop {name}"
            ).fill(file=one.file, name=one.name)
    _take(catalogue, {one.name: partial(_from_file, home, one) for one in catalogue.files if one.name not in taken})
    return catalogue


def take_file(catalogue: Catalogue, name: str, data: bytes, path: str) -> None:
    """Run a file that nobody trusts yet, because its author asks for it, and take it in or name it in ``failures``."""
    _take(catalogue, {name: lambda: _as_plugin(module_of(data, name, path), digest_of(data))})


def built_in(name: str) -> Declared:
    """What one of the core's own plugins declares."""
    first, *more = (importlib.import_module(module) for module in BUILT_IN[name])
    return collect(Plugin(name, "1"), first, *more)


Brought = tuple[ModuleType, str, Callable[[Declared], None]]
"""A plugin's module, the version it has where it says none itself, and what refuses its declarations."""


def discover(catalogue: Catalogue, modules: Mapping[str, tuple[str, str]]) -> None:
    """Load plugins one by one; one that cannot be loaded is named in ``catalogue.failures``, and those that need it wait."""
    _take(catalogue, {name: partial(_installed, module, version) for name, (module, version) in modules.items()})


def _installed(module: str, version: str) -> Brought:
    return importlib.import_module(module.partition(":")[0]), version, lambda _declared: None


def _from_file(home: str, one: SiteFile) -> Brought:
    return _as_plugin(trusted_module(home, one), one.digest)


def _as_plugin(module: ModuleType, digest: str) -> Brought:
    """A file's version is its ``__version__``, else the beginning of its digest."""
    told = getattr(module, "__version__", "")
    return module, told if told and isinstance(told, str) else f"sha256-{digest[:12]}", refuse_foreign


def _take(catalogue: Catalogue, sources: Mapping[str, Callable[[], Brought]]) -> None:
    waiting = dict(sources)
    while waiting:
        before = len(waiting)
        for name, source in list(waiting.items()):
            outcome = _load(catalogue, name, source)
            if outcome is not None:
                del waiting[name]
                if outcome is not True:
                    catalogue.failures[name] = outcome
        if len(waiting) == before:
            for name in waiting:
                catalogue.failures[name] = _("waits for a plugin that is not installed").fill()
            return


def _load(catalogue: Catalogue, name: str, source: Callable[[], Brought]) -> Msg | Literal[True] | None:
    """True: taken in. A sentence: failed. None: it waits for another."""
    try:
        loaded, version, refuse = source()
        plugin = getattr(loaded, "plugin", None)
        plugin = plugin if isinstance(plugin, Plugin) else Plugin(name, version)
        if plugin.api != API:
            return _("was written for version {api} of the interface; this is {ours}").fill(api=plugin.api, ours=API)
        if any(need not in catalogue.plugins for need in plugin.needs):
            return None
        declared = collect(Plugin(name, plugin.version or version, api=plugin.api, needs=plugin.needs), loaded)
        _ask_hooks(catalogue, declared, loaded)
        refuse(declared)
        catalogue.add(declared)
    except Bad as bad:
        return bad.message
    except (Exception, SystemExit) as error:
        return _told(error)
    return True


def _told(error: BaseException) -> Msg:
    """What went wrong and where: the last line of it, or the line that is no Python."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    file, line, text = where.filename, where.lineno, str(error)
    if isinstance(error, SyntaxError) and error.filename:
        file, line, text = error.filename, error.lineno, error.msg
    return _("{error} ({file}, line {line})").fill(
        error=f"{type(error).__name__}: {text}", file=file.rsplit("/", 1)[-1], line=line or 0
    )


def _ask_hooks(catalogue: Catalogue, declared: Declared, module: ModuleType) -> None:
    """Call the hooks of one plugin, alone: an exception of it stops nobody else. A misspelt hook is refused."""
    if not has_hooks(module):
        return
    import pluggy

    from .hookspecs import PROJECT, Hooks

    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(module, name=declared.plugin.name)
    _refuse_misspelt(module, Hooks)
    registers = {**catalogue.registers, **{register.name: register for register in declared.registers}}
    hook = manager.hook
    declared.registers += _flat(hook.pmcore_registers(registers=registers))
    registers.update({register.name: register for register in declared.registers})
    declared.steps += _flat(hook.pmcore_steps(registers=registers))
    steps = {f"{where}.{name}": step for where, inner in catalogue.steps.items() for name, step in inner.items()}
    steps.update({f"{step.__step__.register.name}.{step.__step__.name}": step for step in declared.steps})
    declared.rules += _flat(hook.pmcore_rules(steps=steps))
    declared.reactions += _flat(hook.pmcore_reactions(steps=steps))
    declared.standards += _flat(hook.pmcore_standards(standards=dict(catalogue.standards)))
    declared.quotas += _flat(hook.pmcore_quotas(steps=steps))
    declared.reports += _flat(hook.pmcore_reports(steps=steps))
    for step, name, hint in _flat(hook.pmcore_fields(steps=steps)):
        spec = FieldSpec(name, {})
        spec.default, spec.optional = None, True
        _resolve(spec, hint, f"{declared.plugin.name}.{name}")
        declared.fields.append((step, name, spec))


def has_hooks(module: ModuleType) -> bool:
    """Whether a module has functions for hooks; a chapter that only declares has none, and then pluggy is not loaded."""
    return any(name.startswith("pmcore_") and callable(value) for name, value in vars(module).items())


def _refuse_misspelt(module: ModuleType, hooks: type[Any]) -> None:
    known = {name for name in vars(hooks) if name.startswith("pmcore_")}
    for name, value in vars(module).items():
        if callable(value) and name.startswith("pmcore_") and name not in known:
            raise ValueError(f"there is no hook {name!r}; there are {', '.join(sorted(known))}")


def _flat(results: Iterable[Iterable[Any]]) -> list[Any]:
    return [value for result in results for value in result]
