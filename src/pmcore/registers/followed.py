"""What a customer says afterwards, on the form that it is about: the chapter of follow-ups writes it there, people without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.field import field
from pmcore.model.form import Form
from pmcore.model.kinds import Text
from pmcore.model.messages import messages
from pmcore.model.part import Part
from pmcore.model.rule import Finding, reaction, refuse, rule
from pmcore.model.span import Span
from pmcore.model.standard import Standard
from pmcore.model.step import Mark, On, on

from .marks import FOLLOWED_UP, UNHAPPY

__all__ = ["Answered", "asked_there", "asked_within", "taken_down"]

_ = messages("pmcore")


class Answered(Part):
    """followup.4: the customer's answer on the form that it is about. A step with it, taken in the state that waits for the answer,
    is written by the chapter of follow-ups; where nobody has that chapter, people take it.
    """

    satisfied: bool = field(updates=True, index=True)
    anything_else: Text | None = field(default=None, updates=True)


def asked_within(span: Standard[Span]) -> Callable[[Form[Any], Facts], datetime | None]:
    """For ``within=``: owed on the form itself only where no chapter of follow-ups owes it on a form of its own."""

    def due(_form: Form[Any], facts: Facts) -> datetime | None:
        return None if facts.there("followup") else facts.due(facts[span])

    return due


@rule(Answered, clause="followup.4")
def asked_there(answered: Answered, facts: Facts) -> Iterator[Finding]:
    """What has a follow-up form is followed up on that one."""
    if facts.there("followup"):
        for form in facts.find("followup", origin=facts.here, state="due"):
            yield refuse(_("The follow-up is recorded on {number}"), number=form.number)


@reaction(FOLLOWED_UP, UNHAPPY, clause="followup.4")
def taken_down(told: Any, facts: Facts, mark: Mark) -> Iterator[On]:
    """The form that was followed up takes the answer down: satisfied with the answer, dissatisfied when it is sent back."""
    origin = facts.get(told.origin)
    if origin is None or (mark == FOLLOWED_UP and not told.satisfied):
        return
    said = told.anything_else if mark == FOLLOWED_UP else told.said
    for step in facts.steps_with(Answered, origin.register):
        if origin.state in {state.name for state in step.__step__.after}:
            yield on(origin, step(satisfied=mark == FOLLOWED_UP, anything_else=said))
