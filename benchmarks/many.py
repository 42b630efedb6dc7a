"""Many at once: rents that end on one day and stand unwritten, and the rows of one import. What each costs as they grow."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pmcore.plugin.discovery import full_catalogue
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.trial import Trial

__all__ = ["DUE", "ROWS", "due_at_once", "imported"]

DUE = (20, 80, 320, 1_250, 5_000)
ROWS = (2_000, 20_000, 50_000)
PEOPLE = 200


@contextmanager
def _site(people: int) -> Iterator[Trial]:
    """A site in a file, with so many customers, each in a unit of their own."""
    with tempfile.TemporaryDirectory(prefix="bench", dir=os.environ.get("BENCH_DIR")) as folder:
        store = SqliteStore(Path(folder) / "site.db", create=True)
        trial = Trial(full_catalogue(), store=store)
        with trial.desk.sheet() as sheet:
            for place in range(people):
                code = f"1-1-{place:04}"
                sheet.record(trial.desk.step("unit", "add"), {"code": code, "use": "home", "area": "90"}, by="lj")
                person = {"name": f"王{place}", "mobile": f"138{place:08}", "unit": code}
                sheet.record(trial.desk.step("customer", "add"), person, by="lj")
        yield trial
        store.close()


def _least(rounds: int, do: Callable[[], object]) -> float:
    times = []
    for _round in range(rounds):
        began = time.perf_counter()
        do()
        times.append(time.perf_counter() - began)
    return min(times)


def due_at_once(forms: int) -> float:
    """Seconds a form that a page of fifty takes longer once so many rents have ended and nobody wrote since."""
    with _site(forms) as trial:
        rent = trial.desk.step("parking", "rent")
        with trial.desk.sheet() as sheet:
            for place in range(forms):
                given = {"space": f"B{place}", "customer": f"KH{place + 1:05}", "plate": f"苏A{place:05}", "model": "x"}
                given |= {"mobile": f"138{place:08}", "licence_matches": True, "tariff_told": True}
                sheet.record(rent, given, by="lj")

        def page() -> None:
            with trial.desk.reading() as look:
                look.list("parking", limit=50)

        before = _least(5, page)
        trial.passes(days=45)
        return (_least(3, page) - before) / forms


def imported(rows: int) -> float:
    """Seconds a row of an import of complaints, every rule run, durable."""
    with _site(PEOPLE) as trial:
        lines = ["customer,unit,text", *(f"KH{row % PEOPLE + 1:05},1-1-{row % PEOPLE:04},停水{row}" for row in range(rows))]
        data = "\n".join(lines).encode()
        began = time.perf_counter()
        told = trial.desk.import_table("complaint", data, by="lj")
        took = time.perf_counter() - began
        assert told.written == rows, told.faults
        return took / rows


if __name__ == "__main__":
    for forms in DUE:
        sys.stdout.write(f"{forms:6} due at once: {due_at_once(forms) * 1e3:.3f} ms a form\n")
    for rows in ROWS:
        sys.stdout.write(f"{rows:6} rows of complaints: {1 / imported(rows):.0f} rows a second\n")
