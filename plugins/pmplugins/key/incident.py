"""Incidents with keys: what happened is on record, the depositor is told, keeper and project manager answer for it."""

from __future__ import annotations

from typing import Any

from pmcore import (
    ASSISTANT,
    KEEPER,
    PROJECT_MANAGER,
    SUPERVISOR,
    Facts,
    Form,
    Person,
    PersonName,
    Register,
    Role,
    Step,
    Text,
    field,
)
from pmcore.registers.staff import StaffRef

from .custody import KeyRef
from .figures import ACCOUNT_WITHIN, INFORM_WITHIN, RESPONSIBILITY_WITHIN, IncidentKind, Liable

__all__ = ["Account", "Answer", "Inform", "ReportIncident", "incident", "keeper_of"]

incident = Register("incident", title="Incidents with keys", number="SG{year}-{seq:04}", keep=3)
REPORTED, ANSWERED = incident.states("reported", "answered", closed="answered")


def keeper_of(form: Form[Any]) -> StaffRef | None:
    """Who kept a key: the person who last signed as keeper on its form, for themselves or for somebody."""
    signed = [who.staff for entry in form.history for who in entry.signed if who.role == KEEPER.name]
    return StaffRef(signed[-1]) if signed else None


def accountable(form: Form[ReportIncident], facts: Facts) -> tuple[Person | Role, ...]:
    """key.4: the keeper of that key; where they are away, whoever keeps the keys now."""
    keeper = form.now.keeper
    return (Person(keeper.number), KEEPER) if keeper is not None else (KEEPER,)


class ReportIncident(Step, register=incident, by=(KEEPER, SUPERVISOR, PROJECT_MANAGER), to=REPORTED, name="report"):
    """Put on record that a key was lost, or came to harm or was misused (key.4)."""

    key: KeyRef
    kind: IncidentKind = field(index=True)
    what_happened: Text = field(max_length=2000)
    keeper: StaffRef | None = field(default=None, prompt="Who kept the key then")
    borrower: StaffRef | None = field(default=None, prompt="Who had it, if it was lent")


class Inform(Step, register=incident, by=(KEEPER, ASSISTANT, SUPERVISOR), after=REPORTED, within=INFORM_WITHIN):
    """Tell the depositor what happened to their key."""

    told: PersonName
    reply: Text | None = None


class Account(Step, register=incident, by=accountable, after=REPORTED, within=ACCOUNT_WITHIN):
    """The keeper says how it came about, and signs for it (key.4)."""

    how_it_came: Text = field(max_length=2000)


class Answer(
    Step, register=incident, by=PROJECT_MANAGER, after=REPORTED, to=ANSWERED, needs=(Account, Inform), apart=Account,
    within=RESPONSIBILITY_WITHIN,
):  # fmt: skip
    """The project manager decides who answers for it and what is done, and signs (key.4)."""

    liable: Liable = Liable.KEEPER_AND_MANAGER
    measures: Text = field(max_length=2000, prompt="Is the lock changed, and at whose cost?")
