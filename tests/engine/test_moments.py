"""Moments as people write them: in the site's zone, a bare time of the day on which it happened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pmcore.desk import Desk
from pmcore.model.outcomes import Invalid
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.store.memory import MemoryStore
from pmcore.testing.trial import Trial


@pytest.fixture(scope="module")
def complaints() -> Catalogue:
    """The core and a chapter with a moment that the customer names."""
    return full_catalogue({"complaint": ("pmplugins.complaint", "1")})


@pytest.fixture
def trial(complaints: Catalogue) -> Trial:
    """Wednesday, 1 July 2026, 09:00 in Shanghai, with a customer."""
    trial = Trial(complaints)
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001")
    return trial


def wanted(trial: Trial, text: str, **more: Any) -> datetime:
    """When a complaint is wanted settled that was taken with this word for it."""
    told: Any = trial.record("complaint", "take", by="lj", customer="王小明", text="停电", wanted_by=text, **more).step
    found: datetime = told.wanted_by
    return found


def test_a_bare_time_is_todays(trial: Trial) -> None:
    """Whoever says at 17:00 means today."""
    assert wanted(trial, "17:00") == wanted(trial, "17点") == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def test_of_a_late_entry_it_is_of_the_day_on_which_it_happened(trial: Trial) -> None:
    """Entered a day later, 17:00 is that of the paper form."""
    happened = trial.now - timedelta(days=1)

    assert wanted(trial, "17:00", at=happened) == datetime(2026, 6, 30, 9, 0, tzinfo=UTC)


def test_where_the_day_is_not_known_it_is_asked_for(trial: Trial) -> None:
    """In a file, and when a form is put right later, a time without its day could be of any."""
    wanted(trial, "17:00")
    with pytest.raises(Invalid) as invalid:
        trial.desk.correct("complaint", "1", {"wanted_by": "18:00"}, reason="later", by="lj")
    told = trial.desk.import_table("complaint", "customer,text,wanted_by\n王小明,停水,18:00\n".encode(), by="lj")

    found = [*invalid.value.invalid, *((fault.head, fault.reason) for fault in told.faults)]
    assert [(name, "without a day" in said.text) for name, said in found] == [("wanted_by", True)] * 2


def test_a_site_has_its_own_zone(complaints: Catalogue) -> None:
    """In Ürümqi's clock 17:00 is two hours after Shanghai's."""
    now = datetime(2026, 7, 1, 3, 0, tzinfo=UTC)
    desk = Desk(MemoryStore(), complaints, site="west", clock=lambda: now, entropy=bytes)
    desk.found(name="West", code="west", admin="Admin", training=True, zone="Asia/Urumqi")
    desk.record(desk.step("customer", "add"), {"name": "王小明", "mobile": "13800000001"}, by="admin")
    given = {"customer": "王小明", "text": "停电"}

    told = [
        desk.record(desk.step("complaint", "take"), {**given, "wanted_by": text}, by="admin").step
        for text in ("17:00", "2026-07-01 17:00")
    ]

    assert [step.wanted_by for step in told] == [datetime(2026, 7, 1, 11, 0, tzinfo=UTC)] * 2  # type: ignore[union-attr]


def test_a_date_left_out_is_the_day_on_which_it_happened(trial: Trial) -> None:
    """Of a tenure: today, or the day of a late entry; one that is given stands."""
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="80", at=trial.now - timedelta(days=1))
    told = {"unit": "1-2-301", "customer": "1", "by": "lj"}

    steps: list[Any] = [
        trial.record("tenure", "begin", capacity="owner", **told).step,
        trial.record("tenure", "begin", capacity="family", at=trial.now - timedelta(days=1), **told).step,
        trial.record("tenure", "begin", capacity="contact", starts="2026-06-01", **told).step,
    ]

    assert [str(step.starts) for step in steps] == ["2026-07-01", "2026-06-30", "2026-06-01"]
