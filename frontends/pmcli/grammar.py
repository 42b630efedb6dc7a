"""The commands: made from the manifest, one for each step of each register, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from .command import Command, Shared
from .errors import Stop
from .table import EXTRA, HIDDEN, TOP, UNIVERSAL
from .words import _, chinese, lang, pick

if TYPE_CHECKING:
    from pmcore.plugin.manifest import Cached

    from .book import Book

__all__ = ["Command", "Group", "Plain", "RegisterGroup", "Root", "load", "show_help"]


def load(place: str) -> Any:
    """``module:name`` in this package, imported when its command is used."""
    module, _colon, name = place.partition(":")
    return getattr(import_module(f"{__package__}.{module}"), name)


class Group(Shared, click.Group):
    """A group whose commands are looked up by any of their words."""

    def words(self) -> dict[str, list[str]]:
        """Name -> its other words."""
        raise NotImplementedError

    def about(self, name: str) -> str:
        """What a command is, in a line."""
        raise NotImplementedError

    def list_commands(self, ctx: click.Context) -> list[str]:
        """What the help lists."""
        return list(self.words())

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that a word means; of an unknown one the near ones are told."""
        typed = args[0]
        wanted = _key(typed)
        known = self.words()
        for name, words in known.items():
            if wanted == name or any(wanted == _key(word) for word in words):
                return name, self.get_command(ctx, name), args[1:]
        hidden = self.get_command(ctx, wanted)
        if hidden is not None:
            return wanted, hidden, args[1:]
        if typed.startswith("-"):
            raise click.NoSuchOption(typed, ctx=ctx)
        from pmcore.surface.near import near

        close = near(typed, known, lang())
        told = self.unknown(typed) + (_("; near it: {near}", near=", ".join(close)) if close else "")
        raise Stop(told, field="command")

    def unknown(self, typed: str) -> str:
        """The sentence about a word that means nothing here."""
        return _("There is no command {name}; pmdesk --help lists them", name=typed)

    def rows(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Commands and their help: the reader's own word beside the English one."""
        known = self.words()
        told = []
        for name in names:
            own = next((word for word in known[name] if not word.isascii()), "")
            told.append((f"{name} {own}" if lang() == "zh" and own else name, self.about(name)))
        return told


def _key(word: str) -> str:
    return word.strip("《》").lower().replace("_", "-")


class Root(Group):
    """``pmdesk``: registers, and what concerns all of them."""

    def __init__(self, cached: Cached, book: Book) -> None:
        super().__init__("pmdesk", invoke_without_command=True, callback=show_help)
        self.cached = cached
        self.book = book
        self.params = [
            click.Option(
                ["--version", "opt_version"], is_flag=True, hidden=True, expose_value=False, is_eager=True, callback=_version
            )
        ]

    def words(self) -> dict[str, list[str]]:
        known = {name: [word] if (word := chinese(name, "command")) else [] for name in TOP}
        for name, told in self.cached.index["registers"].items():
            known.setdefault(name, []).extend(
                [told["label"]["zh"], *_titles(told["title"]["zh"]), told["label"]["en"], name.rpartition(".")[2]]
            )
        return known

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in TOP:
            return load(TOP[cmd_name][0])()  # type: ignore[no-any-return]
        if cmd_name not in self.cached.index["registers"]:
            return load("gone:register")(cmd_name, self.book)  # type: ignore[no-any-return]
        manifest = self.cached.full()
        return RegisterGroup(cmd_name, manifest["registers"][cmd_name], manifest)

    def about(self, name: str) -> str:
        return _(TOP[name][1]) if name in TOP else pick(self.cached.index["registers"][name]["title"])

    def unknown(self, typed: str) -> str:
        failures = self.cached.index["failures"]
        lacking = _("; plugins that did not load: {names} (pmdesk plugins)", names=", ".join(failures)) if failures else ""
        return _("There is no register or command {name}; pmdesk --help lists them", name=typed) + lacking

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl(self.rows(TOP))
        with formatter.section(_("Registers (pmdesk REGISTER --help lists the steps)")):
            formatter.write_dl(self.rows(self.cached.index["registers"]))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.format_commands(ctx, formatter)


def _titles(title: str) -> list[str]:
    """A title with or without its brackets; several registers may stand in one."""
    return [part for part in title.replace("》", "《").split("《") if part.strip()]


def show_help(**_values: Any) -> None:
    """A group by itself shows what it has."""
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _alone(act: Callable[[], None], **_values: Any) -> None:
    if click.get_current_context().invoked_subcommand is None:
        act()


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("pmcore")
        except PackageNotFoundError:
            number = "0"
        click.echo(f"pmdesk {number}")
        ctx.exit()


class RegisterGroup(Group):
    """``pmdesk REGISTER``: its steps, and what every register has."""

    def __init__(self, name: str, told: Mapping[str, Any], manifest: dict[str, Any]) -> None:
        super().__init__(name, invoke_without_command=True, callback=show_help)
        self.register = name
        self.told = told
        self.manifest = manifest

    def words(self) -> dict[str, list[str]]:
        known = {
            name: [step["label"]["zh"], step["label"]["en"]]
            for name, step in self.told["steps"].items()
            if self._offered(name, step)
        }
        for register, name in EXTRA:
            if register == self.register:
                word = chinese(name, "command")
                known.setdefault(name, [word] if word else [])
        for name in UNIVERSAL:
            known.setdefault(name, [self.manifest["verbs"][name]["zh"]])
        return known

    def _offered(self, name: str, step: Mapping[str, Any]) -> bool:
        return (
            not step.get("clock")
            and not step.get("written")
            and step.get("by") != ["setup"]
            and (self.register, name) not in HIDDEN
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if place := EXTRA.get((self.register, cmd_name)):
            return load(place[0])()  # type: ignore[no-any-return]
        step = self.told["steps"].get(cmd_name)
        if step is not None:
            return load("record:command")(self.register, cmd_name, step) if self._offered(cmd_name, step) else None
        if cmd_name in UNIVERSAL:
            return load(UNIVERSAL[cmd_name][0])(self.register, self.told)  # type: ignore[no-any-return]
        return None

    def about(self, name: str) -> str:
        if place := EXTRA.get((self.register, name)):
            return _(place[1])
        step = self.told["steps"].get(name)
        return pick(step["help"]) if step else _(UNIVERSAL[name][1])

    def unknown(self, typed: str) -> str:
        return _(
            "There is no step {name} in {register}; pmdesk {command} --help lists them",
            name=typed,
            register=pick(self.told["label"]),
            command=self.register,
        )

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(pick(self.told["title"]))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        known = self.words()
        steps = [name for name in known if name in self.told["steps"] or (self.register, name) in EXTRA]
        with formatter.section(_("Steps")):
            formatter.write_dl(self.rows(steps))
        with formatter.section(_("What every register has")):
            formatter.write_dl(self.rows(name for name in known if name not in steps))


class Plain(Group):
    """A group of a few commands that are given with their help; by itself it shows them, or does ``alone``."""

    def __init__(self, name: str, text: str, inner: Mapping[str, tuple[Any, str]], alone: Callable[[], None] | None = None) -> None:
        super().__init__(name, invoke_without_command=True, callback=partial(_alone, alone) if alone else show_help, help=text)
        self.inner = inner

    def words(self) -> dict[str, list[str]]:
        return {name: [word] if (word := chinese(name, "command")) else [] for name in self.inner}

    def about(self, name: str) -> str:
        return self.inner[name][1]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return self.inner[cmd_name][0]() if cmd_name in self.inner else None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl(self.rows(self.inner))
