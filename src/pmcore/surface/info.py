"""The book and what is installed: site, last entry and versions; every register, step and field."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.model.canonical import proof_of
from pmcore.model.messages import messages
from pmcore.model.stamp import stamp

from .answers import Answer
from .table import Table
from .values import moment
from .words import Words

if TYPE_CHECKING:
    from pmcore.desk import Desk
    from pmcore.engine.queries import Look

__all__ = ["info", "spec", "spec_table"]

_ = messages("pmcore")
Told = dict[str, Any]
_WORDS = {
    "site": _("Site code"),
    "name": _("Site"),
    "training": _("Training site"),
    "zone": _("Time zone"),
    "book": _("Book"),
    "file": _("File"),
    "seq": _("Entries"),
    "proof": _("Proof of the last one"),
    "written": _("Last written"),
    "now": _("Time here"),
    "sites": _("Sites in the file"),
    "plugins": _("Plugins in force"),
    "estimated_years": _("Years whose holidays are estimated"),
    "official_until": _("Holidays are official until"),
    "python": _("Python"),
}


def info(desk: Desk, look: Look, words: Words, file: str = "") -> Answer:
    """What this book is and how far it is written; ``file`` is where it lies, as the frontend knows."""
    settings, head = look.sheet.settings, look.overlay.base.head()
    years = {year: told.official for year, told in sorted(settings.calendar.years.items())}
    data: Told = {
        "site": desk.site,
        "name": settings.name,
        "training": settings.training,
        "zone": settings.zone,
        "book": settings.book,
        "file": file,
        "seq": head.seq if head else 0,
        "proof": proof_of(head.hash) if head else None,
        "written": moment(head.written, words.zone) if head else None,
        "now": moment(stamp(look.sheet.now), words.zone),
        "sites": desk.store.sites(),
        "plugins": {name: str(row.values["version"]) for name, row in settings.plugins.items() if not row.closed},
        "estimated_years": [year for year, official in years.items() if not official],
        "official_until": max((year for year, official in years.items() if official), default=None),
        "python": sys.version.split()[0],
    }

    def lines() -> Iterator[str]:
        for name, value in data.items():
            if value not in (None, "", [], {}):
                yield words.say(_WORDS[name]) + words.say(_(": ")) + _cell(value, words)

    return Answer(data, lines)


def _cell(value: Any, words: Words) -> str:
    if isinstance(value, bool):
        return words.say(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return str(value)


def spec(manifest: Mapping[str, Any]) -> Told:
    """Every register, step and field, for programs."""
    return {
        "spec_version": 1,
        "registers": {
            name: {key: value for key, value in one.items() if key != "steps"} | {"steps": _steps(one)}
            for name, one in manifest["registers"].items()
        },
        "roles": manifest["roles"],
        "standards": manifest["standards"],
        "reports": manifest["reports"],
    }


def _steps(register: Mapping[str, Any]) -> Told:
    """Steps with their fields by name; what the manifest leaves out as empty is told."""
    told = {}
    for name, step in register["steps"].items():
        fields = {
            field["name"]: {"required": False, "computed": False, "many": False, "personal": False}
            | {key: value for key, value in field.items() if key != "name"}
            for field in step.get("fields", ())
        }
        told[name] = {key: value for key, value in step.items() if key != "fields"} | {"fields": fields}
    return told


def spec_table(words: Words) -> Table:
    """A row for every field of every step."""
    rows = [
        {
            "register": name,
            "step": step,
            "field": field["name"],
            "kind": field["kind"],
            "required": field.get("required", False),
            "label": words.pick(field["label"]),
        }
        for name, one in words.manifest["registers"].items()
        for step, inner in one["steps"].items()
        for field in inner.get("fields", ())
    ]
    heads = {"register": _("Register"), "step": _("Step"), "field": _("Field"), "kind": _("Kind"), "required": _("Required")}
    told = {name: words.say(head) for name, head in (heads | {"label": _("Label")}).items()}
    cells = [row | {"required": words.say(_("yes") if row["required"] else _("no"))} for row in rows]
    return Table(rows, cells, told)
