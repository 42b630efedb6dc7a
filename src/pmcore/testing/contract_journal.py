"""What every store promises of entries, and of the personal values beside them."""

from __future__ import annotations

import pytest

from pmcore.model.book import Store, hash_of

from .store_samples import at, entry, put

__all__ = ["JournalContract"]


class JournalContract:
    """What holds for entries and what is kept beside them."""

    def test_an_entry_comes_back_as_it_was_written(self, store: Store) -> None:
        """Every column, the empty ones too, so that the hash can be made again."""
        written = entry(command="c-1", body='{"space":"甲\\n1 🚗"}')
        put(store, entries=[written])
        with store.read("yz") as reader:
            assert reader.entry(1) == written
            assert list(reader.entries()) == [written]
            assert hash_of((reader.entry(1) or entry())[:-1]) == written.hash
            assert reader.entry(2) is None

    def test_the_head_is_the_last_entry(self, store: Store) -> None:
        """Its seq, hash and time of writing; nothing in an empty book."""
        with store.read("yz") as reader:
            assert reader.head() is None
        put(store, entries=3)
        with store.read("yz") as reader:
            last = list(reader.entries())[-1]
            assert reader.head() == (3, last.hash, last.written)

    @pytest.mark.parametrize(("seq", "prev"), [(1, None), (4, None), (0, None), (3, "another")])
    def test_an_entry_follows_the_last_one(self, store: Store, seq: int, prev: str | None) -> None:
        """A gap, a repetition and a fork raise ValueError and write nothing."""
        put(store, entries=2)
        with store.read("yz") as reader:
            head = reader.head()
        broken = entry("yz", seq, prev or (head.hash if head else ""))
        with pytest.raises(ValueError, match=r"follow|hash"):
            put(store, entries=[broken], notes={"tried": "yes"})
        put(store, entries=1)
        with store.read("yz") as reader:
            assert [line.seq for line in reader.entries()] == [1, 2, 3]

    def test_an_entry_of_another_site_is_refused(self, store: Store) -> None:
        """A book holds its own site's entries only."""
        with pytest.raises(ValueError, match="site"):
            put(store, entries=[entry("other")])

    def test_entries_are_walked_by_seq_from_anywhere(self, store: Store) -> None:
        """``after`` is left out, ``limit`` is kept, and a long journal has no seams."""
        put(store, entries=2500)
        with store.read("yz") as reader:
            assert [line.seq for line in reader.entries()] == list(range(1, 2501))
            assert [line.seq for line in reader.entries(after=998, limit=4)] == [999, 1000, 1001, 1002]
            assert [line.seq for line in reader.entries(after=100, limit=2000)][-1] == 2100
            assert list(reader.entries(limit=0)) == []

    def test_the_history_of_a_form_is_in_order(self, store: Store) -> None:
        """All its entries and no other form's, nor another register's."""
        for number in ("A", "B", "A"):
            put(store, entries=1, step={"number": number})
        put(store, entries=1, step={"number": "A", "register": "key"})
        with store.read("yz") as reader:
            assert [line.seq for line in reader.history("parking", "A")] == [1, 3]

    def test_what_an_entry_entailed_is_found(self, store: Store) -> None:
        """By the seq of the cause, in order."""
        for cause in (None, 1, None, 1):
            put(store, entries=1, step={"cause": cause})
        with store.read("yz") as reader:
            assert [line.seq for line in reader.caused(1)] == [2, 4]
            assert reader.caused(2) == []

    def test_a_command_is_written_once(self, store: Store) -> None:
        """It finds its entry; a second one with the same id raises ValueError and writes nothing."""
        put(store, entries=1, step={"command": "c-1"})
        with pytest.raises(ValueError, match=r"."):
            put(store, entries=1, step={"command": "c-1"})
        with store.read("yz") as reader:
            assert reader.by_command("c-1") == reader.entry(1)
            assert reader.by_command("c-2") is None
            assert [line.seq for line in reader.entries()] == [1]

    def test_steps_of_a_span_are_found_by_when_they_happened(self, store: Store) -> None:
        """From the start inclusive to the end exclusive, by ``at`` and then by seq, late ones in their place."""
        for minute in (10, 30, 20, 10, 40):
            put(store, entries=1, step={"at": at(minute)})
        put(store, entries=1, step={"at": at(20), "step": "end"})
        with store.read("yz") as reader:
            assert [line.seq for line in reader.steps_between("parking", "rent", at(10), at(40))] == [1, 4, 3, 2]

    def test_personal_values_lie_beside_the_entry(self, store: Store) -> None:
        """By JSON pointer with their salts, texts, whole numbers and nothing alike."""
        values = {"/mobile": ("13800000001", "5a17"), "/age": (42, "c0"), "/note": (None, "ff")}
        put(store, entries=2, personal={2: values})
        with store.read("yz") as reader:
            assert reader.personal(2) == values
            assert reader.personal(1) == {}

    def test_personal_values_belong_to_an_entry_and_never_change(self, store: Store) -> None:
        """Values of no entry, or a second time, raise ValueError and leave everything as it was."""
        put(store, entries=1, personal={1: {"/mobile": ("1", "a")}})
        for seq in (1, 7):
            with pytest.raises(ValueError, match=r"."):
                put(store, personal={seq: {"/mobile": ("2", "b")}}, notes={"tried": "yes"})
        with store.read("yz") as reader:
            assert reader.personal(1) == {"/mobile": ("1", "a")}
            assert reader.note("tried") is None

    def test_an_erasure_takes_the_values_and_leaves_the_entry(self, store: Store) -> None:
        """The chain still holds."""
        put(store, entries=2, personal={1: {"/mobile": ("1", "a")}, 2: {"/mobile": ("2", "b")}})
        put(store, erased=[1])
        with store.read("yz") as reader:
            assert [reader.personal(1), reader.personal(2)] == [{}, {"/mobile": ("2", "b")}]
            assert [line.seq for line in reader.entries()] == [1, 2]

    def test_sites_are_those_with_entries(self, store: Store) -> None:
        """In order of their codes; looking at a site does not make one."""
        for site in ("b", "a", "c"):
            put(store, site, entries=1)
        with store.read("d"), store.write("e"):
            pass

        assert store.sites() == ["a", "b", "c"]
