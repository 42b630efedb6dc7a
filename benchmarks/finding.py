"""Finding by words in a book of many forms, against a scan of the same rows with LIKE."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from pmcore.model.book import Batch, Column, Row
from pmcore.model.sought import wanted
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import at, follow

__all__ = ["finding"]

NEWEST = 50
FAMILY, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉红建文辉力"
SCAN = (
    'SELECT number FROM r_customer WHERE site = ? AND state <> ? AND ("number" LIKE ? OR name LIKE ? OR mobile LIKE ?) '
    "ORDER BY _closed, _opened DESC LIMIT ?"
)


def finding(folder: Path, forms: int = 200_000, rounds: int = 9) -> dict[str, tuple[float, float]]:
    """Word -> seconds of the index and of the scan for the newest fifty, medians of turns: one that three forms have, the
    last four digits of a telephone, a family name that a twentieth has.
    """
    with_words = _filled(folder / "many.db", forms)
    told: dict[str, tuple[float, float]] = {}
    with with_words.read("b") as reader:
        for word in ("欧阳", "7391", "王"):

            def index(word: str = word) -> list[str]:
                return [known.number for known in reader.known([wanted(word)], limit=NEWEST)]

            def scan(word: str = word) -> list[str]:
                like = f"%{word}%"
                return [cells[0] for cells in reader._handle.all(SCAN, ("b", "void", like, like, like, NEWEST))]

            assert set(index()) <= set(scan()) or word.isdigit()
            seen: list[list[float]] = [[], []]
            for _round in range(rounds):
                for place, way in enumerate((index, scan)):
                    seen[place].append(_timed(way))
            told[word] = (statistics.median(seen[0]), statistics.median(seen[1]))
    with_words.close()
    return told


def _timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _filled(path: Path, forms: int) -> SqliteStore:
    """A book of customers, a tenth of them closed, written through the store."""
    store = SqliteStore(path, create=True)
    chance = random.Random(5)
    columns = [Column("customer", "name", "TEXT", True, True, True), Column("customer", "mobile", "TEXT", True, True, True)]
    for begin in range(1, forms + 1, 10_000):
        batch = Batch()
        batch.columns = columns if begin == 1 else []
        with store.write("b") as writer:
            batch.entries = follow(writer, min(10_000, forms + 1 - begin), register="customer", step="add", at=at(1), written=at(1))
            for entry in batch.entries:
                number = f"KH{entry.seq:06}"
                family = "欧阳" if entry.seq * 3 % forms < 3 else chance.choice(FAMILY)
                name = family + "".join(chance.choices(GIVEN, k=chance.choice((1, 2))))
                values = {"name": name, "mobile": f"13{chance.randrange(10**9):09}"}
                closed = chance.random() < 0.1
                batch.rows["customer", number] = Row(number, entry.seq, "known", closed, entry.seq, at(1), at(1), {}, values)
            writer.commit(batch)
    return store
