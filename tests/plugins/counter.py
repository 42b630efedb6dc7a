"""A counter to try chapter 14 at: two customers, and what they leave or borrow."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pmcore.plugin.catalogue import Catalogue
from pmcore.testing.trial import Trial

STAFF_HERE = {
    "lj": "assistant", "wf": "assistant", "zg": "supervisor", "cl": "cashier", "gate": "guard", "kp": "key-keeper",
}  # fmt: skip


def desk_of(catalogue: Catalogue) -> Trial:
    """A desk with two customers and their units."""
    trial = Trial(catalogue, staff=STAFF_HERE)
    for code, name, mobile in (("A-1203", "Wang Ming", "13800000001"), ("A-301", "Zhao Yi", "13800000002")):
        trial.record("unit", "add", by="lj", code=code, use="office", area="98.5")
        trial.record("customer", "add", by="lj", name=name, mobile=mobile, unit=code)
    return trial


def parcel(trial: Trial, tracking: str = "SF1", **more: Any) -> str:
    """A parcel for Wang Ming; its number."""
    given = {"kind": "parcel", "customer": "Wang Ming", "tracking": tracking, **more}
    return trial.record("mail", "receive", by="lj", **given).number


def store(trial: Trial, tag: str = "12") -> str:
    """A suitcase of Wang Ming's; the number of the form."""
    items = [{"name": "Suitcase", "quantity": 1}]
    end = datetime(2026, 7, 2, 9, tzinfo=UTC)
    return trial.record("storage", "accept", by="lj", customer="Wang Ming", items=items, tag=tag, collect_by=end).number


def lend(trial: Trial) -> str:
    """An umbrella lent to Wang Ming; the number of the form."""
    given = {"customer": "Wang Ming", "thing": "umbrella", "original_price": "48.50", "condition": "new", "signed_for": True}
    return trial.record("loan", "lend", by="lj", **given).number
