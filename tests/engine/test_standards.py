"""Standards: figures that a company changes from a day on, for all or for one case; recorded with what was judged by them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from pmcore import Declined, yuan
from pmcore.engine.standards import in_force
from pmcore.model.outcomes import Invalid, NeedsApproval, Refused, WrongUse
from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial


def setting(trial: Trial, name: str, value: str, **more: Any) -> Any:
    """Set a standard."""
    return trial.desk.set_standard(name, value, by="admin", reason="our house", **more)


def place(trial: Trial, what: str = "A1", **given: Any) -> str:
    """Place an order."""
    return trial.record("order", "place", by="lj", what=what, **given).number


def price(trial: Trial, what: str = "A1", **given: Any) -> int:
    """The price an order gets, in fen."""
    return int(trial.row("order", place(trial, what, **given)).values["price"])


def told(trial: Trial) -> Mapping[str, Any]:
    """The standards that the last entry says it was judged by."""
    found: Mapping[str, Any] = json.loads(trial.entries()[-1].grounds)["standards"]
    return found


@pytest.mark.parametrize(("days", "fen"), [(0, 1000), (1, 1000), (2, 2000), (9, 2000)])
def test_it_holds_from_its_day_on(trial: Trial, days: int, fen: int) -> None:
    """Before that day the old figure holds, from the day on the new one."""
    setting(trial, "order.price", "20", starts="2026-07-03")
    trial.passes(days=days)

    assert price(trial) == fen


def test_the_later_one_holds_and_of_one_day_the_last_set(trial: Trial) -> None:
    """In whatever order they were entered."""
    setting(trial, "order.price", "30", starts="2026-07-10")
    setting(trial, "order.price", "20", starts="2026-07-05")
    trial.passes(days=6)
    assert price(trial) == 2000
    trial.passes(days=6)
    assert price(trial, "A2") == 3000

    setting(trial, "order.price", "31", starts="2026-07-10", granted_by=("mgr",))
    assert price(trial, "A3") == 3100


def test_the_narrower_one_goes_before_the_wider(trial: Trial) -> None:
    """A figure for the north holds in the north, whenever it was set."""
    setting(trial, "order.price", "7", scope={"zone": "north"})
    setting(trial, "order.price", "20")

    assert (price(trial), price(trial, "A2", zone="north"), price(trial, "A3", zone="south")) == (2000, 700, 2000)


def test_what_was_judged_says_by_which_figures(trial: Trial) -> None:
    """Value, since when, and where it comes from stand in the grounds of the entry."""
    place(trial)
    assert told(trial)["order.price"] == [1000, "", "default"]

    number = setting(trial, "order.price", "20").number
    place(trial, "A2")
    assert told(trial)["order.price"] == [2000, "2026-07-01", number]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("order.price", "cheap"),
        ("order.check-within", "soon"),
        ("order.mode", "lax"),
        ("rule.order.unlucky", "never"),
    ],
)
def test_a_value_is_of_the_kind_of_the_default(trial: Trial, name: str, value: str) -> None:
    """Money for money, a span for a span, a choice for a choice."""
    with pytest.raises(Invalid):
        setting(trial, name, value)


@pytest.mark.parametrize(("name", "more", "outcome"), [
    ("order.prise", {}, WrongUse),
    ("order.price", {"scope": {"floor": "1"}}, Invalid),
    ("order.mode", {"scope": {"zone": "north"}}, Invalid),
])  # fmt: skip
def test_a_figure_that_is_none_is_refused(trial: Trial, name: str, more: dict[str, Any], outcome: type[Declined]) -> None:
    """A misspelt name, or a case that nobody asks by, would hold for nothing."""
    with pytest.raises(outcome):
        setting(trial, name, "strict" if name == "order.mode" else "1", **more)


@pytest.mark.parametrize(
    ("name", "value", "scope"),
    [
        ("order.price", "cheap", "{}"),
        ("order.price", '"cheap"', "{}"),
        ("order.price", "1.5", "{}"),
        ("order.list", '{"a":1}', "{}"),
        ("order.check-within", "null", "{}"),
        ("order.mode", '"lax"', "{}"),
        ("order.prise", "1", "{}"),
        ("order.price", "1", "north"),
        ("order.price", "1", '{"floor":"1"}'),
    ],
)
def test_a_value_that_cannot_be_read_back_never_gets_into_the_book(trial: Trial, name: str, value: str, scope: str) -> None:
    """Recorded or corrected without the desk's reading, it would stop every step that asks for it."""
    with pytest.raises(Refused) as caught:
        trial.record("standard", "set", by="admin", name=name, value=value, scope=scope, starts="2026-07-01", reason="x")
    assert caught.value.findings[0].rule == "core.standard"

    number = setting(trial, "order.price", "20").number
    with pytest.raises(Refused):
        trial.desk.correct("standard", number, {"name": name, "value": value, "scope": scope}, reason="x", by="admin")
    assert price(trial) == 2000


def test_lists_and_choices_are_set(trial: Trial) -> None:
    """A list by commas of any kind, a choice by its word."""
    setting(trial, "order.list", "x, y、z")
    setting(trial, "order.mode", "loose")

    with trial.desk.reading() as look:
        found = {standard.name: value for standard, value, _since, _origin in in_force(look) if standard.name.startswith("order.")}
    assert (found["order.list"], found["order.mode"]) == (("x", "y", "z"), "loose")


def test_what_holds_is_told_with_since_when_and_from_where(trial: Trial) -> None:
    """The default, what was set, and what holds in one case only."""
    wide = setting(trial, "order.price", "20", starts="2026-07-02").number
    narrow = setting(trial, "order.price", "7", starts="2026-07-02", scope={"zone": "north"}).number

    def found(day: date) -> list[tuple[Any, str, str]]:
        with trial.desk.reading() as look:
            return [
                (value, since, origin) for standard, value, since, origin in in_force(look, day) if standard.name == "order.price"
            ]

    assert found(date(2026, 7, 1)) == [(yuan(10), "", "default")]
    assert found(date(2026, 7, 2)) == [
        (yuan(20), "2026-07-02", wide),
        (yuan(7), "2026-07-02", f'{narrow} {{"zone":"north"}}'),
    ]


def test_days_that_are_over_are_changed_with_leave_only(trial: Trial) -> None:
    """And amounts recorded by then stay what they are."""
    number = place(trial)
    trial.passes(days=3)
    with pytest.raises(NeedsApproval):
        setting(trial, "order.price", "20", starts="2026-07-02")
    setting(trial, "order.price", "20", starts="2026-07-01", granted_by=("mgr",))

    assert trial.row("order", number).values["price"] == 1000
    assert price(trial, "A2") == 2000


def test_only_the_project_manager_sets_standards(trial: Trial) -> None:
    """A supervisor does not."""
    with pytest.raises(Refused):
        trial.desk.set_standard("order.price", "1", by="zg", reason="x")


def test_a_struck_standard_never_held(trial: Trial) -> None:
    """Set by mistake and voided: the default holds again."""
    number = setting(trial, "order.price", "20").number
    assert price(trial) == 2000
    trial.desk.void("standard", number, reason="x", by="admin")

    assert price(trial, "A2") == 1000


def test_a_newer_release_keeps_the_old_default_for_the_old_days(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plugin's next version thinks ten yuan too little: what happened before it came is still judged by ten."""
    from pmcore.plugin.discovery import full_catalogue
    from tests.engine import orders

    trial = Trial(catalogue)
    trial.desk.set_standard("desk.late_limit", "1y", by="admin", reason="test")
    trial.passes(days=3)
    began = trial.now
    monkeypatch.setattr(orders.PRICE, "default", yuan(12))
    trial.desk.catalogue = full_catalogue({"order": ("tests.engine.orders", "2.0")})
    trial.passes(days=1)
    trial.desk.adopt()
    trial.passes(days=1)

    late = trial.record("order", "place", by="lj", at=began, what="A1").number
    assert (trial.row("order", late).values["price"], price(trial, "A2")) == (1000, 1200)
    assert trial.desk.verify()[1] is None
