"""What is in force at a site: its zone, standards, calendar years, role map and plugins, read once and kept until they change."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from pmcore.model.book import Reader, Row
from pmcore.model.calendar import Calendar, Year
from pmcore.model.kinds import KIND_OF
from pmcore.model.messages import messages
from pmcore.model.periods import recurs
from pmcore.model.rule import Finding, refuse
from pmcore.model.standard import Scoped, Standard
from pmcore.plugin.beside import trusted
from pmcore.plugin.catalogue import Catalogue

from .overlay import Overlay

__all__ = ["REGISTERS", "Settings", "read_value", "settings_of", "told_value", "unfit", "write_value"]

_ = messages("pmcore")

REGISTERS = frozenset({"site", "standard", "calendar", "plugin", "staff", "delegation"})
"""The registers whose entries make these settings; the note ``settings`` holds the seq of the last such entry."""


def told_value(value: Any) -> Any:
    """A standard's value as JSON data."""
    return list(value) if isinstance(value, tuple) else KIND_OF[type(value)].dump(value)


def write_value(value: Any) -> str:
    """A standard's value as the text that is recorded."""
    return json.dumps(told_value(value), ensure_ascii=False, separators=(",", ":"))


def read_value(like: Any, text: str) -> Any:
    """A recorded value, of the type of the standard's default."""
    raw = json.loads(text)
    return tuple(raw) if isinstance(like, tuple) else KIND_OF[type(like)].restore(raw)


def unfit(change: Any, catalogue: Catalogue) -> Iterator[Finding]:
    """What is wrong with a standard as it would be recorded: a value that cannot be read back would stop every step."""
    catalogue.need("*")
    standard = catalogue.standard(change.name)
    if standard is None and change.name.startswith("role."):
        standard = Standard(change.name, (change.name[5:],))
    if standard is None:
        yield refuse(_("There is no standard {name}"), name=change.name)
    elif not _reads(standard, change.value):
        yield refuse(_("The value cannot be read"))
    elif not _recurs(standard, change.value, catalogue):
        yield refuse(_("Something recurs by it: give a period such as every Monday, or whole days, weeks, months or years"))
    elif not _narrows(standard, change.scope):
        yield refuse(_("{name} is not narrowed by {scope}"), name=change.name, scope=change.scope)


def _reads(standard: Standard[Any], text: str) -> bool:
    try:
        value = read_value(standard.default, text)
        fits = type(value) is type(standard.default) and write_value(value) == text
    except (ValueError, TypeError, KeyError, AttributeError, ArithmeticError):
        return False
    return fits and (not standard.choices or value in standard.choices)


def _recurs(standard: Standard[Any], text: str, catalogue: Catalogue) -> bool:
    """Whether steps that recur by this standard could do so by that value; true where none does."""
    steps = (step.__step__ for inner in catalogue.steps.values() for step in inner.values())
    return not any(declared.every is standard for declared in steps) or recurs(read_value(standard.default, text))


def _narrows(standard: Standard[Any], text: str) -> bool:
    try:
        told = json.loads(text)
    except ValueError:
        return False
    return isinstance(told, dict) and all(key in standard.scopes and isinstance(told[key], str) for key in told)


class Settings:
    """The settings of a site as of one entry."""

    def __init__(
        self, as_of: str | None, site: Row | None, standards: Iterable[Row], years: Iterable[Row], plugins: Iterable[Row]
    ) -> None:
        self.as_of = as_of
        self.site = site
        values: Mapping[str, Any] = site.values if site else {}
        self.training = bool(values.get("training"))
        self.zone = str(values.get("zone") or "Asia/Shanghai")
        self.name = str(values.get("name") or "")
        self.book = str(values.get("book") or "")
        self.set: dict[str, list[Row]] = {}
        for row in standards:
            self.set.setdefault(str(row.values["name"]), []).append(row)
        self.calendar = Calendar(self.zone, {int(row.values["year"] or 0): _year(row) for row in years})
        self.plugins: dict[str, Row] = {str(row.values["name"]): row for row in plugins}
        self.trusted = trusted(self.plugins.values())
        """The files that the site trusts as plugins; nothing else of its folder is run."""
        self._former: dict[str, list[tuple[str, str]]] = {}
        for row in self.plugins.values():
            self._former.update(json.loads(str(row.values.get("former") or "{}")))
        self._judges: dict[str, list[str]] | None = None
        self.loaded: str | None = None
        """The signature of the plugins that were loaded when they were last put in force."""
        self.memo: dict[Any, Any] = {}
        """What was worked out from these settings and from the staff; gone when any of them changes."""

    def plain(self, name: str) -> bool:
        """Whether a standard holds at its default, then and now."""
        return name not in self.set and name not in self._former

    def value(self, asked: Standard[Any] | Scoped[Any], day: date) -> tuple[Any, str, str]:
        """(value, the day it holds from or '', where it comes from) of a standard on a local day."""
        standard, scope = (asked.standard, asked.scope) if isinstance(asked, Scoped) else (asked, {})
        if standard.name not in self.set:
            return self._default(standard, day), "", "default"
        best: Row | None = None
        best_rank: tuple[int, str, int] = (-1, "", 0)
        for row in self.set.get(standard.name, ()):
            starts = str(row.values["starts"])
            told = json.loads(str(row.values["scope"] or "{}"))
            if starts <= day.isoformat() and all(str(scope.get(key)) == wanted for key, wanted in told.items()):
                rank = (len(told), starts, row.opened)
                if rank > best_rank:
                    best, best_rank = row, rank
        if best is None:
            return self._default(standard, day), "", "default"
        return read_value(standard.default, str(best.values["value"])), str(best.values["starts"]), best.number

    def _default(self, standard: Standard[Any], day: date) -> Any:
        """The default as the site adopted it: a later release does not change what was."""
        for until, value in self._former.get(standard.name, ()):
            if day.isoformat() < until:
                return read_value(standard.default, value)
        return standard.default

    def as_known(self, seq: int) -> Settings:
        """The settings without the standards that were set after an entry: a mended slip is not priced anew."""
        known = Settings.__new__(Settings)
        known.__dict__.update(self.__dict__)
        known.memo = {}  # what was worked out from the standards as they are now is not true of these
        known.set = {name: [row for row in rows if row.opened < seq] for name, rows in self.set.items()}
        return known

    def judges_of(self, step: str) -> list[str]:
        """The plugins in force that judge or answer a step (``parking.rent``)."""
        if self._judges is None:
            self._judges = {}
            for name, row in self.plugins.items():
                if not row.closed:
                    for judged in json.loads(str(row.values["judges"] or "[]")):
                        self._judges.setdefault(judged, []).append(name)
        return self._judges.get(step, [])


def _year(row: Row) -> Year:
    return Year(
        frozenset(date.fromisoformat(day) for day in json.loads(str(row.values["holidays"]))),
        frozenset(date.fromisoformat(day) for day in json.loads(str(row.values["workdays"]))),
        bool(row.values["official"]),
    )


def settings_of(reader: Reader | Overlay, cached: Settings | None) -> Settings:
    """The settings now; the cached ones if nothing changed them since."""
    if isinstance(reader, Overlay):
        staged = reader.batch.notes.get("settings")
        as_of = staged if staged is not None else reader.base.note("settings")
    else:
        as_of = reader.note("settings")
    if cached is not None and cached.as_of == as_of:
        return cached
    sites = reader.find("site", limit=1) if as_of else []
    if not as_of:
        return Settings(None, None, (), (), ())
    base = reader.base if isinstance(reader, Overlay) else reader
    made = Settings(as_of, sites[0] if sites else None, reader.find("standard"), reader.find("calendar"), reader.find("plugin"))
    made.loaded = base.note("plugins") if cached is None else cached.loaded
    return made
