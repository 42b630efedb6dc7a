"""What TAB offers: the reader's own words, what may be filled in, forms that a step may be taken on; never a personal value."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pmcli.main import main
from pmcore.engine.offers import Offers
from pmcore.plugin.manifest import load_manifest
from pmcore.store.glance import glance

from .conftest import Pmdesk, environment

Tab = Callable[..., dict[str, str]]
NAME, MOBILE, PLATE = "欧阳哨兵", "13977776666", "苏A98765"


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tab:
    """What is offered behind a line, with what is told of it: ``tab("unit ")`` is ``pmdesk unit`` and TAB."""

    def press(line: str, lang: str = "en") -> dict[str, str]:
        with monkeypatch.context() as inside:
            inside.setenv("LANG", {"zh": "zh_CN.UTF-8", "en": "C.UTF-8"}[lang])
            inside.setenv("COMP_LINE", f"pmdesk {line}")
            inside.setenv("_PMDESK_COMPLETE", "fish_complete")
            capsys.readouterr()
            code = main([])
        out, err = capsys.readouterr()
        assert (code, err) == (0, "")
        parts = [f"{row}\t\t".split("\t") for row in out.splitlines()]
        return {value: told for _kind, value, told, *_rest in parts}

    return press


@pytest.fixture
def town(site: Pmdesk) -> Pmdesk:
    """A site with three homes, a customer with a vehicle, and three rents: one is paid, one ended."""
    for code in ("1-2-301", "1-2-302", "2-1-101"):
        assert site("unit", "add", "--code", code, "--use", "home", "--area", "98.5").code == 0
    assert site("customer", "add", "--name", NAME, "--mobile", MOBILE, "--unit", "1-2-301").code == 0
    car = ("--customer", "KH1", "--mobile", MOBILE, "--licence-matches", "--tariff-told", "--by", "lj")
    for place, plate in enumerate((PLATE, "苏A12345", "苏A12346"), 1):
        assert site("parking", "rent", "--space", f"B1-0{place}", "--plate", plate, *car).code == 0
    assert site("vehicle", "add", "--plate", PLATE, "--unit", "1-2-301", "--customer", "KH1", "--by", "lj").code == 0
    assert site("payment", "take", "--charge", "SF1", "--amount", "100", "--means", "cash", "--by", "cl").code == 0
    assert site("parking", "end", "YZ3", "--by", "lj").code == 0
    return site


def test_commands_are_offered_once_in_the_readers_words(pmdesk: Pmdesk, tab: Tab) -> None:
    """What a reader of Chinese has begun in English goes on in English, and the other way round."""
    assert {"parking", "unit", "today"} <= set(tab(""))
    assert {"车位月租", "房屋", "今日"} <= set(tab("", "zh"))
    assert not {"parking", "unit", "today"} & set(tab("", "zh"))
    assert tab("park") == {"parking-card": "Monthly parking cards", "parking": "Monthly parking"}
    assert tab("park", "zh") == {"parking-card": "月租卡申领记录", "parking": "月租办理记录"}
    assert list(tab("车位")) == list(tab("车位", "zh")) == ["车位月租"]
    assert list(tab("PARKING")) == ["parking-card", "parking"]


def test_steps_are_offered_with_what_every_register_has(pmdesk: Pmdesk, tab: Tab) -> None:
    """Not those that time takes, nor those that the desk writes itself."""
    told = tab("approval ")

    assert told["grant"] == "Approve it, in one's own role; where several must, each does."
    assert {"use", "list", "show", "void"} <= set(told)
    assert not {"lapse", "spend"} & set(told)
    assert list(tab("批准 查", "zh")) == ["查看"]
    assert list(tab("journal ver")) == ["verify"]
    assert list(tab("completion ")) == ["bash", "zsh", "fish"]


def test_options_follow_in_the_order_of_need(pmdesk: Pmdesk, tab: Tab) -> None:
    """What has to be filled, what may be, what can be said of recording, what any command takes."""
    told = list(tab("unit add "))

    assert told[:3] == ["--code", "--use", "--area"]
    assert told.index("--floor") < told.index("--check") < told.index("--json")
    assert told == list(tab("unit add --"))
    assert tab("unit add --code")["--code"] == "Code [required]"
    assert list(tab("unit add --", "zh"))[:3] == ["--房号", "--类型", "--建筑面积"]
    assert list(tab("unit add --are", "zh")) == ["--area"]
    assert list(tab("unit add --建")) == ["--建筑面积"]
    assert list(tab("parking rent --no-l")) == ["--no-licence-matches"]


def test_an_option_is_offered_until_it_is_given(pmdesk: Pmdesk, tab: Tab) -> None:
    """Under whatever name and at whatever level; what may be given several times is offered again."""
    assert "--code" not in tab("unit add --code 1-2 --")
    assert "--code" not in tab("unit add --房号=1-2 --")
    assert "--json" not in tab("--json unit add --")
    assert "--json" not in tab("unit --json add --")
    assert "--item" in tab("release apply --item 沙发:1 --")


def test_choices_go_by_what_was_begun(pmdesk: Pmdesk, tab: Tab) -> None:
    """Values or labels, behind a blank or an equals sign; yes and no as people say them; parts of a line by their place."""
    assert tab("unit add --use ") == {"home": "Home", "office": "Office", "shop": "Shop", "garage": "Garage", "other": "Other"}
    assert tab("unit add --use=h") == {"--use=home": "Home"}
    assert tab("房屋 登记 --类型 ", "zh") == {"住宅": "home", "办公": "office", "商铺": "shop", "车位": "garage", "其他": "other"}
    assert list(tab("unit add --use 住")) == ["住宅"]
    assert list(tab("parking rent --licence-matches ", "zh")) == ["是", "否"]
    assert list(tab("parking rent --licence-matches=n")) == ["--licence-matches=no"]
    assert list(tab("release apply --item 沙发:1:fu")) == ["沙发:1:furniture"]
    assert list(tab("release apply --item=沙发：1：家", "zh")) == ["--item=沙发:1:家具"]
    assert tab("release apply --item 沙") == {}


def test_a_number_is_offered_where_its_step_may_be_taken(town: Pmdesk, tab: Tab) -> None:
    """In a state that it is taken from, the newest first; with the state and the space, in the reader's language."""
    assert tab("parking end ") == {"YZ2026-0002": "Rented B1-02", "YZ2026-0001": "Paid B1-01"}
    assert tab("车位月租 退租 ", "zh") == {"YZ2026-0002": "待缴费 B1-02", "YZ2026-0001": "在租 B1-01"}
    assert list(tab("parking take-payment ")) == ["YZ2026-0002"]
    assert list(tab("parking end yz2026-0001")) == list(tab("parking end YZ1")) == list(tab("parking end １")) == ["YZ2026-0001"]
    assert list(tab("parking end YZ2026-0001 Y")) == ["YZ2026-0002"]
    assert "--last-day" in tab("parking end YZ2026-0001 ")


def test_what_is_signed_already_or_not_ready_is_not_offered(town: Pmdesk, tab: Tab) -> None:
    """A step that is taken once, and one that needs another to be signed first."""
    assert (
        town(
            "deposit", "take", "--customer", "KH1", "--amount", "500", "--kind", "renovation", "--means", "cash", "--by", "cl"
        ).code
        == 0
    )
    before = list(tab("deposit approve-refund "))
    assert town("deposit", "ask-refund", "YJ1", "--by", "lj").code == 0

    assert (before, list(tab("deposit approve-refund "))) == ([], ["YJ2026-00001"])


def test_every_form_can_be_put_right_and_looked_at(town: Pmdesk, tab: Tab) -> None:
    """Ended ones too, by the register or by the number alone; entries with their steps."""
    every = ["YZ2026-0003", "YZ2026-0002", "YZ2026-0001"]

    assert [list(tab(f"parking {verb} ")) for verb in ("correct", "strike", "void", "show")] == [every] * 4
    assert [list(tab(f"{command} YZ")) for command in ("show", "why", "print")] == [every] * 3
    assert list(tab("show "))[:2] == ["SK2026-00001", "CL00001"]
    assert list(tab("journal verify --number YZ")) == every
    assert list(tab("parking strike YZ2026-0003 --seq ").values()) == ["End", "Rent"]
    assert list(tab("parking strike --seq ")) == []


def test_time_has_done_its_part(town: Pmdesk, tab: Tab, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rent whose month is over by the clock of the training site has expired, though nobody wrote that yet."""
    before = list(tab("parking renew "))
    monkeypatch.setenv("PMDESK_NOW", "2026-08-15T09:00")

    assert (before, list(tab("parking end "))) == (["YZ2026-0001"], [])
    assert tab("parking renew ")["YZ2026-0001"] == "Expired B1-01"


def test_references_are_offered_by_what_may_be_shown(town: Pmdesk, tab: Tab) -> None:
    """Units and staff by their codes, whatever is known by personal words by its number."""
    assert list(tab("parking rent --customer ")) == ["KH00001"]
    assert tab("complaint take --unit 1-2") == {"1-2-301": "Known Home", "1-2-302": "Known Home"}
    assert list(tab("complaint take --unit=1-2-3")) == ["--unit=1-2-301", "--unit=1-2-302"]
    assert list(tab("card 2")) == ["2-1-101"]
    assert list(tab("card fh")) == ["FH00003", "FH00002", "FH00001"]
    assert tab("unit list --by ") == {
        "admin": "Engaged Project manager", "cl": "Engaged Cashier", "lj": "Engaged Assistant", "zg": "Engaged Supervisor",
    }  # fmt: skip
    assert list(tab("key lend --with zg:super")) == ["zg:supervisor"]
    assert list(tab("payment take --charge SF")) == ["SF2026-00003", "SF2026-00002"]
    assert list(tab("payment take --charge SF2026-00001")) == ["SF2026-00001"]
    assert list(tab("vehicle show ")) == ["CL00001"]


def test_two_forms_of_one_key_are_offered_by_number(town: Pmdesk, tab: Tab) -> None:
    """The same code in two estates says too little."""
    assert town("unit", "add", "--code", "2-1-101", "--estate", "west", "--use", "home", "--area", "80").code == 0

    assert tab("card 2") == {"FH00003": "Known main 2-1-101", "FH00004": "Known west 2-1-101"}


def test_other_blanks_are_filled_too(town: Pmdesk, tab: Tab) -> None:
    """Roles, languages, sites, conditions, states, standards, reports and periods."""
    assert list(tab("today --as proj")) == list(tab("today --role proj")) == ["project-manager"]
    assert list(tab("--lang ")) == ["zh", "en"]
    assert list(tab("today --site ")) == ["njxh"]
    assert list(tab("parking list --where sp")) == ["space="]
    assert list(tab("unit list --where use=h")) == ["use=home"]
    assert list(tab("房屋 列表 --条件 类型＝住", "zh")) == ["类型=住宅"]
    assert list(tab("parking correct YZ2026-0001 --set zo")) == ["zone="]
    assert list(tab("parking list --state ", "zh"))[:2] == ["待缴费", "在租"]
    assert tab("standard set parking.monthly") == {"parking.monthly_rent": "parking.3"}
    assert list(tab("standard set rule.parking.space_is_free ")) == list(tab("standard set desk.pin_roles ")) == []
    assert list(tab("report parking.l")) == ["parking.list"]
    assert list(tab("report complaint.week --period "))[:2] == ["2026-W27", "2026-W26"]
    assert list(tab("report complaint.week --period 2026-0"))[:2] == ["2026-07", "2026-06"]
    assert list(tab("parking list --columns zone,sp")) == ["zone,space"]
    assert list(tab("sop parking.11")) == []
    assert list(tab("unit import x.csv --set us")) == ["use="]
    assert list(tab("unit import x.csv --existing s")) == ["skip"]
    assert list(tab("unit import x.csv --step ")) == ["add"]


def test_no_personal_value_is_ever_offered(town: Pmdesk, tab: Tab) -> None:
    """Whatever is asked for anywhere, whatever was begun: neither names nor telephone numbers nor plates."""
    manifest, offered = load_manifest(), ""
    for register, told in manifest["registers"].items():
        for step, declared in told["steps"].items():
            for begun in ("", NAME[:1], "1", PLATE[:2]):
                offered += str(tab(f"{register} {step} {begun}"))
            for field in declared.get("fields", ()):
                if field.get("ref") or field.get("item"):
                    offered += str(tab(f"{register} {step} --{field['name']} "))
        offered += "".join(str(tab(f"{register} {verb}")) for verb in ("show ", "void ", "list --where ", "correct "))

    assert "KH00001" in offered
    assert [word for word in (NAME, MOBILE, PLATE, "李静") if word in offered] == []


def test_what_is_told_of_a_form_steers_no_terminal(town: Pmdesk, tab: Tab) -> None:
    """A code that holds an escape (from another tool, say) is not offered, and stands in descriptions as what it is."""
    with closing(sqlite3.connect(os.environ["PMDESK_DB"])) as book:
        book.execute("UPDATE r_parking SET space = ? WHERE number = ?", ("B1\x1b[2J\tx", "YZ2026-0001"))
        book.execute("UPDATE r_unit SET code = ? WHERE code = ?", ("9-\x1b[2J", "2-1-101"))
        book.commit()

    assert tab("parking end YZ1") == {"YZ2026-0001": "Paid B1\\x1b[2J x"}
    assert (tab("card 9"), len(tab("card 1"))) == ({}, 2)


def test_a_personal_value_is_kept_back_because_it_is_declared_so(town: Pmdesk) -> None:
    """The test above can fail: without the marks in the manifest a plate is what a vehicle is known by."""
    manifest = load_manifest()
    for told in manifest["registers"].values():
        for step in told["steps"].values():
            for field in step.get("fields", ()):
                field.pop("personal", None)

    with glance(os.environ["PMDESK_DB"]) as book:
        offers = Offers(book.read("njxh"), manifest)
        assert [offer.text for offer in offers.of("vehicle")] == [PLATE]


def test_commands_and_numbers_load_no_chapter(town: Pmdesk, cache: Path) -> None:
    """The cached manifest and the tables are all that is read; nothing that judges is imported."""
    code = """
import sys
from pmcli.main import main
main([])
heavy = ("pmplugins", "pmcore.desk", "pmcore.registers", "pmcore.engine", "pluggy", "attr", "sqlite_utils")
print(sorted(name for name in sys.modules if name.startswith(heavy)), file=sys.stderr)
"""
    told = []
    for line in ("", "pmdesk par", "pmdesk parking end "):
        env = environment(cache) | {"_PMDESK_COMPLETE": "zsh_complete", "COMP_LINE": line}
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
        told.append((len(done.stdout.splitlines()), done.stderr.strip()))

    assert told[1:] == [(2, "[]"), (2, "['pmcore.engine', 'pmcore.engine.offers']")]
