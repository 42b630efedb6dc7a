"""Several sites in one book: the same codes and numbers, and neither sees the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmcore.model.book import Store
from pmcore.model.outcomes import NotFound, WrongUse
from pmcore.plugin.discovery import full_catalogue
from pmcore.store.memory import MemoryStore
from pmcore.store.open import open_store
from pmcore.testing.trial import Trial


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """A store of each make."""
    return MemoryStore() if request.param == "memory" else open_store(str(tmp_path / "site.db"), create=True)


def test_two_sites_have_the_same_numbers_and_see_only_their_own(store: Store) -> None:
    """Units of the same code stand in both; a customer of the one is unknown to the other; each chain is whole."""
    catalogue = full_catalogue({})
    east, west = (
        Trial(catalogue, store=store, site=site, staff={"lj": "assistant", "zg": "supervisor"}) for site in ("east", "west")
    )
    for trial, area in ((east, "80"), (west, "90")):
        assert trial.record("unit", "add", by="lj", code="1-1-101", use="home", area=area).number == "FH00001"
    east.record("customer", "add", by="lj", name="王小明", mobile="13800000001")

    assert [trial.row("unit", "1-1-101").values["area"] for trial in (east, west)] == [8000, 9000]
    with pytest.raises(NotFound):
        west.row("customer", "王小明")
    assert [trial.desk.verify()[1] for trial in (east, west)] == [None, None]
    west.desk.void("unit", "1-1-101", reason="wrong", by="zg")
    west.desk.rebuild()
    assert [trial.row("unit", "FH00001").state for trial in (east, west)] == ["known", "void"]


def test_a_book_with_two_sites_asks_which(store: Store) -> None:
    """Nothing is guessed; the sentence names them."""
    catalogue = full_catalogue({})
    made = [Trial(catalogue, store=store, site=site, staff={}) for site in ("east", "west")]
    desk = made[0].desk
    desk._site = None

    with pytest.raises(WrongUse) as caught:
        _site = desk.site

    assert caught.value.message.values["sites"] == ["east", "west"]
