"""Checklists and what recurs, as people read them: on a form, on the card of a unit, among what is to do today."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.describing import manifest_of
from pmcore.plugin.discovery import full_catalogue
from pmcore.surface.agenda import agenda
from pmcore.surface.card import unit_card
from pmcore.surface.form import shown_form
from pmcore.surface.reasons import reasons
from pmcore.surface.words import Words
from pmcore.testing.trial import Trial


@pytest.fixture
def complaint(site: Trial) -> str:
    """A complaint that was judged."""
    number = site.record("complaint", "take", by="lj", customer="王小明", text="停电", event="DX1").number
    judged = {"valid": "yes", "severity": "minor", "ground": "slight", "department": "engineering"}
    site.record("complaint", "judge", by="zg", on=number, **judged)
    return number


def test_a_form_with_several_items_is_shown_as_a_checklist(site: Trial, complaint: str, chinese: Words, english: Words) -> None:
    """Done by whom and when, owed by whom until when, waiting for what; the rest in one line."""
    with site.desk.reading() as look:
        english_lines = shown_form(look, english, "complaint", complaint).lines
        chinese_lines = shown_form(look, chinese, "complaint", complaint).lines

    assert english_lines[english_lines.index("Checklist: 1 of 4 done") :] == [
        "Checklist: 1 of 4 done",
        "  done  Judge  2026-07-01 09:00  zg",
        "  owed  Dispose by Supervisor until 2026-07-01 17:10",
        "  waits  Collect  after Dispose",
        "  owed  Settle by Engineering/lj/Supervisor until 2026-07-01 17:10",
        "  later  Follow up",
    ]
    assert chinese_lines[chinese_lines.index("办理进度：1/4") :] == [
        "办理进度：1/4",
        "  已办  判定  2026-07-01 09:00  zg",
        "  待办  签批，客服主管，限 2026-07-01 17:10",
        "  等候  领办  须先办：签批",
        "  待办  办结，工程部/lj/客服主管，限 2026-07-01 17:10",
        "  以后  回访",
    ]


def test_an_item_past_its_time_says_so(site: Trial, complaint: str, english: Words) -> None:
    """Late instead of owed."""
    site.passes(days=1)
    with site.desk.reading() as look:
        lines = shown_form(look, english, "complaint", complaint).lines

    assert "  LATE  Dispose by Supervisor until 2026-07-01 17:10" in lines


def test_a_form_with_little_to_do_shows_what_it_owes(site: Trial, english: Words) -> None:
    """A checklist of one line says nothing more."""
    with site.desk.reading() as look:
        answer = shown_form(look, english, "parking", "YZ2026-0001")

    assert "Owed:" in answer.lines
    assert not [line for line in answer.lines if line.startswith("Checklist")]
    assert answer.data["checklist"]["of"] == 1


def test_programs_get_every_item(site: Trial, complaint: str, english: Words) -> None:
    """With its state, and what it waits for."""
    with site.desk.reading() as look:
        told = shown_form(look, english, "complaint", complaint).data["checklist"]

    assert (told["done"], told["of"], told["recurring"]) == (1, 4, [])
    assert [(item["step"], item["state"]) for item in told["items"]] == [
        ("judge", "done"), ("dispose", "owed"), ("collect", "blocked"), ("settle", "owed"), ("follow-up", "later"),
    ]  # fmt: skip
    assert told["items"][2]["missing"] == [{"register": "complaint", "step": "dispose", "choice": None}]


def test_the_card_tells_how_far_each_form_is_and_what_is_waited_for(site: Trial, complaint: str, chinese: Words) -> None:
    """Under its line; who holds it up by name of their role."""
    with site.desk.reading() as look:
        lines = unit_card(look, chinese, "1-2-301").lines
    place = lines.index(f"  投诉 {complaint}  有效")

    assert lines[place + 1 : place + 3] == ["    办理进度：1/4", "    等着：签批（客服主管）"]


@pytest.fixture(scope="module")
def works() -> Catalogue:
    """Works that are inspected every day, for each department."""
    return full_catalogue({"work": ("tests.engine.works", "1.0")})


@pytest.fixture
def under_way(works: Catalogue) -> Trial:
    """Six works under way since the first of July; on the tenth."""
    trial = Trial(works, now=datetime(2026, 7, 1, 1, 0, tzinfo=UTC))
    for place in range(6):
        number = trial.record("work", "apply", by="lj", what=f"A{place}").number
        trial.record("work", "begin", by="lj", on=number)
    trial.record("work", "inspect", by="zg", on="WK2026-0001", department="service")
    trial.passes(days=9)
    trial.record("work", "inspect", by="zg", on="WK2026-0001", department="site")
    return trial


def test_what_recurs_is_counted_and_what_was_missed_is_dated(under_way: Trial, works: Catalogue) -> None:
    """On the form and where it is explained; the last missed days by when they were due, and until when today's is open."""
    english = Words(manifest_of(works), "en")
    wanted = [
        "  Inspect (Service) 1/9, missed 8: ..., 07-05, 07-06, 07-07, 07-08, 07-09; open until 2026-07-10 23:59",
        "  Inspect (Site) 1/10, missed 9: ..., 07-05, 07-06, 07-07, 07-08, 07-09",
        "  Clean 0/4, missed 4: 07-02, 07-04, 07-06, 07-08; open until 2026-07-10 23:59",
        "  Survey 0/0; open until 2026-07-31 23:59",
        "  Measure 0/7, missed 7: ..., 07-03, 07-06, 07-07, 07-08, 07-09; open until 2026-07-10 23:59",
        "  Tell 0/1, missed 1: 07-03; open until 2026-07-10 17:10",
    ]
    with under_way.desk.reading() as look:
        for answer in (shown_form(look, english, "work", "WK2026-0001"), reasons(look, english, "work", "WK2026-0001")):
            assert answer.lines[-len(wanted) :] == wanted
        told = shown_form(look, english, "work", "WK2026-0001").data["checklist"]["recurring"][0]

    assert (told["step"], told["choice"], told["done"], told["of"], len(told["missed"])) == ("inspect", "service", 1, 9, 8)
    assert told["missed"][0] == {"start": "2026-07-02", "end": "2026-07-03", "due": "2026-07-02T23:59:59.999+08:00"}


def test_many_of_a_kind_are_one_line_for_people_and_each_for_programs(under_way: Trial, works: Catalogue) -> None:
    """With how many of all are done; a few stand by themselves."""
    chinese = Words(manifest_of(works), "zh")
    with under_way.desk.reading() as look:
        table = agenda(look, chinese)
    sites = [cell for cell in table.cells if cell["step"].startswith("Inspect (项目)")]

    assert [(cell["number"], cell["step"]) for cell in sites] == [("还有 5 项", "Inspect (项目) 1/6")]
    assert len([row for row in table.rows if row["step"] == "inspect" and row["choice"] == "site"]) == 5

    for place in range(2, 4):
        under_way.record("work", "inspect", by="zg", on=f"WK2026-000{place}", department="site")
    with under_way.desk.reading() as look:
        few = [cell["number"] for cell in agenda(look, chinese).cells if cell["step"].startswith("Inspect (项目)")]
    assert few == ["WK2026-0004", "WK2026-0005", "WK2026-0006"]


def test_a_quota_behind_its_pace_says_how_many_should_be_done(under_way: Trial, works: Catalogue) -> None:
    """By the end of today; it is the tenth, three are wanted by the twentieth."""
    english = Words(manifest_of(works), "en")
    with under_way.desk.reading() as look:
        table = agenda(look, english, ["staff:YG0002"])

    assert [(cell["step"], cell["holder"]) for cell in table.cells] == [("Each 0/3, 2 by today", "lj")]
    assert [(row["wanted"], row["done"], row["pace"]) for row in table.rows] == [(3, 0, 2)]
