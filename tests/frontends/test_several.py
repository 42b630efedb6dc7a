"""One step on several forms in one go."""

from __future__ import annotations

from .conftest import Pmdesk


def units(site: Pmdesk) -> list[str]:
    """The status of each unit."""
    return [row["status"] for row in site("unit", "list", "--json").json]


def test_all_of_them_or_none(site: Pmdesk) -> None:
    """Two units are vacant in one transaction; with one that does not exist, neither changes."""
    for code in ("1-1-101", "1-1-102"):
        assert site("unit", "add", "--code", code, "--use", "home", "--area", "80", "--by", "lj").code == 0

    done = site("unit", "occupy", "1-1-101", "1-1-102", "--status", "vacant", "--by", "lj", "--json")
    assert (done.code, [one["number"] for one in done.json["forms"]]) == (0, ["FH00001", "FH00002"])
    assert units(site) == ["vacant", "vacant"]

    assert site("unit", "occupy", "1-1-101", "9-9-999", "--status", "resident", "--by", "lj").code == 4
    assert units(site) == ["vacant", "vacant"]


def test_an_id_makes_the_whole_go_harmless_to_repeat(site: Pmdesk) -> None:
    """The second time nothing is written."""
    for code in ("1-1-101", "1-1-102"):
        assert site("unit", "add", "--code", code, "--use", "home", "--area", "80", "--by", "lj").code == 0
    go = ("unit", "occupy", "1-1-101", "1-1-102", "--status", "vacant", "--by", "lj", "--id", "go-1", "--json")

    first, again = site(*go).json, site(*go).json

    assert [one["seq"] for one in again["forms"]] == [one["seq"] for one in first["forms"]]
    assert [one["repeated"] for one in again["forms"]] == [True, True]
