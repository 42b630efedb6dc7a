"""Catalogues: every text of a package that people read, found by walking its declarations and its source, and what lacks words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from pmcore.engine.codec import item_specs
from pmcore.engine.fold import AMENDS
from pmcore.engine.signing import SETUP
from pmcore.model.field import FieldSpec, Item
from pmcore.model.kind import Choice
from pmcore.model.people import CLOCK, ROLES, STAFF
from pmcore.model.register import Register
from pmcore.model.step import UNIVERSAL, Step, help_of, ready
from pmcore.plugin.catalogue import Catalogue, Declared
from pmcore.plugin.language import english, words_of

__all__ = ["Clash", "Translations", "Wanted", "clashes", "missing", "wanted"]

_CORE = "pmcore"
_FOLDERS = {"zh": "zh_CN"}
_BLANK = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}")


class Wanted(NamedTuple):
    """A text that wants a translation. ``label``: the core's word serves as well, with the context or without."""

    context: str
    msgid: str
    where: str
    label: bool = False


class Clash(NamedTuple):
    """Two things of one place that bear the same word: whoever types it cannot say which is meant."""

    where: str
    word: str
    names: tuple[str, ...]


def wanted(catalogue: Catalogue, package: str) -> list[Wanted]:
    """Every text of a package, once each, in order: labels, titles and help of what it declares, then its sentences.

    ``catalogue`` is a full one; what is declared counts for the package whose module declares it.
    """
    found: dict[tuple[str, str], Wanted] = {}
    for text in (*_declared(catalogue, package), *_sentences(package)):
        key = (text.context, text.msgid)
        known = found.setdefault(key, text)
        if known.label and not text.label:
            found[key] = known._replace(label=False)
    return list(found.values())


def missing(catalogue: Catalogue, package: str, lang: str = "zh") -> list[Wanted]:
    """What has no translation in the ``.po`` files of the package (a label may stand in the core's)."""
    own, core = Translations(package, lang), Translations(_CORE, lang)
    return [text for text in wanted(catalogue, package) if not _word(text, own, core)]


def clashes(catalogue: Catalogue, lang: str) -> list[Clash]:
    """Words of a language that mean two things in one place: registers, their steps, states and columns, values of a choice."""
    say = _Speaker(catalogue, lang).say
    registers = catalogue.registers.items()
    found = [*_same("registers", ((name, say("register", name, register.module)) for name, register in registers))]
    for name, register in registers:
        steps = catalogue.steps_of(name)
        names = [(step, say(name, step, cls.__module__)) for step, cls in steps.items()]
        found += _same(f"steps of {name}", [*names, *((step, say(name, step, _CORE)) for step in sorted(UNIVERSAL))])
        found += _same(f"states of {name}", ((state, say(name, state, register.module)) for state in register.all_states))
        words: list[tuple[str, str]] = []
        for cls in steps.values():
            for field, spec in ready(cls).fields.items():
                words += [(field, word) for word in (say(name, field, cls.__module__), *spec.aliases)]
        found += _same(f"fields of {name}", words)
        for choices in _choices(steps.values()):
            values = (str(choice.value) for choice in choices)
            found += _same(
                f"choices of {choices.__name__}", [(value, say(choices.__name__, value, choices.__module__)) for value in values]
            )
    return list(dict.fromkeys(found))


class Translations:
    """What stands in the ``.po`` files of a package for a language, read straight: nothing has to be compiled first; or in the
    ``WORDS_ZH`` of a single module.
    """

    def __init__(self, package: str, lang: str) -> None:
        self.texts: dict[tuple[str, str], str] = {}
        self.pairs: list[tuple[str, str]] = []
        if (words := words_of(package, lang)) is not None:
            for key, word in words.items():
                context, text = ("", key) if isinstance(key, str) else key
                self.texts[context, text] = word
                self.pairs.append((text, word))
        elif lang in _FOLDERS:
            self._read(package, _FOLDERS[lang])

    def _read(self, package: str, locale: str) -> None:
        try:
            folder = _folder(package) / "locale" / locale
        except LookupError:  # a single module without words
            return
        try:
            from babel.messages.pofile import read_po
        except ModuleNotFoundError:  # it belongs to the tools of authors; then what was compiled has to do
            self._compiled(folder / "LC_MESSAGES" / f"{package}.mo")
            return
        for path in sorted(folder.glob("*.po")):
            with path.open("rb") as file:
                for message in read_po(file, locale=locale, abort_invalid=True):
                    if message.id and message.string and not message.fuzzy:
                        texts, words = _forms(message.id), _forms(message.string)
                        self.texts[message.context or "", texts[0]] = words[-1]
                        self.pairs.append((texts[-1], words[-1]))

    def _compiled(self, path: Path) -> None:
        import gettext

        if path.exists():
            with path.open("rb") as file:
                told: dict[Any, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            for key, word in told.items():
                context, _cut, text = key.rpartition("\x04") if isinstance(key, str) else ("", "", key[0])
                self.texts[context, text] = word

    def get(self, context: str, msgid: str) -> str:
        """The translation; empty where there is none."""
        return self.texts.get((context, msgid), "")

    def altered(self) -> list[tuple[str, str]]:
        """(text, translation) where a translation lost a ``{blank}`` or has one of its own."""
        return [(text, word) for text, word in self.pairs if _blanks(text) != _blanks(word)]


class _Speaker:
    """What a declared thing is called in a language."""

    def __init__(self, catalogue: Catalogue, lang: str) -> None:
        packages = {_CORE, *map(_package, _modules(catalogue))}
        self.words = {package: Translations(package, lang) for package in packages}

    def say(self, context: str, name: str, module: str) -> str:
        text = Wanted(context, english(name), "", True)
        return _word(text, self.words[_package(module)], self.words[_CORE]) or text.msgid


def _word(text: Wanted, own: Translations, core: Translations) -> str:
    """The word for a text as ``plugin.language`` finds it: a label in any of four places, anything else in one."""
    if not text.label:
        return own.get(text.context, text.msgid)
    for words in (own, core):
        if found := words.get(text.context, text.msgid) or words.get("", text.msgid):
            return found
    return ""


def _forms(text: str | Iterable[str]) -> tuple[str, ...]:
    """The singular and the plural of a message that has both."""
    return (text,) if isinstance(text, str) else tuple(text)


def _blanks(text: str) -> set[str]:
    return set(_BLANK.findall(text))


def _same(where: str, words: Iterable[tuple[str, str]]) -> list[Clash]:
    names: dict[str, dict[str, None]] = {}
    for name, word in words:
        names.setdefault(word.casefold(), {})[name] = None
    return [Clash(where, word, tuple(found)) for word, found in names.items() if len(found) > 1]


def _declared(catalogue: Catalogue, package: str) -> Iterator[Wanted]:
    """The texts of what the package declares."""
    if package == _CORE:
        yield from (
            Wanted("role", english(role), "roles", True) for role in (*(r.name for r in ROLES), STAFF.name, CLOCK.name, SETUP)
        )
        yield from (Wanted("", english(name), "every register", True) for name in sorted(UNIVERSAL | AMENDS))
    for declared in catalogue.plugins.values():
        for register in declared.registers:
            if _package(register.module) == package:
                yield from _register(register)
        for step in declared.steps:
            if _package(step.__module__) == package:
                yield from _step(step)
        for target, name, spec in declared.fields:
            if _package(declared.module) == package:
                yield from _field(target.__step__.register.name, name, spec, f"{declared.plugin.name}.{name}")
        yield from _rest(declared, package)


def _register(register: Register) -> Iterator[Wanted]:
    where = f"register {register.name}"
    yield Wanted("register", english(register.name), where, True)
    yield Wanted("", register.title, where)
    for state in register.all_states:
        yield Wanted(register.name, english(state), f"state {register.name} {state}", True)


def _step(step: type[Step]) -> Iterator[Wanted]:
    declared = ready(step)
    register, where = declared.register.name, f"step {declared.register.name} {declared.name}"
    yield Wanted(register, english(declared.name), where, True)
    if help_of(step):
        yield Wanted("", help_of(step), where)
    for name, spec in declared.fields.items():
        yield from _field(register, name, spec, f"{where}: {name}")


def _field(context: str, name: str, spec: FieldSpec, where: str) -> Iterator[Wanted]:
    yield Wanted(context, english(name), where, True)
    if spec.prompt:
        yield Wanted("", spec.prompt, where)
    if spec.choices is not None:
        for choice in spec.choices:
            yield Wanted(spec.choices.__name__, english(str(choice.value)), where, True)
    if spec.item is not None:
        yield from _item(spec.item, where)


def _item(item: type[Item], where: str) -> Iterator[Wanted]:
    for name, spec in item_specs(item).items():
        yield from _field(item.__name__, name, spec, f"{where}, {name}")


def _rest(declared: Declared, package: str) -> Iterator[Wanted]:
    """Rules' help, standards, quotas, reports."""
    for rule in declared.rules:
        if _package(rule.module) == package and rule.help:
            yield Wanted("", rule.help, f"rule {rule.name}")
    for kind, named in (("standard", declared.standards), ("quota", declared.quotas)):
        for thing in named:
            if _package(thing.module) == package:
                yield Wanted(kind, english(thing.name.rpartition(".")[2]), f"{kind} {thing.name}", True)
    for report in declared.reports:
        if _package(report.module) == package:
            yield Wanted("", report.title, f"report {report.name}")


def _sentences(package: str) -> Iterator[Wanted]:
    """Every literal ``_("...")`` in the package's source."""
    for path, where in _sources(package):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_" and len(node.args) == 1:
                text = node.args[0]
                if isinstance(text, ast.Constant) and isinstance(text.value, str):
                    yield Wanted("", text.value, f"{where}:{node.lineno}")


def _sources(package: str) -> list[tuple[Path, str]]:
    """The files of a package, as they are called in it; of a single module that brings its words, the one."""
    if words_of(package, "zh") is not None and (spec := find_spec(package)) is not None and spec.origin:
        return [(Path(spec.origin), Path(spec.origin).name)]
    folder = _folder(package)
    return [(path, path.relative_to(folder).as_posix()) for path in sorted(folder.rglob("*.py"))]


def _choices(steps: Iterable[type[Step]]) -> list[type[Choice]]:
    """The choices that fields of these steps read, those in their items too."""
    specs = [spec for step in steps for spec in ready(step).fields.values()]
    for spec in specs:  # grows while it is walked: items may hold items
        specs += item_specs(spec.item).values() if spec.item is not None else ()
    return list(dict.fromkeys(spec.choices for spec in specs if spec.choices is not None))


def _modules(catalogue: Catalogue) -> Iterator[str]:
    for declared in catalogue.plugins.values():
        yield from (register.module for register in declared.registers)
        yield from (step.__module__ for step in declared.steps)
        yield from (choices.__module__ for choices in _choices(declared.steps))


def _package(module: str) -> str:
    return module.partition(".")[0]


def _folder(package: str) -> Path:
    """Where a package lies, without importing it. Raises LookupError where there is none."""
    try:
        spec = find_spec(package)
    except ValueError:  # a module that was made, not imported
        spec = None
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"there is no package {package!r}")
    return Path(next(iter(spec.submodule_search_locations)))
