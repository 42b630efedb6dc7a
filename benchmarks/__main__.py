"""Print the table of ratios; ``--write`` puts it into the documentation as well."""

from __future__ import annotations

import os
import platform
import sqlite3
import sys
import tempfile
from pathlib import Path

from pmcore.store.handle import driver

from .finding import finding
from .grown import FEW, MANY, PAGES, grown
from .many import DUE, ROWS, due_at_once, imported
from .measure import command_instructions, command_wall, instructions, wall

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def rows() -> list[tuple[str, str, str, str, str]]:
    """(what, baseline, wall ratio, instruction ratio, at most)."""
    single = wall(["raw", "entry", "entry alone"], 60, 15)
    bulk = wall(["raw batch", "batch", "sqlite-utils batch"], 600, 5)
    raw, ours, alone = (instructions(name, 60) for name in ("raw", "entry", "entry alone"))
    raw_bulk, our_bulk = (instructions(name, 200) for name in ("raw batch", "batch"))
    shell = command_wall(["import click", "pmdesk --help", "pmdesk customer add"], 9)
    counted = command_instructions(["import click", "pmdesk --help", "pmdesk customer add"])
    larger = grown()
    return [
        (
            "a journal entry, 25 plugins installed",
            "two raw inserts, WAL/FULL",
            _ratio(single["entry"], single["raw"]),
            _ratio(ours, raw),
            "1.3 wall, 3.0 instructions",
        ),
        (
            "25 plugins that do not listen",
            "none installed",
            _ratio(single["entry"], single["entry alone"]),
            _ratio(ours, alone),
            "1.00",
        ),
        (
            "a row of a batch import, every rule run",
            "raw batch",
            _ratio(bulk["batch"], bulk["raw batch"]),
            _ratio(our_bulk, raw_bulk),
            "3",
        ),
        ("the same", "sqlite-utils insert_all, no rules", _ratio(bulk["batch"], bulk["sqlite-utils batch"]), "", ""),
        (
            "pmdesk --help",
            "python -c 'import click'",
            _ratio(shell["pmdesk --help"], shell["import click"]),
            _ratio(counted.get("pmdesk --help"), counted.get("import click")),
            "1.3",
        ),
        (
            "pmdesk customer add, one durable write",
            "python -c 'import click'",
            _ratio(shell["pmdesk customer add"], shell["import click"]),
            _ratio(counted.get("pmdesk customer add"), counted.get("import click")),
            "2.5",
        ),
        (
            f"a page of 50 by any filter, the slowest of {len(PAGES)}, {MANY:,} forms",
            f"of {FEW:,}",
            f"{max(larger[name] for name in PAGES):.2f}",
            "",
            "2",
        ),
        (f"report work.week, {MANY:,} forms", f"of {FEW:,}", f"{larger['work.week']:.2f}", "", "1.2"),
        *_many(),
        *_searches(),
    ]


def _many() -> list[tuple[str, str, str, str, str]]:
    """What one of many costs, against one of few."""
    due, row = ([ask(most) for most in (sizes[0], sizes[-1])] for ask, sizes in ((due_at_once, DUE), (imported, ROWS)))
    told = f"a page of 50 after {DUE[-1]:,} rents end at once, unwritten: a rent ({due[1] * 1e3:.2f} ms)"
    rows = f"a row of an import of {ROWS[-1]:,} complaints ({1 / row[1]:,.0f} a second)"
    return [
        (told, f"of {DUE[0]}", _ratio(due[1], due[0]), "", "1.2"),
        (rows, f"of {ROWS[0]:,}", _ratio(row[1], row[0]), "", "1.2"),
    ]


def _searches() -> list[tuple[str, str, str, str, str]]:
    with tempfile.TemporaryDirectory(prefix="bench", dir=os.environ.get("BENCH_DIR")) as folder:
        found = finding(Path(folder))
    told = (("a name that 3 have", "0.01"), ("the last 4 digits", ""), ("a name that 1 in 20 has", ""))
    return [
        (f"find {what}, newest 50 of 200,000 forms", "LIKE scan", f"{ours / base:.4f}", "", at_most)
        for (ours, base), (what, at_most) in zip(found.values(), told, strict=True)
    ]


def _ratio(ours: float | None, base: float | None) -> str:
    return f"{ours / base:.2f}" if ours is not None and base else "-"


def table() -> str:
    """The table as Markdown."""
    lines = ["| what | baseline | wall | instructions | at most |", "| --- | --- | --- | --- | --- |"]
    lines += ["| " + " | ".join(row) + " |" for row in rows()]
    return "\n".join(lines)


if __name__ == "__main__":
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    made = table()
    sys.stdout.write(made + "\n")
    if "--write" in sys.argv:
        libraries = f"SQLite {sqlite3.sqlite_version} ({driver().sqlite_version} for the book)"
        about = f"Python {platform.python_version()}, {libraries}, {platform.machine()}"
        PAGE.write_text(
            "# Speed, as ratios\n\nMeasured by `make bench` against baselines of the same run; wall ratios are medians of "
            "interleaved runs, instructions are "
            "counted by cachegrind.\nThe wall of a single entry hangs on the disk: near 1 where it takes milliseconds to answer, "
            "near 3 where it takes 0.15 ms (decision 10).\n"
            f"Last run: {about}, {load} processes waiting on {os.cpu_count()} processors at its start.\n\n{made}\n"
        )
