"""One command: global options in any position, yes-or-no options that take a word, help by display cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from .helptext import Context
from .options import FieldOption, Option, common, common_texts
from .output import SHAPES
from .words import _

__all__ = ["Command", "Shared"]


class Shared:
    """What every level of the command line has: global options, ``-h``, help by cells."""

    context_class: type[click.Context] = Context
    _shared: list[click.Parameter] | None = None

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Its own options, then those of every command."""
        own: list[click.Parameter] = super().get_params(ctx)  # type: ignore[misc]
        if self._shared is None:
            self._shared = common({name for param in own for name in param.opts})
        return [*own, *self._shared]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """What TAB offers where no value is wanted: commands of a group, options of a command."""
        from .naming import commands, options

        if isinstance(self, click.Group) and not incomplete.startswith("-"):
            return commands(self, incomplete)
        return options(ctx, incomplete) if incomplete[:1] in ("", "-") else []

    def get_help_option_names(self, ctx: click.Context) -> list[str]:
        """In both languages, without asking again what Click asks."""
        return ["-h", "--help", "--帮助"]

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Click's own placeholders in the reader's language."""
        words = {
            "[OPTIONS]": _("[OPTIONS]"),
            "[COMMAND] [ARGS]...": _("COMMAND [ARGS]..."),
            "COMMAND [ARGS]...": _("COMMAND [ARGS]..."),
        }
        return [words.get(piece, piece) for piece in super().collect_usage_pieces(ctx)]  # type: ignore[misc]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Where the global options are told; on the first page they are."""
        if ctx.parent is None:
            with formatter.section(_("Options in any position")):
                formatter.write_dl(_global_help())
        else:
            formatter.write_paragraph()
            formatter.write_text(_("--by, --json and the other options of every command: pmdesk --help"))


def _global_help() -> list[tuple[str, str]]:
    shapes = " ".join(f"--{name}" for name in SHAPES)
    return [(shapes if name == "shape" else f"--{name} {metavar}", text) for name, (metavar, text) in common_texts().items()]


class Command(Shared, click.Command):
    """A command whose yes-or-no options may be followed by a word, 是 or 否."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """``--x`` is yes, ``--no-x`` no, ``--x 否`` no; underscores in option names are dashes."""
        return super().parse_args(ctx, list(self._plain(args)))

    def _plain(self, args: list[str]) -> Iterable[str]:
        booleans = {name: param for param in self.params if isinstance(param, FieldOption) and param.boolean for name in param.opts}
        numbered = any(isinstance(param, click.Argument) for param in self.params)
        words = iter(range(len(args)))
        for place in words:
            word = args[place]
            if word == "--":
                yield from args[place:]
                return
            name, equals, value = word.partition("=")
            if name.startswith("--"):
                name = "--" + name[2:].replace("_", "-")
                word = name + equals + value
            if not equals and name in booleans:
                given = args[place + 1] if place + 1 < len(args) else ""
                if _yes_or_no(given, numbered):
                    next(words)
                    yield f"{name}={given}"
                else:
                    yield f"{name}=yes"
            elif not equals and name.startswith("--no-") and (positive := "--" + name[5:]) in booleans:
                yield f"{positive}=no"
            else:
                yield word

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Fields first, then what may be said of recording them."""
        fields = [param.get_help_record(ctx) for param in self.params if isinstance(param, FieldOption)]
        others = [record for param in self.params if isinstance(param, Option) and (record := param.get_help_record(ctx))]
        for title, rows in ((_("Fields"), fields), (_("Options"), others)):
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _yes_or_no(word: str, numbered: bool) -> bool:
    """Whether a word answers the option before it: where no number can follow, whatever stands there is meant so."""
    if not word or word.startswith("-") or (numbered and word.isdigit()):
        return False
    if not numbered:
        return True
    from pmcore.model.kinds import YESNO
    from pmcore.model.messages import Bad

    try:
        YESNO.read(word)
    except Bad:
        return False
    return True
