"""Catalogues: what of a package's texts has no word in a language, what nobody asks for, and where one word means two things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from pmcore.model.step import UNIVERSAL, ready
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.language import english
from pmcore.plugin.wordsfile import Line, lines_of, words_files

from .translations import Translations
from .wanted import CORE, Wanted, choices_of, folder_of, package_of, wanted

__all__ = ["Clash", "Translations", "Wanted", "clashes", "missing", "unasked", "wanted"]


class Clash(NamedTuple):
    """Two things of one place that bear the same word: whoever types it cannot say which is meant."""

    where: str
    word: str
    names: tuple[str, ...]


def missing(catalogue: Catalogue, package: str, lang: str = "zh") -> list[Wanted]:
    """What has no translation in the sources of the package's words (a label may stand in the core's)."""
    own, core = Translations(package, lang), Translations(CORE, lang)
    return [text for text in wanted(catalogue, package) if not _word(text, own, core)]


def unasked(catalogue: Catalogue, package: str, lang: str = "zh") -> Iterator[tuple[Path, Line]]:
    """The lines of the package's words files that nothing asks for any more: renamed or gone. ``catalogue`` is a full one."""
    asked = {(text.context, text.msgid) for text in wanted(catalogue, package)}
    for path in words_files(folder_of(package), lang):
        for line in lines_of(path):
            if not any((context, line.text) in asked for context in line.contexts):
                yield path, line


def clashes(catalogue: Catalogue, lang: str) -> list[Clash]:
    """Words of a language that mean two things in one place: registers, their steps, states and columns, values of a choice."""
    say = _Speaker(catalogue, lang).say
    registers = catalogue.registers.items()
    found = [*_same("registers", ((name, say("register", name, register.module)) for name, register in registers))]
    for name, register in registers:
        steps = catalogue.steps_of(name)
        names = [(step, say(name, step, cls.__module__)) for step, cls in steps.items()]
        found += _same(f"steps of {name}", [*names, *((step, say(name, step, CORE)) for step in sorted(UNIVERSAL))])
        found += _same(f"states of {name}", ((state, say(name, state, register.module)) for state in register.all_states))
        words: list[tuple[str, str]] = []
        for cls in steps.values():
            for field, spec in ready(cls).fields.items():
                words += [(field, word) for word in (say(name, field, cls.__module__), *spec.aliases)]
        found += _same(f"fields of {name}", words)
        for choices in choices_of(steps.values()):
            values = (str(choice.value) for choice in choices)
            found += _same(
                f"choices of {choices.__name__}", [(value, say(choices.__name__, value, choices.__module__)) for value in values]
            )
    return list(dict.fromkeys(found))


class _Speaker:
    """What a declared thing is called in a language."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        packages = {CORE, *map(package_of, _modules(catalogue))}
        self.words = {package: Translations(package, lang) for package in packages}

    def say(self, context: str, name: str, module: str) -> str:
        text = Wanted(context, english(name), "", True)
        return _word(text, self.words[package_of(module)], self.words[CORE]) or text.msgid


def _word(text: Wanted, own: Translations, core: Translations) -> str:
    """The word for a text as ``plugin.language`` finds it: a label in any of four places, anything else in one."""
    if not text.label:
        return own.get(text.context, text.msgid)
    for words in (own, core):
        if found := words.get(text.context, text.msgid) or words.get("", text.msgid):
            return found
    return ""


def _same(where: str, words: Iterable[tuple[str, str]]) -> list[Clash]:
    names: dict[str, dict[str, None]] = {}
    for name, word in words:
        names.setdefault(word.casefold(), {})[name] = None
    return [Clash(where, word, tuple(found)) for word, found in names.items() if len(found) > 1]


def _modules(catalogue: Catalogue) -> Iterator[str]:
    for declared in catalogue.plugins.values():
        yield from (register.module for register in declared.registers)
        yield from (step.__module__ for step in declared.steps)
        yield from (choices.__module__ for choices in choices_of(declared.steps))
