"""What goes through the engine: a step as it is asked for, on its way into the journal, and as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pmcore.model.book import DutyRow, Row
from pmcore.model.form import Form, Signature
from pmcore.model.people import Actor
from pmcore.model.rule import Finding
from pmcore.model.stamp import stamp
from pmcore.model.step import Step

if TYPE_CHECKING:
    from .facts import LiveFacts

__all__ = ["Request", "Work", "Written"]


class Request:
    """One step as a frontend asks for it: a step instance, or its class with what people gave for its fields."""

    __slots__ = ("actor", "approval", "at", "batch", "command", "given", "granted", "if_seq", "late", "on", "step")

    def __init__(
        self,
        step: Step | type[Step],
        given: Mapping[str, Any] | None = None,
        *,
        actor: Actor,
        on: str | None = None,
        at: datetime | None = None,
        late: str | None = None,
        command: str | None = None,
        if_seq: int | None = None,
        granted: frozenset[str] = frozenset(),
        approval: str | None = None,
        batch: str | None = None,
    ) -> None:
        self.step = step if isinstance(step, type) else type(step)
        self.given: Mapping[str, Any] = given if given is not None else _given(step)
        self.actor = actor
        self.on = on
        self.at = at
        self.late = late
        self.command = command
        self.if_seq = if_seq
        self.granted = granted
        self.approval = approval
        self.batch = batch


def _given(step: Step | type[Step]) -> dict[str, Any]:
    if isinstance(step, type):
        return {}
    fields = type(step).__step__.fields
    told = {name: getattr(step, name) for name, spec in fields.items() if not spec.computed}
    return {**told, "x": dict(step.x)} if step.x else told


class Work:
    """A step on its way into the journal."""

    __slots__ = (
        "actor", "approval", "at", "batch", "before", "cause", "command", "depth", "facts", "findings", "form", "granted",
        "in_between", "judge_only", "late", "row", "signed", "stamped", "step",
    )  # fmt: skip

    def __init__(self, step: Step, actor: Actor | None, at: datetime, row: Row | None) -> None:
        self.step = step
        self.actor = actor
        self.at = at
        self.stamped = stamp(at)
        self.row = row
        self.before = row
        self.form: Form[Any] | None = None
        self.facts: LiveFacts | None = None
        self.signed: tuple[Signature, ...] = ()
        self.findings: list[Finding] = []
        self.granted: frozenset[str] = frozenset()
        self.approval: str | None = None
        self.batch: str | None = None
        self.command: str | None = None
        self.late: str | None = None
        self.cause: int | None = None
        self.depth = 0
        self.in_between = False
        self.judge_only = False


class Written:
    """What was written: the entry, where the form stands, what is owed, and what was written along with it."""

    __slots__ = (
        "also",
        "duties",
        "findings",
        "met",
        "number",
        "proof",
        "register",
        "repeated",
        "seq",
        "state",
        "step",
        "step_name",
    )

    def __init__(self, register: str, number: str, step_name: str, seq: int, state: str, *, step: Step | None = None) -> None:
        self.register = register
        self.number = number
        self.step_name = step_name
        self.step = step
        self.seq = seq
        self.state = state
        self.duties: list[DutyRow] = []
        self.met: list[tuple[DutyRow, bool]] = []
        self.findings: list[Finding] = []
        self.also: list[Written] = []
        self.proof = ""
        self.repeated = False
