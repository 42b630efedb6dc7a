"""What is erased is in no page of the file, also not where SQLite left copies when it divided a page."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.store.sqlite import SqliteStore
from pmcore.store.writer import Seat
from pmcore.testing.store_samples import COLUMNS, form, put


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the book will be."""
    return tmp_path / "site.db"


def contents(path: Path) -> bytes:
    """All files of the book."""
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))


def left(path: Path, monkeypatch: pytest.MonkeyPatch, *, anew: bool) -> int:
    """How many of four thousand erased telephone numbers are left in the file, as they stood or backwards."""
    if not anew:
        plain = Seat.checkpoint
        monkeypatch.setattr(Seat, "checkpoint", lambda seat, patience=0, erased=False: plain(seat, patience))
    chance = random.Random(1)
    secrets = [f"139{chance.randrange(10**8):08}" for _ in range(4000)]
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1, columns=[COLUMNS[2]._replace(sought=True)], personal={1: {"/mobile": ("x", "5a17")}})
        for begin in range(0, 4000, 50):
            put(store, rows=[form(f"YZ{n}", n + 1, mobile=secrets[n]) for n in range(begin, begin + 50)])
        held = contents(path)
        assert (secrets[0].encode() in held, secrets[0][::-1].encode() in held) == (True, True)
        put(store, erased=[1], rows=[form(f"YZ{n}", n + 1) for n in range(4000)])
        held = contents(path)
        return sum(text.encode() in held for secret in secrets for text in (secret, secret[::-1]))


def test_words_of_what_is_erased_are_not_in_the_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever SQLite divided a page."""
    assert left(path, monkeypatch, anew=True) == 0


def test_a_divided_page_would_keep_some(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without writing the file anew a few are left."""
    assert left(path, monkeypatch, anew=False) > 0
