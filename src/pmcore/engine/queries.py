"""Looking: lists, forms, duties and entries as the book stands, with what time has made of it by now; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pmcore.model.book import DutyRow, Entry, Match, Row
from pmcore.model.field import FieldSpec, FormRef, Ref
from pmcore.model.messages import messages
from pmcore.model.outcomes import Invalid, NotFound, Refused, WrongUse
from pmcore.model.people import Actor
from pmcore.model.slot import Slot
from pmcore.model.stamp import stamp
from pmcore.model.step import Step, ready
from pmcore.model.text import fold

from .checklist import Checklist, checklist
from .codec import now_of, reveal
from .columns import RECORDED, columns_of, recorded_spec
from .facts import LiveFacts
from .known import known_words
from .quotas import Progress, running
from .read import Faults, read_field, word
from .sheet import Sheet
from .slots import of_form, of_today
from .view import lines_of

__all__ = ["Look", "Page", "Shown"]

_ = messages("pmcore")
Rows = list[Row]
Matches = list[Match]  # named, for inside Look ``list`` is the method
Duties = list[DutyRow]
Slots = list[Slot]
Steps = list[type[Step]]
Quotas = list[Progress]
Entries = list[Entry]


class Page(NamedTuple):
    """Some forms of a register, and the cursor behind which the next ones begin (None: these are all)."""

    rows: list[Row]
    cursor: int | None


class Shown(NamedTuple):
    """One entry of a form as people read it: what it says now, and whether it was corrected or struck."""

    entry: Entry
    body: Mapping[str, Any]
    struck_by: int | None
    corrected_by: tuple[int, ...]


class Look:
    """Reading through the overlay of a sheet that nobody writes: clock steps due by now are already in it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.overlay = sheet.overlay
        self.catalogue = sheet.catalogue

    @property
    def facts(self) -> LiveFacts:
        """The facts as of now."""
        return self.sheet.facts()

    def list(
        self, register: str, where: Mapping[str, Any] | None = None, *, state: str | None = None, closed: bool | None = None,
        limit: int = 50, cursor: int | None = None, newest_first: bool = False,
    ) -> Page:  # fmt: skip
        """A page of forms, by the values of fields as people write them. Raises Invalid for a field that is none."""
        self._known(register)
        matches = self._matches(register, where or {})
        rows = self.overlay.find(
            register, matches, state=state, closed=closed, limit=limit + 1, after=cursor, newest_first=newest_first
        )
        more = rows[limit - 1].opened if len(rows) > limit else None
        return Page(rows[:limit], more)

    def _known(self, register: str) -> None:
        if register not in self.catalogue.registers and not self.overlay.base.columns(register):
            raise WrongUse(_("There is no register {register}").fill(register=register), invalid=[("register", _("is unknown"))])

    def _matches(self, register: str, where: Mapping[str, Any]) -> Matches:
        columns = self.columns(register)
        faults: Faults = []
        found = []
        for name, text in where.items():
            spec = columns.get(name)
            if spec is None:
                known = [word(self.catalogue, register, one) for one in columns]
                faults.append((name, _("there is no such field; there are {fields}").fill(fields=known)))
                continue
            if spec.kind is RECORDED and not spec.indexed:
                indexed = sorted(known for known, one in columns.items() if one.indexed)
                faults.append(
                    (name, _("is not filtered by, now that its plugin is gone; these are: {fields}").fill(fields=indexed))
                )
                continue
            value = read_field(spec, text, name, faults, self.sheet.lookup)
            if value is not None:
                from .codec import cell

                found.append(Match(name, "=", cell(spec, value)))
        if faults:
            raise Invalid(_("{count} fields need another look").fill(count=len(faults)), invalid=faults)
        return found

    def columns(self, register: str) -> dict[str, FieldSpec]:
        """Column -> field of a register, in order of declaration; then what an absent plugin left, as the book recorded it."""
        found = columns_of(self.catalogue, register)
        for column in self.overlay.base.columns(register):
            if column.name not in found:
                found[column.name] = recorded_spec(column)
        return found

    def row(self, register: str, text: str) -> Row:
        """The one form that a text means."""
        self._known(register)
        return self.sheet.lookup.row(register, text)

    def read(self, step: type[Step], name: str, raw: Any, at: datetime | None = None) -> tuple[Any, Faults]:
        """What somebody gave for one field of a step, as it would be read: its value, and what is wrong with which part."""
        lookup, faults = self.sheet.lookup, Faults()
        lookup.today = lookup.day = self.sheet.settings.calendar.day(at or self.sheet.now)
        spec = self.catalogue.extras_of(step).get(name) or ready(step).fields[name]
        return read_field(spec, raw, name, faults, lookup), faults

    def takes(self, step: type[Step], number: str) -> Row:
        """The form that a step is to be taken on now. Raises NotFound or Ambiguous, Refused where it is in another state."""
        from .gate import misplaced

        row = self.row(step.__step__.register.name, number)
        if (finding := misplaced(step.__step__, row)) is not None:
            raise Refused(finding.message, findings=[finding])
        return row

    def may_sign(self, step: type[Step], actor: Actor, row: Row | None = None) -> None:
        """Raise what recording would raise of who signs, before any field is filled; those who sign along may still come."""
        from .signing import may_sign
        from .view import form_of

        form = form_of(self.overlay, self.catalogue, step.__step__.register.name, row) if row else None
        may_sign(actor, step.__step__, form, self.sheet.facts(form=form), self.sheet.lookup)

    def nearly(self, register: str, text: str, most: int = 20) -> Rows:
        """Open forms that somebody may have meant by a text that is no key and no whole name: what is known begins so, or
        holds it.
        """
        from .columns import indexed_columns
        from .search import search

        found: dict[str, Row] = {}
        for name, spec in indexed_columns(self.catalogue, register).items():
            if spec.find or spec.unique or name in self.catalogue.registers[register].key:
                try:
                    found |= {row.number: row for row in self.overlay.base.beginning(register, name, text, limit=most)}
                except LookupError:  # no text, or nothing was ever written in it
                    continue
        rows = list(found.values()) or [hit.row for hit in search(self, text, limit=most) if hit.register == register]
        return [row for row in rows if not row.closed][:most]

    def anywhere(self, text: str) -> tuple[str, Row]:
        """A form by its number alone, whatever the register: ``YZ2026-0007``, or ``YZ7`` for short. Raises NotFound."""
        for name in self.overlay.base.registers():
            if (row := self.overlay.row(name, text.upper())) is not None:
                return name, row
        letters = fold(text).rstrip("0123456789-")
        for name, register in self.catalogue.registers.items():
            if letters and register.prefix.rstrip("-") == letters and (rows := self.sheet.lookup.rows(name, text)):
                return name, rows[0]
        raise NotFound(_("No register has the number {number}").fill(number=text))

    def history(self, register: str, number: str) -> Iterator[Shown]:
        """Every entry of a form, struck ones too, with their present words."""
        entries = self.overlay.history(register, number)
        live = {line.entry.seq: line for line in lines_of(self.overlay, register, number)}
        struck = {json.loads(entry.body)["seq"]: entry.seq for entry in entries if entry.step == "strike"}
        corrected: dict[int, list[int]] = {}
        for entry in entries:
            if entry.step == "correct" and entry.seq not in struck:
                corrected.setdefault(json.loads(entry.body)["seq"], []).append(entry.seq)
        for entry in entries:
            line = live.get(entry.seq)
            body = line.body if line else json.loads(entry.body)
            personal = line.personal if line else self.overlay.personal(entry.seq)
            yield Shown(entry, dict(reveal(body, personal)), struck.get(entry.seq), tuple(corrected.get(entry.seq, ())))

    def duties(self, *, holders: tuple[str, ...] = (), register: str | None = None, number: str | None = None) -> Duties:
        """Open duties by due time; of these holders (roles, ``staff:NUMBER``) where given."""
        if register is not None and number is not None:
            return self.overlay.duties_of(register, number)
        found = self.overlay.all_duties()
        if not holders:
            return found
        return [duty for duty in found if set(duty.holder.split()) & set(holders)]

    def slots(self) -> Slots:
        """The slots that this moment lies in, met or open, of every form on which a step recurs now."""
        found: list[Slot] = []
        for register in self.catalogue.registers:
            for step in self._recurring(register):
                found += of_today(self.facts.seen, step)
        return found

    def slots_of(self, register: str, number: str) -> Slots:
        """Every slot of a form so far: met, missed, open."""
        row = self.overlay.row(register, number)
        steps = [] if row is None else self._recurring(register)
        return [slot for step in steps for slot in of_form(self.facts.seen, row, step)]  # type: ignore[arg-type]

    def checklist(self, register: str, number: str) -> Checklist:
        """What of a form is done, owed, open or waits for something, and what recurs on it. Raises NotFound or Ambiguous."""
        return checklist(self.facts, register, self.row(register, number))

    def _recurring(self, register: str) -> Steps:
        return [step for step in self.catalogue.steps_of(register).values() if step.__step__.every is not None]

    def quotas(self) -> Quotas:
        """How the quotas stand that are asked for today, a line for each holder."""
        self.catalogue.need("*")
        return list(running(self.facts, self.catalogue.quotas.values()))

    def late(self, duty: DutyRow) -> bool:
        """Whether a duty is past its time."""
        return duty.due < stamp(self.sheet.now)

    def tail(self, count: int) -> Entries:
        """The last entries of the journal."""
        head = self.overlay.base.head()
        return list(self.overlay.base.entries(max(0, (head.seq if head else 0) - count)))

    def known_as(self, ref: Ref[Any], *, masked: bool = False) -> str:
        """What people call the form that a reference points to: its key, its name, or its number; ``masked`` if personal."""
        register, number = (ref.register, ref.form) if isinstance(ref, FormRef) else (ref.register_name(), ref.number)
        row = self.overlay.row(register, number)
        told = known_words(self.catalogue, register, row, masked=masked) if row else []
        if not told:
            return number if row else ref.number
        word, hidden = told[0]
        return f"{word} {number}" if hidden else word

    def opening(self, register: str, row: Row) -> Any:
        """The opening step of a form with its present values; None where its plugin is absent."""
        openings = self.catalogue.openings_of(register)
        return now_of(self.catalogue.opening_of(register, row), row.values) if openings else None
