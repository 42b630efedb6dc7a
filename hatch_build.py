"""Compiles the message catalogues: the words files beside a package's modules (``followup.zh.toml``) and its ``locale/LANG/*.po``
become one ``.mo`` named after the package.

hatchling runs it for wheels and editable installs; ``python hatch_build.py`` compiles in place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
PACKAGES = ("src/pmcore", "plugins/pmplugins", "frontends/pmcli")
LONG_AGO = datetime.fromtimestamp(0, UTC)  # in the headers, so that two builds give the same bytes

Key = tuple[str, str]


class CatalogueError(ValueError):
    """A catalogue cannot be compiled; the sentence names the files."""


def compile_catalogues(root: Path, packages: Iterable[str] = PACKAGES) -> list[Path]:
    """Write every package's ``.mo`` files in place; return them, and remove those that no ``.po`` stands for any more.

    Raises CatalogueError, before that file is written, where two sources translate the same message differently.
    """
    written: list[Path] = []
    words = words_module()
    for package in packages:
        for lang, name in words.LOCALES.items():
            folder = root / package / "locale" / name
            target = folder / "LC_MESSAGES" / f"{Path(package).name}.mo"
            sources = [*words.words_files(root / package, lang), *sorted(folder.glob("*.po"))]
            if not sources:
                target.unlink(missing_ok=True)
                continue
            merged = merge(sources, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_mo(file, merged)
            written.append(target)
    return written


def words_module() -> ModuleType:
    """The reader of words files; it needs nothing but the standard library, and pmcore is not installed yet."""
    spec = spec_from_file_location("wordsfile", HERE / "src/pmcore/plugin/wordsfile.py")
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    sys.modules.setdefault("wordsfile", made)
    spec.loader.exec_module(made)
    return made


def merge(sources: Sequence[Path], language: str) -> Catalog:
    """One catalogue of several files; fuzzy and empty translations are left out."""
    merged = Catalog(locale=language, charset="utf-8", creation_date=LONG_AGO, revision_date=LONG_AGO, fuzzy=False)
    origins: dict[Key, Path] = {}
    for source in sources:
        for context, text, word in _words(source) if source.suffix == ".toml" else _messages(source, language):
            known = merged.get(text, context)
            if known is None:
                merged.add(text, word, context=context)
                origins[context or "", _first(text)] = source
            elif known.string != word:
                raise CatalogueError(
                    f"{origins[context or '', _first(text)]} and {source} translate {text!r} differently: "
                    f"{known.string!r} and {word!r}; agree on one, or give one of them a context"
                )
    return merged


def _first(text: str | Sequence[str]) -> str:
    """The singular of a message that has both forms."""
    return text if isinstance(text, str) else text[0]


def _words(source: Path) -> Iterator[tuple[str | None, Any, Any]]:
    """(context, text, word) of a words file."""
    words = words_module()
    try:
        told = words.read(source)
    except ValueError as error:
        raise CatalogueError(str(error)) from error
    for (context, text), word in told.items():
        yield context or None, text, word


def _messages(source: Path, language: str) -> Iterator[tuple[str | None, Any, Any]]:
    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{source} cannot be read: {error}") from error
    for message in catalogue:
        if message.id and message.string and not message.fuzzy:
            yield message.context, message.id, message.string


class CatalogueHook(BuildHookInterface[Any]):
    """Compiles before files are collected, and brings the ``.mo`` files in although git ignores them."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile in place; an editable install reads the files from there."""
        compiled = compile_catalogues(Path(self.root))
        if version != "editable":
            build_data["artifacts"].extend(f"/{path.relative_to(self.root).as_posix()}" for path in compiled)


def main(arguments: Sequence[str]) -> int:
    """Compile the catalogues below the given folder, or beside this file. Exit code 1 and one sentence on a clash."""
    root = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    try:
        compiled = compile_catalogues(root)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(compiled)} catalogues compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
