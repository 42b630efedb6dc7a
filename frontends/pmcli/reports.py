"""``report``: the tables that chapters offer, over a period."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from .errors import Stop
from .grammar import Command
from .options import Option, argument
from .session import Session, current
from .words import _, pick

if TYPE_CHECKING:
    from pmcore.model.kind import Kind
    from pmcore.plugin.catalogue import Catalogue

__all__ = ["named", "report", "span_of"]


def report() -> click.Command:
    """``report [NAME] [--period 2026-11]``."""
    params: list[click.Parameter] = [
        argument("name", _("NAME"), "report"),
        Option(
            "period",
            _("2026, 2026-H1, 2026-11, 2026-W48 or 2026-11-30; else the present one"),
            metavar=_("PERIOD"),
            takes=("period", "name"),
        ),
    ]

    def run(name: str | None, opt_period: str | None) -> None:
        session = current()
        known = session.manifest["reports"]
        if name is None:
            rows = [
                {"name": one, "title": told["title"]["en"], "every": told["every"], "clause": told["clause"]}
                for one, told in known.items()
            ]
            periods = _periods()
            human = [
                {**row, "title": pick(known[row["name"]]["title"]), "every": periods.get(row["every"], row["every"])}
                for row in rows
            ]
            session.out.rows(rows, human, {"name": _("Name"), "title": _("Title"), "every": _("Every"), "clause": _("Clause")})
            return
        _run(session, named(name, known), opt_period)

    return Command("report", params=params, callback=run, help=_("Tables over a period"))


def _periods() -> dict[str, str]:
    return {
        "day": _("every day"),
        "week": _("every week"),
        "monday": _("every Monday"),
        "friday": _("every Friday"),
        "month": _("every month"),
        "two-months": _("every two months"),
        "half-year": _("every half year"),
        "year": _("every year"),
    }


def named(name: str, known: dict[str, Any]) -> str:
    """The report that people mean by its name, the end of it, or its title. Raises Stop where there is none."""
    for one, told in known.items():
        if name in (one, told["title"]["zh"].strip("《》"), told["title"]["zh"], told["title"]["en"], one.rpartition(".")[2]):
            return one
    from .near import near

    close = near(name, {one: list(told["title"].values()) for one, told in known.items()})
    raise Stop(
        _("There is no report {name}", name=name) + (_("; near it: {near}", near=", ".join(close)) if close else ""), field="name"
    )


def _run(session: Session, name: str, period: str | None) -> None:
    from pmcore.model.field import Ref

    from .values import evidence

    with session.desk.reading() as look:
        declared = look.catalogue.reports[name]
        today = look.facts.today
        start, end = span_of(period) if period else declared.every.bounds(today)
        head = look.overlay.base.head()
        masks = {} if session.reveal else _personal(look.catalogue)
        told = [
            {key: masks[key].mask(value) if key in masks and value is not None else value for key, value in row.items()}
            for row in declared.work(look.facts, start, end)
        ]
        named = [
            {
                key: look.known_as(value, masked=not session.reveal) if isinstance(value, Ref) else value
                for key, value in row.items()
            }
            for row in told
        ]
    session.log_access(f"report {name}", len(told))
    from pmcore.plugin.language import in_words, label

    from .words import lang

    domain, zone = declared.module.partition(".")[0], session.known_zone
    rows = [{key: evidence(value, zone) for key, value in row.items()} for row in told]
    human = [{key: "" if value is None else in_words(value, domain, lang(), zone) for key, value in row.items()} for row in named]
    heads = {key: label(name, key, domain, lang()) for row in rows for key in row}
    session.out.rows(rows, human, heads)
    session.out.talk(
        _("{start} to {end}, as of entry {seq}", start=start, end=end - timedelta(days=1), seq=head.seq if head else 0)
    )


def _personal(catalogue: Catalogue) -> dict[str, Kind]:
    """Columns that hold personal values, by the names that the chapters give such fields; a report says no types."""
    from pmcore.model.step import ready

    catalogue.need("*")
    return {
        name: spec.kind
        for register in catalogue.registers
        for step in catalogue.steps_of(register).values()
        for name, spec in ready(step).fields.items()
        if spec.personal and not spec.many and spec.item is None
    }


def span_of(text: str) -> tuple[date, date]:
    """First day and the day after the last of a period as people write it."""
    found = re.fullmatch(r"(\d{4})(?:-(?:H([12])|W(\d{1,2})|Q([1-4])|(\d{1,2})(?:-(\d{1,2}))?))?", text.strip().upper())
    try:
        if found is None:
            raise ValueError(text)
        year, half, week, quarter, month, day = (int(part) if part else 0 for part in found.groups())
        if week:
            first = date.fromisocalendar(year, week, 1)
            return first, first + timedelta(days=7)
        if day:
            return date(year, month, day), date(year, month, day) + timedelta(days=1)
        first_month, months = (half * 6 - 5, 6) if half else (quarter * 3 - 2, 3) if quarter else (month, 1) if month else (1, 12)
        after = first_month - 1 + months
        return date(year, first_month, 1), date(year + after // 12, after % 12 + 1, 1)
    except ValueError:
        raise Stop(
            _("{period} is no period; write 2026, 2026-H1, 2026-11, 2026-W48 or 2026-11-30", period=text), field="period"
        ) from None
