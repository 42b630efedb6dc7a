"""Compiles the message catalogues: the words files beside a package's modules and its ``locale/LANG/*.po`` become one ``.mo``
named after the package.

hatchling runs it for wheels and editable installs; ``python hatch_build.py`` compiles in place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from runpy import run_path
from types import SimpleNamespace
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGES = ("src/pmcore", "plugins/pmplugins", "frontends/pmcli")
LONG_AGO = datetime.fromtimestamp(0, UTC)  # in the headers, so that two builds give the same bytes

HERE = Path(__file__).resolve().parent
wordsfile = SimpleNamespace(**run_path(str(HERE / "src/pmcore/plugin/wordsfile.py")))  # nothing of the tree is installed yet

Key = tuple[str, str]


class CatalogueError(ValueError):
    """A catalogue cannot be compiled; the sentence names the files."""


def compile_catalogues(root: Path, packages: Iterable[str] = PACKAGES) -> list[Path]:
    """Write every package's ``.mo`` files in place; return them, and remove those that nothing stands for any more.

    Raises CatalogueError, before that file is written, where two sources translate the same message differently.
    """
    written: list[Path] = []
    for package in packages:
        for lang, name in wordsfile.LOCALES.items():
            folder = root / package / "locale" / name
            target = folder / "LC_MESSAGES" / f"{Path(package).name}.mo"
            sources = [*sorted(folder.glob("*.po")), *wordsfile.words_files(root / package, lang)]
            if not sources:
                target.unlink(missing_ok=True)
                continue
            merged = merge(sources, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_mo(file, merged)
            written.append(target)
    return written


def merge(sources: Sequence[Path], language: str) -> Catalog:
    """One catalogue of several files; fuzzy and empty translations are left out."""
    merged = Catalog(language, project=wordsfile.COMPILED, creation_date=LONG_AGO, revision_date=LONG_AGO, fuzzy=False)
    origins: dict[Key, Path] = {}
    for source in sources:
        for message in _messages(source, language):
            key = (message.context or "", str(message.id))
            known = merged.get(message.id, message.context)
            if known is None:
                merged.add(message.id, message.string, context=message.context)
                origins[key] = source
            elif known.string != message.string:
                raise CatalogueError(
                    f"{origins[key]} and {source} translate {message.id!r} differently: "
                    f"{known.string!r} and {message.string!r}; agree on one, or give one of them a context"
                )
    return merged


def _messages(source: Path, language: str) -> list[Message]:
    if source.suffix == ".toml":
        try:
            return [Message(text, word, context=context or None) for (context, text), word in wordsfile.read(source).items()]
        except wordsfile.WordsError as error:
            raise CatalogueError(str(error)) from error
    try:
        with source.open("rb") as file:
            catalogue = read_po(file, locale=language, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{source} cannot be read: {error}") from error
    return [message for message in catalogue if message.id and message.string and not message.fuzzy]


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
    root = Path(arguments[0]) if arguments else HERE
    try:
        compiled = compile_catalogues(root)
    except CatalogueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(compiled)} catalogues compiled")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
