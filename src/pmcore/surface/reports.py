"""Reports: the tables that chapters offer, over a period; personal values masked unless revealed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from pmcore.model.field import Ref
from pmcore.model.messages import messages
from pmcore.model.step import ready
from pmcore.plugin.language import in_words, label

from .columns import none_such
from .near import near
from .periods import EVERY, span_of
from .table import Table
from .values import evidence
from .words import Words

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.kind import Kind
    from pmcore.plugin.catalogue import Catalogue

__all__ = ["report", "report_named", "reports"]

_ = messages("pmcore")
Told = Mapping[str, Any]


def reports(words: Words) -> Table:
    """Every report there is: its name, title, period and clause."""
    known: Mapping[str, Told] = words.manifest["reports"]
    rows = [
        {"name": name, "title": told["title"]["en"], "every": told["every"], "clause": told["clause"]}
        for name, told in known.items()
    ]
    cells = [{**row, "title": words.pick(known[row["name"]]["title"]), "every": words.say(EVERY[row["every"]])} for row in rows]
    heads = {"name": _("Name"), "title": _("Title"), "every": _("Every"), "clause": _("Clause")}
    return Table(rows, cells, {name: words.say(head) for name, head in heads.items()})


def report_named(name: str, words: Words) -> str:
    """The report that people mean by its name, the end of it, or its title. Raises WrongUse where there is none."""
    known: Mapping[str, Told] = words.manifest["reports"]
    for one, told in known.items():
        zh, en = told["title"]["zh"], told["title"]["en"]
        if name in (one, zh.strip("《》"), zh, en, one.rpartition(".")[2]):
            return one
    close = near(name, {one: list(told["title"].values()) for one, told in known.items()}, words.lang)
    raise none_such(_("There is no report {name}").fill(name=name), close, "name")


def report(look: Look, words: Words, name: str, period: str | None = None, *, reveal: bool = False) -> Table:
    """A report by its exact name over a period as people write it, or the present one. Raises WrongUse for no period."""
    declared = look.catalogue.reports[name]
    start, end = span_of(period) if period else declared.every.bounds(look.facts.today)
    head = look.overlay.base.head()
    masks = {} if reveal else _masks(look.catalogue)
    told = [
        {key: masks[key].mask(value) if key in masks and value is not None else value for key, value in row.items()}
        for row in declared.work(look.facts, start, end)
    ]
    domain = declared.module.partition(".")[0]

    def cell(value: Any) -> str:
        if value is None:
            return ""
        known = look.known_as(value, masked=not reveal) if isinstance(value, Ref) else value
        return in_words(known, domain, words.lang, words.zone)

    rows = [{key: evidence(value, words.zone) for key, value in row.items()} for row in told]
    cells = [{key: cell(value) for key, value in row.items()} for row in told]
    heads = {key: label(name, key, domain, words.lang) for row in rows for key in row}
    as_of = _("{start} to {end}, as of entry {seq}")
    note = words.say(as_of, start=start, end=end - timedelta(days=1), seq=head.seq if head else 0)
    return Table(rows, cells, heads, notes=[note])


def _masks(catalogue: Catalogue) -> dict[str, Kind]:
    """Columns that hold personal values, by the names that the chapters give such fields; a report says no types."""
    catalogue.need("*")
    return {
        name: spec.kind
        for register in catalogue.registers
        for step in catalogue.steps_of(register).values()
        for name, spec in ready(step).fields.items()
        if spec.personal and not spec.many and spec.item is None
    }
