"""The main job from an empty folder: the office's own exports, a space, a car, a key, a complaint, and a book that holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Pmdesk, Said

UNITS = """房号,类型,建筑面积,楼栋,单元,楼层
1-1-101,住宅,201.03,1栋,1单元,1
1-1-102,住宅,149.96,1栋,1单元,1
1-1-103,办公,九十八,1栋,1单元,1
1-1-101,住宅,201.03,1栋,1单元,1
,住宅,80,1栋,1单元,2
1-1-104 ,商铺,44.45,1栋,1单元,1
"""
CUSTOMERS = """姓名,手机,房号,身份,备注
邓斌,13094948091,1-1-101,业主,
沈文,156 1068-9176,1-1-102,租户,VIP
沈文,15610689177,1-1-104,业主,
张三[/],1380000000,1-1-102,业主,
=cmd|'/c calc'!A1,13700000001,9-9-999,业主,
,13900000000,1-1-101,业主,
"""
VEHICLES = """车主,手机,车牌号,车型,房号
邓斌,13094948091,川BLHD8T,大众朗逸,1-1-101
沈文,15610689176,川b·5uyuy1,五菱宏光,1-1-102
孙八,13800000009,川A1234,轿车,1-1-101
"""


def faults(said: Said) -> list[tuple[int, str]]:
    """(line, heading) of every fault of an import."""
    return [(fault["row"], fault["column"]) for fault in said.json["invalid"]]


@pytest.fixture
def office(site: Pmdesk, tmp_path: Path) -> Pmdesk:
    """A site with its exports mended and taken in, and the staff of the chapters."""
    for code, role in (("kp", "key-keeper"), ("gc", "engineering"), ("gate", "guard")):
        assert site("staff", "engage", "--name", f"Staff {code}", "--code", code).code == 0
        assert site("staff", "assign", code, "--role", role, "--starts", "2026-01-01").code == 0
    for register, text, encoding, bad in (
        ("unit", UNITS, "gb18030", (3, 5)),
        ("customer", CUSTOMERS, "utf-8-sig", (4, 5, 6)),
        ("vehicle", VEHICLES, "utf-8", (3,)),
    ):
        lines = text.splitlines()
        path = tmp_path / f"{register}.csv"
        path.write_bytes("\n".join(line for place, line in enumerate(lines) if place not in bad).encode(encoding))
        assert site(register, "import", str(path), "--by", "lj").code == 0
    return site


@pytest.mark.parametrize(
    ("register", "text", "encoding", "told", "found"),
    [
        ("unit", UNITS, "gb18030", "gb18030", [(4, "建筑面积"), (6, "房号")]),
        ("unit", UNITS, "utf-8", "utf-8", [(4, "建筑面积"), (6, "房号")]),
        ("unit", UNITS, "utf-8-sig", "utf-8-sig", [(4, "建筑面积"), (6, "房号")]),
    ],
)
def test_every_fault_of_an_export_is_named_and_nothing_is_written(
    site: Pmdesk, tmp_path: Path, register: str, text: str, encoding: str, told: str, found: list[tuple[int, str]]
) -> None:
    """Whole file or nothing: line and heading of each fault, the encoding said, not one row in the book."""
    path = tmp_path / "export.csv"
    path.write_bytes(text.encode(encoding))

    said = site(register, "import", str(path), "--by", "lj", "--json")

    assert (said.code, said.json["encoding"], faults(said)) == (2, told, found)
    assert site(register, "list", "--json").json == []


def test_faults_of_people_and_cars_are_named(office: Pmdesk, tmp_path: Path) -> None:
    """A number too short, an unknown unit, a missing name; a plate that is none, an owner nobody knows."""
    people, cars = tmp_path / "people.csv", tmp_path / "cars.csv"
    people.write_text(CUSTOMERS, encoding="utf-8")
    cars.write_text(VEHICLES, encoding="utf-8")

    assert faults(office("customer", "import", str(people), "--by", "lj", "--json")) == [(5, "手机"), (6, "房号"), (7, "姓名")]
    assert faults(office("vehicle", "import", str(cars), "--by", "lj", "--json")) == [(4, "车牌号"), (4, "车主 手机")]


def test_the_same_file_twice_changes_nothing(office: Pmdesk, tmp_path: Path) -> None:
    """The second time every row is known, and the journal stands still."""
    before = office("info", "--json").json["seq"]

    again = [
        office(register, "import", str(tmp_path / f"{register}.csv"), "--by", "lj", "--json").json
        for register in ("unit", "customer", "vehicle")
    ]

    assert [(told["written"], told["skipped"]) for told in again] == [(0, 4), (0, 3), (0, 2)]
    assert office("info", "--json").json["seq"] == before


def test_a_month_at_the_desk(office: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A space is let once, a car is charged, a key is lent once, a complaint becomes major by itself; the book holds."""
    rent = (
        "parking",
        "rent",
        "--space",
        "B1-07",
        "--mobile",
        "13094948091",
        "--licence-matches",
        "--tariff-told",
        "--by",
        "lj",
        "--json",
    )
    let = office(*rent, "--customer", "邓斌", "--plate", "川BLHD8T")
    assert (let.code, let.json["state"]) == (0, "rented")
    twice = office(*rent, "--customer", "沈文 15610689176", "--plate", "川B5UYUY1")
    assert (twice.code, [finding["clause"] for finding in twice.json["findings"] if finding["level"] == "refuse"]) == (
        1,
        ["parking.7"],
    )
    assert office(*rent, "--customer", "沈文", "--plate", "川B5UYUY1").code == 2  # two of that name

    assert office("stay", "enter", "--plate", "苏A88888", "--by", "gate").code == 0
    monkeypatch.setenv("PMDESK_NOW", "2026-07-01T11:01")
    left = office("stay", "leave", "苏a·88888", "--by", "gate", "--json")
    assert (left.code, left.json["fields"]["fee"]) == (0, "3.00")

    key = office("key", "entrust", "--customer", "邓斌", "--unit", "1-1-101", "--by", "kp", "--json").json["number"]
    lend = ("key", "lend", key, "--to", "gc", "--purpose", "repair", "--by", "kp", "--json")
    assert office(*lend).code == 0
    again = office(*lend)
    assert (again.code, "key.3" in [finding["clause"] for finding in again.json["findings"]]) == (1, True)

    taken = office("complaint", "take", "--customer", "邓斌", "--text", "电梯常停", "--by", "lj", "--json").json["number"]
    judged = office(
        "complaint", "judge", taken, "--valid", "--severity", "minor", "--department", "engineering", "--by", "zg", "--json"
    )
    assert judged.code == 0
    monkeypatch.setenv("PMDESK_NOW", "2026-07-08T11:02")
    assert office("complaint", "show", taken, "--json").json["fields"]["severity"] == "major"
    late = [row["number"] for row in office("today", "--late", "--all", "--json").json]
    assert taken in late

    count = office("journal", "verify", "--json").json
    assert office("journal", "rebuild").code == 0
    assert office("journal", "verify", "--json").json == count
    assert office("complaint", "show", taken, "--json").json["fields"]["severity"] == "major"


def test_a_couriers_table_is_taken_as_it_is(office: Pmdesk, tmp_path: Path) -> None:
    """Its own headings are known, what it does not say is said once for all; twice changes nothing."""
    table = tmp_path / "courier.csv"
    table.write_text("快递单号,快递公司,房号,件数\nSF1,顺丰,1-1-101,1\nSF2,顺丰,1-1-101,2\n", "utf-8")
    without = office("mail", "import", str(table), "--by", "lj", "--json")
    taken = office("mail", "import", str(table), "--set", "类别=包裹", "--by", "lj", "--json")
    again = office("mail", "import", str(table), "--set", "类别=包裹", "--by", "lj", "--json")

    assert [one["column"] for one in without.json["invalid"]] == ["kind", "kind"]
    assert (taken.json["written"], again.json["written"], again.json["skipped"]) == (2, 0, 2)
    assert [row["fields"]["kind"] for row in office("mail", "list", "--json").json] == ["parcel", "parcel"]
    assert office("mail", "import", str(table), "--set", "kinds=包裹").code == 2
