"""What ``pmdesk sop`` is told: clauses, and what carries them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pmcore.plugin import evidence
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.clauses import clause, clauses
from pmcore.plugin.discovery import full_catalogue


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """The core and one chapter."""
    return full_catalogue({"complaint": ("pmplugins.complaint", "1")})


def row(catalogue: Catalogue, name: str) -> dict[str, Any]:
    """The row of a clause."""
    return next(row for row in evidence.rows(catalogue) if row["clause"] == name)


def test_clauses_are_numbered_without_gaps_by_chapter() -> None:
    """23 chapters and what holds for all: every one counts from 1."""
    chapters: dict[str, list[int]] = {}
    for one in clauses():
        chapter, _dot, place = one.id.partition(".")
        chapters.setdefault(chapter, []).append(int(place))

    assert len(chapters) == 24
    assert {chapter for chapter, places in chapters.items() if places != list(range(1, len(places) + 1))} == set()
    assert [
        one.id for one in clauses() if not ((one.zh and one.en and one.register.startswith("《")) or one.id.startswith("all."))
    ] == []


def test_manners_are_told_apart() -> None:
    """They are a prompt on the form, and need no scenario."""
    assert [one.id for one in clauses() if one.manners] == ["movein.2", "contact.1", "desk.12"]
    assert clause("desk.13") is not None
    assert clause("desk.99") is None


def test_a_clause_names_rules_steps_and_scenarios(catalogue: Catalogue) -> None:
    """By rules, standards, quotas and a step's own words; scenarios are those that were executed."""
    assert row(catalogue, "complaint.9") == {
        "clause": "complaint.9",
        "rules": ["complaint.collect_within", "complaint.dispose_within", "complaint.disposition-signed"],
        "steps": ["complaint.collect", "complaint.dispose", "complaint.settle"],
        "scenarios": [
            "07-投诉.feature: 未签批就办结的有提醒",
            "07-投诉.feature: 签批后下一个半日之前领办，领办之后不再欠",
            "07-投诉.feature: 签批后由工程部领办、办结",
        ],
        "manners": False,
    }


def test_every_clause_has_a_row_in_order(catalogue: Catalogue) -> None:
    """One for each clause of the procedure, whether or not anything carries it."""
    assert [row["clause"] for row in evidence.rows(catalogue)][: len(clauses())] == [one.id for one in clauses()]


def test_a_plugin_without_evidence_shows_none(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing breaks where a package brings no such file, or is no package."""
    monkeypatch.setattr(evidence, "FILE", "no-such.json")

    assert evidence.scenarios(catalogue) == {}
    assert json.dumps(row(catalogue, "complaint.9")["scenarios"]) == "[]"
