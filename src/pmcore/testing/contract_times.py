"""What every store promises of duties, clock steps, counters and notes."""

from __future__ import annotations

from pmcore.model.book import Store, Wake

from .store_samples import at, duty, form, put

__all__ = ["TimesContract"]


class TimesContract:
    """What holds for duties, clock steps, what they looked at, counters and notes."""

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
            assert reader.wakes(at(5)) == [
                Wake(at(5), "key", 0, "lapse", "1"),
                Wake(at(5), "parking", 2, "lapse", "9"),
                Wake(at(5), "parking", 2, "late", "9"),
                Wake(at(5), "parking", 3, "lapse", "10"),
            ]
            assert reader.wakes(at(4)) == []
            assert reader.wake_of("parking", "10") == [("lapse", at(5)), ("end", at(9))]

    def test_clock_steps_are_replaced_form_by_form(self, store: Store) -> None:
        """An empty list takes them away; forms that are not named keep theirs."""
        put(store, wakes={("parking", "1"): [("a", at(1))], ("parking", "2"): [("a", at(2))]})
        put(store, wakes={("parking", "1"): [("b", at(3))]})
        with store.read("yz") as reader:
            assert reader.wakes(at(9)) == [Wake(at(2), "parking", 0, "a", "2"), Wake(at(3), "parking", 0, "b", "1")]
        put(store, wakes={("parking", "1"): []})
        with store.read("yz") as reader:
            assert reader.wake_of("parking", "1") == []

    def test_watchers_are_found_by_what_they_looked_at(self, store: Store) -> None:
        """Each once; replaced form by form."""
        put(store, watches={("parking", "1"): ["u=1", "u=2"], ("parking", "2"): ["u=2"], ("parking", "3"): ["u=3"]})
        with store.read("yz") as reader:
            assert reader.watchers(["u=1", "u=2"]) == [("parking", "1"), ("parking", "2")]
            assert reader.watchers([]) == []
            assert (reader.watched("u"), reader.watched("u=1")) == (False, True)
        put(store, watches={("parking", "1"): []})
        with store.read("yz") as reader:
            assert reader.watchers(["u=1", "u=2"]) == [("parking", "2")]

    def test_counters_keep_the_last_number(self, store: Store) -> None:
        """Of each register and series; nothing given yet is nought."""
        put(store, counters={("parking", "YZ2026"): 7, ("parking", "YZ2027"): 1, ("key", "YZ2026"): 3})
        put(store, counters={("parking", "YZ2026"): 8})
        with store.read("yz") as reader:
            series = [("parking", "YZ2026"), ("parking", "YZ2027"), ("key", "YZ2026"), ("key", "other")]
            assert [reader.counter(*key) for key in series] == [8, 1, 3, 0]
        with store.write("yz") as writer:
            assert [writer.counter(*key) for key in series] == [8, 1, 3, 0]

    def test_notes_are_replaced_by_name(self, store: Store) -> None:
        """The last text stands; a name without a note is None."""
        put(store, notes={"secret": "a", "manifest": "m"})
        put(store, notes={"secret": "b"})
        with store.read("yz") as reader:
            assert [reader.note("secret"), reader.note("manifest"), reader.note("other")] == ["b", "m", None]
