"""Words files: what the forms of a module are called in another language, in TOML beside it, read as catalogues are keyed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

__all__ = [
    "COMPILED",
    "LOCALES",
    "SENTENCES",
    "THING",
    "Key",
    "Line",
    "WordsError",
    "english",
    "lines_of",
    "meant",
    "place_of",
    "read",
    "words_files",
]

# The build of catalogues reads this file where pmcore is not installed yet: it imports the standard library only.

Key = tuple[str, str]
"""What catalogues are keyed by: a context, empty for sentences, and the English text."""
LOCALES = {"zh": "zh_CN"}
"""The languages that words are written in, and the folders of their catalogues."""
COMPILED = "with words files"
"""The project that a compiled catalogue names if the words files of its package are in it."""
THING = "_"
"""The key for what a table itself is called: the register, or the step."""
SENTENCES = "sentences"
_LISTS = {"standards": "standard", "quotas": "quota"}
_NAME = re.compile(r"[a-z][a-z0-9_-]*")


def _(text: str) -> str:
    """A sentence that the catalogues hold."""
    return text


class WordsError(ValueError):
    """A words file cannot be read. ``text`` is the sentence, ``values`` fill its blanks: the file and the place."""

    def __init__(self, text: str, **values: str) -> None:
        super().__init__(text.format(**values))
        self.text = text
        self.values = values


class Line(NamedTuple):
    """One word of a file: the table and the key it stands under, and what it is the word for, in which contexts."""

    table: tuple[str, ...]
    key: str
    word: str
    contexts: tuple[str, ...]
    text: str

    @property
    def place(self) -> str:
        """Where it stands, for people."""
        return place_of(self.table, self.key)


def english(name: str) -> str:
    """The English label of a name: ``licence_matches`` is "Licence matches"."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def place_of(table: tuple[str, ...], key: str) -> str:
    """A place in a words file, for people: ``[followup.ask] satisfied``."""
    return f"[{'.'.join(table)}] {key}" if table else key


def words_files(folder: Path, lang: str) -> list[Path]:
    """The words files of a package for a language: ``followup.zh.toml``, in whichever of its folders."""
    return sorted(folder.rglob(f"*.{lang}.toml"))


def read(path: Path) -> dict[Key, str]:
    """The words of a file; those not written yet are left out. A table's own word goes before one at the top of the file.

    Raises WordsError, also where one thing is given two words.
    """
    lines = [line for line in lines_of(path) if line.word]
    own: dict[Key, Line] = {}
    for line in lines:
        for context in line.contexts if line.table else ():
            first = own.setdefault((context, line.text), line)
            if first.word != line.word:
                two = _("{file}: {first} is '{word}' and {second} is '{other}', but both name one thing")
                told = {"first": first.place, "word": first.word, "second": line.place, "other": line.word}
                raise WordsError(two, file=str(path), **told)
    top = {(context, line.text): line.word for line in lines if not line.table for context in line.contexts}
    return top | {key: line.word for key, line in own.items()}


def lines_of(path: Path) -> Iterator[Line]:
    """Every line of a file in order, empty ones too. Raises WordsError."""
    import tomllib

    try:
        told = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WordsError(_("{file} cannot be read: {why}"), file=str(path), why=str(error)) from error
    everywhere = tuple(dict.fromkeys(_contexts(told)))
    for table, key, word in _leaves(told, ()):
        if not isinstance(word, str):
            raise WordsError(_("{file}: {place} is no text in quotes"), file=str(path), place=place_of(table, key))
        if (meaning := meant(table, key, everywhere)) is None:
            nothing = _("{file}: there is nothing for {place} to be the word for; a register with a dot stands in quotes")
            raise WordsError(nothing, file=str(path), place=place_of(table, key))
        yield Line(table, key, word, *meaning)


def meant(table: tuple[str, ...], key: str, everywhere: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str] | None:
    """The contexts and the English of what stands in a table under a key; None where nothing can stand.

    A key that is no name is a sentence itself. ``everywhere`` is where a word counts that stands in no table.
    """
    head = table[0] if table else ""
    name = bool(_NAME.fullmatch(key)) or (_is_class(head) and " " not in key)
    if head == SENTENCES or (key != THING and not name):
        return ("",), key
    if key == THING:
        return _thing(table)
    if not table:
        return everywhere, english(key)
    if head in _LISTS:
        return (_LISTS[head],), english(key)
    if head == "reports":
        return (".".join(table[1:]),), english(key)
    return ((head,), english(key)) if len(table) <= (1 if _is_class(head) else 2) else None


def _thing(table: tuple[str, ...]) -> tuple[tuple[str, ...], str] | None:
    if not 1 <= len(table) <= 2 or table[0] in (*_LISTS, "reports") or _is_class(table[0]):
        return None
    return (("register",), english(table[0])) if len(table) == 1 else ((table[0],), english(table[1]))


def _is_class(table: str) -> bool:
    """Whether a table is of a choice or of the lines of a list, which are classes; registers are written small."""
    return bool(table) and not table[0].islower()


def _leaves(told: Mapping[str, Any], table: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str, Any]]:
    for key, value in told.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*table, key))
        else:
            yield table, key, value


def _contexts(told: Mapping[str, Any]) -> Iterator[str]:
    """The registers, reports and classes of a file: where a word at its top counts."""
    for table, _key, _word in _leaves(told, ()):
        head = table[0] if table else SENTENCES
        if head == "reports":
            yield ".".join(table[1:])
        elif head not in (SENTENCES, *_LISTS):
            yield head
