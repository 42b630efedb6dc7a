"""Several processes on one file through the store: no gap, no fork, no error, and nobody starved."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from pmcore.model.book import hash_of
from pmcore.store.errors import Busy
from pmcore.store.sqlite import SqliteStore
from pmcore.store.turns import Turns
from pmcore.store.upkeep import check
from pmcore.testing.store_samples import form, put

CLERK = """
import json, sys, time
from pmcore.model.book import Batch
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import follow, form
store = SqliteStore(sys.argv[1], busy_seconds=60)
sys.stdin.readline()
waits = []
for _ in range(int(sys.argv[2])):
    begun = time.monotonic()
    with store.write("yz") as writer:
        waits.append(time.monotonic() - begun)
        place = writer.counter("parking", "YZ") + 1
        batch = Batch()
        batch.entries = follow(writer, number=f"YZ{place:04}")
        batch.rows = {("parking", f"YZ{place:04}"): form(f"YZ{place:04}", batch.entries[0].seq, space=sys.argv[3])}
        batch.counters = {("parking", "YZ"): place}
        writer.commit(batch)
store.close()
print(json.dumps(waits))
"""

SLEEPER = """
import sys, time
from pmcore.store.sqlite import SqliteStore
with SqliteStore(sys.argv[1]).write("yz"):
    print("in", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize(("clerks", "each"), [(2, 60), (16, 15)])
def test_processes_take_turns(tmp_path: Path, clerks: int, each: int) -> None:
    """Every head and number is read under the lock, so the chain and the numbers have neither gap nor fork."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, rows=[form("YZ0000", 0)])
    command = [sys.executable, "-c", CLERK, str(path), str(each)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen([*command, str(n)], stdin=pipe, stdout=pipe, stderr=pipe, text=True) for n in range(clerks)]
    told = [process.communicate("go\n", timeout=240) for process in running]

    assert [stderr for _stdout, stderr in told] == [""] * clerks
    assert [len(json.loads(stdout)) for stdout, _stderr in told] == [each] * clerks
    with closing(SqliteStore(path)) as store, store.read("yz") as reader:
        lines = list(reader.entries())
        rows = reader.find("parking", after=0)
    assert [line.seq for line in lines] == list(range(1, clerks * each + 1))
    assert [line.prev for line in lines] == ["", *(line.hash for line in lines[:-1])]
    assert [hash_of(line[:-1]) for line in lines] == [line.hash for line in lines]
    assert [row.number for row in rows] == [f"YZ{place:04}" for place in range(1, clerks * each + 1)]
    assert check(path) == []


def test_whoever_waits_is_next(tmp_path: Path) -> None:
    """One that has just had its turn does not get another before the one that waited: the lock file is the queue."""
    path = tmp_path / "site.db"
    with closing(Turns(path)) as waiting, closing(Turns(path)) as again:
        tries: list[str] = []

        def begin() -> None:
            """SQLite's lock is still held by the one before, who meanwhile asks for another turn."""
            tries.append("waiting")
            if len(tries) < 3:
                with pytest.raises(Busy):
                    again.take(lambda: tries.append("again"), 0)
                raise Busy(path=path)

        waiting.take(begin, 5)
        again.take(lambda: tries.append("again"), 0)

    assert tries == ["waiting", "waiting", "waiting", "again"]


def test_without_a_lock_file_sqlite_keeps_the_order(tmp_path: Path) -> None:
    """Where none can be made, a writer still waits its time for SQLite's own lock."""
    (tmp_path / "site.db.lock").mkdir()
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as one, closing(SqliteStore(path, busy_seconds=0.05)) as two:
        put(one, entries=1)
        with one.write("yz"), pytest.raises(Busy), two.write("yz"):
            pass
        put(two, entries=1)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_opens_the_file_anew(tmp_path: Path) -> None:
    """SQLite's connections do not survive a fork; the store notices by the process id."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, entries=1)
        with store.write("yz") as writer, store.read("yz") as reader:
            ours = {writer._handle, reader._handle}
        child = os.fork()
        if child == 0:
            try:
                with store.write("yz") as writer, store.read("yz") as reader:
                    assert not ours & {writer._handle, reader._handle}
                put(store, entries=1)
                store.close()
                os._exit(0)
            except BaseException:
                os._exit(1)
        assert os.waitpid(child, 0)[1] == 0
        put(store, entries=1)
        with store.read("yz") as reader:
            assert [line.seq for line in reader.entries()] == [1, 2, 3]
    assert check(path) == []


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    """Its locks go with it, the one on the queue too."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True, busy_seconds=20)) as store:
        process = subprocess.Popen([sys.executable, "-c", SLEEPER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()
        begun = time.monotonic()
        put(store, entries=1)
        process.communicate()

    assert time.monotonic() - begun < 15
