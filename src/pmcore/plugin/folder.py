"""The folder of plugins beside a book: makes the catalogue of what is installed and of the files in it that the book trusts."""

from __future__ import annotations

from collections.abc import Callable

from .beside import SiteFile, home_of
from .catalogue import Catalogue
from .discovery import full_catalogue

__all__ = ["Make", "PluginFolder", "full_catalogue"]

Make = Callable[[str, tuple[SiteFile, ...]], Catalogue]


def _make(home: str, files: tuple[SiteFile, ...]) -> Catalogue:
    return full_catalogue(files=files, home=home)


class PluginFolder:
    """``home`` is the folder of the book at ``url``, empty where it has none; ``make`` makes a catalogue of it."""

    def __init__(self, url: str, make: Make = _make) -> None:
        self.home = home_of(url)
        self._make = make

    def catalogue(self, files: tuple[SiteFile, ...]) -> Catalogue:
        """The catalogue with these files; those that are not run stand in its ``failures``."""
        return self._make(self.home, files)
