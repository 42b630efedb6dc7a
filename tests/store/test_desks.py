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
