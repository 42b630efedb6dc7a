"""One blank of a form as it is asked for: its label, what may be written, what was written as the core reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .words import _, both, lang, pick

if TYPE_CHECKING:
    import click

    from pmcore.engine.queries import Look

__all__ = ["Blank", "shown_default"]

Told = Mapping[str, Any]
_TOLD = ("date", "moment", "time", "span", "money", "number", "whole", "year-month")
"""Kinds of which a person is told what to write; the label says it of the others."""


class Blank:
    """A field that people fill, and its place in the form."""

    def __init__(self, place: int, field: Told) -> None:
        self.place = place
        self.field = field
        self.name = str(field["name"])
        self.label = pick(field["label"])
        self.required = bool(field.get("required"))
        self.many = bool(field.get("many"))
        self.target = str(field.get("ref", "")).strip("*")

    def given(self, given: dict[str, Any]) -> dict[str, Any]:
        """Where its value stands in what is given: those that plugins added have a place of their own."""
        return given.setdefault("x", {}) if self.field.get("x") else given

    def prompt(self, line: int = 0, kept: str = "") -> str:
        """Label, parts or choices, what is taken where nothing is answered; the first sign tells whether it has to be filled."""
        mark, number, hint = "* " if self.required else "  ", f" {line}" if line else "", self._hint()
        default = f" [{kept}]" if kept else self.default()
        return f"{mark}{self.label}{number}{_(' ({hint})', hint=hint) if hint else ''}{default}{_(': ')}"

    def default(self) -> str:
        """What is taken where nothing is answered, in brackets."""
        return "" if self.many or not (told := shown_default(self.field)) else f" [{told}]"

    def part(self, path: str) -> str:
        """Which part of a line a fault is about: ``items[0].quantity`` is its quantity."""
        wanted = path.rpartition(".")[2] if "." in path.partition("]")[2] else ""
        parts = [pick(part["label"]) + _(": ") for part in self.field.get("item") or () if part["name"] == wanted]
        return parts[0] if parts else ""

    def _hint(self) -> str:
        if parts := self.field.get("item"):
            return ":".join(pick(part["label"]) for part in parts)
        if choices := self.field.get("choices"):
            return "  ".join(f"{place} {both(told, name)[0]}" for place, (name, told) in enumerate(choices.items(), 1))
        if self.field["kind"] == "yesno":
            return _("yes") + "/" + _("no")
        return pick(self.field.get("metavar", {})) if self.field["kind"] in _TOLD else ""

    def manners(self) -> str:
        """What is to be said or looked at when it is filled; part of the procedure."""
        return pick(self.field.get("prompt", {}))

    def chosen(self, text: str) -> str:
        """A choice may be written by its place in the list."""
        choices = list(self.field.get("choices") or ())
        return choices[int(text) - 1] if text.isdecimal() and 0 < int(text) <= len(choices) and text not in choices else text

    def offers(self, ctx: click.Context, begun: str) -> list[tuple[str, str]]:
        """(what may be written, what it is), by how it begins."""
        from .offered import Asked, of_field

        return [(item.value, item.help or "") for item in of_field(Asked(ctx, ctx.command.params[0], begun), self.field)]

    def help(self, ctx: click.Context) -> Iterator[str]:
        """What is told to somebody who asks."""
        if self.field["kind"] != "yesno" and (example := self.field.get("example")):
            yield _("for example {example}", example=example)
        for part in self.field.get("item") or ():
            if choices := part.get("choices"):
                yield (
                    pick(part["label"])
                    + _(": ")
                    + ("、" if lang() == "zh" else ", ").join(both(told, name)[0] for name, told in choices.items())
                )
        offers = self.offers(ctx, "")
        yield from (f"  {value}  {told}".rstrip() for value, told in offers[:20])

    def words(self, look: Look, cls: Any, value: Any, zone: str) -> str:
        """What was read, as people call it; whom a reference points to by what may be shown of them."""
        from pmcore.model.step import ready
        from pmcore.surface.values import field_value, in_words

        spec = look.catalogue.extras_of(cls).get(self.name) or ready(cls).fields[self.name]
        if value is None or spec.ref is None:
            return in_words(spec, field_value(spec, value, zone, reveal=True), lang())
        refs = value if spec.many else (value,)
        return ("；" if lang() == "zh" else "; ").join(_known(look, ref) for ref in refs)


def _known(look: Look, ref: Any) -> str:
    known = look.known_as(ref, masked=True)
    return known if ref.number in known else f"{known} {ref.number}"


def shown_default(field: Told) -> str:
    """What is taken where nothing is answered, in the reader's words; these are read like any."""
    default = str(field.get("default") or "")
    choice = (field.get("choices") or {}).get(default)
    if choice:
        return pick(choice) if lang() == "zh" else default
    return {"true": _("yes"), "false": _("no"), "today": _("today")}.get(default, default)
