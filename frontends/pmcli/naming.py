"""The names of commands and options that TAB offers: each once, the reader's own unless another was begun."""

from __future__ import annotations

from typing import Any

import click
from click.shell_completion import CompletionItem

from .options import FieldOption, in_order
from .words import begins, lang

__all__ = ["commands", "options"]

Items = list[CompletionItem[str]]


def commands(group: Any, begun: str) -> Items:
    """The commands of a group, each once, under the reader's word for it or the one that was begun."""
    found = []
    for name, words in group.words().items():
        own = next((word for word in words if not word.isascii()), "")
        names = [own, name, *words] if lang() == "zh" and own else [name, *words]
        if value := begins(names, begun):
            found.append(CompletionItem(value, help=group.about(name)))
    return found


def options(ctx: click.Context, begun: str) -> Items:
    """Options that were not given yet: what has to be filled first, then the other fields, then what any command takes."""
    params = [param for param in ctx.command.get_params(ctx) if isinstance(param, click.Option) and not _given(param, ctx)]
    found = []
    for param in sorted(params, key=_rank):
        if value := begins(_names(param, begun), begun):
            record = None if param.hidden else param.get_help_record(ctx)
            found.append(CompletionItem(value, help=record[1] if record else getattr(param, "text", "")))
    return found


def _given(param: click.Option, ctx: click.Context) -> bool:
    """Whether it stands on the line; of those of every command, at whatever level."""
    name = str(param.name)
    if param.hidden:
        return name.removeprefix("opt_") in (ctx.obj or {})
    return not param.multiple and ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE


def _names(param: click.Option, begun: str) -> list[str]:
    """The reader's own name first, long ones before short ones; ``--no-x`` where that is begun."""
    if begun.startswith("--no-") and isinstance(param, FieldOption) and param.boolean:
        return ["--no-" + name[2:] for name in param.opts if name.isascii()]
    return sorted([*in_order(param.opts), *param.opts], key=lambda name: not name.startswith("--"))


def _rank(param: click.Option) -> int:
    if isinstance(param, FieldOption):
        return 0 if param.field.get("required") else 1
    return 3 if param.hidden else 2
