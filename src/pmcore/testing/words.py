"""Declared things found by any of their names: on the wire, in English, in Chinese; an unknown name lists the known ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from pmcore.model.field import FieldSpec
from pmcore.model.messages import Msg
from pmcore.model.people import ROLES, STAFF
from pmcore.model.register import VOID, Register
from pmcore.model.step import Step, ready
from pmcore.model.text import fold
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.language import label, languages, say

__all__ = ["Words", "choose", "in_words"]


def choose(what: str, text: str, known: Mapping[str, Iterable[str]]) -> str:
    """The name that ``text`` means; ``known`` maps names to all their words. Raises LookupError that lists them."""
    wanted = _key(text)
    for name, words in known.items():
        if wanted in {_key(word) for word in (name, *words)}:
            return name
    listed = ", ".join("/".join(dict.fromkeys((name, *words))) for name, words in known.items())
    raise LookupError(f"there is no {what} {text!r}; there are: {listed or 'none'}")


def _key(text: str) -> str:
    return fold(text.strip("《》")).replace("_", "-")


def in_words(message: Msg) -> str:
    """A sentence in every language, for comparing and for showing why something failed."""
    return " / ".join(dict.fromkeys(say(message, lang) for lang in languages))


class Words:
    """The words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def register(self, text: str) -> str:
        """A register's name by its name, label or official title."""
        known = {name: _titles(register) for name, register in self.catalogue.registers.items()}
        try:
            return choose("register", text, known)
        except LookupError as error:
            failed = "; ".join(f"{name}: {say(why, 'en')}" for name, why in self.catalogue.failures.items())
            raise LookupError(f"{error}" + (f"; plugins that did not load: {failed}" if failed else "")) from None

    def step(self, register: str, text: str) -> type[Step]:
        """A step of a register."""
        return self.catalogue.steps_of(register)[choose(f"step in {register}", text, self.steps(register))]

    def steps(self, register: str) -> dict[str, list[str]]:
        """The words of a register's steps, by name."""
        return {name: _labels(register, name, cls.__module__) for name, cls in self.catalogue.steps_of(register).items()}

    def opening(self, register: str) -> type[Step]:
        """The step that opens a form of a register; where there are several the first one declared."""
        found = self.catalogue.openings_of(register)
        if not found:
            raise LookupError(f"{register} has no step that opens a form")
        return found[0]

    def fields(self, cls: type[Step]) -> dict[str, list[str]]:
        """The words of a step's fields, by name."""
        context = cls.__step__.register.name
        return {name: [*_labels(context, name, cls.__module__), *spec.aliases] for name, spec in ready(cls).fields.items()}

    def field(self, cls: type[Step], text: str, more: Mapping[str, Iterable[str]] | None = None) -> str:
        """A field of a step, or one of the further heads that a table may have."""
        return choose(f"field of {cls.__step__.register.name} {cls.__step__.name}", text, {**self.fields(cls), **(more or {})})

    def column(self, register: str, text: str, more: Mapping[str, Iterable[str]] | None = None) -> str:
        """A column of a register, whichever step fills it."""
        known: dict[str, list[str]] = {}
        for cls in self.catalogue.steps_of(register).values():
            prefix = self.catalogue.prefix(register, cls.__step__.name)
            for name, words in self.fields(cls).items():
                known.setdefault(prefix + name, []).extend(words)
        return choose(f"column of {register}", text, {**known, **(more or {})})

    def spec(self, register: str, column: str) -> tuple[FieldSpec, type[Step]]:
        """The field behind a column, and the step that declares it."""
        for cls in self.catalogue.steps_of(register).values():
            prefix = self.catalogue.prefix(register, cls.__step__.name)
            if column.startswith(prefix) and (spec := ready(cls).fields.get(column.removeprefix(prefix))):
                return spec, cls
        raise LookupError(column)

    def state(self, register: str, text: str) -> str:
        """A state of a register, its own ``void`` too."""
        declared = self.catalogue.registers[register]
        known = {name: _labels(register, name, declared.module) for name in declared.all_states}
        return choose(f"state of {register}", text, {**known, VOID: _labels(register, VOID, "pmcore")})

    def role(self, text: str) -> str:
        """A role of the procedure."""
        return choose("role", text, {role.name: _labels("role", role.name, "pmcore") for role in (*ROLES, STAFF)})

    def value(self, spec: FieldSpec, text: str) -> Any:
        """A value that a person wrote, choices in either language. Raises Bad; references stay text."""
        return spec.kind.load(self.cell(spec, text), spec)

    def cell(self, spec: FieldSpec, text: str) -> str:
        """What a person wrote, with the word of a choice turned into its value; anything else as it is."""
        if spec.choices is None or not text:
            return text
        if spec.many:
            return "、".join(_choice(spec.choices, part) for part in text.replace("，", "、").split("、"))
        return _choice(spec.choices, text)


def choice_words(member: Enum) -> list[str]:
    """The words for a choice."""
    return _labels(type(member).__name__, str(member.value), type(member).__module__)


def _choice(choices: Iterable[Enum], text: str) -> str:
    try:
        return choose("choice", text, {str(member.value): choice_words(member) for member in choices})
    except LookupError:
        return text  # the kind says what the choices are


def _labels(context: str, name: str, module: str) -> list[str]:
    domain = module.partition(".")[0]
    return list(dict.fromkeys(label(context, name, domain, lang) for lang in languages))


def _titles(register: Register) -> list[str]:
    domain = register.module.partition(".")[0]
    titles = [say(Msg(register.title, domain), lang) for lang in languages]
    return [*_labels("register", register.name, register.module), *titles]
