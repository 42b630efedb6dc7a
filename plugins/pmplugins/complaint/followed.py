"""How a complaint hears of its follow-up where a chapter of follow-ups is installed: that one asks, this one answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmcore import Facts, Finding, FormRef, Mark, Missing, On, messages, on, reaction, refuse, rule

from .form import SETTLED, complaint
from .outcome import FollowUp

__all__ = ["asked_there", "content", "opened_again"]

_ = messages("pmplugins")


def _waits(origin: FormRef | None, facts: Facts) -> bool:
    """Whether it is a complaint that waits for its follow-up."""
    return origin is not None and origin.register == complaint.name and facts[origin].state == SETTLED.name


@reaction(Mark("followed-up"), clause="complaint.11")
def content(asked: Any, facts: Facts) -> Iterator[On]:
    """A customer who is satisfied ends the complaint."""
    if asked.satisfied and _waits(asked.origin, facts):
        yield on(asked.origin.form, FollowUp(satisfied=True, anything_else=asked.anything_else))


@reaction(Mark("dissatisfied"), clause="complaint.11")
def opened_again(sent_back: Any, facts: Facts) -> Iterator[On]:
    """A customer who is dissatisfied finds the complaint open again."""
    if _waits(sent_back.origin, facts):
        yield on(sent_back.origin.form, FollowUp(satisfied=False, anything_else=sent_back.said))


@rule(FollowUp, clause="complaint.11")
def asked_there(follow_up: FollowUp, facts: Facts) -> Iterator[Finding]:
    """A complaint that has a follow-up form is followed up on that one."""
    try:
        waiting = list(facts.find("followup", origin=FormRef(f"{facts.register}/{facts.number}"), state="due"))
    except Missing:
        return
    for form in waiting:
        yield refuse(_("The follow-up is recorded on {number}"), number=form.number)
