"""Two small chapters that speak through a mark, and what tests of plugins do with a unit."""

from __future__ import annotations

import pytest

from pmcore.model.outcomes import Refused
from pmcore.testing.trial import Trial

THANKS = '''
SETTLED = Mark("settled", needs=("customer",))
visit = Register("visit", title="Visits", number="VV{seq}")
OPEN, SETTLED_ = visit.states("open", "settled", closed="settled")


class Come(Step, register=visit, by=ASSISTANT, to=OPEN):
    """Somebody comes."""

    customer: CustomerRef


class Settle(Step, register=visit, by=ASSISTANT, after=OPEN, to=SETTLED_, marks=SETTLED):
    """It is settled."""

    customer: CustomerRef = field(updates=True)
'''


FOLLOW = '''
follow = Register("follow", title="Follow-ups", number="FF{seq}")
OWED, DONE = follow.states("owed", "done", closed="done")


class Owe(Step, register=follow, by=ASSISTANT, to=OWED):
    """Owe a follow-up."""

    customer: CustomerRef


class Call(Step, register=follow, by=ASSISTANT, after=OWED, to=DONE):
    """Call."""


@reaction(Mark("settled"), clause="followup.1")
def call_back(step, facts):
    yield Owe(customer=step.customer)


@rule(Mark("settled"), clause="followup.1")
def a_word(step, facts):
    yield warn(_("Say good-bye"))
'''


def add(trial: Trial, floor: int, by: str = "lj") -> str:
    """Enter a unit."""
    return trial.record("unit", "add", by=by, code=f"1-1-{floor}01", use="home", area="80", floor=floor).number


def rules_of(caught: pytest.ExceptionInfo[Refused]) -> list[str]:
    """The rules that a refusal names."""
    return [finding.rule for finding in caught.value.findings]
