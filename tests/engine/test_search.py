"""Finding forms by what people know of them, at a desk: every kind of word, several words, and what is not found."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmcore.engine.search import Words, search
from pmcore.model.book import Batch
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.store.memory import MemoryStore
from pmcore.store.open import open_store
from pmcore.testing.trial import Trial

PLUGINS = {name: (f"pmplugins.{name}", "1") for name in ("parking", "key")}
STAFF = {"lj": "assistant", "zg": "supervisor", "cl": "cashier", "kp": "key-keeper"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core with parking and keys."""
    return full_catalogue(PLUGINS)


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, catalogue: Catalogue) -> Trial:
    """A site with three units, three customers, a parking space and a key."""
    store = MemoryStore() if request.param == "memory" else open_store(str(tmp_path / "site.db"), create=True)
    trial = Trial(catalogue, store=store, staff=STAFF)
    for code in ("1-2-301", "1-2-302", "2-1-301"):
        trial.record("unit", "add", by="lj", code=code, use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    trial.record("customer", "add", by="lj", name="王芳", mobile="13900001234", unit="1-2-302")
    trial.record("customer", "add", by="lj", name="李静", mobile="025-83123456")
    trial.record("tenure", "begin", by="lj", unit="2-1-301", customer="李静", capacity="tenant", starts="2026-07-01")
    trial.record(
        "parking", "rent", by="lj", space="B2-01", customer="王小明", plate="苏A12345", mobile="13800000001",
        licence_matches=True, model="Lavida", tariff_told=True,
    )  # fmt: skip
    trial.record("key", "entrust", by="kp", customer="王小明", unit="1-2-301", hook="K31")
    return trial


def found(trial: Trial, text: str, limit: int = 20) -> list[str]:
    """The numbers of what is found."""
    with trial.desk.reading() as look:
        return [hit.row.number for hit in search(look, text, limit=limit)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("王小明", ["KH00001"]),
        ("小明", ["KH00001"]),
        ("明", ["KH00001"]),
        ("王", ["KH00002", "KH00001"]),
        ("wxm", ["KH00001"]),
        ("ＷＸＭ", ["KH00001"]),
        ("13800000001", ["KH00001"]),
        ("138 0000 0001", ["KH00001"]),
        ("1234", ["YZ2026-0001", "KH00003", "KH00002"]),
        ("3456", ["KH00003"]),
        ("苏A12345", ["YZ2026-0001"]),
        ("a123", ["YZ2026-0001"]),
        ("b2-01", ["YZ2026-0001"]),
        ("1-2-301", ["FH00001"]),
        ("1-2", ["FH00002", "FH00001"]),
        ("301", ["FH00003", "FH00001"]),
        ("k31", ["YS2026-0001"]),
        ("YZ1", ["YZ2026-0001"]),
        ("yz2026-0001", ["YZ2026-0001"]),
        ("KH00002", ["KH00002"]),
        ("王 301", ["KH00001", "FH00001"]),
        ("301 王", ["KH00001", "FH00001"]),
        ("李 301", ["KH00003", "FH00003"]),
        ("王 302", ["KH00002", "FH00002"]),
        ("王 B2-01", ["YZ2026-0001"]),
        ("王 k31", ["YS2026-0001"]),
        ("王 0001", ["KH00001", "YS2026-0001", "YZ2026-0001", "FH00001"]),
        ("王 李", []),
        ("%", []),
        ("_", []),
        ("*", []),
        ('"', []),
        ("王 OR 李", []),
        ("王*", []),
        ("", []),
        ("\t", []),
    ],
)
def test_what_people_type_leads_to_the_form(desk: Trial, text: str, numbers: list[str]) -> None:
    """And to no other one but charges, tenures, staff and the site's own forms, which have such numbers too."""
    assert [number for number in found(desk, text) if not number.startswith(("PL", "RL", "SITE", "YG", "GX", "SF"))] == numbers


def test_the_tail_of_a_number_finds_the_newest_open_ones_first(desk: Trial) -> None:
    """``0001`` is every form whose number ends so, after who is known by it; a closed one comes after the open ones."""
    before = found(desk, "0001")
    with desk.desk.reading() as look:
        hits = search(look, "0001")
    order = [(hit.column == "number", -hit.row.opened) for hit in hits]
    assert (order, order[0][0]) == (sorted(order), False)
    assert {"YZ2026-0001", "YS2026-0001", "KH00001", "FH00001"} <= set(before)
    desk.record("unit", "close", by="zg", on="FH00001")

    assert found(desk, "0001") == [*(number for number in before if number != "FH00001"), "FH00001"]
    assert found(desk, "0001", limit=2) == before[:2]


def test_what_is_void_struck_or_corrected_is_not_found(desk: Trial) -> None:
    """Not by its number either; what it was corrected to is."""
    desk.desk.correct("customer", "KH00003", {"name": "李敬"}, reason="slip", by="zg")
    assert (found(desk, "李静"), found(desk, "静 83123456"), found(desk, "李敬")) == ([], [], ["KH00003"])
    added = desk.record("customer", "add", by="lj", name="何五").number
    assert found(desk, "何五") == [added]
    desk.desk.void("customer", added, reason="twice", by="zg")
    assert (found(desk, "何五"), found(desk, added)) == ([], [])
    desk.record("customer", "update", by="lj", on="KH00003", name="李新")
    assert (found(desk, "李敬"), found(desk, "李新")) == ([], ["KH00003"])
    with desk.desk.reading() as look:
        seq = max(shown.entry.seq for shown in look.history("customer", "KH00003"))
    desk.desk.strike("customer", "KH00003", seq, reason="slip", by="zg")
    assert (found(desk, "李敬"), found(desk, "李新")) == (["KH00003"], [])


def test_a_merged_customer_leads_to_the_one_that_stands(desk: Trial) -> None:
    """By every word that the other one had, once, however few are wanted."""
    desk.record("customer", "merge", by="zg", on="KH00002", into="KH00001")

    assert (found(desk, "王芳"), found(desk, "王", limit=1), found(desk, "wf")) == (["KH00001"], ["KH00001"], ["KH00001"])


def test_nothing_is_found_that_was_erased(desk: Trial) -> None:
    """Neither by name, initials nor telephone; the number stays."""
    gone = desk.record("customer", "add", by="lj", name="丁一", mobile="13600000009").number
    assert [found(desk, text) for text in ("丁一", "dy", "600000009")] == [[gone]] * 3
    desk.desk.erase(gone, reason="asked to", by="zg")

    assert [found(desk, text) for text in ("丁一", "dy", "13600000009", "0009")] == [[]] * 4
    assert found(desk, gone) == [gone]


def test_a_rebuild_finds_the_same(desk: Trial) -> None:
    """Made without any chapter's code."""
    texts = ("王", "301", "0001", "b2", "王 301", "wxm")
    before = [found(desk, text) for text in texts]
    mine, desk.desk.catalogue = desk.desk.catalogue, Catalogue()
    desk.desk.rebuild()
    desk.desk.catalogue = mine

    assert [found(desk, text) for text in texts] == before


def test_a_book_that_does_not_know_every_column_yet_is_looked_through(desk: Trial) -> None:
    """The same is found; the next write learns the columns, and the index serves again."""
    batch = Batch()
    batch.notes["plugins"] = "others"
    with desk.store.write("trial") as writer:
        writer.commit(batch)
    with desk.desk.reading() as look:
        assert Words(look).complete is False
    assert (found(desk, "王"), found(desk, "b2-01")) == (["KH00002", "KH00001"], ["YZ2026-0001"])
    assert found(desk, "王 302") == ["KH00002", "FH00002"]

    desk.desk._settings = None
    desk.record("customer", "add", by="lj", name="何五")
    with desk.desk.reading() as look:
        assert Words(look).complete is True


def test_a_field_that_becomes_sought_is_learnt_from_old_forms(desk: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of a chapter says that people ask by the remark: the next write, whatever it is, looks through all forms."""
    remark = desk.desk.catalogue.openings_of("customer")[0].__step__.fields["remark"]
    desk.record("customer", "add", by="lj", name="何五", remark="门口有狗")
    assert found(desk, "有狗") == []
    monkeypatch.setattr(remark, "find", True)
    for memo in ("signature", "memo"):
        monkeypatch.setattr(desk.desk.catalogue, memo, None if memo == "signature" else {})
    assert found(desk, "有狗") == ["KH00004"]
    desk.record("unit", "occupy", by="lj", on="1-2-301", status="resident")
    with desk.desk.reading() as look:
        assert Words(look).complete is True
    assert found(desk, "有狗") == ["KH00004"]
