"""Importing a table into a register: whole file or nothing, every fault by row and column, the same file twice changes nothing."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime, time
from typing import Any, NamedTuple

from pmcore.model.book import Match, Row
from pmcore.model.canonical import canonical
from pmcore.model.kinds import DATE, MOMENT, Limits
from pmcore.model.messages import Bad, Msg, messages
from pmcore.model.outcomes import Declined, Invalid
from pmcore.model.people import Actor
from pmcore.model.step import Step, ready

from . import amend, asking
from .codec import cell
from .collecting import uncollected
from .comparing import changed, masked
from .headings import NUMBER, headings
from .read import Faults, read_field
from .sheet import Request, Sheet
from .tables import Table, read_table

__all__ = ["EXISTING", "Fault", "Imported", "Importer", "import_rows", "table_of"]

_ = messages("pmcore")
EXISTING = ("refuse", "skip", "correct")


class Fault(NamedTuple):
    """What is wrong at one place of the file: line (the heads are line 1), heading, reason."""

    line: int
    head: str
    reason: Msg


class Imported:
    """What came of an import."""

    __slots__ = ("corrected", "encoding", "faults", "renumbered", "rows", "skipped", "written")

    def __init__(self, encoding: str, rows: int) -> None:
        self.encoding = encoding
        self.rows = rows
        self.written = 0
        self.skipped = 0
        self.corrected = 0
        self.renumbered = 0
        """Forms of a list that this book did not have, and that were opened here under the next numbers."""
        self.faults: list[Fault] = []


def table_of(data: bytes) -> Table:
    """A CSV file, or a list as JSON. Raises Invalid, as the outcome of an import, where it cannot be read."""
    try:
        return read_table(data)
    except Bad as bad:
        raise Invalid(bad.message, invalid=[("file", bad.message)]) from None


def import_rows(
    sheet: Sheet,
    step: type[Step],
    table: Table,
    actor: Actor,
    *,
    mapping: Mapping[str, str] | None = None,
    usual: Mapping[str, str] | None = None,
    existing: str = "refuse",
    late: str | None = None,
    granted_by: tuple[Actor | str, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Imported:
    """Take every row into the sheet; the keywords are those of ``Desk.import_table``."""
    granted, approval = frozenset[str](), None
    if granted_by:
        granters = [granter if isinstance(granter, Actor) else Actor(granter) for granter in granted_by]
        approval, granted = asking.for_batch(sheet, step, actor, granters, late or "")
    importer = Importer(
        sheet, step, table, actor=actor, mapping=mapping or {}, usual=usual or {}, existing=existing, late=late, granted=granted,
        approval=approval,
    )  # fmt: skip
    with uncollected():
        return importer.run(progress)


class Importer:
    """One import into one sheet; the caller writes the sheet only if no fault was found."""

    def __init__(
        self,
        sheet: Sheet,
        step: type[Step],
        table: Table,
        *,
        actor: Actor,
        mapping: Mapping[str, str],
        usual: Mapping[str, str],
        existing: str,
        late: str | None = None,
        granted: frozenset[str] = frozenset(),
        approval: str | None = None,
    ) -> None:
        self.sheet = sheet
        self.step = step
        self.table = table
        self.actor = actor
        self.existing = existing
        self.late = late
        self.granted = granted
        self.approval = approval
        self.heads = headings(sheet, step, table.heads, mapping)
        self.usual = usual
        """What a field says where the file leaves it out."""
        if unknown := [name for name in usual if name not in ready(step).fields]:
            raise Invalid(_("The headings need another look"), invalid=[(name, _("there is no such field")) for name in unknown])
        self.result = Imported(table.encoding, len(table.rows))
        self.secret = bytes.fromhex(sheet.overlay.base.note("secret") or "")
        self.batch = hmac.new(
            self.secret, canonical([table.heads, [list(map(_text, row)) for _line, row in table.rows]]).encode(), "sha256"
        ).hexdigest()[:16]
        self.seen: dict[str, int] = {}

    def run(self, progress: Callable[[int, int], None] | None = None) -> Imported:
        """Take every row; faults are collected, not raised."""
        for place, (line, cells) in enumerate(self.table.rows):
            try:
                self.row(cells)
            except Invalid as invalid:
                for name, reason in invalid.invalid:
                    self.fault(line, name, reason)
            except Declined as declined:
                reason = declined.findings[0].message if declined.findings else declined.message
                self.fault(line, "", reason)
            if progress is not None:
                progress(place + 1, len(self.table.rows))
        return self.result

    def fault(self, line: int, name: str, reason: Msg) -> None:
        """Note a fault under the heading that fills the field."""
        self.result.faults.append(Fault(line, self.heads.of(name.split("[")[0]), reason))

    def row(self, cells: list[Any]) -> None:
        """One row: known already and equal, known and different, or new."""
        if len(cells) > len(self.table.heads):
            raise Invalid(_("Too many cells"), invalid=[("", _("has more cells than there are headings"))])
        told = dict(zip(self.table.heads, cells, strict=False))
        given: dict[str, Any] = {}
        for name, heads in self.heads.fields.items():
            value = _joined([told.get(head) for head in heads])
            if name.startswith("x."):
                given.setdefault("x", {})[name[2:]] = value
            else:
                given[name] = value
        at = self.moment(given.pop("at", None))
        listed = {name: _joined([told.get(head)]) for name, head in self.heads.listed.items()}
        number = listed.pop(NUMBER, None)
        standing = self.sheet.overlay.row(self.step.__step__.register.name, str(number)) if number else None
        full = given | {name: value for name, value in self.usual.items() if given.get(name) is None}
        if standing is not None:
            self.meet(standing, given | listed)
        elif (known := self.known(full)) is not None:
            self.meet(known, given)
        else:
            self.open(full, at, told, listed=bool(self.heads.listed))

    def open(self, given: dict[str, Any], at: datetime | None, told: Mapping[str, Any], *, listed: bool) -> None:
        """A row of which the book has nothing: its form is opened."""
        if faults := masked(self.step, given):
            raise Invalid(_("{count} fields need another look").fill(count=len(faults)), invalid=faults)
        request = Request(
            self.step,
            given,
            actor=self.actor,
            at=at,
            late=self.late if at is not None else None,
            batch=self.batch,
            granted=self.granted,
            approval=self.approval,
            command=None if self.step.__step__.register.known_by else self.command(told),
        )
        written = self.sheet.record(request)
        if written.repeated:
            self.result.skipped += 1
        else:
            self.result.written += 1
            self.result.renumbered += listed

    def moment(self, text: Any) -> datetime | None:
        """When it happened, if the file says so; a bare day is its noon."""
        if not text:
            return None
        try:
            found: datetime = MOMENT.load(text, Limits(zone=self.sheet.settings.zone))
        except Bad:
            pass
        else:
            return found
        try:
            return self.sheet.settings.calendar.moment(DATE.load(text), time(12))
        except Bad as bad:
            raise Invalid(bad.message, invalid=[("at", bad.message)]) from None

    def command(self, told: Mapping[str, Any]) -> str:
        """An id of the row that tells nothing of it: keyed with the site's secret, which lies beside the chain."""
        row = canonical([self.step.__step__.register.name, sorted((head, _text(value)) for head, value in told.items())])
        made = hmac.digest(self.secret, row.encode(), "sha256").hex()[:32]
        self.seen[made] = self.seen.get(made, 0) + 1
        return f"import:{made}:{self.seen[made]}"

    def known(self, given: Mapping[str, Any]) -> Row | None:
        """The form that this row is about, if it stands in the book or further up in the file."""
        register = self.step.__step__.register
        fields = ready(self.step).fields
        matches = []
        faults: Faults = []
        for name in register.known_by:
            spec = fields[name]
            value = read_field(spec, given.get(name), name, faults, self.sheet.lookup)
            matches.append(Match(name, "=", cell(spec, value)))
        if not matches or faults:
            return None
        found = self.sheet.overlay.find(register.name, matches, closed=False, limit=1)
        return found[0] if found else None

    def meet(self, row: Row, given: Mapping[str, Any]) -> None:
        """A row about a form that is known: equal ones are passed over, different ones as ``existing`` says."""
        others = changed(self.sheet, row, self.step.__step__.register.name, given)
        if not others or self.existing == "skip":
            self.result.skipped += 1
            return
        if self.existing != "correct":
            reason = _("{number} stands in the book with another value; say --existing correct or skip").fill(number=row.number)
            raise Invalid(reason, invalid=[(name, reason) for name in others])
        opening = self.sheet.catalogue.opening_of(self.step.__step__.register.name, row)
        fields = ready(opening).fields
        if beyond := [name for name in others if name not in fields or fields[name].computed]:
            reason = _("{number} says something else here, and it is not what opened the form; change it by its own step")
            raise Invalid(reason, invalid=[(name, reason.fill(number=row.number)) for name in beyond])
        amend.correct(self.sheet, self.step.__step__.register.name, row.number, None, others, f"import {self.batch}", self.actor)
        self.result.corrected += 1


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _joined(values: list[Any]) -> Any:
    """The cell that fills a field, or the texts of several in a row; None where nothing is said."""
    if len(values) == 1 and not isinstance(values[0], str):
        return values[0]
    return " ".join(part for value in values if value is not None and (part := str(value).strip())) or None
