"""Options: those of every command, those of recording, and one for each field of a step. Values are handed through as text."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Any

import click

from .output import SHAPES
from .words import _, chinese, lang, pick

__all__ = [
    "FieldOption",
    "Option",
    "Words",
    "argument",
    "common",
    "common_texts",
    "field_options",
    "in_order",
    "key_of",
    "recording",
    "singular",
]

RESERVED = frozenset(
    [
        "db",
        "site",
        "by",
        "as",
        "lang",
        "json",
        "jsonl",
        "csv",
        "table",
        "reveal",
        "pin-fd",
        "check",
        "file",
        "id",
        "at",
        "late",
        "ask",
        "granted-by",
        "if-seq",
        "with",
        "for",
        "help",
        "i",
        "number",
    ]
)


class Words(click.ParamType[str]):
    """Whatever a person types: it is read in one place, together with files and forms.

    ``takes`` says what kind of thing it is, for completion: a name out of ``offered`` and what that has to know.
    """

    name = "text"

    def __init__(self, *takes: Any) -> None:
        self.takes = takes

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """What it may be, by how it begins."""
        if not self.takes:
            return []
        from .offered import offered

        return offered(self.takes, ctx, param, incomplete)


def argument(name: str, metavar: str, *takes: Any, many: bool = False) -> click.Argument:
    """A word without a dash; whether it is missing is told in our own words."""
    return click.Argument([name], nargs=-1 if many else 1, required=False, metavar=metavar, type=Words(*takes))


class Option(click.Option):
    """An option with a Chinese name beside the English one; the help shows the reader's first."""

    def __init__(
        self,
        name: str,
        text: str = "",
        *,
        short: str = "",
        param: str = "",
        alias: str = "",
        taken: Container[str] = (),
        takes: tuple[Any, ...] = (),
        **more: Any,
    ) -> None:
        self.text = text
        decls = [f"--{name}" if len(name) > 1 else f"-{name}", param or key_of(name)]
        if short:
            decls.insert(0, short)
        if (alias := alias or chinese(name, "option")) and f"--{alias}" not in taken:
            decls.append(f"--{alias}")
        if not more.get("is_flag"):
            more.setdefault("type", Words(*takes))
        super().__init__(decls, **more)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The names and what it is, in the reader's language."""
        if self.hidden:
            return None
        shown = f" {self.metavar}" if self.metavar and not self.is_flag else ""
        return ", ".join(in_order(self.opts)) + shown, self.text


def in_order(names: Iterable[str]) -> list[str]:
    """The reader's own name first, the English one always."""
    han = [name for name in names if not name.isascii()]
    plain = [name for name in names if name.isascii()]
    return [*han, *plain] if lang() == "zh" else plain


def key_of(name: str) -> str:
    """An option's name as an identifier."""
    return "opt_" + name.replace("-", "_")


def common(taken: Container[str]) -> list[click.Parameter]:
    """Options of every command, in any position: each level of the command line takes them and keeps what it was told.

    A Chinese name that is ``taken`` by the command itself is left to it.
    """
    takes: dict[str, tuple[Any, ...]] = {
        "db": ("file",),
        "site": ("site",),
        "by": ("staff",),
        "as": ("role",),
        "lang": ("choice", "zh", "en"),
        "reveal": (),
        "pin-fd": (),
    }
    texts = common_texts()
    valued = [_common(name, texts[name][1], taken, metavar=texts[name][0], takes=takes[name]) for name in takes]
    return [*valued, *(_common(name, texts["shape"][1], taken, is_flag=True) for name in SHAPES)]


def common_texts() -> dict[str, tuple[str, str]]:
    """What the options of every command take and are; the shapes of an answer are one."""
    return {
        "db": ("PATH", _("the book; else PMDESK_DB, else pmdesk.db")),
        "site": ("CODE", _("the site, where a book holds several")),
        "by": ("STAFF", _("who signs: code, number or name; else PMDESK_BY")),
        "as": ("ROLE", _("the role signed in, where one holds several")),
        "lang": ("zh|en", _("the language of sentences and help")),
        "shape": ("", _("the shape of the answer")),
        "reveal": ("REASON", _("show personal values; goes on record")),
        "pin-fd": ("N", _("read PINs line by line from this descriptor instead of the terminal")),
    }


def _common(name: str, text: str, taken: Container[str], **more: Any) -> Option:
    def keep(ctx: click.Context, param: click.Parameter, value: Any) -> None:
        if value or value == "":
            ctx.ensure_object(dict)[name] = value

    return Option(name, text, hidden=True, expose_value=False, callback=keep, taken=taken, **more)


def recording(texts: Mapping[str, str], taken: Container[str]) -> list[click.Parameter]:
    """Options of everything that is recorded. ``taken`` are the names of the fields."""

    def one(name: str, metavar: str = "", **more: Any) -> Option:
        return Option(name, texts[name], metavar=metavar or None, taken=taken, **more)

    return [
        one("check", is_flag=True),
        one("file", "FILE", takes=("file",)),
        one("ask-fields", short="-i", param="opt_i", is_flag=True),
        one("id", "ID"),
        one("at", "TIME"),
        one("late", "REASON"),
        one("ask", "REASON"),
        one("granted-by", "STAFF", multiple=True, takes=("signer",)),
        one("if-seq", "N"),
        one("with", "STAFF[:ROLE]", multiple=True, takes=("signer",)),
        one("for", "STAFF", takes=("staff",)),
    ]


class FieldOption(click.Option):
    """The option of one field of a step, as the manifest tells of it."""

    def __init__(self, place: int, field: Mapping[str, Any], names: list[str]) -> None:
        self.field = field
        self.boolean = field["kind"] == "yesno" and not field.get("many")
        super().__init__([*names, f"field_{place}"], type=Words("field", field), multiple=bool(field.get("many")))

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Names and metavar; label, choices, default, and whether it has to be given."""
        names = in_order(self.opts)[: 2 if lang() == "zh" else 1]
        if self.boolean and lang() == "zh":
            return f"{', '.join(names)} 是|否", self._text()
        if self.boolean:
            return " / ".join(["--" + names[-1][2:], "--no-" + names[-1][2:]]), self._text()
        return f"{', '.join(names)} {self._metavar()}".rstrip(), self._text()

    def _metavar(self) -> str:
        if parts := self.field.get("item"):
            return ":".join(pick(part["label"]) for part in parts)
        if choices := self.field.get("choices"):
            return "|".join(choices)
        return pick(self.field.get("metavar", {}))

    def _text(self) -> str:
        field = self.field
        told = [pick(field["label"])]
        if field.get("prompt"):
            told[0] += _(": ") + pick(field["prompt"])
        if lang() == "zh" and (choices := field.get("choices")):
            told.append("、".join(choice["zh"] for choice in choices.values()))
        if (default := field.get("default")) is not None:
            yes_no = {"true": _("yes"), "false": _("no"), "today": _("today")}
            told.append(_("[default: {value}]", value=yes_no.get(default, default)))
        if field.get("required"):
            told.append(_("[required]"))
        return " ".join(told)


def field_options(step: Mapping[str, Any], *, only: Iterable[str] | None = None) -> list[FieldOption]:
    """An option for each field that people fill; a name that means two things is given to neither."""
    fields = [field for field in step.get("fields", ()) if not field.get("computed") and (only is None or field["name"] in only)]
    wanted: dict[str, int] = {}
    for field in fields:
        for name in _names(field):
            wanted[name] = wanted.get(name, 0) + 1
    return [FieldOption(place, field, [name for name in _names(field) if wanted[name] == 1]) for place, field in enumerate(fields)]


def _names(field: Mapping[str, Any]) -> list[str]:
    """``items`` is ``--item`` and ``--items``; a plugin's ``jinling.colour`` is ``--x-jinling-colour`` and ``--x-colour``."""
    kebab = field["name"].replace("_", "-").replace(".", "-")
    if field.get("x"):
        names = [f"x-{kebab}", f"x-{field['name'].rpartition('.')[2].replace('_', '-')}"]
    else:
        names = [singular(kebab), kebab] if field.get("many") else [kebab]
    names = [f"field-{name}" if name in RESERVED else name for name in names]
    label = re.sub(r"[\s()（）/、，,:：]+", "-", field["label"].get("zh", "")).strip("-")
    more = [label] if label and not label.isascii() else []
    return list(
        dict.fromkeys(f"--{name}" for name in [*names, *more, *(alias for alias in field.get("alias", ()) if " " not in alias)])
    )


def singular(name: str) -> str:
    """What one of them is called: items, copies, boxes."""
    for ending, one in (("ies", "y"), ("ches", "ch"), ("shes", "sh"), ("xes", "x"), ("sses", "ss")):
        if name.endswith(ending):
            return name[: -len(ending)] + one
    return name[:-1] if name.endswith("s") and not name.endswith("ss") else name
