"""Several desks on one file: what may stand once stands once, numbers have no gap, and nobody sees an error."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pmcore.desk import Desk, open_desk
from pmcore.plugin.discovery import full_catalogue

CLERK = """
import json, sys
from pmcore.desk import open_desk
from pmcore.model.outcomes import Refused
from pmcore.plugin.discovery import full_catalogue
desk = open_desk(sys.argv[1], catalogue=full_catalogue({}))
won, lost = [], []
for code in json.loads(sys.argv[2]):
    try:
        desk.record(desk.step("unit", "add"), {"code": code, "use": "home", "area": "80"}, by="admin")
        won.append(code)
    except Refused as refused:
        assert [finding.rule for finding in refused.findings] == ["core.key"]
        lost.append(code)
print(json.dumps([won, lost]))
"""

RENTER = """
import json, sys
from pmcore.desk import open_desk
from pmcore.model.outcomes import Refused
from pmcore.model.people import Actor
from pmcore.plugin.discovery import full_catalogue
desk = open_desk(sys.argv[1], catalogue=full_catalogue({"parking": ("pmplugins.parking", "1"), "key": ("pmplugins.key", "1")}))
me = sys.argv[2]
won = []
for space in json.loads(sys.argv[3]):
    given = {"space": space, "customer": "KH00001", "plate": f"川A{int(me):05}", "mobile": "13800000001", "licence_matches": "yes"}
    try:
        won.append(["let", desk.record(desk.step("parking", "rent"), given, by="lj").number, space])
    except Refused as refused:
        assert "parking.7" in [finding.clause for finding in refused.findings]
for key in json.loads(sys.argv[4]):
    try:
        desk.record(desk.step("key", "lend"), {"to": "gc", "purpose": "repair"}, on=key, by=Actor("kp", others=(Actor("gc"),)))
        won.append(["lent", key, key])
    except Refused as refused:
        assert "key.3" in [finding.clause for finding in refused.findings]
print(json.dumps(won))
"""


def open_site(path: Path) -> Desk:
    """A founded site in a file."""
    desk = open_desk(str(path), create=True, catalogue=full_catalogue({}))
    desk.found(name="Trial", code="trial", admin="Admin", training=True)
    return desk


@pytest.mark.parametrize(("clerks", "units"), [(2, 40), (16, 8)])
def test_many_clerks_enter_the_same_units_and_each_stands_once(tmp_path: Path, clerks: int, units: int) -> None:
    """Two and sixteen processes race for every code: one wins each, the others are refused, the chain is whole."""
    path = tmp_path / "site.db"
    desk = open_site(path)
    codes = [f"1-1-{place}" for place in range(units)]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CLERK, str(path), json.dumps(codes)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(clerks)
    ]
    told = [process.communicate(timeout=240) for process in running]

    assert [stderr.decode() for _stdout, stderr in told] == [""] * clerks
    won = sorted(code for stdout, _stderr in told for code in json.loads(stdout)[0])
    assert won == sorted(codes)
    with desk.reading() as look:
        assert [row.number for row in look.list("unit", limit=100).rows] == [f"FH{place + 1:05}" for place in range(units)]
    assert desk.verify()[1] is None


@pytest.mark.parametrize(("clerks", "spaces"), [(2, 8), (16, 2)])
def test_many_clerks_let_a_space_once_and_lend_a_key_once(tmp_path: Path, clerks: int, spaces: int) -> None:
    """Two and sixteen processes race for the same spaces and keys: no double let, no double lend, no gap, no error."""
    path = tmp_path / "site.db"
    desk = open_desk(
        str(path), create=True, catalogue=full_catalogue({"parking": ("pmplugins.parking", "1"), "key": ("pmplugins.key", "1")})
    )
    desk.found(name="Trial", code="trial", admin="Admin", training=True)
    for code, role in (("lj", "assistant"), ("kp", "key-keeper"), ("gc", "engineering")):
        desk.record(desk.step("staff", "engage"), {"name": code, "code": code}, by="admin")
        desk.record(desk.step("staff", "assign"), {"role": role}, on=code, by="admin")
    desk.record(desk.step("unit", "add"), {"code": "1-1-101", "use": "home", "area": "80"}, by="lj")
    desk.record(desk.step("customer", "add"), {"name": "王小明", "mobile": "13800000001", "unit": "1-1-101"}, by="lj")
    entrust = {"customer": "KH00001", "unit": "1-1-101"}
    keys = [desk.record(desk.step("key", "entrust"), entrust, by="kp").number for _place in range(2)]
    names = [f"B1-{place:02}" for place in range(spaces)]
    command = [sys.executable, "-c", RENTER, str(path)]
    running = [
        subprocess.Popen([*command, str(me), json.dumps(names), json.dumps(keys)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for me in range(clerks)
    ]
    told = [process.communicate(timeout=240) for process in running]

    assert [stderr.decode() for _stdout, stderr in told] == [""] * clerks
    won = sorted((what, thing) for stdout, _stderr in told for what, _number, thing in json.loads(stdout))
    assert won == sorted([*(("let", name) for name in names), *(("lent", key) for key in keys)])
    with desk.reading() as look:
        assert [row.number for row in look.list("parking", limit=100).rows] == [
            f"YZ{desk.clock().year}-{place + 1:04}" for place in range(spaces)
        ]
    assert desk.verify()[1] is None
