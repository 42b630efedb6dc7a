"""Words files: what the forms of a module are called in another language, in TOML beside it, read as catalogues are keyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["LOCALES", "THING", "Key", "Line", "WordsError", "english", "is_name", "lines_of", "read", "words_files"]

# The build of catalogues reads this file where pmcore is not installed yet: it imports the standard library only.

Key = tuple[str, str]
"""What catalogues are keyed by: a context, empty for sentences, and the English text."""
LOCALES = {"zh": "zh_CN"}
"""The languages that words are written in, and the folders of their catalogues."""
THING = "_"
"""The key for what a table itself is called: the register, or the step."""
_NAME = re.compile(r"[a-z][a-z0-9_-]*")
_LISTS = {"standards": "standard", "quotas": "quota"}


class WordsError(ValueError):
    """A words file cannot be read; the sentence names the file and the place."""


class Line(NamedTuple):
    """One word of a file: the table and the key it stands under, and what it is the word for, in which contexts."""

    table: tuple[str, ...]
    key: str
    word: str
    contexts: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """Where it stands, for people: ``followup.ask satisfied``."""
        return f"{'.'.join(self.table)} {self.key}".strip()


def english(name: str) -> str:
    """The English label of a name: ``licence_matches`` is "Licence matches"."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def is_name(key: str) -> bool:
    """Whether a key is a declared name; anything else is the English sentence itself."""
    return bool(_NAME.fullmatch(key))


def words_files(folder: Path, lang: str) -> list[Path]:
    """The words files of a package for a language: ``followup.zh.toml``, in whichever of its folders."""
    return sorted(folder.rglob(f"*.{lang}.toml"))


def read(path: Path) -> dict[Key, str]:
    """The words of a file; those not written yet are left out. A table's own word goes before one for the whole file.

    Raises WordsError, also where one thing is given two words.
    """
    lines = list(lines_of(path))
    own: dict[Key, Line] = {}
    for line in lines:
        if line.table and line.word:
            for context in line.contexts:
                first = own.setdefault((context, line.text), line)
                if first.word != line.word:
                    raise WordsError(f"{path}: {first.place} is {first.word!r}, {line.place} is {line.word!r}; both name one thing")
    shared = {(context, line.text): line for line in lines if not line.table and line.word for context in line.contexts}
    return {key: line.word for key, line in {**shared, **own}.items()}


def lines_of(path: Path) -> Iterator[Line]:
    """Every line of a file in order, empty ones too. Raises WordsError."""
    import tomllib

    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WordsError(f"{path} cannot be read: {error}") from error
    everywhere = tuple(_everywhere(told))
    for table, key, word in _leaves(told, ()):
        if not isinstance(word, str):
            raise WordsError(f"{path}: {'.'.join((*table, key))} is no text in quotes")
        if (meant := _meant(table, key, everywhere)) is None:
            raise WordsError(f"{path}: [{'.'.join(table)}] is nothing that has words: a register, a step of it, a class, a list")
        yield Line(table, key, word, *meant)


def _leaves(told: Mapping[str, Any], table: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*table, key))
        else:
            yield table, key, value


def _meant(table: tuple[str, ...], key: str, everywhere: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    """The contexts and the English of a line; None where no line can stand."""
    head = table[0] if table else ""
    if head == "sentences" or (not is_name(key) and key != THING and not _is_class(head)):
        return ("",), key
    if not table:
        return (everywhere, english(key)) if key != THING else None
    if head in _LISTS:
        return (_LISTS[head],), english(key)
    if head == "reports":
        return (".".join(table[1:]),), english(key)
    if len(table) > (1 if _is_class(head) else 2):
        return None
    if key != THING:
        return (head,), english(key)
    return (("register",), english(head)) if len(table) == 1 else ((head,), english(table[1]))


def _is_class(table: str) -> bool:
    """Whether a table is of a choice or of the lines of a list, which are classes; registers are written small."""
    return bool(table) and not table[0].islower()


def _everywhere(told: Mapping[str, Any]) -> Iterator[str]:
    """The contexts of all registers and reports of a file: where a word at its top counts."""
    for name, inner in told.items():
        if name == "reports" and isinstance(inner, dict):
            yield from dict.fromkeys(".".join(table) for table, _key, _word in _leaves(inner, ()))
        elif isinstance(inner, dict) and name not in (*_LISTS, "sentences", "reports") and not _is_class(name):
            yield name
