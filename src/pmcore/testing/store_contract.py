"""What every store promises: inherit ``StoreContract``, give it a ``store``, and your store is as good as ours.

    class TestMine(StoreContract):
        @pytest.fixture
        def store(self):
            with closing(MyStore()) as store:
                yield store
"""

from __future__ import annotations

import threading

import pytest

from pmcore.model.book import Batch, Column, Match, Store, hash_of

from .store_samples import COLUMNS, at, duty, entry, follow, form, found, put

__all__ = ["StoreContract"]

KEY = ("parking", "YZ2026-0001")


class JournalContract:
    """What holds for entries and what is kept beside them."""

    @pytest.fixture
    def store(self) -> Store:
        """The empty store under test."""
        raise NotImplementedError("give the contract a store")

    def test_an_entry_comes_back_as_it_was_written(self, store: Store) -> None:
        """Every column, the empty ones too, so that the hash can be made again."""
        written = entry(command="c-1", body='{"space":"甲\\n1 🚗"}')
        put(store, entries=0, **{"entries_": 0} if False else {})
        with store.write("yz") as writer:
            batch = Batch()
            batch.entries = [written]
            writer.commit(batch)
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
        with pytest.raises(ValueError, match=r"follow|hash"), store.write("yz") as writer:
            head = writer.head()
            batch = Batch()
            batch.entries = [entry("yz", seq, prev or (head.hash if head else ""))]
            writer.commit(batch)
        put(store, entries=1)
        with store.read("yz") as reader:
            assert [line.seq for line in reader.entries()] == [1, 2, 3]

    def test_an_entry_of_another_site_is_refused(self, store: Store) -> None:
        """A book holds its own site's entries only."""
        with pytest.raises(ValueError, match="site"), store.write("yz") as writer:
            batch = Batch()
            batch.entries = [entry("other")]
            writer.commit(batch)

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
            assert reader.head() == (1, *(reader.entry(1) or entry())[-1:], at(1))

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


class FormContract:
    """What holds for forms and searches."""

    def test_a_form_comes_back_as_it_was_written(self, store: Store) -> None:
        """Every column has a value or None; texts, whole numbers and signatures are what they were."""
        row = form(space="甲-1", months=12, signed={"rent": 1, "inspect/秩序": 3}, x='{"a":1}')
        put(store, rows=[row])
        with store.read("yz") as reader:
            assert reader.row(*KEY) == row._replace(
                values={"space": "甲-1", "months": 12, "mobile": None, "x": '{"a":1}'}
            )
            assert reader.row("parking", "YZ2026-0002") is None
            assert reader.row("never", "1") is None

    def test_a_form_written_again_replaces_itself(self, store: Store) -> None:
        """A value that is no longer given is gone."""
        put(store, rows=[form(space="A", months=1)])
        put(store, rows=[form(space="B", state="paid", last=at(9))])
        with store.read("yz") as reader:
            row = reader.row(*KEY)
        assert row == form(space="B", months=None, mobile=None, state="paid", last=at(9))

    @pytest.mark.parametrize(
        ("match", "numbers"),
        [
            (Match("space", "=", "A"), "1 3"),
            (Match("space", "=", None), "4"),
            (Match("space", "!=", "A"), "2"),
            (Match("months", ">=", 2), "2 3"),
            (Match("months", "<=", 2), "1 2"),
            (Match("space", "in", ["A", "B"]), "1 2 3"),
            (Match("space", "in", ("B", None)), "2 4"),
            (Match("space", "in", []), ""),
            (Match("months", "in", [1, 3]), "1 3"),
            (Match("number", "=", "2"), "2"),
            (Match("first", ">=", at(3)), "3 4"),
        ],
    )
    def test_a_search_compares(self, store: Store, match: Match, numbers: str) -> None:
        """Equal, different, at least, at most, one of; what is empty is equal to nothing but None."""
        rows = [form("1", 1, space="A", months=1), form("2", 2, space="B", months=2), form("3", 3, space="A", months=3)]
        put(store, rows=[*rows, form("4", 4)])

        assert " ".join(found(store, match)) == numbers
        with store.read("yz") as reader:
            assert reader.count("parking", [match]) == len(numbers.split())

    def test_all_conditions_hold_together(self, store: Store) -> None:
        """Conditions, open or closed, and state narrow each other."""
        put(store, rows=[form(str(n), n, space="AB"[n % 2], closed=n > 2, state="ended" if n > 2 else "rented") for n in range(1, 5)])
        here = Match("space", "=", "B")

        assert found(store, here, closed=False) == ["1"]
        assert found(store, here, closed=True) == ["3"]
        assert found(store, here, state="ended") == ["3"]
        assert found(store, here, Match("months", "=", 1)) == []
        assert found(store, closed=True, state="rented") == []

    def test_void_forms_are_left_out(self, store: Store) -> None:
        """Unless they are asked for."""
        put(store, rows=[form("1", 1), form("2", 2, state="void", closed=True)])

        assert found(store) == ["1"]
        assert found(store, closed=True) == []
        assert found(store, state="void") == ["2"]

    def test_forms_come_in_order_of_their_opening(self, store: Store) -> None:
        """Not of their numbers: TC10000 sorts before TC9999 as text."""
        put(store, rows=[form("TC10000", 8), form("TC9999", 7), form("TC1", 9)])

        assert found(store) == ["TC9999", "TC10000", "TC1"]
        assert found(store, newest_first=True) == ["TC1", "TC10000", "TC9999"]

    @pytest.mark.parametrize("newest_first", [False, True])
    def test_pages_follow_each_other_without_gap_or_repetition(self, store: Store, newest_first: bool) -> None:
        """A page begins behind the opening seq that the last one ended with."""
        put(store, rows=[form(f"{n:02}", n * 3, space="AB"[n % 2]) for n in range(1, 21)])
        seen, after = [], None
        with store.read("yz") as reader:
            while page := reader.find(
                "parking", [Match("space", "=", "A")], after=after, limit=3, newest_first=newest_first
            ):
                assert len(page) <= 3
                seen += [row.number for row in page]
                after = page[-1].opened

        assert seen == sorted((f"{n:02}" for n in range(2, 21, 2)), reverse=newest_first)

    def test_an_unknown_column_is_a_lookup_error(self, store: Store) -> None:
        """Never an empty answer; a register of which nothing was ever written has nothing to find."""
        put(store, rows=[form()])
        with store.read("yz") as reader:
            for column in ("spaec", "site", "_opened", 'space" OR 1 --'):
                with pytest.raises(LookupError):
                    reader.find("parking", [Match(column, "=", "A")])
                with pytest.raises(LookupError):
                    reader.count("parking", [Match(column, "=", "A")])
            assert reader.find("never", [Match("space", "=", "A")]) == []

    def test_a_value_without_a_column_is_refused(self, store: Store) -> None:
        """Nothing is dropped without a word."""
        with pytest.raises(ValueError, match="colour"):
            put(store, rows=[form(colour="red")])

        assert found(store) == []

    @pytest.mark.parametrize("name", ["state", "number", "first", "last", "site", "x", "_opened", "Space", 'a"b', "车位", ""])
    def test_a_column_that_clashes_is_refused(self, store: Store, name: str) -> None:
        """What every table has already, and what is no plain identifier."""
        with pytest.raises(ValueError, match="column"):
            put(store, columns=[Column("parking", name, "TEXT", False, False)])

    def test_columns_may_be_added_later(self, store: Store) -> None:
        """Old forms have nothing in them; seeing a column again changes nothing; another type is refused."""
        put(store, rows=[form("1", 1, space="A")])
        later = Column("parking", "plate", "TEXT", True, True)
        put(store, rows=[form("2", 2, plate="粤B12345")], columns=[later])
        put(store, columns=[later, *COLUMNS])
        with pytest.raises(ValueError, match="plate"):
            put(store, columns=[later._replace(type="INTEGER")])

        with store.read("yz") as reader:
            assert reader.columns("parking") == [*COLUMNS, later]
            assert [row.values["plate"] for row in reader.find("parking")] == [None, "粤B12345"]
            assert [row.values["space"] for row in reader.find("parking")] == ["A", None]
        assert found(store, Match("plate", "=", "粤B12345")) == ["2"]

    def test_a_column_may_be_indexed_later(self, store: Store) -> None:
        """The search finds the same, the shape says so."""
        put(store, rows=[form("1", 1, months=3)])
        put(store, columns=[COLUMNS[1]._replace(indexed=True)])
        put(store, columns=[COLUMNS[1]])
        with store.read("yz") as reader:
            assert [column.indexed for column in reader.columns("parking")] == [True, True, False]
        assert found(store, Match("months", "=", 3)) == ["1"]

    def test_registers_are_those_that_have_forms(self, store: Store) -> None:
        """Under their own names, with prefix and hyphen, and never mixed up with one another."""
        names = ["acme.key-box", "acme.key", "key-box", "keybox", "key-box-acme"]
        rows = {(name, "1"): form("1", place) for place, name in enumerate(names, 1)}
        put(store, rows=[], columns=[], **{})
        batch = Batch()
        batch.rows = {key: row for key, row in rows.items()}
        with store.write("yz") as writer:
            writer.commit(batch)
        with store.read("yz") as reader:
            assert reader.registers() == sorted(names)
            assert [row.opened for name in names for row in reader.find(name)] == [1, 2, 3, 4, 5]
            assert reader.columns("acme.key") == []


class ProjectionContract:
    """What holds for duties, clock steps, counters and notes, for transactions, sites and readers."""

    def test_duties_come_by_due_time(self, store: Store) -> None:
        """And are narrowed by form, by any of several holders, and by when they are due."""
        one, two, three = duty("1", due=at(30)), duty("2", due=at(10)), duty("3", due=at(20), holder="engineer staff:7")
        put(store, duties_opened=[one, two, three, duty("4", register="key", due=at(40), estimated=True)])
        with store.read("yz") as reader:
            assert [row.number for row in reader.duties()] == ["2", "3", "1", "4"]
            assert reader.duties("parking") == [two, three, one]
            assert reader.duties("parking", "2") == [two]
            assert reader.duties(holders=["staff:7", "nobody"]) == [three]
            assert reader.duties(holders=["staff"]) == []
            assert reader.duties(holders=[]) == []
            assert reader.duties(due_by=at(20)) == [two, three]
            assert reader.duties("key")[0].estimated is True

    def test_a_duty_ends_by_its_identity(self, store: Store) -> None:
        """Its other choices and times stay; one that is closed and opened in one batch stands as opened."""
        front, back, again = duty(choice="front"), duty(choice="back"), duty(choice="front", since_seq=5)
        put(store, duties_opened=[front, back, again])
        put(store, duties_closed=[front])
        with store.read("yz") as reader:
            assert reader.duties() == [back, again]
        put(store, duties_closed=[back], duties_opened=[back._replace(due=at(50))])
        with store.read("yz") as reader:
            assert reader.duties() == [again, back._replace(due=at(50))]

    def test_clock_steps_come_in_order(self, store: Store) -> None:
        """Of due time, register, opening, step; only those due by then."""
        rows = [form("9", 2), form("10", 3)]
        wakes = {("parking", "10"): [("lapse", at(5)), ("end", at(9))], ("parking", "9"): [("lapse", at(5)), ("late", at(5))]}
        put(store, rows=rows, wakes={**wakes, ("key", "1"): [("lapse", at(5))]})
        with store.read("yz") as reader:
            assert [wake[1:] for wake in reader.wakes(at(5))] == [
                ("key", "1", "lapse"),
                ("parking", "9", "lapse"),
                ("parking", "9", "late"),
                ("parking", "10", "lapse"),
            ]
            assert reader.wakes(at(4)) == []
            assert reader.wake_of("parking", "10") == [("lapse", at(5)), ("end", at(9))]

    def test_clock_steps_are_replaced_form_by_form(self, store: Store) -> None:
        """An empty list takes them away; forms that are not named keep theirs."""
        put(store, wakes={("parking", "1"): [("a", at(1))], ("parking", "2"): [("a", at(2))]})
        put(store, wakes={("parking", "1"): [("b", at(3))]})
        with store.read("yz") as reader:
            assert reader.wakes(at(9)) == [(at(2), "parking", "2", "a"), (at(3), "parking", "1", "b")]
        put(store, wakes={("parking", "1"): []})
        with store.read("yz") as reader:
            assert reader.wake_of("parking", "1") == []

    def test_watchers_are_found_by_what_they_looked_at(self, store: Store) -> None:
        """Each once; replaced form by form."""
        put(store, watches={("parking", "1"): ["u=1", "u=2"], ("parking", "2"): ["u=2"], ("parking", "3"): ["u=3"]})
        with store.read("yz") as reader:
            assert reader.watchers(["u=1", "u=2"]) == [("parking", "1"), ("parking", "2")]
            assert reader.watchers([]) == []
        put(store, watches={("parking", "1"): []})
        with store.read("yz") as reader:
            assert reader.watchers(["u=1", "u=2"]) == [("parking", "2")]
