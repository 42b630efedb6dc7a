"""Importing a table into a register: whole file or nothing, every fault by row and column, the same file twice changes nothing."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pmcore.model.book import Match, Row
from pmcore.model.canonical import canonical
from pmcore.model.field import FieldSpec
from pmcore.model.messages import Bad, Msg, messages
from pmcore.model.outcomes import Declined, Invalid
from pmcore.model.people import Actor
from pmcore.model.step import Step, ready
from pmcore.plugin.language import label, languages

from . import amend, asking
from .codec import cell
from .read import Faults, read_field, word
from .sheet import Request, Sheet
from .tables import Table, read_table

__all__ = ["EXISTING", "Fault", "Imported", "Importer", "heads_of", "import_rows", "table_of"]

_ = messages("pmcore")
EXISTING = ("refuse", "skip", "correct")
RESERVED_HEADS = {"at": "at", "时间": "at"}


class Fault(NamedTuple):
    """What is wrong at one place of the file: line (the heads are line 1), heading, reason."""

    line: int
    head: str
    reason: Msg


class Imported:
    """What came of an import."""

    __slots__ = ("corrected", "encoding", "faults", "rows", "skipped", "written")

    def __init__(self, encoding: str, rows: int) -> None:
        self.encoding = encoding
        self.rows = rows
        self.written = 0
        self.skipped = 0
        self.corrected = 0
        self.faults: list[Fault] = []


def heads_of(sheet: Sheet, step: type[Step], heads: list[str], mapping: Mapping[str, str]) -> dict[str, list[str]]:
    """Field -> the headings that fill it. By ``mapping`` (``-`` leaves one out), name, label in any language, or alias.

    Raises Invalid for headings that fit no field: nothing is left out silently.
    """
    fields = ready(step).fields
    words = _words(sheet, step, fields)
    found: dict[str, list[str]] = {}
    faults: list[tuple[str, Msg]] = []
    for head in heads:
        told = mapping.get(head)
        name = told if told is not None else words.get(_plain(head), RESERVED_HEADS.get(head))
        if name == "-":
            continue
        if name is None or (name not in fields and name != "at" and not name.startswith("x.")):
            known = [
                word(sheet.catalogue, step.__step__.register.name, field) for field, spec in fields.items() if not spec.computed
            ]
            faults.append(
                (
                    head,
                    _(
                        "fits no field; map it with --map {head}=FIELD, or leave it out with --map {head}=-; there are {fields}"
                    ).fill(head=head, fields=known),
                )
            )
            continue
        found.setdefault(name, []).append(head)
    faults += [(name, _("is no heading of the file")) for name in mapping if name not in heads]
    if faults:
        raise Invalid(_("The headings need another look"), invalid=faults)
    return found


def _words(sheet: Sheet, step: type[Step], fields: Mapping[str, FieldSpec]) -> dict[str, str]:
    domain = step.__module__.partition(".")[0]
    words: dict[str, str] = {}
    for name, spec in fields.items():
        if spec.computed:
            continue
        for lang in languages:
            words.setdefault(_plain(label(step.__step__.register.name, name, domain, lang)), name)
        for other in spec.aliases:
            words[_plain(other)] = name
    for name in fields:
        words[_plain(name)] = name
    for name, spec in sheet.catalogue.extras_of(step).items():
        words[_plain(name)] = f"x.{name}"
        words.setdefault(_plain(label(step.__step__.register.name, spec.name, name.partition(".")[0], "zh")), f"x.{name}")
    return words


def _plain(head: str) -> str:
    return head.strip().lower().replace("_", " ").replace("-", " ")


def table_of(data: bytes) -> Table:
    """A CSV file. Raises Invalid, as the outcome of an import, where it cannot be read."""
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
        sheet, step, table, actor=actor, mapping=mapping or {}, existing=existing, late=late, granted=granted, approval=approval
    )
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
        self.heads = heads_of(sheet, step, table.heads, mapping)
        self.result = Imported(table.encoding, len(table.rows))
        self.secret = bytes.fromhex(sheet.overlay.base.note("secret") or "")
        self.batch = hmac.new(
            self.secret, canonical([table.heads, [row for _line, row in table.rows]]).encode(), "sha256"
        ).hexdigest()[:16]
        self.seen: dict[str, int] = {}

    def run(self, progress: Callable[[int, int], None] | None = None) -> Imported:
        """Take every row; faults are collected, not raised."""
        for place, (line, cells) in enumerate(self.table.rows):
            try:
                self.row(line, cells)
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
        field = name.split("[")[0]
        self.result.faults.append(Fault(line, " ".join(self.heads.get(field, [field])), reason))

    def row(self, line: int, cells: list[str]) -> None:
        """One row: known already and equal, known and different, or new."""
        if len(cells) > len(self.table.heads):
            raise Invalid(_("Too many cells"), invalid=[("", _("has more cells than there are headings"))])
        texts = dict(zip(self.table.heads, cells, strict=False))
        given: dict[str, Any] = {}
        for name, heads in self.heads.items():
            text = " ".join(part for head in heads if (part := texts.get(head, "").strip()))
            if name.startswith("x."):
                given.setdefault("x", {})[name[2:]] = text or None
            else:
                given[name] = text or None
        at = self.moment(given.pop("at", None))
        known = self.known(given)
        if known is not None:
            self.meet(known, given)
            return
        request = Request(
            self.step,
            given,
            actor=self.actor,
            at=at,
            late=self.late if at is not None else None,
            batch=self.batch,
            granted=self.granted,
            approval=self.approval,
            command=None if self.step.__step__.register.known_by else self.command(texts),
        )
        written = self.sheet.record(request)
        if written.repeated:
            self.result.skipped += 1
        else:
            self.result.written += 1

    def moment(self, text: str | None) -> Any:
        """When it happened, if the file says so; a bare day is its noon."""
        if not text:
            return None
        from pmcore.model.kinds import DATE, MOMENT

        try:
            return MOMENT.read(text)
        except Bad:
            pass
        try:
            from datetime import time

            return self.sheet.settings.calendar.moment(DATE.read(text), time(12))
        except Bad as bad:
            raise Invalid(bad.message, invalid=[("at", bad.message)]) from None

    def command(self, texts: Mapping[str, str]) -> str:
        """An id of the row that tells nothing of it: keyed with the site's secret, which lies beside the chain."""
        told = canonical([self.step.__step__.register.name, sorted(texts.items())])
        made = hmac.new(self.secret, told.encode(), "sha256").hexdigest()[:32]
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
        fields = ready(self.step).fields
        faults: Faults = []
        changed = {}
        for name, text in given.items():
            if name == "x":
                continue
            value = read_field(fields[name], text, name, faults, self.sheet.lookup)
            if text is not None and cell(fields[name], value) != row.values.get(name):
                changed[name] = text
        if faults:
            raise Invalid(_("{count} fields need another look").fill(count=len(faults)), invalid=faults)
        if not changed or self.existing == "skip":
            self.result.skipped += 1
        elif self.existing == "correct":
            amend.correct(
                self.sheet, self.step.__step__.register.name, row.number, None, changed, f"import {self.batch}", self.actor
            )
            self.result.corrected += 1
        else:
            reason = _("{number} stands in the book with another value; say --existing correct or skip").fill(number=row.number)
            raise Invalid(reason, invalid=[(name, reason) for name in changed])
