"""A site keeps a plugin as one trusted file: what is run, and what is not."""

from __future__ import annotations

import json
import os
import py_compile
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pmcore import open_desk
from pmcore.model.outcomes import Refused, WrongUse
from pmcore.plugin.language import say
from pmcore.plugin.sitefile import digest_of, module_of

from .onefile import UNIT, Place, forget, refusals, source

HIGH = {**UNIT, "code": "1-13-1301", "floor": 13}


def change(place: Place, text: str) -> None:
    """Somebody writes into the file."""
    place.file.write_text(text, encoding="utf-8")


def test_a_file_is_not_run_because_it_lies_there(place: Place) -> None:
    """Opening, reading and writing the book leave it alone."""
    desk = place.desk()

    assert (desk.catalogue.files, refusals(desk, "unit.add", HIGH), place.ran) == ((), [], "")


def test_a_trusted_file_is_run_and_in_force(place: Place) -> None:
    """The control, and the record: name, path, digest, version, judged steps, who; run once to try it, once by a new process."""
    desk = place.desk()
    written = desk.trust(str(place.file), reason="ours", by="zg")

    assert (written.register, written.step_name, written.state, place.ran) == ("plugin", "trust", "in-force", "a")
    again = place.desk()
    values = again.settings.plugins["jinling"].values
    assert {name: values[name] for name in ("name", "file", "digest", "version")} == {
        "name": "jinling", "file": "plugins/locker.py", "digest": digest_of(place.file.read_bytes()), "version": "1.0",
    }  # fmt: skip
    assert json.loads(str(values["judges"])) == ["jinling.locker.let", "unit.add"]
    assert (place.ran, refusals(again, "unit.add", HIGH)) == ("aa", ["jinling.no-thirteenth-floor"])
    assert refusals(again, "jinling.locker.let", {"box": "A1"}) == []
    assert again.verify()[1] is None


def test_an_assistant_trusts_no_file_and_it_is_not_run_for_that(place: Place) -> None:
    """Who may is judged before anything is run."""
    with pytest.raises(Refused):
        place.desk().trust(str(place.file), reason="mine", by="lj")

    assert place.ran == ""


GUARD = """
from pmcore import messages, refuse, rule

_ = messages(__name__)


@rule("plugin.trust", clause="guard.1")
def none_more(trust, facts):
    if trust.name == "jinling":
        yield refuse(_("No more of them"))
"""


def test_a_file_that_a_rule_refuses_is_not_run_for_that(place: Place) -> None:
    """Trusting is a step like any: rules judge it, and they are heard before."""
    place.file.with_name("guard.py").write_text(GUARD, encoding="utf-8")
    desk = place.desk()
    desk.trust("guard.py", reason="enough", by="zg")

    with pytest.raises(Refused) as caught:
        desk.trust("locker.py", reason="ours", by="zg")
    assert ([finding.rule for finding in caught.value.findings], place.ran) == (["guard.none-more"], "")


def test_a_changed_file_is_not_run_and_what_it_judged_waits(trusted: Place) -> None:
    """It is named with what to do; everything else goes on."""
    change(trusted, source("b"))
    desk = trusted.desk()

    assert trusted.ran == "a"
    assert "was changed since it was trusted" in say(desk.catalogue.failures["jinling"], "en")
    assert "信任之后被改动过" in say(desk.catalogue.failures["jinling"], "zh")
    assert refusals(desk, "unit.add", UNIT) == ["core.plugins-in-force"]
    assert refusals(desk, "customer.add", {"name": "Somebody"}) == []


def test_trusted_again_it_goes_on(trusted: Place) -> None:
    """The same form of the register, another digest; a new process runs what is trusted now."""
    change(trusted, source("b"))
    desk = trusted.desk()
    written = desk.trust(str(trusted.file), reason="looked at", by="admin")

    assert (written.step_name, written.number) == ("trust-again", desk.settings.plugins["jinling"].number)
    assert (refusals(desk, "unit.add", HIGH), trusted.ran) == (["jinling.no-thirteenth-floor"], "ab")


def test_a_step_of_the_version_before_is_not_taken(trusted: Place) -> None:
    """A program that kept it would write by rules that nobody trusts any more; the one that is loaded is taken."""
    desk = trusted.desk()
    kept = desk.step("jinling.locker", "let")
    change(trusted, source("b"))
    desk.trust("locker.py", reason="looked at", by="zg")

    with pytest.raises(WrongUse):
        desk.record(kept, {"box": "A1"}, by="lj")
    assert refusals(desk, "jinling.locker.let", {"box": "A1"}) == []


def test_put_back_as_it_was_it_is_run_again(trusted: Place) -> None:
    """The bytes count, not when they were written."""
    change(trusted, source("b"))
    assert trusted.desk().catalogue.failures != {}
    change(trusted, source())

    assert (trusted.desk().catalogue.failures, trusted.ran) == ({}, "aa")


def test_a_missing_file_is_a_missing_judge(trusted: Place) -> None:
    """Its steps wait, and its register can still be read."""
    desk = trusted.desk()
    number = desk.record(desk.step("jinling.locker", "let"), {"box": "A1"}, by="lj").number
    trusted.file.unlink()
    desk = trusted.desk()

    assert say(desk.catalogue.failures["jinling"], "en") == "plugins/locker.py is not there"
    assert refusals(desk, "unit.add", UNIT) == ["core.plugins-in-force"]
    with desk.reading() as look:
        assert look.row("jinling.locker", number).values["box"] == "A1"


def test_dropped_it_is_not_run_any_more(trusted: Place) -> None:
    """On record; in this process and in the next. What it wrote is read, verified, and rebuilt the same."""
    desk = trusted.desk()
    let = desk.step("jinling.locker", "let")
    number = desk.record(let, {"box": "A1", "remark": "left side"}, by="lj").number
    desk.record(desk.step("plugin", "drop"), {"reason": "sold"}, on="jinling", by="zg")

    with pytest.raises(WrongUse):
        desk.record(let, {"box": "A2"}, by="lj")
    before, desk = trusted.ran, trusted.desk()
    assert (refusals(desk, "unit.add", HIGH), trusted.ran, desk.catalogue.failures) == ([], before, {})
    rows = []
    for _again in range(2):
        with desk.reading() as look:
            rows.append([look.row("jinling.locker", number), *look.list("plugin").rows])
        desk.rebuild()
    assert rows[0] == rows[1]
    assert desk.verify()[1] is None


def test_dropped_and_trusted_once_more_it_is_a_form_of_its_own(trusted: Place) -> None:
    """A dropped form is closed for good."""
    desk = trusted.desk()
    first = desk.settings.plugins["jinling"].number
    desk.record(desk.step("plugin", "drop"), {"reason": "sold"}, on="jinling", by="zg")
    written = desk.trust("locker.py", reason="bought back", by="zg")

    assert (written.step_name, written.number != first) == ("trust", True)
    assert refusals(desk, "unit.add", HIGH) == ["jinling.no-thirteenth-floor"]


def test_a_desk_that_is_open_sees_what_another_one_trusts_and_drops(place: Place) -> None:
    """Its next look at the book tells it."""
    mine, other = place.desk(), place.desk()
    other.trust("locker.py", reason="ours", by="zg")
    assert refusals(mine, "unit.add", HIGH) == ["jinling.no-thirteenth-floor"]

    other.record(other.step("plugin", "drop"), {"reason": "sold"}, on="jinling", by="zg")
    assert refusals(mine, "unit.add", HIGH) == []


def test_python_opens_a_book_with_its_files_or_without(trusted: Place) -> None:
    """``open_desk`` alone loads them; ``files=False`` runs nothing, and their steps wait."""
    forget()
    with closing((without := open_desk(str(trusted.book), files=False)).store):
        assert (trusted.ran, refusals(without, "unit.add", UNIT)) == ("a", ["core.plugins-in-force"])

    with closing((desk := open_desk(str(trusted.book))).store):
        assert (trusted.ran, refusals(desk, "unit.add", HIGH)) == ("aa", ["jinling.no-thirteenth-floor"])


def test_a_book_that_moves_takes_its_file_along(trusted: Place, tmp_path: Path) -> None:
    """The path on record is below the book's folder."""
    (tmp_path / "moved").mkdir()
    for path in (trusted.book, trusted.file.parent):
        path.rename(tmp_path / "moved" / path.name)

    desk = Place(tmp_path / "moved" / "site.db", tmp_path / "moved" / "plugins" / "locker.py").desk()
    assert refusals(desk, "unit.add", HIGH) == ["jinling.no-thirteenth-floor"]


def test_two_sites_of_one_book_trust_apart(trusted: Place) -> None:
    """The other site has not said anything about the file."""
    desk = trusted.desk(site="other")
    desk.found(name="Other", code="other", admin="Li", training=True)

    assert refusals(desk, "unit.add", HIGH, by="admin") == []
    assert refusals(trusted.desk(site="trial"), "unit.add", HIGH) == ["jinling.no-thirteenth-floor"]


def test_what_is_run_is_what_was_hashed(place: Place) -> None:
    """The bytes that were read are compiled; what lies at the path by then is not looked at again."""
    data = place.file.read_bytes()
    change(place, source("evil"))

    module_of(data, "jinling", str(place.file))
    assert place.ran == "a"


def test_no_compiled_file_is_believed(trusted: Place) -> None:
    """Python would take a compiled file whose time and size fit; here only the source counts."""
    evil = trusted.file.with_name("evil.py")
    evil.write_text(source("e"), encoding="utf-8")
    times = trusted.file.stat()
    os.utime(evil, ns=(times.st_atime_ns, times.st_mtime_ns))
    cache = trusted.file.parent / "__pycache__" / f"locker.{sys.implementation.cache_tag}.pyc"
    py_compile.compile(str(evil), cfile=str(cache))

    trusted.desk()
    assert trusted.ran == "aa"


def test_a_book_in_memory_has_no_folder() -> None:
    """There is nothing beside it."""
    desk = open_desk(":memory:")
    desk.found(name="Trial", code="trial", admin="Sun", training=True)

    with pytest.raises(WrongUse):
        desk.trust("plugins/locker.py", reason="ours", by="admin")


def test_an_assistant_does_not_correct_what_is_trusted(trusted: Place) -> None:
    """Whoever may not trust a file may not put another digest on record either."""
    change(trusted, source("b"))
    desk = trusted.desk()
    given = {"digest": digest_of(trusted.file.read_bytes())}

    with pytest.raises(Refused):
        desk.correct("plugin", "jinling", given, reason="slip", by="lj")
    assert (trusted.desk().catalogue.files[0].digest != given["digest"], trusted.ran) == (True, "a")
