"""Quotas: so many of whom in which days, what counts for it, and by when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pmcore import ASSISTANT, MONTH, Quota, slots_of, span_of
from pmcore.engine.quotas import Progress, progress
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial

from . import works

JULY = datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
STAFF = {"a": "assistant", "b": "assistant", "zg": "supervisor", "gc": "engineering", "cl": "cashier", "sun": "project-manager"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core with works, visits, campaigns and beats."""
    made = full_catalogue({"work": ("tests.engine.works", "1.0")})
    assert made.failures == {}
    return made


@pytest.fixture
def site(catalogue: Catalogue) -> Trial:
    """A site with two assistants on the first of July."""
    return Trial(catalogue, now=JULY, staff=STAFF)


def standing(site: Trial, quota: Quota, day: date | None = None) -> list[Progress]:
    """How a quota stands, in the period of a day (today)."""
    with site.desk.reading() as look:
        return list(progress(look.facts, quota, day or look.facts.today))


def figures(site: Trial, quota: Quota, day: date | None = None) -> dict[str, tuple[int, int]]:
    """Holder (by code) and part -> (wanted, done)."""
    codes = {f"staff:{site.row('staff', code).number}": code for code in STAFF}
    return {f"{codes.get(one.holder, one.holder)} {one.part}".strip(): (one.wanted, one.done) for one in standing(site, quota, day)}


def visit(site: Trial, by: str, who: str, **more: Any) -> int:
    """Somebody visits somebody."""
    return site.record("visit", "visit", by=by, who=who, **more).seq


def test_each_has_a_quota_and_the_others_have_one_together(site: Trial) -> None:
    """An assistant's visits count for that assistant, everybody else's for the rest; the same person visited twice is one."""
    for by, who in (("a", "K1"), ("a", "K1"), ("a", "K2"), ("zg", "K1"), ("gc", "K1"), ("cl", "K3")):
        visit(site, by, who)

    assert figures(site, works.VISITS_EACH) == {"a": (3, 2), "b": (3, 0)}
    assert figures(site, works.VISITS_OTHERS) == {"supervisor engineering": (2, 2)}


def test_in_a_month_that_is_over_whoever_held_the_role_is_counted(site: Trial) -> None:
    """Who left on the tenth stands in July's figures and no longer in August's; who came on the twentieth stands in both."""
    visit(site, "b", "K1")
    site.passes(days=9)
    site.record("staff", "leave", on="b", by="sun")
    site.passes(days=10)
    site.record("staff", "engage", by="sun", name="New", code="cl2")
    site.record("staff", "assign", on="cl2", by="sun", role="assistant", starts=date(2026, 7, 20))
    assert len(standing(site, works.VISITS_EACH)) == 2
    site.passes(days=20)

    assert len(standing(site, works.VISITS_EACH)) == 2
    assert [one.done for one in standing(site, works.VISITS_EACH, date(2026, 7, 1))] == [0, 1, 0]


def test_figures_are_those_of_the_days_counted(site: Trial) -> None:
    """A standard that was raised in August does not ask more of July."""
    site.desk.set_standard("visit.each", "5", starts=date(2026, 8, 1), reason="more staff", by="sun")
    site.passes(days=40)

    assert figures(site, works.VISITS_EACH)["a"] == (5, 0)
    assert figures(site, works.VISITS_EACH, date(2026, 7, 9))["a"] == (3, 0)


def test_a_share_counts_what_is_asked_of_it(site: Trial) -> None:
    """Half of three, rounded up."""
    for who, happy in (("K1", True), ("K2", False), ("K3", False)):
        visit(site, "a", who, happy=happy)

    assert figures(site, works.HAPPY) == {"assistant": (2, 1)}


def test_what_was_struck_does_not_count(site: Trial) -> None:
    """Taken back, it was not done; corrected, it counts by what it says now."""
    seq, other = visit(site, "a", "K1"), visit(site, "a", "K2")
    with site.desk.reading() as look:
        numbers = [form.number for form in look.facts.find(works.Visit)]
    site.desk.void("visit", numbers[0], reason="a slip", by="a")
    site.desk.correct("visit", numbers[1], {"happy": False}, seq=other, reason="a slip", by="a")

    assert seq != other
    assert figures(site, works.VISITS_EACH)["a"] == (3, 1)
    assert figures(site, works.HAPPY) == {"assistant": (1, 0)}


def test_a_campaign_says_its_own_days(site: Trial) -> None:
    """60 % of the eligible are handed out, half of these come back, each campaign for itself, within its days."""
    plan = {"starts": "2026-07-01", "ends": "2026-07-15"}
    first = site.record("campaign", "plan", by="zg", eligible=7, **plan).number
    second = site.record("campaign", "plan", by="zg", eligible=2, starts="2026-07-10", ends="2026-07-20").number
    sheets = [site.record("sheet", "hand-out", by="a", campaign=first).number for _place in range(4)]
    site.record("sheet", "hand-out", by="a", campaign=second)
    site.record("sheet", "give-back", by="a", on=sheets[0])
    site.passes(days=17)
    site.record("sheet", "give-back", by="a", on=sheets[1])

    assert figures(site, works.HANDED) == {f"assistant {first}": (5, 4), f"assistant {second}": (2, 0)}
    assert figures(site, works.RETURNED) == {f"assistant {first}": (2, 1), f"assistant {second}": (0, 0)}
    assert [one.part for one in running(site) if one.name == "sheet.handed"] == [second]
    site.record("campaign", "close", by="zg", on=second)
    assert [one.part for one in running(site) if one.name == "sheet.handed"] == []


def running(site: Trial) -> list[Progress]:
    """The quotas that are asked for today."""
    with site.desk.reading() as look:
        return look.quotas()


def test_every_staircase_has_its_own_person(site: Trial) -> None:
    """Whose it is and how much of it stand on a form; homes are counted once."""
    with site.desk.reading() as look:
        assert look.row("staff", "a").number
    first = site.record("beat", "assign", by="zg", stairs="1-1", staff="a", homes=3).number
    site.record("beat", "assign", by="zg", stairs="1-2", staff="b", homes=5)
    for home in ("101", "101", "102"):
        site.record("beat", "call", by="b", on=first, home=home)

    assert figures(site, works.CENSUS) == {"a 1-1": (3, 2), "b 1-2": (5, 0)}


def test_slots_are_counted_by_a_quota(site: Trial) -> None:
    """The service's inspections of the month: all of the slots so far, and those that are met."""
    number = site.record("work", "apply", by="a", what="A1").number
    site.record("work", "begin", by="a", on=number)
    for _day in range(4):
        site.record("work", "inspect", by="zg", on=number, department="service")
        site.passes(days=1)

    assert figures(site, works.INSPECTED) == {"assistant": (5, 4)}


def test_by_when_in_the_period_and_how_far_it_should_be(site: Trial) -> None:
    """Due by the 20th, late from the 21st; after two weeks all three should be done."""
    one = standing(site, works.VISITS_EACH)[0]
    assert one.due == datetime(2026, 7, 20, 15, 59, 59, 999000, tzinfo=UTC)
    assert (one.late(one.due), one.late(one.due.replace(hour=16))) == (False, True)
    assert [one.pace(date(2026, 7, day)) for day in (1, 6, 7, 13, 14, 31)] == [1, 1, 2, 2, 3, 3]


def test_days_off_ask_for_nothing(site: Trial) -> None:
    """A routine of working days is not asked for on Saturday; on a working day it is due by five."""
    assert [one.due for one in standing(site, works.DAILY)] == [JULY.replace(hour=9)]
    assert standing(site, works.DAILY, date(2026, 7, 4)) == []


def test_a_quota_is_declared_in_one_way() -> None:
    """Senseless mixtures are refused when the module loads."""
    more: dict[str, Any] = {"by": ASSISTANT, "clause": "all.1"}
    days = span_of(works.Plan, "starts", "ends")
    slots = slots_of(works.Inspect)
    for mixture in (
        {"count": 1},
        {"count": 1, "every": MONTH, "over": days},
        {"every": MONTH},
        {"every": MONTH, "share": 3},
        {"every": MONTH, "share": 3, "count": 3, "of": works.Visit},
        {"every": MONTH, "share": 3, "of": slots},
    ):
        with pytest.raises(TypeError, match="quota"):
            Quota("visit.x", works.Visit, **mixture, **more)
    with pytest.raises(TypeError, match="quota"):
        Quota("visit.x", works.Inspect, share=3, of=slots, over=days, **more)
    with pytest.raises(TypeError, match="does not recur"):
        slots_of(works.Visit)
