"""Language: puts sentences and the names of declared things into the reader's words, at the very edge."""

from __future__ import annotations

import enum
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime, time
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pmcore.model.calendar import DEFAULT_ZONE
from pmcore.model.messages import Msg
from pmcore.model.people import Role

from .wordsfile import COMPILED, LOCALES, Key, WordsError, english, read, words_files

if TYPE_CHECKING:
    from gettext import GNUTranslations

__all__ = ["in_words", "english", "label", "languages", "pick", "say", "words_of", "words_sources"]

languages = ("zh", "en")

_CORE = "pmcore"
_YES_NO_NONE = {"zh": ("是", "否", "无"), "en": ("yes", "no", "none")}
_BLANK = re.compile(r"\{\{|\}\}|\{(\w+)\}")


def say(msg: Msg, lang: str, zone: str = DEFAULT_ZONE) -> str:
    """The sentence in ``zh`` or ``en``, its values written as that language writes them; moments as in ``zone``.

    Never raises: a sentence without a translation stays English, a value that is missing stays a name in braces.
    """
    text = _look_up(msg.domain, lang, msg.context, msg.text) or msg.text
    return _BLANK.sub(partial(_fill, msg=msg, lang=lang, zone=zone), text)


def label(context: str, name: str, domain: str, lang: str) -> str:
    """What people call a declared thing: ``licence_matches`` is "Licence matches" unless a catalogue has a word for it.

    Catalogues hold that English as msgid. Looked up in the domain with the context and without, then so in the core's.
    """
    text = english(name)
    for where in dict.fromkeys((domain, _CORE)):
        if found := _look_up(where, lang, context, text) or _look_up(where, lang, "", text):
            return found
    return text


def pick(env_lang: str | None) -> Literal["zh", "en"]:
    """The language for a locale such as ``zh_CN.UTF-8``: Chinese for every Chinese one, English for all others."""
    return "zh" if (env_lang or "").lower().startswith("zh") else "en"


def _fill(blank: re.Match[str], msg: Msg, lang: str, zone: str) -> str:
    name: str | None = blank[1]
    if name is None:
        return blank[0][0]
    if name not in msg.values:
        return blank[0]
    try:
        return in_words(msg.values[name], msg.domain, lang, zone)
    except Exception:  # a sentence about a mistake must not become another one
        return blank[0]


def in_words(value: Any, domain: str, lang: str, zone: str = DEFAULT_ZONE) -> str:
    """A value in words. Things may know their own: a ``label``, ``show(lang)``, or a ``context`` and a ``name``."""
    yes, no, none = _YES_NO_NONE["zh" if lang == "zh" else "en"]
    if value is None:
        return none
    for kind, written in _WRITTEN:
        if isinstance(value, kind):
            return written(value, lang, zone)
    if isinstance(value, bool):
        return yes if value else no
    if isinstance(value, list | tuple):
        return ("、" if lang == "zh" else ", ").join(in_words(item, domain, lang, zone) for item in value)
    if isinstance(known := getattr(value, "label", None), Msg):
        return say(known, lang, zone)
    if callable(known := getattr(value, "show", None)):
        return str(known(lang))
    if isinstance(context := getattr(value, "context", None), str):
        return label(context, value.name, getattr(value, "domain", domain), lang)
    if isinstance(value, enum.Enum):
        return label(type(value).__name__, str(value.value), type(value).__module__.partition(".")[0], lang)
    return str(value)


def _moment(value: datetime, lang: str, zone: str) -> str:
    if value.tzinfo is not None:
        from zoneinfo import ZoneInfo

        value = value.astimezone(ZoneInfo(zone))
    return f"{value:%Y-%m-%d %H:%M}"


_WRITTEN: tuple[tuple[type[Any], Callable[[Any, str, str], str]], ...] = (
    (str, lambda value, _lang, _zone: str(value)),
    (Msg, say),
    (datetime, _moment),  # before date: every datetime is one
    (date, lambda value, _lang, _zone: value.isoformat()),
    (time, lambda value, _lang, _zone: f"{value:%H:%M}"),
    (Role, lambda value, lang, _zone: label("role", value.name, _CORE, lang)),
)


def _look_up(domain: str, lang: str, context: str, text: str) -> str:
    """The translation; empty where there is none."""
    translate = _translator(domain, lang) if text and lang in LOCALES else None
    return translate(context, text) if translate else ""


@cache
def _translator(domain: str, lang: str) -> Callable[[str, str], str] | None:
    """How to look up context and text in a package's words: its compiled catalogue, and the words files beside its modules unless
    they are compiled into it. None for a package that is absent or says nothing.
    """
    if (words := words_of(domain, lang)) is not None:
        return lambda context, text: words.get((context, text) if context else text, "")
    found = [look_up for folder in _folders(domain) for look_up in _words(folder, domain, lang)]
    if len(found) < 2:
        return found[0] if found else None
    return lambda context, text: next((word for look_up in found if (word := look_up(context, text))), "")


def _words(folder: Path, domain: str, lang: str) -> Iterator[Callable[[str, str], str]]:
    compiled = _compiled(_catalogue(folder, domain, lang))
    if compiled is not None:
        yield lambda context, text: compiled.pgettext(context, text) if context else compiled.gettext(text)
    if not _whole(compiled) and (beside := _beside(folder, lang)):
        yield lambda context, text: beside.get((context, text), "")


def words_sources(package: str, lang: str = "zh") -> list[Path]:
    """The files that a package's words are read from, and those that they would be read from if they were there."""
    found: list[Path] = []
    for folder in _folders(package):
        found.append(catalogue := _catalogue(folder, package, lang))
        if not _whole(_compiled(catalogue)):
            found += dict.fromkeys([folder / f"{package}.{lang}.toml", *words_files(folder, lang)])
    return found


def _catalogue(folder: Path, package: str, lang: str) -> Path:
    return folder / "locale" / LOCALES[lang] / "LC_MESSAGES" / f"{package}.mo"


def _whole(compiled: GNUTranslations | None) -> bool:
    """Whether a package's words files are compiled into its catalogue."""
    return compiled is not None and compiled.info().get("project-id-version", "").startswith(COMPILED)


def _compiled(path: Path) -> GNUTranslations | None:
    import gettext

    class Silent(gettext.NullTranslations):
        """What is not in the catalogue is empty: the English text may itself be a translation."""

        def gettext(self, message: str) -> str:
            return ""

        def pgettext(self, context: str, message: str) -> str:
            return ""

    try:
        with path.open("rb") as file:
            found = gettext.GNUTranslations(file)
    except (OSError, UnicodeDecodeError):
        return None
    found.add_fallback(Silent())
    return found


def _beside(folder: Path, lang: str) -> dict[Key, str]:
    """The words files of a package that were not compiled; one that cannot be read says nothing, ``check_plugin`` says why."""
    told: dict[Key, str] = {}
    for path in words_files(folder, lang):
        with suppress(WordsError, OSError):
            told |= read(path)
    return told


def words_of(domain: str, lang: str) -> Mapping[str | tuple[str, str], str] | None:
    """What a single module says of itself: its ``WORDS_ZH``, from English text, or (context, text), to Chinese. None for a
    package, which brings catalogues, and for one that says nothing.
    """
    module = sys.modules.get(domain) if lang == "zh" else None
    told = vars(module).get("WORDS_ZH") if module is not None and not hasattr(module, "__path__") else None
    return told if isinstance(told, Mapping) else None


def _folders(package: str) -> list[Path]:
    """Where a package lies, without importing it."""
    module = sys.modules.get(package)
    if module is not None:
        return [Path(folder) for folder in getattr(module, "__path__", ())]
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        return []
    return [Path(folder) for folder in (spec and spec.submodule_search_locations) or ()]
