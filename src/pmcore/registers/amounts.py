"""The one law of corrected amounts: what others stand on is taken back in order, never corrected below them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmcore.model.facts import Facts
from pmcore.model.field import FormRef
from pmcore.model.form import Form, Signed
from pmcore.model.messages import messages
from pmcore.model.rule import Finding, refuse, rule
from pmcore.model.step import Mark, Step

__all__ = ["AMOUNTS", "amounts_stand", "corrected", "standing"]

_ = messages("pmcore")

AMOUNTS = Mark("amounts")
"""Steps whose amounts later steps of the same form count on."""
COUNTED = ("amount", "customer", "unit", "charge", "towards", "outcome", "new_amount", "refunded", "deducted")
"""The fields that are counted on, in whatever step they stand."""


def standing(facts: Facts) -> Form[Any] | None:
    """The form at hand with all its steps, later ones too; None while it is being opened."""
    try:
        return facts[FormRef(f"{facts.register}/{facts.number}")]
    except LookupError:
        return None


def corrected(facts: Facts) -> tuple[Signed[Any], ...]:
    """The step that is being corrected and every one after it; nothing where a new step is judged."""
    form = standing(facts)
    if form is None:
        return ()
    try:
        earlier = {entry.seq for entry in facts.form.history}
    except LookupError:  # the opening step is being corrected
        earlier = set()
    return tuple(entry for entry in form.history if entry.seq not in earlier)


@rule(AMOUNTS, clause="all.4", fixed=True)
def amounts_stand(step: Step, facts: Facts) -> Iterator[Finding]:
    """An amount is corrected only while nothing stands on it; what stands on it is named."""
    old, *later = corrected(facts) or (None,)
    if old is None or not later:
        return
    if any(getattr(step, name, None) != getattr(old.step, name, None) for name in COUNTED):
        named = [entry.step.payment.number for entry in later if hasattr(entry.step, "payment")]
        yield refuse(_("{later} stands on this amount; take that back first"), later=named[-1] if named else later[-1].step_name)
