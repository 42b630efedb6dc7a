"""What every store promises of forms, their columns and searches."""

from __future__ import annotations

import pytest

from pmcore.model.book import Batch, Column, Match, Store

from .store_samples import COLUMNS, at, form, found, put

__all__ = ["FormContract"]

KEY = ("parking", "YZ2026-0001")


class FormContract:
    """What holds for forms and searches."""

    def test_a_form_comes_back_as_it_was_written(self, store: Store) -> None:
        """Every column has a value or None; texts, whole numbers and signatures are what they were."""
        row = form(space="甲-1", months=12, signed={"rent": 1, "inspect/秩序": 3}, x='{"a":1}')
        put(store, rows=[row])
        with store.read("yz") as reader:
            assert reader.row(*KEY) == row._replace(values={"space": "甲-1", "months": 12, "mobile": None, "x": '{"a":1}'})
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
        put(
            store,
            rows=[form(str(n), n, space="AB"[n % 2], closed=n > 2, state="ended" if n > 2 else "rented") for n in range(1, 5)],
        )
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
            while page := reader.find("parking", [Match("space", "=", "A")], after=after, limit=3, newest_first=newest_first):
                assert len(page) <= 3
                seen += [row.number for row in page]
                after = page[-1].opened

        assert seen == sorted((f"{n:02}" for n in range(2, 21, 2)), reverse=newest_first)

    def test_forms_are_found_by_how_a_text_begins(self, store: Store) -> None:
        """In order of the text, both ways, so many at most; percent signs and the like mean themselves; void ones are left out."""
        texts = ["A-2", "A-10", "甲-1", "A%", "a-1", "A", None]
        rows = [form(f"YZ{n}", n, space=text) for n, text in enumerate(texts, 1)]
        put(store, rows=[*rows, form("YZ9", 9, space="A-3", state="void", closed=True), form("X1", 10, space="A-2")])

        def told(column: str, text: str, limit: int = 9, *, backwards: bool = False) -> list[str]:
            with store.read("yz") as reader:
                return [row.number for row in reader.beginning("parking", column, text, limit=limit, backwards=backwards)]

        assert told("space", "A-") == ["YZ2", "YZ1", "X1"]
        assert told("space", "A-", backwards=True) == ["X1", "YZ1", "YZ2"]
        assert told("space", "A", 2) == ["YZ6", "YZ4"]
        assert [told("space", text) for text in ("A%", "甲", "_")] == [["YZ4"], ["YZ3"], []]
        assert told("number", "YZ", 3, backwards=True) == ["YZ7", "YZ6", "YZ5"]
        with store.read("yz") as reader:
            assert reader.beginning("never", "space", "", limit=9) == []

    @pytest.mark.parametrize("column", ["mobile", "months", "spaec", "site", "state", 'space" OR 1 --'])
    def test_only_an_indexed_text_is_looked_along(self, store: Store, column: str) -> None:
        """Anything else would be a walk through the whole register."""
        put(store, rows=[form(space="A", months=1, mobile="A")])
        with store.read("yz") as reader, pytest.raises(LookupError):
            reader.beginning("parking", column, "A", limit=9)

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
        batch = Batch()
        batch.rows = dict(rows)
        with store.write("yz") as writer:
            writer.commit(batch)
        with store.read("yz") as reader:
            assert reader.registers() == sorted(names)
            assert [row.opened for name in names for row in reader.find(name)] == [1, 2, 3, 4, 5]
            assert reader.columns("acme.key") == []
