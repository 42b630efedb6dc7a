"""A stranger's chapter: favours done for customers, which are followed up, and opened again when a customer is not content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pmcore import ASSISTANT, ENGINEERING, Facts, Mark, On, Register, Step, on, reaction
from pmcore.registers.customer import CustomerRef

favour = Register("favour", title="Favours", number="RQ{year}-{seq:04}")
ASKED, DONE = favour.states("asked", "done", closed="done")


class Ask(Step, register=favour, by=ASSISTANT, to=ASKED):
    """Ask for a favour."""

    customer: CustomerRef


class Do(Step, register=favour, by=ENGINEERING, after=ASKED, to=DONE, again=True, marks=Mark("settled")):
    """Do it."""


class Redo(Step, register=favour, by=ENGINEERING, after=DONE, to=ASKED, again=True):
    """It has to be done again."""


@reaction(Mark("dissatisfied"), clause="followup.4")
def redone(step: Any, facts: Facts) -> Iterator[On]:
    """A favour that did not please is open again."""
    if step.origin.register == favour.name and facts[step.origin].closed:
        yield on(step.origin.form, Redo())
