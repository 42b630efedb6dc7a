"""What people read is in their own words: steps, figures, roles, defaults, reports; and personal values stay masked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pmcli.table import TOP
from pmcli.tabular import drawn
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue

from .conftest import Pmdesk


@pytest.fixture
def rented(site: Pmdesk) -> Pmdesk:
    """A home, who lives there, and their space."""
    assert site("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5").code == 0
    assert site("customer", "add", "--name", "王小明", "--mobile", "13800000001", "--unit", "1-2-301").code == 0
    car = ("--plate", "苏A12345", "--mobile", "13800000001", "--licence-matches")
    assert site("parking", "rent", "--space", "B1-07", "--customer", "王小明", *car, "--by", "lj").code == 0
    return site


def test_no_register_hides_behind_a_command_of_the_same_name(plugins: dict[str, tuple[str, str]]) -> None:
    """``pmdesk card`` is the card of a unit, so no register may be called so."""
    catalogue: Catalogue = full_catalogue(plugins)

    assert sorted(set(TOP) & set(catalogue.registers)) == []


def test_why_tells_figures_and_steps_in_words(rented: Pmdesk) -> None:
    """A rent in yuan, a span in words, a step by its label: not as they stand in the journal."""
    told = rented("why", "YZ1", "--lang", "zh").out

    assert "parking.monthly_rent = 100.00" in told
    assert "parking.pay_within = 30分钟" in told
    assert "自此待办：收款" in told


def test_the_tail_of_the_journal_names_steps_as_people_do(rented: Pmdesk) -> None:
    """Registers and steps by their labels; programs get the names on the wire."""
    assert "车位月租" in rented("journal", "tail", "--lang", "zh").out
    assert "parking" in {row["register"] for row in rented("journal", "tail", "--json").json}


def test_a_report_masks_personal_values_unless_they_are_asked_for(rented: Pmdesk) -> None:
    """The list for the garage shows plates only to whoever says why, and that is on record."""
    assert "苏A12345" not in rented("report", "parking.list").out
    assert "苏A12345" in rented("report", "parking.list", "--reveal", "garage", "--by", "lj").out
    assert [row["what"] for row in rented("journal", "access", "--json").json] == ["report parking.list"]


def test_a_reason_for_looking_may_not_be_empty(rented: Pmdesk) -> None:
    """``--reveal ''`` is a mistake, not a request to keep the mask."""
    said = rented("customer", "list", "--reveal", " ", "--json")

    assert (said.code, said.json["invalid"][0]["field"]) == (2, "reveal")


def test_an_unknown_language_is_told(site: Pmdesk) -> None:
    """Only Chinese and English are spoken."""
    said = site("info", "--lang", "fr", "--json")

    assert (said.code, said.json["invalid"][0]["field"]) == (2, "lang")


def test_a_page_of_no_forms_is_a_mistake(site: Pmdesk) -> None:
    """``--limit 0`` asks for nothing."""
    assert site("unit", "list", "--limit", "0").code == 2


def test_a_short_number_is_found(rented: Pmdesk) -> None:
    """``YZ1`` is the first rent of the year for whoever searches, too."""
    assert [hit["register"] for hit in rented("find", "YZ1", "--json").json] == ["parking"]


def test_what_is_left_out_of_a_search_is_said(rented: Pmdesk) -> None:
    """``--limit 1`` of two: a sentence beside the answer; nothing is said where that is all."""
    assert rented("customer", "add", "--name", "王芳", "--by", "lj").code == 0
    few, all_of_them = rented("find", "王", "--limit", "1", "--json"), rented("find", "王", "--json")

    assert ([hit["number"] for hit in few.json], "--limit 5" in few.err) == ([all_of_them.json[0]["number"]], True)
    assert (len(all_of_them.json), all_of_them.err) == (2, "")


def test_several_words_are_one_request(rented: Pmdesk) -> None:
    """The customer Wang of unit 301; values stay masked."""
    said = rented("find", "王", "301", "--json")

    assert ([hit["number"] for hit in said.json], "王小明" in said.out) == (["KH00001", "FH00001"], False)


def test_nothing_to_confirm_is_a_refusal(rented: Pmdesk) -> None:
    """Confirming what nobody approved by telephone is refused with a sentence."""
    late = ("--at", "2026-06-20T17:00", "--late", "power cut", "--ask", "please")
    assert rented("complaint", "take", "--customer", "王小明", "--text", "x", *late, "--by", "lj").code == 5
    said = rented("approval", "confirm", "SP1", "--by", "zg", "--json")

    assert (said.code, said.json["outcome"]) == (1, "refused")


def test_whoever_signs_for_another_without_a_delegation_is_told_so(rented: Pmdesk) -> None:
    """Not that their own role would do."""
    said = rented("unit", "occupy", "1-2-301", "--status", "resident", "--by", "lj", "--for", "cl", "--lang", "en")
    assert (said.code, "delegated none" in said.err) == (1, True)


def test_the_card_counts_what_its_people_owe_for_no_other_unit(rented: Pmdesk) -> None:
    """A rent is charged to the tenant of the space: the card lists the charge, and its sum says so."""
    told = rented("card", "1-2-301", "--json").json

    assert (told["money"]["due"], told["money"]["charges"]) == ("100.00", ["SF2026-00001"])


def test_the_practice_site_is_an_ordinary_one(pmdesk: Pmdesk, tmp_path: Path) -> None:
    """Something is late after a month, but not much; the same seed gives the same book, to the last hash."""
    first, second = (pmdesk("demo", "--units", "40", "--db", str(tmp_path / name), "--json").json for name in ("a.db", "b.db"))

    assert first["hash"] == second["hash"]
    assert 1 <= first["late"] <= 12


def test_a_practice_site_may_be_small_but_not_empty(pmdesk: Pmdesk, tmp_path: Path) -> None:
    """One home is lived in; none is a mistake that is told."""
    assert pmdesk("demo", "--units", "1", "--days", "2", "--seed", "2", "--db", str(tmp_path / "a.db"), "--json").code == 0
    assert pmdesk("demo", "--units", "0", "--db", str(tmp_path / "b.db"), "--json").code == 2


def test_a_clause_is_told_in_words(site: Pmdesk) -> None:
    """One clause with everything that carries it, a chapter as a table; an unknown one with those near it."""
    one = site("sop", "parking.7", "--lang", "zh")
    chapter = site("sop", "parking", "--json").json

    assert "  parking.space-is-free  一个车位同一日不得两租。" in one.out.splitlines()
    assert [row["clause"] for row in chapter] == [f"parking.{number}" for number in range(1, 8)]
    assert (site("sop", "parkin.7").code, "parking.7" in site("sop", "parkin.7").err) == (2, True)


def test_a_list_has_the_columns_that_are_asked_for(site: Pmdesk) -> None:
    """By name or label, in that order, in every shape; an unknown one is told with those near it."""
    site("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")

    assert site("unit", "list", "--columns", "area，房号", "--lang", "zh").out.split()[:3] == ["编号", "建筑面积", "房号"]
    assert (
        site("unit", "list", "--columns", "area,code", "--csv").out == "\ufeffnumber,state,area,code\nFH00001,known,98.50,1-2-301\n"
    )
    assert site("unit", "list", "--columns", "code", "--json").json[0]["fields"] == {"code": "1-2-301"}
    assert (site("unit", "list", "--columns", "cod").code, "near it: code" in site("unit", "list", "--columns", "cod").err) == (
        2,
        True,
    )


@pytest.mark.parametrize(
    ("room", "heads"),
    [(80, "n  s   alike  what"), (15, "n  s   what"), (7, "n  s")],
)
def test_a_narrow_terminal_keeps_what_tells_rows_apart(monkeypatch: pytest.MonkeyPatch, room: int, heads: str) -> None:
    """A column that says the same in every row goes first, then those on the right; number and state stay."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(room))
    rows = [{"n": "1", "s": "ok", "alike": "x", "what": "a"}, {"n": "2", "s": "ok", "alike": "x", "what": "b"}]

    lines, left_out = drawn(rows, {})

    assert (lines[0], len(left_out)) == (heads, 4 - len(heads.split()))


def test_a_column_may_be_cut_rather_than_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose duty it is stays in view on a terminal of 80 columns, shortened."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "20")
    rows = [{"n": "1234567890", "who": "assistant/supervisor"}]

    assert drawn(rows, {}, "who") == (["n           who", "----------  --------", "1234567890  assist.."], [])
    assert drawn(rows, {}) == (["n", "----------", "1234567890"], ["who"])


def test_a_wrong_yes_or_no_is_told_by_its_field(site: Pmdesk) -> None:
    """Where no number can follow it, whatever follows the option is its answer."""
    told = site("parking", "rent", "--licence-matches", "maybe", "--json").json

    assert "is neither yes nor no" in {one["field"]: one["message"] for one in told["invalid"]}["licence_matches"]
