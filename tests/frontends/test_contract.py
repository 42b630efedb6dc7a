"""The command line as its contract says: answers, outcomes, exit codes, options anywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from .conftest import Pmdesk

UNIT = ("unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5")


def test_recorded_tells_everything(site: Pmdesk) -> None:
    """Outcome, findings, register, number, step, seq, state, duties, also, proof; exit code 0."""
    said = site(*UNIT, "--json")
    answer = said.json

    assert said.code == 0
    assert {key: answer[key] for key in ("outcome", "findings", "register", "number", "step", "state", "duties", "also")} == {
        "outcome": "recorded",
        "findings": [],
        "register": "unit",
        "number": "FH00001",
        "step": "add",
        "state": "known",
        "duties": [],
        "also": [],
    }
    assert isinstance(answer["seq"], int)
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", answer["proof"])


def test_entailed_steps_stand_under_also(site: Pmdesk) -> None:
    """A customer who comes with a unit brings a tenure."""
    site(*UNIT)
    answer = site("customer", "add", "--name", "王小明", "--mobile", "13800000001", "--unit", "1-2-301", "--json").json

    assert [(one["register"], one["step"], one["state"]) for one in answer["also"]] == [("tenure", "begin", "holds")]


def test_check_writes_nothing(site: Pmdesk) -> None:
    """Outcome checked, exit code 0, and the list stays empty."""
    said = site(*UNIT, "--check", "--json")

    assert (said.code, said.json["outcome"]) == (0, "checked")
    assert site("unit", "list", "--json").json == []


def test_all_faults_at_once(site: Pmdesk) -> None:
    """Every field that is missing or cannot be read is told in one answer; exit code 2."""
    said = site("unit", "add", "--use", "castle", "--area", "many", "--json")

    assert (said.code, said.json["outcome"]) == (2, "invalid")
    assert sorted(one["field"] for one in said.json["invalid"]) == ["area", "code", "use"]


def test_refused_is_1_with_rule_and_clause(site: Pmdesk) -> None:
    """The key of a unit stands once."""
    site(*UNIT)
    said = site(*UNIT, "--json")

    assert (said.code, said.json["outcome"]) == (1, "refused")
    assert [(one["level"], one["rule"], one["clause"]) for one in said.json["findings"]] == [("refuse", "core.key", "all.1")]
    assert set(said.json["findings"][0]) >= {"level", "rule", "clause", "message", "evidence", "remedy"}


def test_check_of_what_would_be_refused(site: Pmdesk) -> None:
    """``--check`` tells the outcome that recording would have."""
    site(*UNIT)
    said = site(*UNIT, "--check", "--json")

    assert (said.code, said.json["outcome"]) == (1, "refused")


def test_not_found_is_4(site: Pmdesk) -> None:
    """A number that no form has."""
    said = site("unit", "show", "FH99999", "--json")

    assert (said.code, said.json["outcome"]) == (4, "not_found")


def test_a_reference_to_nothing_is_told_at_its_field(site: Pmdesk) -> None:
    """A unit that is not on the register."""
    said = site("customer", "add", "--name", "王小明", "--unit", "9-9-999", "--json")

    assert (said.code, [one["field"] for one in said.json["invalid"]]) == (2, ["unit"])


def test_ambiguous_lists_the_candidates(site: Pmdesk) -> None:
    """Two customers of one name: exit code 2, both numbers, nothing guessed."""
    for mobile in ("13800000001", "13800000002"):
        site("customer", "add", "--name", "王小明", "--mobile", mobile)
    said = site("customer", "show", "王小明", "--json")

    assert (said.code, said.json["outcome"], said.json["ambiguous"]) == (2, "ambiguous", ["KH00001", "KH00002"])


def test_the_same_command_twice_is_one_entry(site: Pmdesk) -> None:
    """``--id``: same content, first result; other content, conflict and exit code 3."""
    first, again = site(*UNIT, "--id", "abc", "--json").json, site(*UNIT, "--id", "abc", "--json").json
    other = site("unit", "add", "--code", "1-2-302", "--use", "home", "--area", "1", "--id", "abc", "--json")

    assert (again["seq"], again["proof"], again["repeated"]) == (first["seq"], first["proof"], True)
    assert (other.code, other.json["outcome"]) == (3, "conflict")


def test_if_seq_sees_that_somebody_was_quicker(site: Pmdesk) -> None:
    """The form was changed since it was looked at."""
    seq = site(*UNIT, "--json").json["seq"]
    site("unit", "occupy", "1-2-301", "--status", "resident")
    said = site("unit", "occupy", "1-2-301", "--status", "vacant", "--if-seq", str(seq), "--json")

    assert (said.code, said.json["outcome"]) == (3, "conflict")


def test_needs_approval_ask_grant_use(site: Pmdesk) -> None:
    """Exit code 5 without and with ``--ask``; granted by who must, used once, and then it is written."""
    late = (*UNIT, "--at", "2026-06-01 09:00", "--late", "停电补录", "--by", "lj", "--json")
    plain, asked = site(*late), site(*late, "--ask", "停电")
    number = asked.json["approval"]

    assert (plain.code, plain.json["outcome"]) == (5, "needs_approval")
    assert (asked.code, asked.json["outcome"], asked.json["must"]) == (5, "needs_approval", ["supervisor"])
    assert site("approval", "use", number, "--by", "lj", "--json").code == 1
    assert site("approval", "grant", number, "--by", "lj", "--json").code == 1
    assert site("approval", "grant", number, "--by", "zg", "--json").json["state"] == "granted"
    assert site("approval", "use", number, "--by", "lj", "--json").json["number"] == "FH00001"
    assert site("approval", "use", number, "--by", "lj").code == 1


def test_granted_by_at_the_counter(site: Pmdesk) -> None:
    """Asked, granted and used in one go."""
    said = site(*UNIT, "--at", "2026-06-01 09:00", "--late", "停电补录", "--by", "lj", "--granted-by", "zg", "--json")

    assert (said.code, said.json["outcome"], said.json["number"]) == (0, "recorded", "FH00001")


def test_ask_where_nothing_needs_it_records(site: Pmdesk) -> None:
    """A step that needs no approval is simply written."""
    assert site(*UNIT, "--ask", "to be sure", "--json").json["outcome"] == "recorded"


@pytest.mark.parametrize("place", range(5))
def test_global_options_in_any_position(site: Pmdesk, place: int) -> None:
    """Before the register, before the step, among the fields, at the end."""
    words = ["unit", "add", "--code", "1-2-301", "--use", "home", "--area", "98.5"]
    where = (0, 1, 2, 4, 8)[place]
    said = site(*words[:where], "--by", "lj", "--json", *words[where:])

    assert (said.code, said.json["outcome"]) == (0, "recorded")


def test_lists_are_arrays_of_objects(site: Pmdesk) -> None:
    """number, state, fields; money and measures as text, absent values as null."""
    site(*UNIT)
    (row,) = site("unit", "list", "--json").json

    assert (row["number"], row["state"], row["fields"]["area"], row["fields"]["floor"]) == ("FH00001", "known", "98.50", None)
    assert row["code"] == row["fields"]["code"]


def test_where_state_limit_and_cursor(site: Pmdesk) -> None:
    """By name or by label, in either language; the next page begins behind the cursor that was told."""
    for place in range(1, 5):
        site("unit", "add", "--code", f"1-1-10{place}", "--use", "home" if place % 2 else "office", "--area", "50")

    assert [row["code"] for row in site("unit", "list", "--where", "use=office", "--json").json] == ["1-1-102", "1-1-104"]
    assert [row["code"] for row in site("房屋", "列表", "--条件", "类型=办公", "--状态", "在册", "--json").json] == [
        "1-1-102",
        "1-1-104",
    ]
    first = site("unit", "list", "--limit", "3", "--json")
    (cursor,) = re.findall(r"--cursor (\d+)", first.err)
    assert [row["code"] for row in site("unit", "list", "--cursor", cursor, "--json").json] == ["1-1-104"]
    assert site("unit", "list", "--where", "wings=2", "--json").json["invalid"][0]["field"] == "wings"
    assert site("unit", "list", "--state", "flooded").code == 2


def test_a_line_of_json_for_each(site: Pmdesk) -> None:
    """``--jsonl``."""
    for code in ("1-1-101", "1-1-102"):
        site("unit", "add", "--code", code, "--use", "home", "--area", "50")

    assert [json.loads(line)["code"] for line in site("unit", "list", "--jsonl").out.splitlines()] == ["1-1-101", "1-1-102"]


def test_correct_strike_void(site: Pmdesk) -> None:
    """Each with its reason; what stood stays in the history."""
    site(*UNIT)
    seq = site("unit", "occupy", "1-2-301", "--status", "resident", "--json").json["seq"]

    assert site("unit", "correct", "1-2-301", "--area", "99").code == 2
    assert site("unit", "correct", "1-2-301", "--area", "99", "--reason", "typo", "--json").json["outcome"] == "recorded"
    assert site("unit", "strike", "1-2-301", "--seq", str(seq), "--reason", "wrong unit").code == 0
    shown = site("unit", "show", "1-2-301", "--json").json
    assert (shown["fields"]["area"], shown["fields"]["status"]) == ("99.00", "not-taken-over")
    assert [entry["step"] for entry in shown["history"]] == ["add", "occupy", "correct", "strike"]
    assert site("unit", "void", "FH00001", "--reason", "entered twice").code == 0
    assert site("unit", "list", "--json").json == []
    assert [row["number"] for row in site("unit", "list", "--state", "void", "--json").json] == ["FH00001"]


def test_a_form_from_a_file_and_options_on_top(site: Pmdesk, tmp_path: Path) -> None:
    """Keys are names or labels; what is typed goes before the file."""
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"房号": "1-2-301", "use": "home", "area": 98.5, "floor": 3}), encoding="utf-8")

    answer = site("unit", "add", "--file", str(form), "--floor", "4", "--json").json
    assert (answer["fields"]["code"], answer["fields"]["area"], answer["fields"]["floor"]) == ("1-2-301", "98.50", 4)
    form.write_text("{no", encoding="utf-8")
    assert site("unit", "add", "--file", str(form)).code == 2
    assert site("unit", "add", "--file", str(tmp_path / "none.json")).code == 2


def test_times_bear_the_sites_offset(site: Pmdesk) -> None:
    """In every answer that has one."""
    site(*UNIT)

    assert site("unit", "show", "1-2-301", "--json").json["first"] == "2026-07-01T09:00:00+08:00"


def test_lang_changes_words_only(site: Pmdesk) -> None:
    """Keys and values are the same in both languages."""
    site(*UNIT)

    assert site("unit", "list", "--json", "--lang", "zh").json == site("unit", "list", "--json", "--lang", "en").json
    said = [site("unit", "show", "FH9", "--json", "--lang", lang).json for lang in ("zh", "en")]
    assert [one["outcome"] for one in said] == ["not_found", "not_found"]
    assert said[0]["message"] != said[1]["message"]


def test_standards(site: Pmdesk) -> None:
    """Listed with clause and origin, set from a day on."""
    said = site("standard", "set", "desk.late_limit", "3 days", "--reason", "small site", "--json")
    (row,) = [row for row in site("standard", "list", "--json").json if row["name"] == "desk.late_limit"]

    assert (said.code, row["origin"], row["since"]) == (0, said.json["number"], "2026-07-01")
    assert site("standard", "set", "desk.late_limitt", "3 days", "--reason", "x").code == 2
    assert site("standard", "set", "desk.late_limit").code == 2


def test_journal(site: Pmdesk, tmp_path: Path) -> None:
    """Verified, held against a slip, rebuilt, exported, copied."""
    proof = site(*UNIT, "--json").json["proof"]

    assert site("journal", "verify", "--json").json["ok"] is True
    assert site("journal", "verify", "--proof", proof, "--number", "FH00001").code == 0
    assert site("journal", "verify", "--proof", "AAAA-0000", "--number", "FH00001").code == 1
    assert site("journal", "rebuild", "--json").json["ok"] is True
    assert json.loads(site("journal", "export").out.splitlines()[-1])["register"] == "unit"
    assert site("journal", "tail", "--count", "1", "--json").json[0]["proof"] == proof
    assert site("backup", str(tmp_path / "copy.db")).code == 0
    assert site("backup", str(tmp_path / "copy.db")).code == 2


def test_spec_sop_plugins_info(site: Pmdesk) -> None:
    """The tool describes itself as JSON."""
    assert site("spec", "--json").json["registers"]["unit"]["steps"]["add"]["fields"]["code"]["required"] is True
    assert set(site("sop", "--json").json[0]) >= {"clause", "rules", "steps", "scenarios", "manners"}
    assert "core" in [row["name"] for row in site("plugins", "--json").json]
    assert (site("info", "--json").json["site"], site("info", "--json").json["training"]) == ("njxh", True)
