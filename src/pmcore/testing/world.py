"""What a scenario happens in: a training site in memory, a clock that the scenario sets, and what came of the last step."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pmcore.desk import Desk, open_desk
from pmcore.engine.gate import key_of
from pmcore.engine.sheet import Written
from pmcore.model.book import Row
from pmcore.model.kinds import DATE, MOMENT
from pmcore.model.outcomes import Declined, NeedsApproval
from pmcore.model.people import Actor
from pmcore.model.rule import Finding
from pmcore.model.step import Step, ready
from pmcore.plugin.catalogue import Catalogue

from .examples import example
from .words import Words, in_words

__all__ = ["World", "told"]

SYSTEM = Actor("setup", identified="system")
"""Who enters what a scenario takes as given and no person is named for."""
ROW = {
    "number": ("单号",), "at": ("时间", "发生时间"), "late": ("补录", "补录原因"), "by": ("经办",), "with": ("会签",),
    "granted": ("批准",),
}  # fmt: skip
"""Heads that every table of steps may have besides the step's own fields."""
START = "2026-07-01 09:00"


class World:
    """One scenario's site. ``result`` is what the last step wrote, ``declined`` why it did not; ``unseen`` until a 那么 asks."""

    def __init__(self, catalogue: Catalogue, without: Callable[[str], Catalogue] | None = None) -> None:
        self.catalogue = catalogue
        self.without = without
        self.words = Words(catalogue)
        self.now: datetime = MOMENT.read(START)
        self.result: Written | None = None
        self.declined: Declined | None = None
        self.unseen = False
        self.training = True
        self.tried: tuple[type[Step], Mapping[str, Any], dict[str, Any]] | None = None
        self.by_pin: set[str] = set()
        self.latest: dict[str, str] = {}
        self.roles: dict[str, list[str]] = {}
        self._desk: Desk | None = None

    @property
    def desk(self) -> Desk:
        """The desk; its site is founded when first asked for."""
        if self._desk is None:
            entropy = random.Random(1).randbytes
            self._desk = open_desk(catalogue=self.catalogue, clock=lambda: self.now, entropy=entropy)
            self._desk.found(name="Spec", code="SPEC", training=self.training)
        return self._desk

    def real(self) -> None:
        """The site is no training site: it is said before anything is entered."""
        if self._desk is not None:
            raise ValueError("the book is founded already; say first that it is a real one")
        self.training = False

    def lacks(self, plugin: str) -> None:
        """A chapter is not installed here: it is said before anything is entered."""
        if self._desk is not None:
            raise ValueError("the book is founded already; say first which chapters are not installed")
        if self.without is None or plugin not in self.catalogue.plugins:
            raise LookupError(f"there is no plugin {plugin!r}; there are: {', '.join(self.catalogue.plugins)}")
        self.catalogue = self.without(plugin)
        self.words = Words(self.catalogue)

    def clock(self, text: str, *, back: bool = False) -> None:
        """It is now so late. Time only goes on; ``back``: the machine's clock was set, and shows whatever it was set to."""
        self.heed()
        moment = MOMENT.read(text)
        if self._desk is not None and moment < self.now and not back:
            raise ValueError(f"time does not go back: it is {MOMENT.show(self.now)} already")
        self.now = moment

    def heed(self) -> None:
        """A step that was declined, and no sentence asked about it, fails the scenario."""
        if self.unseen and self.declined is not None:
            self.unseen = False
            raise AssertionError(f"the step before did not pass, and no sentence expects that: {told(self.declined)}")

    def engage(self, code: str, name: str, roles: Iterable[str]) -> None:
        """Somebody works here."""
        engage, assign = self.step("staff", "engage"), self.step("staff", "assign")
        number = self.keep(self.desk.record(engage, {"name": name or code, "code": code}, by=SYSTEM)).number
        self.roles[code] = [self.words.role(role) for role in roles]
        for role in self.roles[code]:
            self.desk.record(assign, {"role": role}, by=SYSTEM, on=number)

    def step(self, register: str, name: str) -> type[Step]:
        """A step by its names on the wire."""
        return self.desk.step(register, name)

    def actor(self, code: str, role: str | None = None) -> Actor:
        """Who acts; an unknown code is an error, not a refusal."""
        if code not in self.roles:
            raise LookupError(f"there is no staff {code!r} in this scenario; there are: {', '.join(self.roles) or 'none'}")
        identified = "pin" if code in self.by_pin else "asserted"
        return Actor(code, self.words.role(role) if role else None, surface="spec", identified=identified)

    def identify(self, code: str, pin: str) -> None:
        """Somebody types their PIN: from now on they sign with it, if it is the right one."""
        who = self.actor(code)
        self.by_pin.discard(code)
        self.heed()
        self.result = self.declined = None
        try:
            self.desk.identify(who.staff, pin)
        except Declined as declined:
            self.declined, self.unseen = declined, True
        else:
            self.by_pin.add(code)

    def joined(self, by: Actor, codes: str) -> Actor:
        """Who acts, with those who sign beside them (codes joined by 、)."""
        others = tuple(self.actor(code.strip()) for code in codes.replace("，", "、").split("、") if code.strip())
        return Actor(by.staff, by.role, surface=by.surface, identified=by.identified, others=others) if others else by

    def fitting(self, cls: type[Step]) -> Actor:
        """The first of the staff who may sign a step; where nobody may, the book itself."""
        wanted = [role.name for role in cls.__step__.roles]
        for code, held in self.roles.items():
            for role in wanted:
                if role in held or (role == "staff" and held):
                    return Actor(code, role if role in held else None, surface="spec")
        return SYSTEM

    def form(self, register: str, number: str | None = None) -> Row:
        """A form by number or what people know of it; without one the form of the register that was touched last."""
        number = number or self.latest.get(register)
        with self.desk.reading() as look:
            if number is not None:
                return look.row(register, number)
            rows = look.list(register, limit=1, newest_first=True).rows
        if not rows:
            raise LookupError(f"there is no form in {register} yet")
        return rows[0]

    def given(self, cls: type[Step], head: Sequence[str], cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        """A row of a table as (fields, what else stands in it); a head that is neither is an error."""
        fields: dict[str, str] = {}
        more: dict[str, str] = {}
        for text, cell in zip(head, cells, strict=True):
            further = {name: words for name, words in ROW.items() if name not in ready(cls).fields}
            name = self.words.field(cls, text, further)
            if name in ready(cls).fields:
                fields[name] = self.words.cell(ready(cls).fields[name], cell.strip())
            elif cell.strip():
                more[name] = cell.strip()
        return {name: cell for name, cell in fields.items() if cell}, more

    def arrange(self, register: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Forms that stand there already: mandatory blanks that are not named get their kind's example."""
        self.heed()
        cls = self.words.opening(register)
        for cells in rows:
            fields, more = self.given(cls, head, cells)
            self.arrange_one(cls, fields, more)

    def arrange_one(self, cls: type[Step], fields: Mapping[str, Any], more: Mapping[str, str]) -> Written:
        """One form, let through whatever would only need approval."""
        filled = {**example(self, cls, fields), **fields}
        by = self.actor(more["by"]) if "by" in more else self.fitting(cls)
        options = self.options(more)
        _written, findings = self.desk.check(cls, filled, by=by, **options)
        return self.keep(self.desk.record(cls, filled, by=by, granted=keys(findings), **options))

    def options(self, more: Mapping[str, str]) -> dict[str, Any]:
        """When it happened, and why it is entered only now."""
        told: dict[str, Any] = {}
        if "at" in more:
            told["at"] = MOMENT.read(more["at"])
        if "late" in more:
            told["late"] = more["late"]
        return told

    def act(
        self, by: Actor, cls: type[Step], table: Sequence[Sequence[str]] | None, number: str | None, granted: str | None
    ) -> None:
        """Somebody takes a step, once for each row; the first one that is declined ends it."""
        self.heed()
        head, *rows = table or ([], [])
        for cells in rows:
            fields, more = self.given(cls, head, cells)
            on = None if cls.__step__.opens else self.form(cls.__step__.register.name, more.get("number", number)).number
            options = self.options(more)
            approvers = more.get("granted", granted)
            self.attempt(cls, fields, self.joined(by, more.get("with", "")), on, options, approvers)
            if self.declined is not None:
                return

    def attempt(
        self, cls: type[Step], fields: Mapping[str, Any], by: Actor, on: str | None, options: dict[str, Any], approvers: str | None
    ) -> None:
        """One step; what comes of it is kept for the sentences that ask."""
        self.tried = cls, fields, {"on": on, **options}

        def take() -> Written:
            if not approvers:
                return self.desk.record(cls, fields, by=by, on=on, **options)
            granters = tuple(self.actor(code) for code in approvers.replace("，", "、").split("、"))
            return self.desk.record_granted(cls, fields, reason="spec", by=by, on=on, granted_by=granters, **options)

        self.outcome(take)

    def ask(self, by: Actor, reason: str) -> None:
        """Ask that the step tried last may be written."""
        assert self.tried is not None, "nobody tried a step yet"
        cls, fields, more = self.tried
        self.outcome(lambda: self.desk.ask(cls, fields, reason=reason, by=by, **more))

    def outcome(self, take: Any) -> None:
        """Do something that may be declined."""
        self.heed()
        self.result = self.declined = None
        try:
            self.keep(take())
        except Declined as declined:
            self.declined, self.unseen = declined, True

    def keep(self, written: Written) -> Written:
        """Remember what was written, and which forms it touched last."""
        self.result, self.declined = written, None
        for one in (*reversed(written.also), written):
            self.latest[one.register] = one.number
        return written

    def standard(self, name: str, value: str, starts: str) -> None:
        """A standard is changed from a day on; the value is written as people write it."""
        self.heed()
        if self.catalogue.standard(name) is None:
            raise LookupError(f"there is no standard {name!r}; there are: {', '.join(sorted(self.catalogue.standards))}")
        told: dict[str, Any] = {"by": SYSTEM, "reason": "spec", "starts": DATE.read(starts)}
        try:
            written = self.desk.set_standard(name, value, **told)
        except NeedsApproval as declined:  # for days that are over, or while something runs: granted beforehand
            written = self.desk.set_standard(name, value, **told, granted=keys(declined.findings))
        self.keep(written)

    def staff_code(self, number: str) -> str:
        """What people type for somebody."""
        with self.desk.reading() as look:
            row = look.overlay.row("staff", number)
        return str(row.values["code"]) if row else number


def keys(findings: Iterable[Finding]) -> frozenset[str]:
    """What an approval of these would cover."""
    return frozenset(key_of(finding) for finding in findings if finding.level == "approve")


def told(declined: Declined) -> str:
    """An outcome with everything that was said, for a failing scenario."""
    lines = [f"{declined.outcome}: {in_words(declined.message)}"]
    for finding in declined.findings:
        by = f" by {'、'.join(role.name for role in finding.approvers)}" if finding.approvers else ""
        lines.append(f"  {finding.level}{by} [{finding.clause}] {finding.rule}: {in_words(finding.message)}")
    lines += [f"  {name}: {in_words(message)}" for name, message in declined.invalid]
    return "\n".join(lines)
