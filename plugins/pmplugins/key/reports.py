"""Which keys are out, and which returns had to be chased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pmcore import DAY, MONTH, Facts, Form, at_least, report

from .custody import LENT, Entrust
from .lending import Chase, ExceptionalLend, Lend, ReturnKey, lending
from .loss import Lose

__all__ = ["chased", "out"]


@report("key.out", title="Keys out", every=DAY, clause="key.3")
def out(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """Every key that somebody has at present, the one longest due first."""
    forms = sorted(facts.find(Entrust, state=LENT.name), key=lambda form: (lending(form).step.due_back, form.number))
    for form in forms:
        lent = lending(form)
        yield {
            "number": form.number,
            **_line(form, lent.step, facts),
            "lent": lent.at,
            "overdue": lent.step.due_back < facts.now,
            "times_chased": len(_chases(form, lent.at, None)),
        }


@report("key.chased", title="Returns of keys chased", every=MONTH, clause="key.3")
def chased(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """The lendings of the period that came back late, are late, or had to be chased."""
    for form in facts.find(Entrust, lent_on=at_least(start)):
        for place, entry in enumerate(form.history):
            step = entry.step
            if not isinstance(step, Lend | ExceptionalLend) or not start <= step.lent_on < end:
                continue
            ended = next((later.at for later in form.history[place:] if isinstance(later.step, ReturnKey | Lose)), None)
            chases = _chases(form, entry.at, ended)
            if chases or step.due_back < (ended or facts.now):
                yield {
                    "number": form.number,
                    **_line(form, step, facts),
                    "ended": ended,
                    "times_chased": len(chases),
                }


def _line(form: Form[Entrust], step: Lend | ExceptionalLend, facts: Facts) -> dict[str, Any]:
    """Whose key, who has it, until when; somebody who is not on the staff is not named in a list."""
    return {
        "unit": facts[form.now.unit].now.code,
        "holder": facts[step.to].now.code if isinstance(step, Lend) else None,
        "purpose": step.purpose if isinstance(step, Lend) else None,
        "due_back": step.due_back,
    }


def _chases(form: Form[Any], since: datetime, until: datetime | None) -> list[datetime]:
    """When somebody chased, those of loans that are over too."""
    chases = [entry.at for entry in form.history if isinstance(entry.step, Chase)]
    return [at for at in chases if since <= at and (until is None or at <= until)]
