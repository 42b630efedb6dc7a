"""Two processes write and a third one looks: every form that is there is found by its words, and no other."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from pmcore.model.sought import wanted
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import COLUMNS, put

CLERK = """
import sys
from pmcore.model.book import Batch
from pmcore.store.sqlite import SqliteStore
from pmcore.testing.store_samples import follow, form
store = SqliteStore(sys.argv[1], busy_seconds=60)
for turn in range(40):
    with store.write("yz") as writer:
        batch = Batch()
        batch.entries = follow(writer)
        seq = batch.entries[0].seq
        batch.rows = {("parking", f"YZ{seq}"): form(f"YZ{seq}", seq, space=sys.argv[2])}
        mine = [row for row in writer.find("parking") if row.values["space"] == sys.argv[2]]
        if turn % 2 and mine:
            batch.rows["parking", mine[0].number] = mine[0]._replace(values={**mine[0].values, "space": sys.argv[2] + "9"})
        writer.commit(batch)
store.close()
"""


def test_what_two_write_a_third_finds(tmp_path: Path) -> None:
    """At every moment the index and the rows say the same."""
    path = tmp_path / "site.db"
    with closing(SqliteStore(path, create=True)) as store:
        put(store, columns=[COLUMNS[0]._replace(sought=True), *COLUMNS[1:]])
        clerks = [subprocess.Popen([sys.executable, "-c", CLERK, str(path), space]) for space in ("AA", "BB")]
        looked = 0
        while looked < 3 or any(clerk.poll() is None for clerk in clerks):
            with store.read("yz") as reader:
                rows = reader.find("parking", newest_first=True)
                for space in ("AA", "BB", "AA9", "BB9"):
                    wished = [row.number for row in rows if str(row.values["space"]).startswith(space)]
                    assert [known.number for known in reader.known([wanted(space)])] == wished
            looked += 1
        assert [clerk.wait() for clerk in clerks] == [0, 0]
        with store.read("yz") as reader:
            assert (len(reader.known([wanted("AA")])), len(reader.known([wanted("BB9")]))) == (40, 20)
