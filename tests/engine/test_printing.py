"""A form on paper: what stands on the page, to the cell."""

from __future__ import annotations

import pytest

from pmcore.model.canonical import proof_of
from pmcore.model.text import width
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import Trial


@pytest.fixture
def trial() -> Trial:
    """A slip for two things, counted by nobody yet."""
    trial = Trial(full_catalogue({"release": ("pmplugins.release", "1")}))
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001", unit="1-2-301")
    items = ["沙发:2:furniture", "冰箱:1:appliance"]
    trial.record("release", "apply", by="lj", unit="1-2-301", customer="王小明", nature="temporary", items=items, reason="送修")
    trial.record("release", "grant", by="zg", on="1")
    trial.record("release", "leave", by="gate", on="1")
    return trial


PAGE = """\
                                   物品放行条

编号 FX2026-0001                                                    联次：客户联
--------------------------------------------------------------------------------
【申请】
  房号                  1-2-301
  出门性质              临时携出
  物品
        品名                   数量                   种类
     1. 沙发                   2                      家具
     2. 冰箱                   1                      电器
     3. //////////////////////////////////////////////////////////////////////
  客户                  王小明
  事由                  送修
  申请日                2026-07-01
                                                 签字 Staff lj  2026-07-01 09:00

【放行】
  填写完整清楚          是
                                                 签字 Staff zg  2026-07-01 09:00

【出门】
                                               签字 Staff gate  2026-07-01 09:00

--------------------------------------------------------------------------------
状态 已出门                                                     核对码 {proof}
Trial
"""


def test_a_page(trial: Trial) -> None:
    """Title, number, copy, every signed step; unused lines struck through, what was left empty not there; nothing masked."""
    proof = next(entry for entry in reversed(trial.entries()) if entry.step == "leave")
    page = trial.desk.print_form("release", "1", by="lj", copy="customer")

    assert page == PAGE.format(proof=proof_of(proof.hash))
    assert max(map(width, page.splitlines())) == 80


def test_a_reprint_says_so(trial: Trial) -> None:
    """Each copy is counted by itself; a correction takes effect on the next print."""
    first = [trial.desk.print_form("release", "1", by="lj", copy=copy) for copy in ("customer", "archive")]
    again = trial.desk.print_form("release", "1", by="lj", copy="customer", lang="en")

    assert ["重印" in page for page in first] == [False, False]
    assert "Reprint 2" in again
