"""What every store promises of transactions, readers beside a writer, and sites beside each other."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest

from pmcore.model.book import Batch, Reader, Store

from .store_samples import COLUMNS, at, duty, follow, form, found, put

__all__ = ["TurnsContract"]

KEY = ("parking", "YZ2026-0001")


def everything(**changed: Any) -> dict[str, Any]:
    """A batch with something in each of its parts."""
    return {
        "entries": 1,
        "step": {"command": "c-1"},
        "personal": {1: {"/mobile": ("1", "a")}},
        "rows": [form(space="A")],
        "duties_opened": [duty()],
        "wakes": {KEY: [("lapse", at(5))]},
        "watches": {KEY: ["unit=1"]},
        "counters": {("parking", "YZ"): 1},
        "notes": {"secret": "s"},
        **changed,
    }


def seen(reader: Reader) -> list[Any]:
    """All that a reader can see of ``everything``."""
    return [
        [line.seq for line in reader.entries()],
        reader.head(),
        reader.by_command("c-1"),
        reader.history(*KEY),
        dict(reader.personal(1)),
        reader.row(*KEY),
        reader.find("parking"),
        reader.count("parking"),
        reader.duties(),
        reader.wakes(at(59)),
        reader.watchers(["unit=1"]),
        reader.counter("parking", "YZ"),
        reader.note("secret"),
    ]


class TurnsContract:
    """What holds for transactions, readers and sites."""

    def test_a_site_sees_nothing_of_another(self, store: Store) -> None:
        """The same numbers, commands, duties, counters and notes stand in two books, each by itself."""
        with store.read("b") as reader:
            empty = seen(reader)
        put(store, "a", **everything())
        with store.read("b") as reader:
            assert seen(reader) == empty
        put(store, "b", **everything(rows=[form(space="B")], counters={("parking", "YZ"): 9}, notes={"secret": "t"}))
        put(store, "b", duties_closed=[duty()], wakes={KEY: []}, watches={KEY: []}, erased=[1])
        with store.read("a") as reader:
            assert reader.row(*KEY) == form(space="A", months=None, mobile=None)
            assert (reader.duties(), reader.wake_of(*KEY)) == ([duty()], [("lapse", at(5))])
            assert (reader.watchers(["unit=1"]), reader.personal(1)) == ([KEY], {"/mobile": ("1", "a")})
            assert (reader.counter("parking", "YZ"), reader.note("secret")) == (1, "s")

    def test_a_batch_that_fails_writes_nothing(self, store: Store) -> None:
        """Not even what came before the fault, nor in what a writer remembers; the next one succeeds."""
        with store.read("yz") as reader:
            empty = seen(reader)
        for broken in ({"rows": [form(colour="red")]}, {"personal": {9: {"/a": ("1", "a")}}}):
            with pytest.raises(ValueError, match=r"."):
                put(store, **everything(**broken))
            with store.read("yz") as reader:
                assert seen(reader) == empty
                assert (reader.columns("parking"), reader.registers()) == ([], [])
            with store.write("yz") as writer:
                assert (writer.head(), writer.counter("parking", "YZ")) == (None, 0)
        put(store, **everything())

        assert found(store) == ["YZ2026-0001"]

    def test_leaving_without_a_commit_writes_nothing(self, store: Store) -> None:
        """Whether the block ends by itself or by an exception, even after a clear."""
        put(store, **everything())
        with store.read("yz") as reader:
            before = seen(reader)
        with store.write("yz") as writer:
            writer.clear()
            assert (writer.row(*KEY), writer.duties(), writer.counter("parking", "YZ")) == (None, [], 0)
        with store.write("yz") as writer:
            assert seen(writer) == before
        with suppress(ZeroDivisionError), store.write("yz") as writer:
            writer.clear()
            raise ZeroDivisionError
        with store.read("yz") as reader:
            assert seen(reader) == before
        with store.write("yz") as writer:
            assert seen(writer) == before

    def test_a_transaction_is_committed_once(self, store: Store) -> None:
        """A second commit or a late clear raises RuntimeError, and the first one stands."""
        with store.write("yz") as writer:
            batch = Batch()
            batch.entries = follow(writer)
            writer.commit(batch)
            with pytest.raises(RuntimeError):
                writer.commit(Batch())
            with pytest.raises(RuntimeError):
                writer.clear()
            assert writer.head() is not None
        with store.read("yz") as reader:
            assert [line.seq for line in reader.entries()] == [1]

    def test_writing_is_not_nested(self, store: Store) -> None:
        """A second writer of the same thread would wait for itself: RuntimeError."""
        with store.write("yz"), pytest.raises(RuntimeError), store.write("yz"):
            pass
        put(store, entries=1)

    def test_a_clear_keeps_what_cannot_be_made_again(self, store: Store) -> None:
        """Journal, personal values, columns and notes stay; the rest is written anew in the same transaction."""
        put(store, **everything())
        put(store, "other", **everything())
        with store.write("yz") as writer:
            writer.clear()
            batch = Batch()
            batch.rows = {KEY: form(space="B")}
            batch.counters = {("parking", "YZ"): 5}
            writer.commit(batch)
        with store.read("yz") as reader:
            assert found(store) == ["YZ2026-0001"]
            assert [line.seq for line in reader.entries()] == [1]
            assert (reader.personal(1), reader.note("secret")) == ({"/mobile": ("1", "a")}, "s")
            assert (reader.columns("parking"), reader.duties(), reader.wakes(at(59))) == (list(COLUMNS), [], [])
            assert (reader.watchers(["unit=1"]), reader.counter("parking", "YZ")) == ([], 5)
        with store.read("other") as reader:
            assert (reader.duties(), reader.counter("parking", "YZ")) == ([duty()], 1)

    def test_a_reader_keeps_its_moment(self, store: Store) -> None:
        """However much is written meanwhile, cleared and erased; the next reader sees it all."""
        put(store, **everything())
        with store.read("yz") as early:
            before = seen(early)
            put(store, entries=2, rows=[form(space="B"), form("2", 2)], counters={("parking", "YZ"): 2}, notes={"secret": "t"})
            put(store, duties_closed=[duty()], wakes={KEY: []}, watches={KEY: []}, erased=[1])
            assert seen(early) == before
            with store.write("yz") as writer:
                writer.clear()
                writer.commit(Batch())
            assert seen(early) == before
            with store.read("yz") as late:
                assert late.count("parking") == 0
                assert [line.seq for line in late.entries()] == [1, 2, 3]

    def test_a_reader_is_not_held_up_by_a_writer(self, store: Store) -> None:
        """It sees the last commit, not what is being written."""
        put(store, entries=1)
        with store.write("yz") as writer:
            writer.clear()
            with store.read("yz") as reader:
                assert len(list(reader.entries())) == 1

    def test_what_is_handed_out_is_not_ours(self, store: Store) -> None:
        """Changing a row or its values does not change the book."""
        put(store, **everything())
        with store.read("yz") as reader:
            for row in (reader.row(*KEY), *reader.find("parking")):
                assert row is not None
                dict.update(row.values, space="Z")
                dict.update(row.signed, rent=9)
            again = reader.row(*KEY)
        assert again is not None
        assert (again.values["space"], again.signed) == ("A", {"rent": 1})

    def test_threads_take_turns(self, store: Store) -> None:
        """Eight at once, five entries each: no gap, no fork, no error."""
        faults: list[BaseException] = []

        def clerk() -> None:
            try:
                for _ in range(5):
                    put(store, entries=1)
            except BaseException as error:
                faults.append(error)

        threads = [threading.Thread(target=clerk) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert faults == []
        with store.read("yz") as reader:
            lines = list(reader.entries())
        assert [line.seq for line in lines] == list(range(1, 41))
        assert [line.prev for line in lines] == ["", *(line.hash for line in lines[:-1])]
