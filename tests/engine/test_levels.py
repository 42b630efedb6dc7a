"""What the site makes of each rule: its level, not knowing, rules that break, all of them heard."""

from __future__ import annotations

import pytest

from pmcore import Declined
from pmcore.model.outcomes import NeedsApproval, Refused, Unknown
from pmcore.testing.trial import Trial

BIG = {"what": "A1", "amount": "200"}


def rules_of(declined: pytest.ExceptionInfo[Declined]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in declined.value.findings]


LEVELS = [
    ("unlucky", "13", "as-written", Refused),
    ("unlucky", "13", "refuse", Refused),
    ("unlucky", "13", "approve", NeedsApproval),
    ("unlucky", "13", "warn", None),
    ("unlucky", "13", "off", None),
    ("big", "200", "as-written", NeedsApproval),
    ("big", "200", "refuse", Refused),
    ("big", "200", "warn", None),
    ("odd", "15", "refuse", Refused),
    ("odd", "15", "approve", NeedsApproval),
]


@pytest.mark.parametrize(("rule", "amount", "level", "outcome"), LEVELS)
def test_the_site_sets_the_level_of_a_rule(
    trial: Trial, rule: str, amount: str, level: str, outcome: type[Declined] | None
) -> None:
    """Refuse, ask, say so, or leave it; a rule that only warns can be made a gate."""
    trial.desk.set_standard(f"rule.order.{rule}", level, by="admin", reason="our house")
    given = {"what": "A1", "amount": amount}

    if outcome is None:
        written = trial.record("order", "place", by="lj", **given)
        assert [finding.level for finding in written.findings] == ([] if level == "off" else ["warn"])
    else:
        with pytest.raises(outcome) as caught:
            trial.record("order", "place", by="lj", **given)
        assert rules_of(caught) == [f"order.{rule}"]


def test_a_level_is_one_of_the_levels(trial: Trial) -> None:
    """A misspelt one is refused, not taken for off."""
    with pytest.raises(Declined):
        trial.desk.set_standard("rule.order.unlucky", "of", by="admin", reason="x")


def test_a_fixed_rule_has_no_level(trial: Trial) -> None:
    """What keeps the book itself right is not for a site to set: there is no such standard."""
    with pytest.raises(Declined):
        trial.desk.set_standard("rule.order.forbidden", "off", by="admin", reason="x")
    with pytest.raises(Refused):
        trial.record("order", "place", by="lj", what="A1", amount="14")


def test_not_knowing_blocks(trial: Trial) -> None:
    """Unknown is no pass, whatever level is set short of off."""
    with pytest.raises(Unknown) as caught:
        trial.record("order", "place", by="lj", what="A1", amount="16")
    assert (rules_of(caught), caught.value.exit_code) == (["order.not-known"], 1)


def test_not_knowing_may_be_approved_where_the_rule_says_so(trial: Trial) -> None:
    """By whom the rule names."""
    with pytest.raises(NeedsApproval) as caught:
        trial.record("order", "place", by="lj", what="A1", amount="17")

    assert [role.name for role in caught.value.findings[0].approvers] == ["supervisor"]


def test_a_rule_that_breaks_refuses_and_is_named(trial: Trial) -> None:
    """Nothing passes a rule that could not be heard; the finding names rule, plugin and error."""
    with pytest.raises(Refused) as caught:
        trial.record("order", "place", by="lj", what="A1", amount="18")

    finding = caught.value.findings[0]
    assert (finding.rule, finding.plugin, finding.evidence["error"]) == ("order.broken", "order", "ZeroDivisionError")


def test_a_register_that_is_not_there_is_unknown_not_empty(trial: Trial) -> None:
    """The rule would pass if the ghosts' register were taken for empty."""
    with pytest.raises(Unknown) as caught:
        trial.record("order", "place", by="lj", what="A1", amount="19")

    assert (caught.value.findings[0].rule, caught.value.findings[0].evidence) == ("order.asks-a-ghost", {"register": "ghost"})


def test_all_rules_are_heard(trial: Trial) -> None:
    """The answer names every one that speaks, not the first."""
    trial.record("order", "place", by="lj", what="A1")

    _would, findings = trial.desk.check(trial.desk.step("order", "place"), BIG, by="lj")

    assert [finding.rule for finding in findings] == ["order.big", "order.twice"]


def test_checking_writes_nothing(trial: Trial) -> None:
    """Not even a number is taken."""
    before = len(trial.entries())
    would, _findings = trial.desk.check(trial.desk.step("order", "place"), {"what": "A1"}, by="lj")

    assert (would is not None, len(trial.entries())) == (True, before)
    assert trial.record("order", "place", by="lj", what="A1").number == "OR2026-0001"
