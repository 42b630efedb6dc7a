"""A walk over a plugin's steps: each is taken with examples, personal blanks filled with values that are looked for later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from pmcore.engine.codec import item_specs
from pmcore.engine.gate import key_of
from pmcore.model.book import Entry, Row, Store
from pmcore.model.field import FieldSpec, FormRef
from pmcore.model.kinds import CODE
from pmcore.model.messages import Bad
from pmcore.model.outcomes import Declined
from pmcore.model.people import Actor
from pmcore.model.rule import Finding
from pmcore.model.step import Step, ready
from pmcore.plugin.catalogue import Catalogue, Declared

from .trial import STAFF, Trial

__all__ = ["SENTINELS", "Walk"]

SENTINELS = {"text": "哨兵甲乙丙丁", "name": "诸葛哨兵", "phone": "13977778888", "plate": "苏Q9Q9Q7", "document-tail": "7ZX8"}
"""Personal values by kind that stand nowhere else."""
SYSTEM = Actor("setup", identified="system")
TURNS, ROUNDS = 2, 4
FILLS = ((True, True), (True, False), (False, False))  # optional blanks; references among them
HOUSE = frozenset({"site", "plugin", "standard", "calendar"})
"""Registers that the desk itself keeps: examples in them would change the rules of the walk."""


class Walk:
    """A desk, in memory unless a store is given, on which every step of a plugin is tried; ``entries`` is what came of it.

    A turn opens a form in each of its registers and takes whatever step is possible, round by round, a day apart;
    choices and truth values take their turns. What a rule refuses is left out: this looks for faults, not for a story.
    """

    def __init__(self, catalogue: Catalogue, declared: Declared, *, store: Store | None = None) -> None:
        self.catalogue = catalogue
        self.declared = declared
        self.trial = Trial(catalogue, store=store)
        self.findings: list[tuple[str, str, Finding]] = []
        self.entries: list[Entry] = []
        self.latest: dict[str, str] = {}
        self.opening: set[str] = set()
        self.turn = 0
        self.count = 0

    def done(self) -> Walk:
        """Walk, and hand over."""
        for self.turn in range(TURNS):
            self.latest.clear()
            for step in self._own():
                if step.__step__.opens:
                    self._take(step, None)
            for number in range(ROUNDS):
                self._round(closing=number == ROUNDS - 1)
                self.trial.passes(days=1)
        self.trial.passes(days=400)
        self.trial.record("unit", "add", by=SYSTEM, code="9-9-901", use="home", area="80")  # clock steps due are written now
        self.entries = self.trial.entries()
        return self

    def body(self, entry: Entry) -> dict[str, Any]:
        """What an entry says, as it stands in the chain."""
        told: dict[str, Any] = json.loads(entry.body)
        return told

    def _own(self) -> Iterator[type[Step]]:
        return (step for step in self.declared.steps if not step.__step__.clock and step.__step__.register.name not in HOUSE)

    def _round(self, *, closing: bool) -> None:
        """Whatever is possible, once; what ends a form only in the last round, or little would be seen."""
        for step in sorted(self._own(), key=lambda step: step.__step__.moves):
            register = step.__step__.register.name
            ends = bool(step.__step__.targets) and all(state.closed for state in step.__step__.targets)
            if step.__step__.opens or (ends and not closing) or (number := self.number(register)) is None:
                continue
            row: Row = self.trial.row(register, number)
            again = step.__step__.again or step.__step__.name not in row.signed
            if again and row.state in {state.name for state in step.__step__.after}:
                self._take(step, number)

    def number(self, register: str) -> str | None:
        """The form of a register that was touched last; where there is none, one made of examples."""
        if register not in self.latest and register not in self.opening:
            self.opening.add(register)
            for step in self.catalogue.openings_of(register):
                if not step.__step__.clock and self._take(step, None):
                    break
            self.opening.discard(register)
        return self.latest.get(register)

    def _take(self, step: type[Step], number: str | None) -> bool:
        """Try a step with every blank filled, then with fewer; by the book itself, then by whoever holds its role."""
        for fill in FILLS:
            before = len(self.findings)
            if self._attempt(step, number, SYSTEM, *fill):
                return True
            apart = any(finding.rule == "core.apart" for _register, _step, finding in self.findings[before:])
            if apart and any(self._attempt(step, number, by, *fill) for by in _signers(step)):
                return True
        return False

    def _attempt(self, step: type[Step], number: str | None, by: Actor, blanks: bool, references: bool) -> bool:
        register, name = step.__step__.register.name, step.__step__.name
        try:
            given = self._given(step, blanks, references)
            _would, findings = self.trial.desk.check(step, given, by=by, on=number)
            self.findings += [(register, name, finding) for finding in findings]
            granted = frozenset(key_of(finding) for finding in findings if finding.level == "approve")
            written = self.trial.desk.record(step, given, by=by, on=number, granted=granted)
        except (Declined, LookupError) as declined:
            self.findings += [(register, name, finding) for finding in getattr(declined, "findings", ())]
            return False
        for one in (*reversed(written.also), written):
            self.latest[one.register] = one.number
        return True

    def _given(self, step: type[Step], blanks: bool, references: bool) -> dict[str, Any]:
        key = step.__step__.register.key
        wanted = ((name, spec) for name, spec in ready(step).fields.items() if not spec.computed and not spec.series)
        return {
            name: self._value(spec, distinct=spec.unique or name in key)
            for name, spec in wanted
            if spec.required or (blanks and (references or spec.ref is None))
        }

    def _value(self, spec: FieldSpec, *, distinct: bool = False) -> Any:
        one = self._one(spec, distinct=distinct)
        return [one] if spec.many else one

    def _one(self, spec: FieldSpec, *, distinct: bool) -> Any:
        if spec.item is not None:
            return {
                name: self._value(inner) for name, inner in item_specs(spec.item).items() if inner.ref is None or inner.required
            }
        if spec.ref is not None:
            return self._reference(spec)
        if spec.choices is not None:
            members = [choice.value for choice in spec.choices]
            return members[self.turn % len(members)]
        if spec.kind.type is bool:
            return self.turn % 2 == 0
        if spec.kind.type in (date, datetime) and self.turn:
            ahead = self.trial.now + timedelta(days=10 * self.turn)
            return ahead if spec.kind.type is datetime else ahead.date()
        if distinct and spec.kind is CODE:
            self.count += 1
            return f"T-{self.turn}-{self.count}"
        return _example(spec)

    def _reference(self, spec: FieldSpec) -> str:
        register = "unit" if spec.ref is None or issubclass(spec.ref, FormRef) else spec.ref.register_name()
        number = self.number(register)
        if number is None:
            raise LookupError(register)
        return f"unit/{number}" if spec.ref is not None and issubclass(spec.ref, FormRef) else number


def _signers(step: type[Step]) -> list[Actor]:
    """The people of a trial desk who hold a role that may sign."""
    roles = {role.name for role in step.__step__.roles}
    return [Actor(code, role) for code, role in STAFF.items() if role in roles]


def _example(spec: FieldSpec) -> Any:
    """The first value that fits the field's limits. Raises LookupError where none does."""
    sentinel = SENTINELS.get(spec.kind.name) if spec.personal else None
    for candidate in (sentinel, spec.kind.example, spec.ge, spec.le):
        if candidate is None:
            continue
        try:
            spec.kind.load(candidate, spec)
        except (Bad, TypeError):
            continue
        return candidate
    raise LookupError(spec.name)
