"""How a complaint hears of its follow-up where a chapter of follow-ups is installed: that one asks, this one answers."""

from __future__ import annotations

from pmcore.chapter import *

from .form import SETTLED, complaint
from .outcome import FollowUp

_ = messages("pmplugins")


def _waits(origin: FormRef | None, facts: Facts) -> bool:
    """Whether it is a complaint that waits for its follow-up."""
    return origin is not None and origin.register == complaint.name and facts[origin].state == SETTLED


@reaction(Mark("followed-up"), clause="complaint.11")
def content(asked: Any, facts: Facts) -> Follows:
    """A customer who is satisfied ends the complaint."""
    if asked.satisfied and _waits(asked.origin, facts):
        yield on(asked.origin.form, FollowUp(satisfied=True, anything_else=asked.anything_else))


@reaction(Mark("dissatisfied"), clause="complaint.11")
def opened_again(sent_back: Any, facts: Facts) -> Follows:
    """A customer who is dissatisfied finds the complaint open again."""
    if _waits(sent_back.origin, facts):
        yield on(sent_back.origin.form, FollowUp(satisfied=False, anything_else=sent_back.said))


@rule(FollowUp, clause="complaint.11")
def asked_there(follow_up: FollowUp, facts: Facts) -> Findings:
    """A complaint that has a follow-up form is followed up on that one."""
    if facts.there("followup"):
        for form in facts.find("followup", origin=facts.here, state="due"):
            yield refuse(_("The follow-up is recorded on {number}"), number=form.number)
