"""What every store promises of finding forms by their words."""

from __future__ import annotations

from pmcore.model.book import Batch, Known, Store
from pmcore.model.sought import LED_ON, wanted

from .store_samples import COLUMNS, form, put

__all__ = ["WordsContract"]

SOUGHT = [COLUMNS[0]._replace(sought=True), COLUMNS[2]._replace(sought=True)]


def told(store: Store, *words: str, site: str = "yz", ranks: tuple[int, ...] = (0, 1), limit: int | None = None) -> str:
    """The numbers of what is found."""
    with store.read(site) as reader:
        return " ".join(known.number for known in reader.known([wanted(word) for word in words], ranks=ranks, limit=limit))


class WordsContract:
    """What holds for words."""

    def test_forms_are_found_by_parts_of_what_is_sought(self, store: Store) -> None:
        """And by the end of their number; never by a column that is not sought."""
        put(store, columns=SOUGHT)
        put(store, rows=[form("YZ1", 1, space="B2-01", mobile="13800000001", months=345), form("YZ2", 2, space="B2-02")])

        assert [told(store, word) for word in ("B2", "2-01", "0001", "Z2", "345", "138", "B3")] == [
            "YZ2 YZ1", "YZ1", "YZ1", "YZ2", "", "YZ1", ""
        ]  # fmt: skip
        assert told(store, "B2", "0001") == "YZ1"
        with store.read("yz") as reader:
            assert reader.known([wanted("0001")]) == [Known("parking", "YZ1", 1, 0)]
            assert reader.known([]) == reader.known([()]) == []

    def test_open_forms_come_first_and_the_newest_of_them(self, store: Store) -> None:
        """So many as are wanted; forms that lead on to others only when they are asked for."""
        put(store, columns=SOUGHT)
        put(store, rows=[form(f"YZ{n}", n, space="AB", closed=n % 2 == 0) for n in range(1, 7)])
        put(store, rows=[form("YZ7", 7, space="AB", closed=True, state="merged")])

        assert told(store, "AB") == "YZ5 YZ3 YZ1 YZ6 YZ4 YZ2"
        assert told(store, "AB", limit=4) == "YZ5 YZ3 YZ1 YZ6"
        assert told(store, "AB", ranks=(LED_ON,)) == "YZ7"

    def test_what_a_form_no_longer_says_finds_it_no_more(self, store: Store) -> None:
        """Corrected, closed, emptied, void."""
        put(store, columns=SOUGHT)
        put(store, rows=[form("YZ1", 1, space="AB"), form("YZ2", 2, space="AB")])
        put(store, rows=[form("YZ1", 1, space="CD"), form("YZ2", 2, space="AB", closed=True)])
        assert [told(store, "AB"), told(store, "CD")] == ["YZ2", "YZ1"]
        put(store, rows=[form("YZ1", 1, state="void", closed=True), form("YZ2", 2)])
        assert [told(store, "AB"), told(store, "CD"), told(store, "Z1"), told(store, "Z2")] == ["", "", "", "YZ2"]
        put(store, rows=[form("YZ1", 1, space="EF")])
        assert [told(store, "EF"), told(store, "Z1")] == ["YZ1", "YZ1"]

    def test_a_column_that_is_sought_later_is_looked_through_again(self, store: Store) -> None:
        """At every site of the book."""
        put(store, rows=[form("YZ1", 1, space="AB")])
        put(store, "other", rows=[form("YZ9", 1, space="AB")])
        assert told(store, "AB") == ""
        put(store, columns=SOUGHT)

        assert [told(store, "AB"), told(store, "AB", site="other")] == ["YZ1", "YZ9"]

    def test_words_of_other_sites_are_not_seen(self, store: Store) -> None:
        """Nor those that a clear took away; writing the forms again gives them back."""
        put(store, columns=SOUGHT)
        for site in ("yz", "other"):
            put(store, site, rows=[form("YZ1", 1, space=site)])
        with store.write("yz") as writer:
            writer.clear()
            writer.commit(Batch())
        assert [told(store, "yz"), told(store, "other", site="other"), told(store, "Z1")] == ["", "YZ1", ""]
        put(store, rows=[form("YZ1", 1, space="yz")])
        assert told(store, "yz") == "YZ1"

    def test_common_words_are_told_as_rare_ones_are(self, store: Store) -> None:
        """However many forms have them: the newest, and what two of them have in common."""
        put(store, columns=SOUGHT)
        put(store, rows=[form(f"YZ{n}", n, space="AB", mobile="QX" if n % 1000 == 5 else "138") for n in range(1, 2501)])

        assert told(store, "AB", limit=2) == "YZ2500 YZ2499"
        assert told(store, "AB", "138", limit=1) == "YZ2500"
        assert told(store, "AB", "QX") == "YZ2005 YZ1005 YZ5"
