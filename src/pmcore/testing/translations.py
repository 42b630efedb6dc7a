"""Translations: what the sources of a package's words say, before anything is compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pmcore.plugin.language import words_of
from pmcore.plugin.wordsfile import LOCALES, Key, read, words_files

from .wanted import folder_of

__all__ = ["Translations"]

_BLANK = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}")


class Translations:
    """What a package says in a language: its words files and its ``.po`` files, read straight, or the ``WORDS_ZH`` of a single
    module. Raises WordsError for a words file that cannot be read.
    """

    def __init__(self, package: str, lang: str) -> None:
        self.texts: dict[Key, str] = {}
        self.pairs: list[tuple[str, str]] = []
        if (words := words_of(package, lang)) is not None:
            for key, word in words.items():
                self._add(("", key) if isinstance(key, str) else key, word)
        elif lang in LOCALES:
            try:
                folder = folder_of(package)
            except LookupError:  # a single module without words
                return
            for path in words_files(folder, lang):
                for place, word in read(path).items():
                    self._add(place, word)
            self._catalogues(folder / "locale" / LOCALES[lang], package)

    def _add(self, key: Key, word: str) -> None:
        self.texts[key] = word
        self.pairs.append((key[1], word))

    def _catalogues(self, folder: Path, package: str) -> None:
        if not (sources := sorted(folder.glob("*.po"))):
            return
        try:
            from babel.messages.pofile import read_po
        except ModuleNotFoundError:  # it belongs to the tools of authors; then what was compiled has to do
            self._compiled(folder / "LC_MESSAGES" / f"{package}.mo")
            return
        for path in sources:
            with path.open("rb") as file:
                for message in read_po(file, locale=folder.name, abort_invalid=True):
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


def _forms(text: str | Iterable[str]) -> tuple[str, ...]:
    """The singular and the plural of a message that has both."""
    return (text,) if isinstance(text, str) else tuple(text)


def _blanks(text: str) -> set[str]:
    return set(_BLANK.findall(text))
