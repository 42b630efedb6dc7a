"""Founding a site, and keeping on record which plugins, defaults and calendar years are in force there."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pmcore.model.book import Row
from pmcore.model.canonical import canonical, digest
from pmcore.model.people import PROJECT_MANAGER, Actor
from pmcore.plugin.catalogue import Catalogue

from .columns import sought_columns, unsought
from .gate import older
from .settings import write_value
from .sheet import Request, Sheet, Written
from .signing import SETUP

__all__ = ["adopt_plugins", "adopt_year", "defaults_of", "former_of", "found", "keep_up", "signature_of", "told_of"]

BY_SETUP = Actor(SETUP, identified="system")
"""The book's own acts; no frontend hands this in."""


def found(
    sheet: Sheet, *, name: str, code: str, admin: str | None, training: bool, zone: str, entropy: Callable[[int], bytes]
) -> Written:
    """The first entries of a book."""
    from pmcore.model.messages import messages
    from pmcore.model.outcomes import Refused

    _ = messages("pmcore")
    if sheet.overlay.last_written:
        raise Refused(_("The site {code} is founded already; nothing is overwritten").fill(code=code))
    step = sheet.catalogue.find_step("site", "found")
    assert step is not None
    given = {"name": name, "code": code, "training": training, "zone": zone, "book": entropy(16).hex()}
    written = sheet.record(Request(step, given, actor=BY_SETUP))
    sheet.overlay.batch.notes["secret"] = entropy(32).hex()
    keep_up(sheet)
    if admin:
        _engage(sheet, admin)
    return written


def keep_up(sheet: Sheet) -> None:
    """Before a write: plugins that came or were renewed are put in force on record, and so is the calendar of a new year."""
    year = sheet.settings.calendar.day(sheet.now).year
    if year not in sheet.settings.calendar.years:
        adopt_year(sheet, year)
    if sheet.settings.loaded != (signature := signature_of(sheet.catalogue)):
        adopt_plugins(sheet)
        sheet.overlay.batch.columns += unsought(sheet.catalogue, sheet.overlay.base)
        sheet.overlay.batch.notes["plugins"] = signature


def _engage(sheet: Sheet, admin: str) -> None:
    """The first person: they manage the project until somebody else is assigned."""
    engage, assign = sheet.catalogue.find_step("staff", "engage"), sheet.catalogue.find_step("staff", "assign")
    assert engage is not None
    assert assign is not None
    first = sheet.record(Request(engage, {"name": admin, "code": "admin"}, actor=BY_SETUP))
    sheet.record(Request(assign, {"role": PROJECT_MANAGER.name}, actor=BY_SETUP, on=first.number))


def defaults_of(catalogue: Catalogue, plugin: str) -> str:
    """The default of every standard of a plugin, as recorded."""
    told = {standard.name: write_value(standard.default) for standard in catalogue.plugins[plugin].standards}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def signature_of(catalogue: Catalogue) -> str:
    """One text for all that is loaded: names, versions, what each judges, its defaults, the files that are trusted, what forms are
    sought by. A manifest brings it along.
    """
    if catalogue.signature is None:
        judges = catalogue.judges()
        told = [
            [name, declared.plugin.version, judges[name], defaults_of(catalogue, name)]
            for name, declared in sorted(catalogue.plugins.items())
        ]
        told += [[register, sorted(sought_columns(catalogue, register))] for register in sorted(catalogue.registers)]
        catalogue.signature = digest(canonical([*told, *map(list, catalogue.files)]))[:32]
    return catalogue.signature


def adopt_plugins(sheet: Sheet) -> list[Written]:
    """Record plugins that are loaded and not in force, and newer versions of those that are; defaults that changed stay
    on record with the day until which they held.
    """
    catalogue = sheet.catalogue
    catalogue.need("*")
    judges = catalogue.judges()
    today = sheet.settings.calendar.day(sheet.now).isoformat()
    done = []
    for name in [name for name in catalogue.plugins if name not in catalogue.failures]:
        row = sheet.settings.plugins.get(name)
        told = told_of(catalogue, judges, name)
        if row is None or row.closed:
            step = catalogue.find_step("plugin", "adopt")
            assert step is not None
            if row is None or row.values.get("digest"):  # what was dropped is another one: a file that had this name
                done.append(sheet.record(Request(step, {"name": name, **told}, actor=BY_SETUP)))
            continue
        values: Mapping[str, Any] = row.values
        if older(told["version"], str(values["version"])):
            continue  # the newer one stays in force; the steps it judges wait for it
        if (values["version"], values["defaults"], json.loads(str(values["judges"]))) != (
            told["version"],
            told["defaults"],
            told["judges"],
        ):
            told["former"] = former_of(row, told["defaults"], today)
            step = catalogue.find_step("plugin", "upgrade")
            assert step is not None
            done.append(sheet.record(Request(step, told, actor=BY_SETUP, on=row.number)))
    return done


def told_of(catalogue: Catalogue, judges: Mapping[str, list[str]], name: str) -> dict[str, Any]:
    """What is recorded of a plugin that is loaded."""
    version = catalogue.plugins[name].plugin.version or "0"
    return {"version": version, "judges": judges[name], "defaults": defaults_of(catalogue, name)}


def former_of(row: Row, defaults: str, today: str) -> str:
    """The defaults of a plugin that held until today, where they now are others."""
    values: Mapping[str, Any] = row.values
    former, old = (json.loads(str(values.get(name) or "{}")) for name in ("former", "defaults"))
    return _former(former, old, json.loads(defaults), today)


def _former(former: dict[str, Any], old: dict[str, str], new: dict[str, str], today: str) -> str:
    """Defaults that held, each with the first day on which it no longer does."""
    for name, value in old.items():
        if name in new and new[name] != value:
            former.setdefault(name, []).append([today, value])
    return json.dumps(former, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def adopt_year(sheet: Sheet, year: int) -> Written | None:
    """Take a year's holidays into the book, if they are not there; where they are not official, that is said."""
    if any(str(row.values["year"]) == str(year) for row in sheet.overlay.find("calendar")):
        return None
    from pmcore.plugin.holidays import year_of

    step = sheet.catalogue.find_step("calendar", "adopt")
    assert step is not None
    told = year_of(year)
    given = {"year": year, "holidays": sorted(told.holidays), "workdays": sorted(told.workdays), "official": told.official}
    return sheet.record(Request(step, given, actor=BY_SETUP))
