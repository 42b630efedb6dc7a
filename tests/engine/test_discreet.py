"""A rule says nothing personal of other forms, whatever its author put into the sentence."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pmcore import Facts, Finding, messages, rule, warn
from pmcore.engine import gate
from pmcore.model.rule import refuse
from pmcore.plugin.catalogue import Plugin
from pmcore.plugin.discovery import collect, full_catalogue
from pmcore.registers.customer import AddCustomer
from pmcore.testing.trial import Trial

_ = messages("nosy")


@rule("customer.add", clause="nosy.1")
def says_who_it_is(add: Any, facts: Facts) -> Iterator[Finding]:
    """A careless rule: whoever has this telephone number is told by name."""
    for other in facts.find(AddCustomer, mobile=add.mobile):
        named = {"names": [other.now.name], "mobile": other.now.mobile, "number": other.number, "typed": add.name}
        yield warn(_("{names} has {mobile} already; call {mobile}"), remedy=_("ask {names}").fill(names=other.now.name), **named)
    if add.name == "王":
        yield refuse(_("{name} is no name"), name=add.name)


@pytest.fixture
def trial() -> Trial:
    """A site with a careless plugin, and 王小明."""
    catalogue = full_catalogue({})
    catalogue.add(collect(Plugin("nosy", "1"), sys.modules[__name__]))
    trial = Trial(catalogue)
    trial.record("customer", "add", by="lj", name="王小明", mobile="13800000001")
    return trial


def said(trial: Trial, **given: str) -> Finding:
    """What the careless rule says of a new customer."""
    _would, findings = trial.desk.check(trial.desk.step("customer", "add"), given, by="lj")
    return next(finding for finding in findings if finding.rule == "nosy.says-who-it-is")


def test_of_another_form_it_is_masked(trial: Trial) -> None:
    """In the evidence, in the sentence and in what helps; numbers, and what was typed just now, stay as they are."""
    finding = said(trial, name="李四", mobile="13800000001")

    evidence = {"names": ["王*明"], "mobile": "138****0001", "number": "KH00001", "typed": "李四"}
    assert (dict(finding.evidence), dict(finding.message.values)) == (evidence, evidence)
    assert finding.remedy is not None
    assert finding.remedy.values["names"] == ["王*明"]


def test_what_was_typed_is_said_back(trial: Trial) -> None:
    """A rule that looked at nobody tells nobody anything."""
    assert said(trial, name="王", mobile="13800000009").evidence == {"name": "王"}


def test_without_the_veil_it_would_be_told(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: taken away, the name stands there."""
    monkeypatch.setattr(gate, "discreet", lambda finding, facts: finding)

    assert said(trial, name="李四", mobile="13800000001").evidence["names"] == ["王小明"]
