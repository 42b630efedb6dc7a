"""What there is: every step and field, this book."""

from __future__ import annotations

import sys
from typing import Any

import click

from .grammar import Command
from .output import in_cell
from .session import current
from .words import _, lang

__all__ = ["info", "spec"]

Told = dict[str, Any]


def spec() -> click.Command:
    """``spec``."""

    def run() -> None:
        session = current()
        manifest = session.manifest
        told = {
            "spec_version": 1,
            "registers": {
                name: {key: value for key, value in one.items() if key != "steps"} | {"steps": _steps(one)}
                for name, one in manifest["registers"].items()
            },
            "roles": manifest["roles"],
            "standards": manifest["standards"],
            "reports": manifest["reports"],
        }
        if session.out.machine:
            session.out.answer(told, list)
            return
        rows = [
            {
                "register": name,
                "step": step,
                "field": field["name"],
                "kind": field["kind"],
                "required": field.get("required", False),
                "label": field["label"][lang()],
            }
            for name, one in manifest["registers"].items()
            for step, inner in one["steps"].items()
            for field in inner.get("fields", ())
        ]
        heads = {"register": _("Register"), "step": _("Step"), "field": _("Field"), "kind": _("Kind"), "required": _("Required")}
        session.out.rows(rows, None, heads | {"label": _("Label")})

    return Command("spec", callback=run, help=_("Every register, step and field, for programs"))


def _steps(register: Told) -> Told:
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


def info() -> click.Command:
    """``info``."""

    def run() -> None:
        from pmcore.model.canonical import proof_of

        from .values import moment

        session = current()
        desk = session.desk
        with desk.reading() as look:
            settings, head = look.sheet.settings, look.overlay.base.head()
            years = {year: told.official for year, told in sorted(settings.calendar.years.items())}
            told = {
                "site": desk.site,
                "name": settings.name,
                "training": settings.training,
                "zone": settings.zone,
                "book": settings.book,
                "file": session.path,
                "seq": head.seq if head else 0,
                "proof": proof_of(head.hash) if head else None,
                "written": moment(head.written, settings.zone) if head else None,
                "now": moment(_stamp(look.sheet.now), settings.zone),
                "sites": desk.store.sites(),
                "plugins": {name: str(row.values["version"]) for name, row in settings.plugins.items() if not row.closed},
                "estimated_years": [year for year, official in years.items() if not official],
                "official_until": max((year for year, official in years.items() if official), default=None),
                "python": sys.version.split()[0],
            }
        words = _words_of_info()
        session.out.answer(
            told,
            lambda: [words[name] + _(": ") + in_cell(value) for name, value in told.items() if value not in (None, "", [], {})],
        )

    return Command("info", callback=run, help=_("This book: site, last entry, versions"))


def _words_of_info() -> dict[str, str]:
    return {
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


def _stamp(moment: Any) -> str:
    from pmcore.model.stamp import stamp

    return stamp(moment)
