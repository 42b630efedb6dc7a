"""The reader's language on the command line: found before anything is parsed, spoken by every sentence of this package."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

__all__ = ["_", "begins", "both", "choose", "chinese", "known_language", "lang", "language_of", "pick", "speaking"]

LOCALE = os.path.join(os.path.dirname(__file__), "locale")
_spoken = ["en"]
_heard = [True]


def lang() -> str:
    """The language spoken now: ``zh`` or ``en``."""
    return _spoken[-1]


def _(text: str, /, **values: object) -> str:
    """The sentence in the reader's language; a literal, so that the catalogue can hold it. Values are filled in as text."""
    said = chinese(text) or text if lang() == "zh" else text
    return said.format_map(values) if values else said


def pick(told: Mapping[str, str]) -> str:
    """The reader's one of a text in both languages, as the manifest holds it."""
    return told.get(lang()) or told.get("en", "")


def both(told: Mapping[str, str], name: str) -> list[str]:
    """A name and its label, the reader's own first."""
    label = told.get("zh", "")
    return [label, name] if lang() == "zh" and label else [name, label]


def begins(names: Iterable[str], begun: str) -> str:
    """The first of several names that begins so and is one word; empty where none does. One is enough: the reader's own."""
    wanted = begun.casefold()
    return next((name for name in names if name.casefold().startswith(wanted) and not set(name) & set(" 《》")), "")


def chinese(text: str, context: str = "") -> str:
    """What a sentence is in Chinese; empty where the catalogue has no word, or nobody speaks or types Chinese here."""
    found = _catalogue() if _heard[-1] or lang() == "zh" else None
    if found is None:
        return ""
    said = found.pgettext(context, text) if context else found.gettext(text)
    return "" if said == text else said


@cache
def _catalogue() -> gettext.GNUTranslations | None:
    try:
        with open(os.path.join(LOCALE, "zh_CN", "LC_MESSAGES", "pmcli.mo"), "rb") as file:
            return gettext.GNUTranslations(file)
    except OSError:
        return None


def choose(args: Iterable[str], environ: Mapping[str, str]) -> str:
    """The language: ``--lang``, else the locale of the environment; Chinese for every Chinese one, English for all others."""
    asked = ""
    words: Iterator[str] = iter(args)
    for word in words:
        name, equals, value = word.partition("=")
        if word == "--":
            break
        if name in ("--lang", "--语言"):
            asked = value if equals else next(words, "")
    spoken = [environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    return language_of(asked or next(filter(None, spoken), ""))


def language_of(name: str) -> str:
    """``zh`` for every Chinese locale or language name, otherwise ``en``."""
    return "zh" if name.lower().startswith(("zh", "中", "chinese")) else "en"


def known_language(name: str) -> bool:
    """Whether it is a name of a language that is spoken here."""
    return language_of(name) == "zh" or name.lower().startswith("en")


@contextmanager
def speaking(language: str, typed: Iterable[str] = ()) -> Iterator[None]:
    """Speak a language for a while; Click's own sentences, which go through gettext, come from our catalogue too.

    Chinese names of commands and options are looked up only where something ``typed`` is not plain ASCII.
    """
    _spoken.append(language)
    _heard.append(not all(word.isascii() for word in typed))
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = "zh_CN" if language == "zh" else "en"
    gettext.bindtextdomain("pmcli", LOCALE)
    gettext.textdomain("pmcli")
    try:
        yield
    finally:
        _spoken.pop()
        _heard.pop()
        gettext.textdomain(domain)
        if before is None:
            os.environ.pop("LANGUAGE", None)
        else:
            os.environ["LANGUAGE"] = before
