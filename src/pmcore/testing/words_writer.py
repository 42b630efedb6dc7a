"""Writing words files: what the forms of a module want said, in their order, with what is said already and room for the rest."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pmcore.model.tables import grouped
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.wordsfile import THING, Line, is_name, lines_of

from .translations import Translations
from .wanted import CORE, Wanted, wanted

__all__ = ["Skeleton", "home_of", "skeleton", "skeletons"]

Table = tuple[str, ...]


class Skeleton(NamedTuple):
    """A words file as it would be written: where, its text, what is not said yet, and lines that nothing asks for any more."""

    path: Path
    text: str
    missing: list[Wanted]
    unasked: list[Line]


def home_of(module: str, lang: str = "zh") -> Path | None:
    """The words file of a module: beside it, or for one inside a package, that package's; None for what is not a file."""
    file = getattr(sys.modules.get(module), "__file__", None)
    if file is None:
        return None
    path = Path(file)
    inside = module.count(".") > 1 or path.name == "__init__.py"
    return path.parent / f"{path.parent.name}.{lang}.toml" if inside else path.with_suffix(f".{lang}.toml")


def skeletons(catalogue: Catalogue, package: str, lang: str = "zh") -> list[Skeleton]:
    """The words file of every module of a package that declares something, as it would be written now."""
    asked = [text for text in wanted(catalogue, package) if text.table]
    homes = grouped(asked, lambda text: home_of(text.module, lang))
    own, core = Translations(package, lang), Translations(CORE, lang)
    return [skeleton(path, texts, own, core) for path, texts in homes.items() if path is not None]


def skeleton(path: Path, asked: list[Wanted], own: Translations, core: Translations) -> Skeleton:
    """One file: what it says is kept, what is wanted and not said (here or in the core) is added as an empty line."""
    kept = list(lines_of(path)) if path.exists() else []
    keys = {(text.context, text.msgid) for text in asked}
    unasked = [line for line in kept if not any((context, line.text) in keys for context in line.contexts)]
    words: dict[tuple[Table, str], str] = {}
    missing: list[Wanted] = []
    shared = {line.key: line.word for line in kept if not line.table}
    for text in asked:
        word = _word(text, own)
        if not word and text.label and _word(text, core):
            continue
        if not word:
            missing.append(text)
        words[text.table, text.key] = word
    return Skeleton(path, _rendered(words, shared, path), missing, unasked)


def _word(text: Wanted, words: Translations) -> str:
    found = words.get(text.context, text.msgid)
    return found or (words.get("", text.msgid) if text.label else "")


def _rendered(words: Mapping[tuple[Table, str], str], shared: Mapping[str, str], path: Path) -> str:
    top = {**_said_again(words), **shared}
    lines = [f"# {path.name.partition('.')[0]}"]
    lines += [""] * bool(top) + [f"{_key(key)} = {_text(word)}" for key, word in top.items()]
    for table, entries in _tables(words).items():
        told = {key: word for key, word in entries.items() if not (_may_be_shared(table, key) and top.get(key) == word)}
        if told:
            lines += ["", f"[{'.'.join(map(_key, table))}]"]
            lines += [f"{_key(key)} = {_text(word)}" for key, word in told.items()]
    return "\n".join(lines) + "\n"


def _tables(words: Mapping[tuple[Table, str], str]) -> dict[Table, dict[str, str]]:
    """The tables in order: forms, then choices and lines of lists, then figures and reports, sentences last."""
    found: dict[Table, dict[str, str]] = {}
    tables = {table for table, _key in words}
    for (table, key), word in words.items():
        named = (*table, key)
        if named in tables:  # a state is called like a step: one word, which stands with the step
            found.setdefault(table, {})
            found[named] = {THING: word, **found.get(named, {})}
        else:
            found.setdefault(table, {})[key] = word
    return dict(sorted(found.items(), key=lambda item: _rank(item[0])))


def _rank(table: Table) -> int:
    head = table[0]
    if head == "sentences":
        return 4
    if head in ("standards", "quotas"):
        return 2
    return 3 if head == "reports" else int(not head[0].islower())


def _may_be_shared(table: Table, key: str) -> bool:
    return is_name(key) and _rank(table) in (0, 3)


def _said_again(words: Mapping[tuple[Table, str], str]) -> dict[str, str]:
    """What is said alike wherever it is said, and more than once: it is said at the top."""
    said: dict[str, list[str]] = {}
    heads = {table[0] for table, _key in words}
    for (table, key), word in words.items():
        if _may_be_shared(table, key) and word and key not in heads:
            said.setdefault(key, []).append(word)
    return {key: found[0] for key, found in said.items() if len(found) > 1 and len(set(found)) == 1}


def _key(key: str) -> str:
    return key if is_name(key) or (key.isidentifier() and key.isascii()) else _text(key)


def _text(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)
