"""A register whose plugin is not loaded: what stands in it is listed and shown; its steps are refused."""

from __future__ import annotations

from typing import Any

import click

from .book import Book
from .errors import Stop
from .grammar import Command, Group, load, show_help
from .session import current
from .table import UNIVERSAL
from .words import _, chinese

__all__ = ["register"]

READ = ("list", "show")


def register(typed: str, book: Book) -> click.Group | None:
    """The register that a word means, by its name or by what follows the plugin's; None where the book has none such."""
    known = book.registers()
    found = [name for name in known if name == typed] or [name for name in known if name.rpartition(".")[2] == typed]
    return _Gone(found[0]) if len(found) == 1 else None


class _Gone(Group):
    """``pmdesk REGISTER`` where only the book knows of it."""

    def __init__(self, register: str) -> None:
        super().__init__(register, invoke_without_command=True, callback=show_help)
        self.register = register
        self.told: dict[str, Any] = {"label": {"en": register}, "title": {"en": register}, "states": {}, "steps": {}}

    def words(self) -> dict[str, list[str]]:
        return {name: [word] if (word := chinese(name, "command")) else [] for name in READ}

    def about(self, name: str) -> str:
        return _(UNIVERSAL[name][1])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in READ:
            return load(UNIVERSAL[cmd_name][0])(self.register, self.told)  # type: ignore[no-any-return]
        return None if cmd_name.startswith("-") else _refusing(self.register, cmd_name)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_only_read(self.register))
        with formatter.section(_("What every register has")):
            formatter.write_dl(self.rows(READ))


def _only_read(register: str) -> str:
    return _("The plugin of {register} is not loaded: it can be listed and shown, and nothing else", register=register)


def _refusing(register: str, step: str) -> click.Command:
    """Any other step, whatever is given for it: refused by rule while its plugin is in force, otherwise there is none."""

    def run(rest: tuple[str, ...]) -> None:
        from pmcore.engine.gate import absent
        from pmcore.model.outcomes import Refused

        session = current()
        plugin, settings = register.partition(".")[0], session.settings
        row = settings.plugins.get(plugin)
        if row is None or row.closed:
            raise Stop(_only_read(register), field="command")
        with session.desk.reading() as look:
            finding = absent(plugin, look.catalogue, settings)
        raise Refused(finding.message, findings=[finding])

    return Command(
        step,
        params=[click.Argument(["rest"], nargs=-1, type=click.UNPROCESSED)],
        callback=run,
        context_settings={"ignore_unknown_options": True},
        help=_only_read(register),
    )
