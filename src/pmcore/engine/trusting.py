"""Trusting a file beside the book: judged who may, run once to see that it loads, then put on record by its digest."""

from __future__ import annotations

from typing import Any

from pmcore.model.messages import Bad, messages
from pmcore.model.outcomes import Invalid, Refused, WrongUse
from pmcore.model.people import Actor
from pmcore.plugin.beside import SiteFile
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.folder import PluginFolder
from pmcore.plugin.sitefile import fresh_file

from .founding import former_of, told_of
from .gate import decide
from .openbook import OpenBook
from .settings import Settings
from .sheet import Request, Sheet
from .work import Written

__all__ = ["trust"]

_ = messages("pmcore")


def trust(book: OpenBook, path: str, name: str, reason: str, actor: Actor, **more: Any) -> Written:
    """Trust a file as it is now. Only a file that somebody may trust is run, and only one that loads is put on record.

    Raises Invalid where it is no file of this book, Refused where it may not be trusted or does not load.
    """
    folder = book.folder
    if folder is None or not folder.home:
        raise WrongUse(_("This book has no folder for plugins: it is not kept in a file, or was opened without"))
    with book.store.read(book.site) as reader:
        sheet = book._sheet(reader)
        found = _found(folder, path, name, sheet.settings)
        _refuse_taken(found, sheet.settings, book.catalogue)
        _would, findings = sheet.judge(_request(sheet, found, reason, actor, {}, more))
    decide(findings, frozenset())
    loaded = _loaded(folder, found, sheet.settings, book.catalogue)
    told = told_of(loaded, loaded.judges(), found.name)
    with book._writing() as sheet:
        written = sheet.record(_request(sheet, found, reason, actor, told, more))
    book.take_files()
    return written


def _found(folder: PluginFolder, path: str, name: str, settings: Settings) -> SiteFile:
    """The file as it is now; one that is trusted already keeps its name."""
    try:
        found = fresh_file(folder.home, path, name)
    except Bad as bad:
        raise Invalid(_("{file} cannot be trusted").fill(file=path), invalid=[("file", bad.message)]) from None
    known = next((one.name for one in settings.trusted if one.file == found.file), "")
    return found if name or not known else found._replace(name=known)


def _refuse_taken(found: SiteFile, settings: Settings, catalogue: Catalogue) -> None:
    """The same file once more, and a name that something installed has."""
    if found in settings.trusted:
        raise Refused(_("{file} is trusted already as it is").fill(file=found.file))
    own = any(one.name == found.name for one in settings.trusted)
    if found.name in {*catalogue.plugins, *catalogue.failures} and not own:
        raise Refused(_("An installed plugin is called {name}; give this one another name: --name NAME").fill(name=found.name))


def _loaded(folder: PluginFolder, found: SiteFile, settings: Settings, before: Catalogue) -> Catalogue:
    """The catalogue with it. Raises Refused where it, or another file because of it, does not load."""
    own = any(one.name == found.name for one in settings.trusted)
    others = tuple(found if one.name == found.name else one for one in settings.trusted)
    made = folder.catalogue(others if own else (*others, found))
    for name, why in made.failures.items():
        if name == found.name or name not in before.failures:
            raise Refused(_("With {file} the plugin {name} does not load: {why}").fill(file=found.file, name=name, why=why))
    return made


def _request(sheet: Sheet, found: SiteFile, reason: str, actor: Actor, told: dict[str, Any], more: dict[str, Any]) -> Request:
    """The step that puts it on record: a form of its own, or the plugin's form once more."""
    row = sheet.settings.plugins.get(found.name)
    given = {"file": found.file, "digest": found.digest, "reason": reason, **told}
    step = sheet.catalogue.find_step("plugin", "trust" if row is None or row.closed else "trust-again")
    assert step is not None
    if row is None or row.closed:
        return Request(step, {"name": found.name, **given}, actor=actor, **more)
    if told:
        today = sheet.settings.calendar.day(sheet.now).isoformat()
        given["former"] = former_of(row, told["defaults"], today)
    return Request(step, given, actor=actor, on=row.number, **more)
