"""A file that is no sound plugin is named and never fatal; versions and names of files that are."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from pmcore.model.outcomes import Invalid, Refused
from pmcore.plugin.language import label, say
from pmcore.testing.check_plugin import check_file

from .onefile import UNIT, Place, refusals, source

HIGH = {**UNIT, "code": "1-13-1301", "floor": 13}
BROKEN = {
    "is no Python": ("def (:\n", "is no Python: invalid syntax (line 1)"),
    "is no text": ("\0", "is no Python"),
    "does not import": ("import nothing_of_the_kind\n", "nothing_of_the_kind"),
    "raises": ("1 // 0\n", "ZeroDivisionError: integer division or modulo by zero (locker.py, line 1)"),
    "leaves": ("import sys\nsys.exit(3)\n", "SystemExit: 3"),
    "declares nothing": ("x = 1\n", "declares nothing"),
    "declares what the core has": (
        'from pmcore import Register\nunit = Register("unit", title="U", number="UU{seq}")\n', "unit has to begin with"
    ),
    "numbers like the core": ('from pmcore import Register\nr = Register("locker.r", title="R", number="FH{seq}")\n', "'FH'"),
    "has a standard without its name": ('from pmcore import Standard\nFEE = Standard("fee", 3)\n', "fee has to begin with"),
    "has words that are none": (source() + "WORDS_ZH = {'Box': 3}\n", "WORDS_ZH maps"),
    "has half a word": (source() + "WORDS_ZH = {('a', 'b', 'c'): 'd'}\n", "WORDS_ZH maps"),
    "was written for another interface": (
        'from pmcore import Plugin, Standard\nplugin = Plugin("locker", api="9")\nX = Standard("locker.x", 1)\n', "version 9"
    ),
    "has a misspelt hook": ("def pmcore_register(registers):\n    return []\n", "there is no hook 'pmcore_register'"),
}  # fmt: skip


def told(caught: pytest.ExceptionInfo[Refused | Invalid]) -> str:
    """Everything that a refusal says."""
    return " ".join(say(message, "en") for message in (caught.value.message, *(one for _field, one in caught.value.invalid)))


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_not_trusted(place: Place, case: str) -> None:
    """It is said what is wrong, nothing is written, and the desk goes on."""
    text, said = BROKEN[case]
    place.file.write_text(text, encoding="utf-8")
    desk = place.desk()
    before = desk.verify()

    with pytest.raises((Invalid, Refused)) as caught:
        desk.trust("locker.py", reason="ours", by="zg")
    assert said in told(caught)
    assert (desk.verify(), refusals(desk, "unit.add", UNIT)) == (before, [])


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named_by_the_check(place: Place, case: str) -> None:
    """One sentence, in either language."""
    text, said = BROKEN[case]
    place.file.write_text(text, encoding="utf-8")

    assert [said in fault for fault in check_file(str(place.file))] == [True]
    assert all(not fault.isascii() for fault in check_file(str(place.file), lang="zh"))


def test_a_sound_file_is_trusted_and_keeps_the_contract(place: Place) -> None:
    """The control of both."""
    assert place.desk().trust("locker.py", reason="ours", by="zg").state == "in-force"
    assert check_file(str(place.file)) == []


def test_a_trusted_file_that_breaks_later_is_named(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bytes are the same, but what it imports is gone: it is a missing judge, and nothing else suffers."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "lent_for_a_while.py").write_text("")
    place.file.write_text("import lent_for_a_while\n" + source().replace("from __future__ import annotations\n", ""), "utf-8")
    place.desk().trust("locker.py", reason="ours", by="zg")
    (tmp_path / "lent_for_a_while.py").unlink()
    del sys.modules["lent_for_a_while"]

    desk = place.desk()
    assert "ModuleNotFoundError" in say(desk.catalogue.failures["jinling"], "en")
    assert refusals(desk, "unit.add", UNIT) == ["core.plugins-in-force"]
    assert refusals(desk, "customer.add", {"name": "Somebody"}) == []


def test_the_version_is_what_the_file_says_or_its_digest(place: Place) -> None:
    """``Plugin(..., version)``, else ``__version__``, else the beginning of the digest."""
    plain = source().replace('plugin = Plugin("jinling", "1.0")\n', "")
    desk = place.desk()
    versions = []
    for text in (source(), plain + '__version__ = "0.9"\n', plain):
        place.file.write_text(text, encoding="utf-8")
        desk.trust("locker.py", reason="ours", by="zg", name="jinling")
        versions.append(str(desk.settings.plugins["jinling"].values["version"]))

    digest = str(desk.settings.plugins["jinling"].values["digest"])
    assert versions == ["1.0", "0.9", f"sha256-{digest[:12]}"]


def test_an_older_version_that_is_trusted_judges(place: Place) -> None:
    """Somebody signed for it: going back is no older release slipped in."""
    desk = place.desk()
    desk.trust("locker.py", reason="ours", by="zg")
    place.file.write_text(source().replace('"1.0"', '"0.1"'), encoding="utf-8")
    desk.trust("locker.py", reason="the old one was better", by="zg")

    assert refusals(place.desk(), "unit.add", HIGH) == ["jinling.no-thirteenth-floor"]


def test_defaults_that_a_version_changes_are_kept_with_their_day(place: Place) -> None:
    """What was judged yesterday is judged by yesterday's figure."""
    desk = place.desk()
    desk.trust("locker.py", reason="ours", by="zg")
    place.file.write_text(source(days=9), encoding="utf-8")
    desk.trust("locker.py", reason="longer", by="zg")

    values = desk.settings.plugins["jinling"].values
    former = json.loads(str(values["former"]))
    assert [value for _until, value in former["jinling.let_for"]] == ['"3d"']
    assert json.loads(str(values["defaults"])) == {"jinling.let_for": '"9d"'}


def test_the_same_file_is_not_trusted_twice(place: Place) -> None:
    """There is nothing new to sign."""
    desk = place.desk()
    desk.trust("locker.py", reason="ours", by="zg")

    with pytest.raises(Refused) as caught:
        desk.trust("locker.py", reason="ours", by="zg")
    assert told(caught) == "plugins/locker.py is trusted already as it is"


def test_a_file_keeps_the_name_it_was_trusted_by(place: Place) -> None:
    """``--name`` is given once."""
    place.file.write_text(source().replace('plugin = Plugin("jinling", "1.0")\n', ""), encoding="utf-8")
    desk = place.desk()
    with pytest.raises(Refused) as caught:
        desk.trust("locker.py", reason="ours", by="zg")
    assert "jinling.locker has to begin with the plugin's name" in told(caught)
    desk.trust("locker.py", reason="ours", by="zg", name="jinling")
    place.file.write_text(place.file.read_text("utf-8") + "\n", encoding="utf-8")

    assert desk.trust("locker.py", reason="a line more", by="zg").step_name == "trust-again"


@pytest.mark.parametrize("name", ["core", "account", "order", "Jinling", "jin ling", "../x"])
def test_a_name_that_is_taken_or_none_is_refused(place: Place, name: str) -> None:
    """Of the core, of what is installed, or no word."""
    with pytest.raises((Refused, Invalid)):
        place._replace(modules={"order": ("tests.engine.orders", "1")}).desk().trust("locker.py", reason="ours", by="zg", name=name)


def test_something_installed_under_its_name_does_not_stand_in_for_it(place: Place) -> None:
    """The file is not run beside it, what it judged waits; dropped on record, the installed one is in force by itself."""
    place.desk().trust("locker.py", reason="ours", by="zg")
    taken = place._replace(modules={"jinling": ("tests.engine.orders", "9")})
    before, desk = place.ran, taken.desk()

    assert ("installed plugin has the name" in say(desk.catalogue.failures["jinling"], "en"), place.ran) == (True, before)
    assert refusals(desk, "unit.add", UNIT) == ["core.plugins-in-force"]
    assert desk.settings.plugins["jinling"].values["version"] == "1.0"
    desk.record(desk.step("plugin", "drop"), {"reason": "we have the other one"}, on="jinling", by="zg")
    assert refusals(desk, "unit.add", UNIT) == []
    row = desk.settings.plugins["jinling"]
    assert (row.closed, row.values["version"], row.values.get("digest")) == (False, "9", None)


def test_a_file_that_makes_another_one_fail_is_refused(place: Place) -> None:
    """Whoever came first keeps their letters."""
    desk = place.desk()
    desk.trust("locker.py", reason="ours", by="zg")
    other = source().replace("jinling", "other")
    (place.file.parent / "other.py").write_text(other, encoding="utf-8")

    with pytest.raises(Refused) as caught:
        desk.trust("other.py", reason="ours too", by="zg")
    assert "numbers of 'other.locker' begin with 'JG'" in told(caught)
    (place.file.parent / "other.py").write_text(other.replace("JG", "OT"), encoding="utf-8")
    assert desk.trust("other.py", reason="ours too", by="zg").state == "in-force"
    assert [one.name for one in place.desk().catalogue.files] == ["jinling", "other"]


def test_a_file_may_need_another_one(place: Place) -> None:
    """In whichever order they were trusted, it is loaded behind it; without it, it waits and is named."""
    desk = place.desk()
    needy = 'from pmcore import Plugin, Standard\nplugin = Plugin("needy", "1", needs=("jinling",))\nX = Standard("needy.x", 1)\n'
    (place.file.parent / "needy.py").write_text(needy, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        desk.trust("needy.py", reason="ours", by="zg")
    assert "waits for a plugin" in told(caught)

    desk.trust("locker.py", reason="ours", by="zg")
    desk.trust("needy.py", reason="ours", by="zg")
    assert [*place.desk().catalogue.plugins][-2:] == ["jinling", "needy"]


def test_its_words_stand_in_the_file(place: Place) -> None:
    """``WORDS_ZH``: a text, or a context with a text; what is not there stays English."""
    desk = place.desk()
    desk.trust("locker.py", reason="ours", by="zg")
    domain = desk.catalogue.registers["jinling.locker"].module

    assert label("register", "jinling.locker", domain, "zh") == "金陵寄存柜"
    assert (label("jinling.locker", "let", domain, "zh"), label("elsewhere", "let", domain, "zh")) == ("租用", "Let")
    assert label("jinling.locker", "let", domain, "en") == "Let"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('    "Box": "柜号",\n', ""), "no Chinese for 'Box'"),
        (('柜子{box}已', "柜子已"), "has other blanks"),
        (('"Shelf": "层"', '"Shelf": "柜号"'), "'柜号' means box, shelf (zh)"),
        (("import Any\n", "import Any\nimport random\n"), "locker.py:8 imports random: chance"),
        (('clause="jinling.2"', 'clause="parking.99"'), "which there is not"),
        (("WORDS_ZH = ", "WORTE = "), "say them in WORDS_ZH"),
    ],
)  # fmt: skip
def test_the_contract_looks_into_a_file(place: Place, change: tuple[str, str], fault: str) -> None:
    """Words, sentences, imports and clauses as of any plugin."""
    assert change[0] in source()
    place.file.write_text(source().replace(*change), encoding="utf-8")

    assert [one for one in check_file(str(place.file)) if fault in one] != []
