"""Names of declared things inside sentences and tables: kept as they are, put into words for the reader."""

from __future__ import annotations

from pmcore.model.messages import messages
from pmcore.model.step import StepDecl, ready
from pmcore.model.text import fold
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.language import label, languages

__all__ = ["Chosen", "Name", "chosen_word", "register_named", "step_word", "word"]

_ = messages("pmcore")


class Name:
    """The name of a declared thing inside a sentence; the reader's language decides its word."""

    __slots__ = ("context", "domain", "name")

    def __init__(self, context: str, name: str, domain: str = "pmcore") -> None:
        self.context = context
        self.name = name
        self.domain = domain

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Name) and (other.context, other.name) == (self.context, self.name)

    def __hash__(self) -> int:
        return hash((self.context, self.name))

    def __str__(self) -> str:
        return self.name


def word(catalogue: Catalogue, register: str, name: str = "") -> Name:
    """The name of a register, or of a field, step or state of it."""
    declared = catalogue.registers.get(register)
    module = declared.module if declared else "pmcore"
    if not name:
        return Name("register", register, module.partition(".")[0])
    for cls in catalogue.steps_of(register).values():  # a step may be another plugin's, which has the words for it
        if name == cls.__step__.name or name in ready(cls).fields:
            module = cls.__module__
            break
    return Name(register, name, module.partition(".")[0])


class Chosen:
    """A step with the choice for which it is meant, inside a sentence: ``sign-paper/agreement``, "Sign paper (Agreement)"."""

    __slots__ = ("label", "name")

    def __init__(self, step: Name, choice: Name) -> None:
        self.name = f"{step.name}/{choice.name}"
        self.label = _("{step} ({choice})").fill(step=step, choice=choice)

    def __str__(self) -> str:
        return self.name


def step_word(declared: StepDecl) -> Name:
    """The name of a step."""
    return Name(declared.register.name, declared.name, declared.module.partition(".")[0])


def register_named(text: str, catalogue: Catalogue) -> str:
    """The register that somebody means, by its name or by what it is called in any language; otherwise as they wrote it."""
    wanted = fold(text)
    for name, register in catalogue.registers.items():
        domain = register.module.partition(".")[0]
        if wanted in {fold(name), *(fold(label("register", name, domain, lang)) for lang in languages)}:
            return name
    return text


def chosen_word(declared: StepDecl, choice: str) -> Name | Chosen:
    """The name of a step, with that of the choice for which it is meant, if for one."""
    members = declared.fields[declared.each].choices if declared.each and choice else None
    step = step_word(declared)
    return step if members is None else Chosen(step, Name(members.__name__, choice, members.__module__.partition(".")[0]))
