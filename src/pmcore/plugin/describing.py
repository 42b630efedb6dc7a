"""What a manifest says: every register, step, field, rule and standard of a full catalogue as JSON, in both languages."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import attrs

from pmcore.model.field import TODAY, FieldSpec, specs_of
from pmcore.model.messages import Msg
from pmcore.model.people import BOOK, CLOCK, ROLES, STAFF, WRITTEN, AllOf
from pmcore.model.register import VOID, Register
from pmcore.model.span import Span
from pmcore.model.standard import ByChoice, Standard
from pmcore.model.step import UNIVERSAL, ByField, Step, help_of, ready

from .catalogue import Bound, Catalogue
from .discovery import has_hooks
from .language import label, languages, say

__all__ = ["manifest_of"]

Told = dict[str, Any]


def manifest_of(catalogue: Catalogue) -> Told:
    """Everything that a surface shows before a book is opened, and who judges what."""
    return {
        "site_files": [list(one) for one in catalogue.files],
        "plugins": {name: _plugin(name, catalogue) for name in catalogue.plugins},
        "failures": {name: _failure(why) for name, why in catalogue.failures.items()},
        "registers": {name: _register(catalogue, register) for name, register in catalogue.registers.items()},
        "verbs": {name: _label("", name, "pmcore") for name in sorted(UNIVERSAL)},
        "roles": {role.name: _label("role", role.name, "pmcore") for role in (*ROLES, STAFF, BOOK, CLOCK)},
        "judges": _judges(catalogue),
        "marks": _marks(catalogue),
        "rules": [_rule(catalogue, bound) for bound in _bounds(catalogue)],
        "standards": {name: _standard(catalogue, one) for name, one in catalogue.standards.items()},
        "quotas": {name: _quota(catalogue, quota) for name, quota in catalogue.quotas.items()},
        "reports": {
            name: {
                "plugin": _owner(catalogue, "reports", name),
                "title": _said(Msg(one.title, _domain(one.module))),
                "clause": one.clause,
                "every": one.every.name,
            }
            for name, one in catalogue.reports.items()
        },
    }


def _said(msg: Msg) -> dict[str, str]:
    return {lang: say(msg, lang) for lang in languages}


def _label(context: str, name: str, domain: str) -> dict[str, str]:
    return {lang: label(context, name, domain, lang) for lang in languages}


def _domain(module: str) -> str:
    return module.partition(".")[0]


def _lean(told: Mapping[str, Any]) -> Told:
    """Without what is empty or false: the file is read at every start."""
    return {name: value for name, value in told.items() if value not in (None, False, "", [], {}, ())}


def _plugin(name: str, catalogue: Catalogue) -> Told:
    declared = catalogue.plugins[name]
    plugin = declared.plugin
    module = sys.modules.get(declared.module)
    hooks = module is not None and has_hooks(module)
    file = next((one.file for one in catalogue.files if one.name == name and name not in catalogue.failures), "")
    return {"module": declared.module, "version": plugin.version, "api": plugin.api} | _lean(
        {"needs": list(plugin.needs), "hooks": hooks, "file": file}
    )


def _failure(why: Msg) -> Told:
    return {
        "text": why.text,
        "domain": why.domain,
        "values": {name: value if isinstance(value, int | str) else str(value) for name, value in why.values.items()},
    }


def _register(catalogue: Catalogue, register: Register) -> Told:
    domain = _domain(register.module)
    steps = catalogue.steps_of(register.name)
    states = {name: {**_label(register.name, name, domain), "closed": state.closed} for name, state in register.all_states.items()}
    plugins = {catalogue.owners[register.name]: None} | {catalogue.plugin_of(register.name, name): None for name in steps}
    for (where, _step_name), added in catalogue.extras.items():
        if where == register.name:
            plugins |= {name.rpartition(".")[0]: None for name in added}
    return {
        "label": _label("register", register.name, domain),
        "title": _said(Msg(register.title, domain)),
        "number": register.number,
        "key": list(register.key),
        "plugins": list(plugins),
        "states": {**states, VOID: {**_label(register.name, VOID, domain), "closed": True}},
        "steps": {name: _step(catalogue, cls) for name, cls in steps.items()},
    }


def _step(catalogue: Catalogue, cls: type[Step]) -> Told:
    declared = ready(cls)
    register, domain = declared.register.name, _domain(cls.__module__)
    prefix = catalogue.prefix(register, declared.name)
    fields = [
        _field(name, spec, register, domain) | _lean({"column": prefix + name if prefix else ""})
        for name, spec in declared.fields.items()
    ]
    for name, spec in catalogue.extras_of(cls).items():
        added = _domain(catalogue.plugins[name.rpartition(".")[0]].module)
        fields.append(_field(spec.name, spec, register, added) | {"name": name, "x": True})
    return {"label": _label(register, declared.name, domain), "help": _said(Msg(help_of(cls), domain))} | _lean({
        "opens": declared.opens,
        "clock": declared.clock,
        "by": [role.name for role in declared.roles if role != CLOCK],
        "by_form": not declared.roles and declared.by_hand,
        "written": declared.by == WRITTEN,
        "all": isinstance(declared.by, AllOf),
        "also": [role.name for role in declared.also],
        "after": [state.name for state in declared.after],
        "to": [state.name for state in declared.targets],
        "decides": declared.to.name if isinstance(declared.to, ByField) else "",
        "needs": [step.__step__.name for step in declared.needs],
        "again": declared.again,
        "each": declared.each,
        "every": _every(declared.every),
        "within": _within(declared.within),
        "marks": [mark.name for mark in declared.marks],
        "v": declared.v,
        "plugin": catalogue.plugin_of(register, declared.name),
        "fields": fields,
    })  # fmt: skip


def _within(within: Any) -> str:
    if isinstance(within, Span):
        return str(within)
    if isinstance(within, ByChoice):
        return within.table.names
    return within.name if isinstance(within, Standard) else ""


def _every(every: Any) -> str:
    return every.name if isinstance(every, Standard) else str(every or "")


def _field(name: str, spec: FieldSpec, context: str, domain: str) -> Told:
    """One field; ``metavar`` and ``choices`` are for people, the rest is what a program has to know."""
    metavar = spec.kind.metavar
    told = {
        "name": name,
        "label": _label(context, name, domain),
        "kind": spec.item.__name__ if spec.item else spec.kind.name,
        "metavar": _said(metavar) if isinstance(metavar, Msg) and not spec.item else {},
        "example": spec.kind.example if not (spec.item or spec.ref) else "",
        "prompt": _said(Msg(spec.prompt, domain)) if spec.prompt else {},
        "alias": list(spec.aliases),
        "ref": _target(spec),
        "required": spec.required,
        "computed": spec.computed,
        "many": spec.many,
        "optional": spec.optional,
        "personal": spec.personal,
        "indexed": spec.indexed,
        "default": _default(spec),
        "places": spec.places,
        "ge": None if spec.ge is None else str(spec.ge),
        "le": None if spec.le is None else str(spec.le),
        "max_length": spec.max_length,
        "pattern": spec.pattern,
    }
    if spec.choices is not None:
        where = _domain(spec.choices.__module__)
        told["choices"] = {str(one.value): _label(spec.choices.__name__, str(one.value), where) for one in spec.choices}
    if spec.item is not None:
        where = _domain(spec.item.__module__)
        spec.item.__new__(spec.item)  # makes the attrs class at first use
        told["item"] = [_field(part, inner, spec.item.__name__, where) for part, inner in specs_of(spec.item).items()]
    return _lean(told)


def _target(spec: FieldSpec) -> str:
    if spec.ref is None or spec.ref.target is None:
        return "*" if spec.ref is not None else ""
    target = spec.ref.target
    return spec.ref.register_name() if hasattr(target, "__step__") else "*"


def _default(spec: FieldSpec) -> Any:
    if spec.default is attrs.NOTHING or spec.default is None or isinstance(spec.default, attrs.Factory) or spec.many:  # type: ignore[arg-type]
        return None
    if spec.default is TODAY:
        return str(spec.default)
    plain = spec.kind.plain(spec.default)
    return str(plain).lower() if isinstance(plain, bool) else str(plain)


def _judges(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for (register, step), bounds in catalogue.rules.items():
        found.setdefault(f"{register}.{step}", {}).update({bound.plugin: None for bound in bounds})
    return {name: list(plugins) for name, plugins in found.items()}


def _marks(catalogue: Catalogue) -> dict[str, list[str]]:
    found: dict[str, dict[str, None]] = {}
    for mark, bounds in catalogue.mark_rules.items():
        found.setdefault(mark, {}).update({bound.plugin: None for bound in bounds})
    for mark, answers in catalogue.reactions.items():
        found.setdefault(mark, {}).update({plugin: None for plugin, _reaction in answers})
    return {name: list(plugins) for name, plugins in found.items()}


def _bounds(catalogue: Catalogue) -> list[Bound]:
    every = [bound for bounds in (*catalogue.rules.values(), *catalogue.mark_rules.values()) for bound in bounds]
    return list({bound.name: bound for bound in every}.values())


def _rule(catalogue: Catalogue, bound: Bound) -> Told:
    rule = bound.rule
    steps = [
        f"{register}.{step}" for (register, step), bounds in catalogue.rules.items() if any(one.rule is rule for one in bounds)
    ]
    for mark, bounds in catalogue.mark_rules.items():
        if any(one.rule is rule for one in bounds):
            steps += [
                f"{register}.{name}"
                for register, inner in catalogue.steps.items()
                for name, cls in inner.items()
                if any(carried.name == mark for carried in cls.__step__.marks)
            ]
    told = {"name": bound.name, "clause": rule.clause, "help": _said(Msg(rule.help, _domain(rule.module))), "steps": steps}
    return told | _lean({"fixed": rule.fixed, "plugin": bound.plugin})


def _owner(catalogue: Catalogue, table: str, name: str) -> str:
    for plugin, declared in catalogue.plugins.items():
        if any(one.name == name for one in getattr(declared, table)):
            return plugin
    return "core"


def _standard(catalogue: Catalogue, standard: Standard[Any]) -> Told:
    name = standard.name
    levels = {bound.level.name: bound.plugin for bound in _bounds(catalogue)}
    plugin = levels.get(name) or _owner(catalogue, "standards", name)
    return _lean({"plugin": plugin, "clause": standard.clause, "scopes": list(standard.scopes), "choices": list(standard.choices)})


def _quota(catalogue: Catalogue, quota: Any) -> Told:
    step = quota.step.__step__
    return {
        "plugin": _owner(catalogue, "quotas", quota.name),
        "label": _label("quota", quota.name.rpartition(".")[2], _domain(quota.module)),
        "clause": quota.clause,
        "every": quota.rhythm,
        "by": " ".join(role.name for role in quota.by),
        "step": f"{step.register.name}.{step.name}",
    }
