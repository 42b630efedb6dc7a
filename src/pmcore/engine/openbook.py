"""A book that is open at one site: its lock, the machine's clock judged before every write, settings kept from sheet to sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from pmcore.model.book import Reader, Store, Writer
from pmcore.model.messages import messages
from pmcore.model.outcomes import NotFound, WrongUse
from pmcore.plugin.catalogue import Catalogue

from . import founding
from .machine import judge_clock
from .settings import Settings, settings_of
from .sheet import Sheet

if TYPE_CHECKING:
    from pmcore.plugin.folder import PluginFolder

__all__ = ["OpenBook"]

_ = messages("pmcore")


class OpenBook:
    """One site of a store. ``clock`` and ``entropy`` are the only things it takes from outside, and, where a ``folder`` of
    plugins is handed in, the files of it that the book trusts.
    """

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        *,
        site: str | None,
        clock: Callable[[], datetime],
        entropy: Callable[[int], bytes],
        folder: PluginFolder | None = None,
    ) -> None:
        self.store = store
        self.folder = folder
        self.catalogue = catalogue
        self.clock = clock
        self.entropy = entropy
        self._site = site
        self._settings: Settings | None = None
        self._shapes: dict[str, set[str]] = {}

    @property
    def site(self) -> str:
        """The site's code: the one given, or the only one in the book. Raises NotFound or WrongUse otherwise."""
        if self._site is None:
            sites = self.store.sites()
            if not sites:
                raise NotFound(_("There is no site in this book yet; found one with 'init'"))
            if len(sites) > 1:
                raise WrongUse(
                    _("This book has the sites {sites}; say which with --site").fill(sites=sites),
                    invalid=[("site", _("is missing"))],
                )
            self._site = sites[0]
        return self._site

    @property
    def settings(self) -> Settings:
        """What is in force at the site, as of the last look at its book."""
        if self._settings is None:
            with self.store.read(self.site) as reader:
                self._settings = settings_of(reader, None)
        return self._settings

    def take_files(self) -> None:
        """Load what the book trusts, so that its steps can be asked for; a book without a site, or of several, has to wait."""
        if self.folder is not None:
            try:
                self._load(self.settings)
            except (NotFound, WrongUse):
                return

    def _load(self, settings: Settings) -> None:
        """A catalogue with the files that the site trusts now: somebody, here or elsewhere, may have trusted or dropped one."""
        if self.folder is not None and self.catalogue.files != settings.trusted:
            self.catalogue = self.folder.catalogue(settings.trusted)

    @contextmanager
    def _writing(self, *, founding_site: bool = False, clock_right: bool = False) -> Iterator[Sheet]:
        """Lock the site, judge the machine's clock, hand out a sheet, write it. What was not written is not remembered."""
        with self.store.write(self.site) as writer:
            if not founding_site and writer.head() is None:
                raise NotFound(_("There is no site {site} in this book; found one with 'init'").fill(site=self.site))
            sheet = self._sheet(writer, writes=True)
            judge_clock(sheet, self.clock(), confirmed=clock_right)
            written = False
            try:
                if not founding_site:
                    founding.keep_up(sheet)
                yield sheet
                if not sheet.abandoned:
                    self._write(writer, sheet)
                    written = True
            finally:
                if not written:
                    self._shapes.clear()

    def _write(self, writer: Writer, sheet: Sheet) -> None:
        """Write what a sheet has staged, and keep the settings that hold from now on."""
        batch = sheet.close()
        if batch.entries:
            writer.commit(batch)
            sheet.settings.loaded = batch.notes.get("plugins", sheet.settings.loaded)
        self._settings = sheet.settings

    def _sheet(self, reader: Reader, *, writes: bool = False) -> Sheet:
        """A sheet; one that only looks must not let later ones believe that its new columns were written."""
        self._settings = settings_of(reader, self._settings)
        self._load(self._settings)
        shapes = self._shapes if writes else {}
        return Sheet(reader, self.catalogue, now=self.clock(), entropy=self.entropy, settings=self._settings, shapes=shapes)
