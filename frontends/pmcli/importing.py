"""Taking a table into a register and telling what came of it: encoding, rows, every fault by line, heading and reason."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .output import safe_cell, shown
from .words import _, lang

if TYPE_CHECKING:
    from pmcore.engine.importing import Imported

    from .session import Session

__all__ = ["run"]

SHOWN = 40
"""Faults that are told on a terminal; the rest stands in the file of ``--errors`` and in ``--json``."""


def run(
    session: Session,
    register: str,
    file: str,
    *,
    check: bool,
    mapping: Mapping[str, str],
    errors: str | None,
    existing: str,
    **more: Any,
) -> int:
    """Import a file. Exit code 0, or 2 where anything is wrong with the file: then nothing was written."""
    data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    granters = tuple(session.named(name) for name in more.pop("granted_by"))
    desk = session.desk
    result: Imported = session.sign(
        lambda actor: desk.import_table(
            register,
            data,
            by=actor,
            mapping=mapping,
            existing=existing,
            check=check,
            progress=_progress(),
            granted_by=granters,
            **more,
        ),
        session.actor(),
    )
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
    faults = [{"row": fault.line, "column": fault.head, "message": _words(session, fault.reason)} for fault in result.faults]
    if errors and faults:
        _write_errors(Path(errors), faults)
    outcome = "invalid" if faults else "checked" if check else "recorded"
    answer: dict[str, Any] = {
        "outcome": outcome,
        "findings": [],
        "register": register,
        "encoding": result.encoding,
        "rows": result.rows,
        "written": result.written,
        "skipped": result.skipped,
        "corrected": result.corrected,
        "renumbered": result.renumbered,
    }
    if faults:
        answer |= {
            "written": 0,
            "corrected": 0,
            "renumbered": 0,
            "invalid": [{"field": fault["column"], **fault} for fault in faults],
        }
    session.out.answer(answer, lambda: _sentences(answer, faults, check, errors))
    return 2 if faults else 0


def _sentences(answer: Mapping[str, Any], faults: list[dict[str, Any]], check: bool, errors: str | None) -> list[str]:
    told = [_("Read as {encoding}: {rows} rows", encoding=answer["encoding"].upper(), rows=answer["rows"])]
    told += [
        "  " + _("line {row}, {column}: {message}", row=fault["row"], column=fault["column"] or "-", message=fault["message"])
        for fault in faults[:SHOWN]
    ]
    if len(faults) > SHOWN:
        told.append("  " + _("and {count} more; --errors FILE writes all of them", count=len(faults) - SHOWN))
    if faults:
        told.append(_("{count} faults; nothing was written. Mend them and import the file again", count=len(faults)))
        if errors:
            told.append(_("All faults stand in {file}", file=errors))
        return told
    done = _("would be written") if check else _("written")
    told.append(
        _(
            "{written} {done}, {skipped} known already, {corrected} corrected",
            written=answer["written"],
            done=done,
            skipped=answer["skipped"],
            corrected=answer["corrected"],
        )
    )
    if answer["renumbered"]:
        told.append(
            _(
                "{count} forms of the list are not in this book; they are opened anew, by this book's numbers",
                count=answer["renumbered"],
            )
        )
    return told


def _words(session: Session, reason: Any) -> str:
    from pmcore.plugin.language import say

    return say(reason, lang(), session.zone)


def _progress() -> Callable[[int, int], None] | None:
    """A line that counts, where somebody looks at it."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, whole: int) -> None:
        if done % 100 == 0 or done == whole:
            sys.stderr.write("\r" + _("{done} of {whole} rows", done=done, whole=whole))
            sys.stderr.flush()

    return tell


def _write_errors(path: Path, faults: list[dict[str, Any]]) -> None:
    """The faults as a table that a spreadsheet opens."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([_("line"), _("heading"), _("reason")])
    writer.writerows([[fault["row"], shown(safe_cell(fault["column"])), shown(safe_cell(fault["message"]))] for fault in faults])
    path.write_bytes(("\ufeff" + text.getvalue()).encode())
