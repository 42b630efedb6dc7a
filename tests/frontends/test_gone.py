"""A register whose plugin is gone is read as the book recorded it: what is not personal, by what it may be filtered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugin.onefile import forget, source

from pmcore.engine.columns import recorded_spec
from pmcore.model.book import Column
from pmcore.surface.values import from_cell

from .conftest import Pmdesk

GIVEN = ("--shelf", "top", "--deposit", "7", "--remark", "left side", "--thing", "box:王小明:2")


@pytest.fixture
def gone(site: Pmdesk, tmp_path: Path) -> Iterator[Pmdesk]:
    """Three lockers were let; then the plugin was dropped."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "locker.py").write_text(source(), encoding="utf-8")
    forget()
    assert site("plugins", "trust", "locker.py", "--reason", "ours").code == 0
    for box, given in (("A1", GIVEN), ("B1", ()), ("B2", ())):
        assert site("locker", "let", "--box", box, *given, "--by", "lj").code == 0
    assert site("locker", "give-back", "2", "--by", "lj").code == 0
    assert site("plugin", "drop", "jinling", "--reason", "sold").code == 0
    yield site
    forget()


def test_what_is_not_personal_is_read(gone: Pmdesk) -> None:
    """Codes and numbers as they stand; a text, and a list in which names stand, only to whoever says why."""
    (row, *_others) = gone("jinling.locker", "list", "--json").json
    fields = {"box": "A1", "deposit": 7, "shelf": "top", "remark": "***", "things": "***"}

    assert (row["number"], row["state"], row["fields"]) == ("JG2026-0001", "let", fields)
    told = gone("locker", "show", "1", "--reveal", "audit", "--json").json["fields"]
    assert told == fields | {"remark": "left side", "things": [{"what": "box", "of": "王小明", "pieces": 2}]}
    assert "JG2026-0001,let,A1,7,top,***,***" in gone("locker", "list", "--csv").out
    assert "A1" in gone("locker", "list").out
    assert "  box: A1" in gone("show", "JG2026-0001").out


def test_a_list_is_filtered_by_what_the_book_has_an_index_of(gone: Pmdesk) -> None:
    """By value, by state, by open; another column is refused and those that serve are told."""

    def boxes(*words: str) -> list[str]:
        return [row["box"] for row in gone("locker", "list", *words, "--json").json]

    assert (boxes("--where", "box=B1"), boxes("--where", "deposit=7"), boxes("--where", "box=C")) == (["B1"], ["A1"], [])
    assert (boxes("--state", "given-back"), boxes("--open")) == (["B1"], ["A1", "B2"])
    said = gone("locker", "list", "--where", "shelf=top", "--json")
    assert (said.code, said.json["invalid"][0]["field"]) == (2, "shelf")
    assert "box, deposit" in said.json["invalid"][0]["message"]
    assert gone("locker", "list", "--where", "deposit=many").code == 2


def test_nothing_is_written_in_it(gone: Pmdesk) -> None:
    """Its steps are not there any more, nor are those that put things right."""
    for words in (("let", "--box", "C1"), ("give-back", "1"), ("void", "1", "--reason", "x"), ("nonsense",)):
        assert gone("locker", *words, "--by", "lj").code == 2
    assert gone("locker", "--help", "--lang", "zh").code == 0
    assert "只能列表和查看" in gone("locker", "--help", "--lang", "zh").out


def test_a_register_that_never_was_is_none(gone: Pmdesk) -> None:
    """The control: only what the book recorded is read."""
    assert gone("zhong.locker", "list").code == 2


@pytest.mark.parametrize(
    ("recorded", "raw", "shown", "revealed"),
    [
        (("TEXT", False), "A1", "A1", "A1"),
        (("TEXT", True), "A1", "***", "A1"),
        (("INTEGER", False), 3, 3, 3),
        (("TEXT", False), '["a","b"]', ["a", "b"], ["a", "b"]),
        (("TEXT", False), '[{"of":"王小明","pieces":2}]', [{"of": "***", "pieces": 2}], [{"of": "王小明", "pieces": 2}]),
        (("TEXT", False), "[sic]", "[sic]", "[sic]"),
        (("TEXT", True), None, None, None),
    ],
)
def test_a_recorded_value_is_shown_by_what_was_recorded_of_it(
    recorded: tuple[str, bool], raw: object, shown: object, revealed: object
) -> None:
    """In the lines of a list texts are masked all the same: older books did not record that there are names in them."""
    kind, personal = recorded
    spec = recorded_spec(Column("jinling.locker", "c", kind, False, personal))

    assert (from_cell(spec, raw, "Asia/Shanghai", False), from_cell(spec, raw, "Asia/Shanghai", True)) == (shown, revealed)
    json.dumps(shown)


def test_its_help_says_what_can_be_done_with_it(gone: Pmdesk) -> None:
    """That it is only listed and shown, in the reader's language."""
    said = gone("locker", "--help")

    assert (said.code, said.err) == (0, "")
    assert "it can be listed and shown, and nothing else" in " ".join(said.out.split())
    assert [line.split()[0] for line in said.out[said.out.index("What every register has") :].splitlines()[1:3]] == ["list", "show"]
