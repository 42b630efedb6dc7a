"""What is offered for a value: choices, roles, periods, names of standards and reports, fields; of a book in ``offered_forms``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click
from click.shell_completion import CompletionItem

from .words import begins, both, lang, pick

__all__ = ["Asked", "Item", "Items", "offered"]

Item = CompletionItem[str]
Items = list[Item]
Told = Mapping[str, Any]

_ELSEWHERE = {
    **dict.fromkeys(("form", "anywhere", "every", "known", "reference", "staff", "signer", "site", "seq"), "offered_forms"),
    **dict.fromkeys(("period", "month"), "periods"),
}
"""Which module knows of what, if not this one."""


class Asked(NamedTuple):
    """Where a value is asked for: the command with what was given already, the blank, what was begun."""

    ctx: click.Context
    param: click.Parameter
    begun: str

    @property
    def manifest(self) -> dict[str, Any]:
        """What is installed."""
        return self.ctx.obj["manifest"]()  # type: ignore[no-any-return]

    def given(self, name: str) -> Any:
        """What was given for a word of the command; where its value is still to come, the words are not sorted out yet."""
        value = self.ctx.params.get(name)
        names = [param.name for param in self.ctx.command.params if isinstance(param, click.Argument)]
        words = dict(zip(names, self.ctx.args, strict=False))
        return words.get(name) if value in (None, ()) else value


def offered(takes: tuple[Any, ...], ctx: click.Context, param: click.Parameter, begun: str) -> Items:
    """What a blank that takes this may be filled with."""
    name, *about = takes
    module = import_module(f"{__package__}.{_ELSEWHERE.get(name, 'offered')}")
    return list(getattr(module, f"of_{name}")(Asked(ctx, param, begun), *about))


def of_choice(asked: Asked, *names: str) -> Iterable[Item]:
    """One of a few words."""
    return [Item(name) for name in names if name.startswith(asked.begun)]


def of_labelled(asked: Asked, labels: Mapping[str, Told]) -> Iterable[Item]:
    """One of several values that people know by a label in either language."""
    for name, told in labels.items():
        if value := begins(both(told, name), asked.begun):
            other = pick(told) if value == name else name
            yield Item(value, help="" if other == value else other)


def of_file(asked: Asked) -> Iterable[Item]:
    """Of files the shell knows more than we do."""
    yield Item(asked.begun, type="file")


def of_role(asked: Asked) -> Iterable[Item]:
    """A role that people sign in."""
    from pmcore.model.people import ROLES

    roles = asked.manifest["roles"]
    return of_labelled(asked, {role.name: roles[role.name] for role in ROLES})


def of_state(asked: Asked, register: str) -> Iterable[Item]:
    """A state of a register's forms."""
    return of_labelled(asked, asked.manifest["registers"][register]["states"])


def of_step(asked: Asked, register: str) -> Iterable[Item]:
    """A step that opens a form."""
    steps = asked.manifest["registers"][register]["steps"]
    return of_labelled(asked, {name: step["label"] for name, step in steps.items() if step.get("opens") and not step.get("clock")})


def of_report(asked: Asked) -> Iterable[Item]:
    """A report, by its name or its Chinese title."""
    for name, told in asked.manifest["reports"].items():
        if value := begins(both({"zh": told["title"]["zh"].strip("《》")}, name), asked.begun):
            yield Item(value, help=pick(told["title"]))


def of_standard(asked: Asked) -> Iterable[Item]:
    """A standard; the levels of rules only where they are begun."""
    for name, told in asked.manifest["standards"].items():
        if name.startswith(asked.begun) and (asked.begun or not name.startswith("rule.")):
            yield Item(name, help=told.get("clause", ""))


def of_level(asked: Asked, standard: str) -> Iterable[Item]:
    """The value of the standard that was named, where it is one of a few."""
    return of_choice(asked, *asked.manifest["standards"].get(asked.given(standard), {}).get("choices", ()))


def of_scope(asked: Asked, standard: str) -> Iterable[Item]:
    """What the standard that was named may be narrowed by."""
    scopes = asked.manifest["standards"].get(asked.given(standard), {}).get("scopes", ())
    return [Item(f"{name}=", type="open") for name in scopes if name.startswith(asked.begun)]


def of_condition(asked: Asked, register: str, fields: Mapping[str, Told]) -> Iterable[Item]:
    """``field=value``: the field by its name or label, then what may be its value."""
    name, equals, value = asked.begun.replace("＝", "=").partition("=")
    if equals:
        wanted = name.strip().lower().replace("-", "_")
        found = [field for column, field in fields.items() if wanted in (column, *_labels(field))]
        for item in of_field(asked._replace(begun=value), found[0]) if found else ():
            item.value = f"{name}={item.value}"
            yield item
        return
    for column, field in fields.items():
        if value := begins(both(field["label"], column), name):
            yield Item(f"{value}=", type="open", help=pick(field["label"]))


def _labels(field: Told) -> list[str]:
    return [label.lower().replace(" ", "_") for label in field["label"].values()]


def of_where(asked: Asked, register: str) -> Iterable[Item]:
    """A condition of a list."""
    from pmcore.plugin.told import columns_of

    return of_condition(asked, register, columns_of(asked.manifest["registers"][register]))


def of_columns(asked: Asked, register: str) -> Iterable[Item]:
    """Columns joined by commas: the one that is being written, and none twice."""
    from pmcore.surface.columns import column_labels

    before, comma, begun = asked.begun.rpartition(",")
    labels = {"state": {}, **column_labels(asked.manifest["registers"][register])}
    chosen = before.split(",")
    for name, label in labels.items():
        value = begins(both(label, name), begun)
        if value and value not in chosen:
            yield Item(f"{before}{comma}{value}", type="open", help=pick(label))


def of_clause(asked: Asked) -> Iterable[Item]:
    """A clause of the procedure."""
    from pmcore.plugin.clauses import clauses

    for clause in clauses():
        if clause.id.startswith(asked.begun):
            yield Item(clause.id, help=clause.zh if lang() == "zh" else clause.en)


def of_field(asked: Asked, field: Told) -> Iterable[Item]:
    """The value of one field of a step, by what the manifest says of it."""
    if parts := field.get("item"):
        return _item(asked, parts)
    if field.get("ref"):
        return offered(("reference", field["ref"]), *asked)
    if field.get("choices"):
        return of_labelled(asked, field["choices"])
    if field["kind"] == "yesno":
        return of_labelled(asked, {"yes": {"zh": "是", "en": "yes"}, "no": {"zh": "否", "en": "no"}})
    return offered(("month",), *asked) if field["kind"] == "year-month" else []


def _item(asked: Asked, parts: list[Told]) -> Iterable[Item]:
    """One line of a list: the part that is being written, behind those that are there."""
    before, colon, begun = asked.begun.replace("：", ":").rpartition(":")
    place = before.count(":") + 1 if colon else 0
    if place >= len(parts):
        return
    for item in of_field(asked._replace(begun=begun), parts[place]):
        item.value = before + colon + item.value
        item.type = "open" if place + 1 < len(parts) else item.type
        yield item
