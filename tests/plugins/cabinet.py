"""A desk with a key in the cabinet, for the tests of key custody."""

from __future__ import annotations

from typing import Any

from pmcore.engine.sheet import Written
from pmcore.model.outcomes import Declined
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.testing.trial import STAFF, Trial

NUMBER = "YS2026-0001"
STAFF_HERE = {**STAFF, "wf": "assistant", "gd": "repairer", "kq": "key-keeper"}
OUTSIDER = {
    "lent_to": "Visitor Veronica", "mobile": "13900000001", "document": "identity-card", "document_tail": "4321",
    "exception_for": "the owner is abroad",
}  # fmt: skip


def made() -> Catalogue:
    """The core and this chapter."""
    catalogue = full_catalogue({"key": ("pmplugins.key", "1")})
    assert catalogue.failures == {}
    return catalogue


def desk_of(catalogue: Catalogue) -> Trial:
    """A desk with a unit, its owner, and their key on a hook."""
    trial = Trial(catalogue, staff=STAFF_HERE)
    trial.record("unit", "add", by="lj", code="1-2-301", use="home", area="98.5")
    trial.record("customer", "add", by="lj", name="Owner", unit="1-2-301")
    trial.record("key", "entrust", by="kp", customer="Owner", unit="1-2-301", hook="A-01")
    return trial


def without(rule: str) -> Catalogue:
    """The chapter with one rule cut out."""
    catalogue = made()
    for bounds in catalogue.rules.values():
        bounds[:] = [bound for bound in bounds if bound.rule.name != rule]
    catalogue.memo.clear()
    return catalogue


def lend(trial: Trial, to: str = "gc", by: str = "kp", **more: Any) -> Written:
    """Lend the key to somebody who signs for it."""
    more.setdefault("purpose", "repair")
    return trial.record("key", "lend", by=Actor(by, others=(Actor(to),)), on=NUMBER, to=to, **more)


def state(trial: Trial, register: str = "key", number: str = NUMBER) -> str:
    """Where a form stands."""
    return str(trial.row(register, number).state)


def staff(trial: Trial, code: str) -> str:
    """The number of somebody."""
    return str(trial.row("staff", code).number)


def clauses(declined: Declined) -> set[str]:
    """The clauses of what stopped a step."""
    return {finding.clause for finding in declined.findings if finding.level != "warn"}
