"""What goes out as a list comes back the same: CSV, JSON and JSON lines of every register, masked or not, edited or not."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from pmcore.plugin.discovery import full_catalogue
from pmcore.store.open import open_store
from pmcore.testing.plugin_walk import Walk

from .conftest import Pmdesk, Said

SHAPES = ("--csv", "--json", "--jsonl")
CHAPTERS = sorted(full_catalogue().plugins)
REVEAL = ("--reveal", "checking")


def save(folder: Path, said: Said, name: str = "list") -> str:
    """What was said, as a file."""
    path = folder / name
    path.write_text(said.out, "utf-8")
    return str(path)


def came(said: Said) -> tuple[int, int, int, int]:
    """(rows, written, known already, corrected) of an import."""
    told = said.json
    return told["rows"], told["written"], told["skipped"], told["corrected"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_list_of_any_register_is_known_already(
    chapter: str, pmdesk: Pmdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In each shape, with personal values and without: every row is known, nothing is new and nothing differs."""
    catalogue = full_catalogue()
    walk = Walk(catalogue, catalogue.plugins[chapter], store=open_store(str(tmp_path / "site.db"), create=True)).done()
    written = {entry.register for entry in walk.entries}
    registers = [register.name for register in catalogue.plugins[chapter].registers if register.name in written]
    walk.trial.store.close()
    assert registers, "nothing was written"
    monkeypatch.setenv("PMDESK_NOW", walk.trial.now.isoformat())
    monkeypatch.setenv("PMDESK_BY", "zg")

    for register in registers:
        for shape in SHAPES:
            for shown in (REVEAL, ()):
                listed = pmdesk(register, "list", "--limit", "1000", shape, *shown)
                told = pmdesk(register, "import", save(tmp_path, listed), "--json")
                rows = len(pmdesk(register, "list", "--limit", "1000", "--json").json)
                assert (register, shape, came(told)) == (register, shape, (rows, 0, rows, 0)), told.out


def test_a_list_fills_another_book(site: Pmdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Units and customers of one book, taken into an empty one in the order of their numbers, give the same lists there."""
    site("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")
    site("unit", "add", "--code", "A-1203", "--use", "office", "--area", "120", "--floor", "12")
    for told in (
        ("--name", '李"四", =1+1', "--mobile", "13800000001", "--unit", "1-2-301"),
        ("--name", "远航", "--mobile", "13800000002", "--kind", "company", "--unit", "A-1203", "--remark", "=cmd|'!A0"),
        ("--name", "'=x", "--mobile", "025-83310000", "--remark=-5"),
    ):
        assert site("customer", "add", *told).code == 0
    lists = {name: site(name, "list", "--csv", *REVEAL) for name in ("unit", "customer", "tenure")}
    monkeypatch.setenv("PMDESK_DB", str(tmp_path / "other.db"))
    site("init", "--site", "B", "--code", "other", "--admin", "admin", "--training")

    taken = [came(site(name, "import", save(tmp_path, lists[name]), "--json")) for name in ("unit", "customer", "tenure")]

    assert taken == [(2, 2, 0, 0), (3, 3, 0, 0), (2, 0, 2, 0)]
    assert {name: site(name, "list", "--csv", *REVEAL).out for name in lists} == {name: said.out for name, said in lists.items()}


def edited(said: Said, column: str, value: str) -> Said:
    """A CSV list with a cell of its first form changed."""
    rows = list(csv.DictReader(io.StringIO(said.out.removeprefix("\ufeff"))))
    rows[0][column] = value
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return said._replace(out="\ufeff" + text.getvalue())


@pytest.fixture
def people(site: Pmdesk) -> Pmdesk:
    """A site with two units and a customer."""
    site("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")
    site("unit", "add", "--code", "1-2-302", "--use", "home", "--area", "98.5")
    site("customer", "add", "--name", "王小明", "--mobile", "13800000001", "--unit", "1-2-301")
    return site


def test_a_cell_that_was_edited_is_news(people: Pmdesk, tmp_path: Path) -> None:
    """The control: a changed cell is refused by name, and put right with ``--existing correct``; the masked rest says nothing."""
    file = save(tmp_path, edited(people("customer", "list", "--csv"), "mobile", "13800000002"))

    refused = people("customer", "import", file, "--json")
    put_right = people("customer", "import", file, "--existing", "correct", "--json")

    assert [(one["row"], one["column"]) for one in refused.json["invalid"]] == [(2, "mobile")]
    assert came(put_right) == (1, 0, 0, 1)
    row = people("customer", "list", "--json", *REVEAL).json[0]["fields"]
    assert (row["name"], row["mobile"]) == ("王小明", "13800000002")


@pytest.mark.parametrize(("column", "value"), [("state", "void"), ("status", "vacant"), ("since", "2026-01-01")])
def test_what_opened_no_form_is_not_changed_by_a_list(people: Pmdesk, tmp_path: Path, column: str, value: str) -> None:
    """State, computed fields and those of later steps have steps of their own; a cell that says otherwise is told, not lost."""
    file = save(tmp_path, edited(people("unit", "list", "--csv"), column, value))

    said = people("unit", "import", file, "--existing", "correct", "--json")

    assert (said.code, [one["column"] for one in said.json["invalid"]]) == (2, [column])


def test_a_masked_list_opens_no_form(people: Pmdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken into another book, masks are told by column: nobody is entered as 王*明."""
    listed = people("customer", "list", "--csv")
    monkeypatch.setenv("PMDESK_DB", str(tmp_path / "other.db"))
    people("init", "--site", "B", "--code", "other", "--admin", "admin", "--training")
    people("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")

    said = people("customer", "import", save(tmp_path, listed), "--json")

    assert (said.code, [one["column"] for one in said.json["invalid"]]) == (2, ["name", "mobile"])


def test_an_empty_list_comes_back_empty(site: Pmdesk, tmp_path: Path) -> None:
    """A register without forms gives its headings in CSV and an empty array in JSON; both can be taken in."""
    said = [site("vehicle", "import", save(tmp_path, site("vehicle", "list", shape)), "--json") for shape in SHAPES[:2]]

    assert [(one.code, came(one)) for one in said] == [(0, (0, 0, 0, 0))] * 2
    assert site("vehicle", "list", "--csv").out.startswith("\ufeffnumber,state,plate,")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[1, 2]", "no list of objects"),
        ('{"name": "A"}\n{"name"', "at line 2"),
        ("[{]", "at line 1"),
        ('["a"]', "no list of objects"),
    ],
)
def test_json_that_is_none_is_told(site: Pmdesk, tmp_path: Path, text: str, words: str) -> None:
    """The place where it breaks off, or what it should be."""
    said = site("customer", "import", save(tmp_path, Said(0, text, "")))

    assert (said.code, words in said.err) == (2, True), said.err
