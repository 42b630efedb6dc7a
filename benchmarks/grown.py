"""Books of different size, written by the store itself and not through rules: what a look at them costs as they grow."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pmcore.desk import Desk, open_desk
from pmcore.engine.queries import Look
from pmcore.model.book import ENTRY_V, Batch, Column, Entry, Head, Row, sign_off
from pmcore.model.stamp import stamp

from .cases import catalogue_with

__all__ = ["PAGES", "grown"]

FEW, MANY = 10_000, 300_000
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
APART = timedelta(minutes=20)  # a form opened, and one finished: as many in a week whatever the size
OPEN = 200  # the newest forms are still open
PAGES: dict[str, dict[str, object]] = {
    "newest first": {"newest_first": True},
    "in the middle": {"cursor": -1},
    "open ones": {"closed": False},
    "closed ones, in the middle": {"closed": True, "cursor": -1},
    "by a value": {"where": {"who": "A7"}},
    "by a value, in the middle": {"where": {"who": "A7"}, "cursor": -1},
    "by a value, open ones": {"where": {"who": "A7"}, "closed": False},
    "by a value that nobody has": {"where": {"who": "B1"}},
}
"""Pages of fifty: what is asked; a cursor of -1 stands for the middle of the register."""


def _entry(last: Head, number: str, step: str, at: datetime, grounds: str) -> Entry:
    when = stamp(at)
    signed = '[{"role":"assistant","staff":"YG0002"}]'
    body = '{"count":1,"mobile":null,"who":"A1"}' if step == "take" else "{}"
    place = ("bench", last.seq + 1, ENTRY_V, "measured", number, step, 1, "measured")
    return sign_off(Entry(*place, signed, "YG0002", when, when, None, None, "{}", body, grounds, last.hash, ""))


def _forms(last: Head, forms: int) -> Iterator[tuple[list[Entry], Row]]:
    """Each form with its entries: taken, and all but the newest finished in time."""
    for place in range(forms):
        number, at = f"ME2026-{place + 1:06}", NOW - (forms - place) * APART
        taken = _entry(last, number, "take", at, '{"closed":false,"state":"taken"}')
        entries, signed, state = [taken], {"take": taken.seq}, "taken"
        if place < forms - OPEN:
            grounds = f'{{"closed":true,"met":[["measured/{number}/finish@{taken.seq}",true]],"state":"done"}}'
            entries.append(_entry(Head(taken.seq, taken.hash, ""), number, "finish", at, grounds))
            signed["finish"], state = taken.seq + 1, "done"
        last = Head(entries[-1].seq, entries[-1].hash, "")
        values = {"who": f"A{(forms - place) % 97}", "mobile": "13800000001", "count": 1}
        moment = stamp(at)
        row = Row(number, taken.seq, state, state == "done", entries[-1].seq, moment, moment, signed, values)  # type: ignore[arg-type]
        yield entries, row


def _fill(desk: Desk, forms: int) -> None:
    """So many forms, ten thousand in a transaction."""
    columns = [Column("measured", "who", "TEXT", True, False), Column("measured", "mobile", "TEXT", False, True)]
    columns.append(Column("measured", "count", "INTEGER", False, False))
    with desk.store.read("bench") as reader:
        head = reader.head()
    assert head is not None
    batch = Batch()
    batch.columns = columns
    for entries, row in _forms(head, forms):
        batch.entries += entries
        batch.rows["measured", row.number] = row
        if len(batch.rows) == FEW:
            batch = _commit(desk, batch)
    _commit(desk, batch)


def _commit(desk: Desk, batch: Batch) -> Batch:
    with desk.store.write("bench") as writer:
        writer.commit(batch)
    return Batch()


def _grown(folder: Path, forms: int) -> Desk:
    desk = open_desk(str(folder / "site.db"), create=True, catalogue=catalogue_with(folder, 0), site="bench", clock=lambda: NOW)
    desk.found(name="Bench", code="bench", admin="Admin", training=True)
    _fill(desk, forms)
    return desk


def _page(asked: dict[str, object]) -> Callable[[Look], int]:
    def page(look: Look) -> int:
        told = dict(asked)
        if told.get("cursor") == -1:
            head = look.overlay.base.head()
            told["cursor"] = head.seq // 2 if head else 0
        return len(look.list("measured", **told).rows)  # type: ignore[arg-type]

    return page


def _week(look: Look) -> int:
    """The report of a week in which everything was going on: 504 forms taken, as many finished."""
    return sum(line.times for line in look.facts.work(date(2026, 11, 9), date(2026, 11, 16)))


def _seconds(look: Look, done: Callable[[Look], int], rounds: int) -> tuple[float, int]:
    times, count = [], 0
    for _round in range(rounds):
        began = time.perf_counter()
        count = done(look)
        times.append(time.perf_counter() - began)
    return statistics.median(times), count


def grown() -> dict[str, float]:
    """What is looked at -> how many times as long it takes in the large book as in the small one."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="bench", dir=os.environ.get("BENCH_DIR")) as folder:
        desks = []
        for forms in (FEW, MANY):
            home = Path(folder) / str(forms)
            home.mkdir()
            desks.append(_grown(home, forms))
        with desks[0].reading() as small, desks[1].reading() as large:
            for name, asked in [*((name, _page(told)) for name, told in PAGES.items()), ("work.week", _week)]:
                rounds = 3 if asked is _week else 15
                (little, had), (much, has) = (_seconds(look, asked, rounds) for look in (small, large))
                assert had == has, (name, had, has)
                found[name] = much / little
    return found


if __name__ == "__main__":
    for what, ratio in grown().items():
        sys.stdout.write(f"{what:30} {ratio:.2f}\n")
