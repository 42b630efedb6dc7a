"""What is offered for a blank: what a step may be taken on, bounded however long the register, nothing personal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pmcore.engine import offers
from pmcore.engine.offers import Offer, Offers
from pmcore.model.book import Batch, Column, Reader, Row
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.describing import manifest_of
from pmcore.plugin.told import columns_of, key_of, word_columns
from pmcore.store.memory import MemoryStore
from pmcore.testing.store_samples import at

COLUMNS = [Column("order", "what", "TEXT", True, False), Column("order", "client", "TEXT", False, True)]


@pytest.fixture
def manifest(catalogue: Catalogue) -> dict[str, Any]:
    """What the registers of these tests declare."""
    return manifest_of(catalogue)


@pytest.fixture
def store() -> MemoryStore:
    """Thirty orders: every third is checked, every fifth done."""
    store = MemoryStore()
    write(store, [order(n, "done" if n % 5 == 0 else "checked" if n % 3 == 0 else "placed") for n in range(1, 31)])
    return store


@pytest.fixture
def reader(store: MemoryStore) -> Iterator[Reader]:
    """Its book."""
    with store.read("yz") as reader:
        yield reader


def order(n: int, state: str, **changed: Any) -> Row:
    """An order of a client whose name is nobody's business."""
    row = Row(f"OR2026-{n:04}", n, state, state in ("done", "dropped"), n, at(n), at(n), {"place": n}, {"what": f"W{n}"})
    return row._replace(values={**row.values, "client": "王小明"})._replace(**changed)


def write(store: MemoryStore, rows: list[Row], wakes: dict[str, list[tuple[str, str]]] | None = None) -> None:
    """Put rows and wakes into the book."""
    batch = Batch()
    batch.columns = list(COLUMNS)
    batch.rows = {("order", row.number): row for row in rows}
    batch.wakes = {("order", number): steps for number, steps in (wakes or {}).items()}
    with store.write("yz") as writer:
        writer.commit(batch)


def numbers(found: list[Offer]) -> list[str]:
    """The last digits of what is offered."""
    return [offer.number.rpartition("-")[2].lstrip("0") for offer in found]


def test_forms_in_the_state_of_the_step_are_offered_newest_first(reader: Reader, manifest: dict[str, Any]) -> None:
    """With their state and a code, and nothing of the client."""
    found = Offers(reader, manifest).for_step("order", "reopen")

    assert numbers(found) == ["27", "24", "21", "18", "12", "9", "6", "3"]
    assert found[0] == Offer("OR2026-0027", "order", "OR2026-0027", "checked", "what", "W27")
    assert [offer for offer in Offers(reader, manifest).every("order") if "王" in str(offer)] == []


def test_a_step_that_is_signed_is_offered_once(store: MemoryStore, manifest: dict[str, Any]) -> None:
    """Unless it is taken again and again, or owed once for every choice."""
    signed = {"place": 1, "check": 2, "inspect/water": 3}
    write(store, [order(40, "placed", signed=signed), order(41, "placed")])
    with store.read("yz") as reader:
        found = Offers(reader, manifest)
        assert numbers(found.for_step("order", "inspect", "OR2026-004")) == ["41", "40"]
        assert numbers(found.for_step("order", "check", "OR2026-004")) == ["41", "40"]


def test_what_a_step_needs_has_to_stand(reader: Reader, store: MemoryStore, manifest: dict[str, Any]) -> None:
    """Signed as a whole, or for one of its choices."""
    manifest["registers"]["order"]["steps"]["reopen"]["needs"] = ["inspect"]
    assert Offers(reader, manifest).for_step("order", "reopen") == []

    write(store, [order(50, "checked", signed={"inspect/water": 1}), order(51, "checked", signed={"inspect": 1})])
    with store.read("yz") as later:
        assert numbers(Offers(later, manifest).for_step("order", "reopen")) == ["51", "50"]


def test_a_long_register_is_not_walked_through(
    store: MemoryStore, manifest: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So many are looked at, so many offered; what lies behind them is reached by the number that is begun."""
    monkeypatch.setattr(offers, "LOOKED", 10)
    monkeypatch.setattr(offers, "MOST", 4)
    with store.read("yz") as reader:
        found = Offers(reader, manifest)
        assert numbers(found.every("order")) == ["30", "29", "28", "27"]
        assert numbers(found.for_step("order", "reopen")) == ["27", "24", "21", "18"]
        assert numbers(found.for_step("order", "reopen", "OR2026-000")) == ["9", "6", "3"]
        assert numbers(found.for_step("order", "reopen", "or2026-0003")) == ["3"]
        assert numbers(found.anywhere("OR2026-000")) == ["9", "8", "7", "6"]


def test_numbers_go_by_their_last_digits(reader: Reader, manifest: dict[str, Any]) -> None:
    """As people say them, where nothing begins so."""
    found = Offers(reader, manifest)

    assert [numbers(found.for_step("order", "check", text)) for text in ("7", "0007", "OR7", "or-7", "8X", "999")] == [
        *[["7"]] * 4,
        [],
        [],
    ]


def test_ended_forms_are_offered_where_a_step_takes_them_or_nothing_open_fits(reader: Reader, manifest: dict[str, Any]) -> None:
    """A reference points to open forms first."""
    found = Offers(reader, manifest)
    manifest["registers"]["order"]["steps"]["reopen"]["after"] = ["done"]

    assert numbers(found.for_step("order", "reopen")) == ["30", "25", "20", "15", "10", "5"]
    assert "25" not in numbers(found.of("order"))
    assert numbers(found.of("order", "OR2026-0025")) == ["25"]


def test_what_time_has_done_counts(store: MemoryStore, manifest: dict[str, Any]) -> None:
    """A clock step that is due by now has led on, written or not."""
    steps = manifest["registers"]["order"]["steps"]
    lapse = next(name for name, told in steps.items() if told.get("clock") and len(told.get("to", ())) == 1)
    write(store, [], {"OR2026-0027": [(lapse, at(60))]})
    with store.read("yz") as reader:
        then = [numbers(Offers(reader, manifest, now).for_step("order", "reopen"))[0] for now in ("", at(59), at(60))]

    assert then == ["27", "27", "24"]


def test_columns_are_what_the_manifest_says(manifest: dict[str, Any]) -> None:
    """Codes, references and choices may tell a form; a key is shown unless a part of it is personal."""
    told = manifest["registers"]["order"]

    assert [name for name in word_columns(told) if name in ("what", "zone", "client", "note")] == ["what", "zone"]
    assert columns_of(told)["client"]["personal"] is True
    assert [
        key_of({**told, "key": key}) for key in ([], ["what"], ["zone", "what"], ["client", "what"], ["client"], ["never"])
    ] == [
        *("", "what", "what"),
        *("", "", ""),
    ]
