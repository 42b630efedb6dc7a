"""Completion: what TAB offers for the line as it stands. It never writes, never waits and never complains."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from .options import FieldOption, in_order
from .words import choose, lang, speaking

if TYPE_CHECKING:
    from .shells import Shell

__all__ = ["VARIABLE", "begins", "commands", "complete", "options"]

VARIABLE = "_PMDESK_COMPLETE"
Items = list[CompletionItem[str]]


def complete(instruction: str) -> int:
    """Answer a shell: ``bash_complete`` with what the line may go on with, ``bash_source`` with the script."""
    from .shells import SHELLS

    name, _underline, what = instruction.partition("_")
    if name not in SHELLS or what not in ("complete", "source"):
        return 1
    line = SHELLS[name](click.Group(), {}, "pmdesk", VARIABLE).line()
    with speaking(choose(line.words, os.environ), (*line.words, line.begun)):
        try:
            answer = _answer(SHELLS[name], what)
        except Exception:
            if os.environ.get("PMDESK_TRACE"):
                raise
            return 0
    sys.stdout.write(answer + "\n" if answer else "")
    return 0


def _answer(shell: type[Shell], what: str) -> str:
    from pmcore.plugin.manifest import load_index

    from .grammar import Root

    cached = load_index()
    made = shell(Root(cached), {"obj": {"manifest": cached.full}}, "pmdesk", VARIABLE)
    return made.source() if what == "source" else made.complete()


def begins(names: Iterable[str], begun: str) -> str:
    """The first of several names that begins so and is one word; empty where none does. One is enough: the reader's own."""
    wanted = begun.casefold()
    return next((name for name in names if name.casefold().startswith(wanted) and not set(name) & set(" 《》")), "")


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
