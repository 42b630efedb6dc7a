"""The desk: the one door. Check, record, find, duties, why, report, verify."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pmcore.engine.door import Door
from pmcore.engine.door import actor_of as _actor
from pmcore.engine.openbook import OpenBook
from pmcore.engine.sheet import Request, Written
from pmcore.model.book import Batch
from pmcore.model.canonical import canonical
from pmcore.model.messages import messages
from pmcore.model.outcomes import Refused, WrongUse
from pmcore.model.people import Actor
from pmcore.model.rule import Finding
from pmcore.model.stamp import stamp
from pmcore.model.step import Step
from pmcore.plugin.catalogue import Catalogue

if TYPE_CHECKING:
    from pmcore.engine.books import Fault
    from pmcore.engine.importing import Imported
    from pmcore.engine.queries import Look
    from pmcore.plugin.folder import PluginFolder

__all__ = ["Desk", "Door", "open_desk"]

_ = messages("pmcore")
What = Step | type[Step]
Given = Mapping[str, Any] | None
By = Actor | str


def _utc_now() -> datetime:
    return datetime.now(UTC)


def open_desk(
    url: str = ":memory:",
    *,
    site: str | None = None,
    catalogue: Catalogue | None = None,
    clock: Callable[[], datetime] = _utc_now,
    entropy: Callable[[int], bytes] | None = None,
    create: bool = False,
    files: bool = True,
    folder: PluginFolder | None = None,
) -> Desk:
    """The desk of a site in the book at ``url`` (a path, or ``:memory:``). ``create`` makes a missing file.

    The files beside the book that it trusts are loaded with what is installed; ``files=False`` leaves them alone, and the
    steps that they judge wait. A ``catalogue`` that is handed in is what is loaded, unless its ``folder`` comes with it.
    Raises the store's errors (``pmcore.store.errors``) where the file cannot serve.
    """
    import os

    from pmcore.plugin.folder import PluginFolder, full_catalogue
    from pmcore.store.open import open_store

    found, folder = catalogue or full_catalogue(), folder or (PluginFolder(url) if catalogue is None else None)
    store = open_store(url, create=create or url == ":memory:")
    desk = Desk(store, found, site=site, clock=clock, entropy=entropy or os.urandom, folder=folder if files else None)
    if catalogue is None:
        desk.take_files()
    return desk


class Desk(OpenBook):
    """One site's desk. What a step does not need is imported by the method that does."""

    def found(
        self, *, name: str, code: str, admin: str | None = None, training: bool = False, zone: str = "Asia/Shanghai"
    ) -> Written:
        """Found the book of a new site: its name, permanent code, the plugins in force, the year's calendar, the first person."""
        from pmcore.engine import founding

        self._site = code
        with self._writing(founding_site=True) as sheet:
            return founding.found(sheet, name=name, code=code, admin=admin, training=training, zone=zone, entropy=self.entropy)

    def record(self, step: What, given: Given = None, *, by: By, **more: Any) -> Written:
        """Judge a step and write it with all that follows.

        ``step`` is an instance, or a class with ``given``: what people gave for its fields. ``on`` is the form (number,
        key, or what people know of it), ``at`` when it happened, ``late`` why it is entered only now, ``command`` an id
        that makes a repetition harmless, ``if_seq`` the last entry that was seen. Raises a ``Declined``: nothing written.
        """
        declared = (step if isinstance(step, type) else type(step)).__step__
        clock_right = (declared.register.name, declared.name) == ("site", "confirm-clock")
        with self._writing(clock_right=clock_right) as sheet:
            return sheet.record(Request(step, given, actor=_actor(by), **more))

    def check(self, step: What, given: Given = None, *, by: By, **more: Any) -> tuple[Written | None, list[Finding]]:
        """Every finding of the whole gate with its evidence; writes nothing. What would be written, where it would be."""
        with self.store.read(self.site) as reader:
            sheet = self._sheet(reader)
            return sheet.judge(Request(step, given, actor=_actor(by), **more))

    @contextmanager
    def sheet(self) -> Iterator[Door]:
        """Several steps in one transaction: ``with desk.sheet() as sheet: sheet.record(...)``."""
        with self._writing() as sheet:
            yield Door(sheet)

    def ask(self, step: What, given: Given = None, *, reason: str, by: By, **more: Any) -> Written:
        """Ask that a step may be written which needs an approval; its form in the approval register. Raises Refused where
        nothing of the kind would help.
        """
        from pmcore.engine import asking

        _would, findings = self.check(step, given, by=by, **more)
        with self._writing() as sheet:
            return asking.ask(sheet, Request(step, given, actor=_actor(by), **more), findings, reason)

    def use_approval(self, number: str, *, by: By) -> Written:
        """Write the step that was approved: judged again, no new finding, once."""
        from pmcore.engine import asking

        with self._writing() as sheet:
            return asking.use(sheet, number, _actor(by))

    def record_granted(
        self, step: What, given: Given = None, *, reason: str, by: By, granted_by: tuple[By, ...], **more: Any
    ) -> Written:
        """At the counter: asked, granted by those who must, used - in one transaction. Without need for it, a plain record."""
        from pmcore.engine import asking

        _would, findings = self.check(step, given, by=by, **more)
        request = Request(step, given, actor=_actor(by), **more)
        with self._writing() as sheet:
            return asking.at_the_counter(sheet, request, findings, reason, [_actor(granter) for granter in granted_by])

    def set_standard(
        self, name: str, value: str, *, by: By, reason: str, starts: Any = None, scope: Mapping[str, str] | None = None, **more: Any
    ) -> Written:
        """Change a standard from a day on; ``value`` as people write it. Raises WrongUse for a name that is none."""
        from pmcore.engine import standards

        with self.store.read(self.site) as reader:
            today = self._sheet(reader).facts().today
        given = standards.change(self.catalogue, name, value, starts or today, scope or {}, reason)
        step = self.step("standard", "set")
        if more.get("granted_by"):
            return self.record_granted(step, given, reason=reason, by=by, **more)
        more.pop("granted_by", None)
        return self.record(step, given, by=by, **more)

    def identify(self, staff: str, pin: str, role: str | None = None, **more: Any) -> Actor:
        """The actor whose PIN this is. Raises Refused for a wrong one (which is on record), Busy while locked."""
        from pmcore.engine import pins

        with self._writing() as sheet:
            right, row = pins.identify(sheet, staff, pin)
        if not right:
            raise Refused(_("That is not the PIN of {code}").fill(code=row.values.get("code")))
        return Actor(row.number, role, identified="pin", **more)

    def set_pin(self, staff: str, pin: str, *, by: By) -> None:
        """Choose a PIN."""
        from pmcore.engine import pins

        with self._writing() as sheet:
            pins.set_pin(sheet, staff, pin, self.entropy, _actor(by))

    def adopt(self) -> list[Written]:
        """Put plugins in force that are loaded and are not yet, and newer versions on record."""
        from pmcore.engine import founding

        with self._writing() as sheet:
            return founding.adopt_plugins(sheet)

    def trust(self, path: str, *, reason: str, by: By, name: str = "", **more: Any) -> Written:
        """Put a file in the folder ``plugins`` beside the book on record as a plugin of this site, by its digest; it is in force
        with that. ``name`` is the plugin's, else what the file says. Raises Invalid or Refused, and then nothing is written.
        """
        from pmcore.engine.trusting import trust

        return trust(self, path, name, reason, _actor(by), **more)

    def correct(
        self,
        register: str,
        on: str,
        given: Mapping[str, Any],
        *,
        reason: str,
        by: By,
        seq: int | None = None,
        if_seq: int | None = None,
        **more: Any,
    ) -> Written:
        """Put fields of a step right: it is judged again at its own time, and what it entailed is compared."""
        from pmcore.engine import amend

        with self._writing() as sheet:
            sheet.expect(register, on, if_seq)
            return amend.correct(sheet, register, on, seq, given, reason, _actor(by), **more)

    def strike(self, register: str, on: str, seq: int, *, reason: str, by: By, if_seq: int | None = None) -> Written:
        """Take one step back."""
        from pmcore.engine import amend

        with self._writing() as sheet:
            sheet.expect(register, on, if_seq)
            return amend.strike(sheet, register, on, seq, reason, _actor(by))

    def void(self, register: str, on: str, *, reason: str, by: By, if_seq: int | None = None) -> Written:
        """Take a whole form back; its number stays."""
        from pmcore.engine import amend

        with self._writing() as sheet:
            sheet.expect(register, on, if_seq)
            return amend.void(sheet, register, on, reason, _actor(by))

    def print_form(self, register: str, on: str, *, by: By, lang: str = "zh", copy: str = "archive") -> str:
        """A form as plain text of 80 columns; the print is on record, a second one of the same copy says that it is one."""
        from pmcore.engine import printing

        with self._writing() as sheet:
            number, count = printing.note_print(sheet, register, on, copy, _actor(by))
        with self.reading() as look:
            return printing.page(look, register, number, lang, copy=copy, count=count)

    def erase(self, customer: str, *, reason: str, by: By) -> Written:
        """Delete a customer's personal values wherever they stand; the chain still verifies. Refused while the law keeps them."""
        from pmcore.engine.erase import erase

        with self._writing() as sheet:
            return erase(sheet, customer, reason, _actor(by))

    def import_table(
        self, register: str, data: bytes, *, by: By, step: str | None = None, check: bool = False, **more: Any
    ) -> Imported:
        """Import a CSV file, or a list as JSON: whole file or nothing, every fault named; ``check`` only looks.

        ``mapping`` maps headings to fields (``-`` leaves one out), ``usual`` is what a field says where the file does not.
        ``existing`` is what becomes of a form that stands there with other values (``refuse``, ``skip``, ``correct``). ``late``
        is why rows of days gone by are entered only now, ``granted_by`` who approves it. ``progress(done, all)`` hears of every
        row. Raises Invalid where the file or its headings cannot be read.
        """
        from pmcore.engine.importing import import_rows, table_of

        table = table_of(data)
        openings = self.catalogue.openings_of(register)
        cls = openings[0] if openings and step is None else self.step(register, step or "")
        with self._writing() as sheet:
            result = import_rows(sheet, cls, table, _actor(by), **more)
            sheet.abandoned = check or bool(result.faults)
        return result

    def step(self, register: str, name: str) -> type[Step]:
        """A step's class by its names. Raises WrongUse where there is none."""
        found = self.catalogue.find_step(register, name)
        if found is None:
            raise WrongUse(_("There is no step {step} in {register}").fill(step=name, register=register))
        return found

    @contextmanager
    def reading(self) -> Iterator[Look]:
        """Read the book as it stands, with what time has made of it by now; nothing is locked or written."""
        from pmcore.engine import queries

        with self.store.read(self.site) as reader:
            yield queries.Look(self._sheet(reader))

    def why(self, register: str, number: str) -> dict[str, Any]:
        """The facts, rules, clauses and arithmetic behind what stands on a form."""
        from pmcore.engine.why import why

        with self.reading() as look:
            return why(look, register, number)

    def note_access(self, reason: str, what: str, by: str) -> None:
        """Keep on record, beside the chain, that personal values were looked at unmasked: who, what, why, when."""
        with self.store.write(self.site) as writer:
            batch = Batch()
            told = {"at": stamp(self.clock()), "by": by, "what": what, "why": reason}
            batch.notes[f"access:{told['at']}:{self.entropy(4).hex()}"] = canonical(told)
            writer.commit(batch)

    def verify(self) -> tuple[int, Fault | None]:
        """Walk the chain: (entries checked, the first fault or None)."""
        from pmcore.engine import books

        with self.store.read(self.site) as reader:
            return books.verify(reader)

    def rebuild(self) -> int:
        """Make every table again from the journal; runs no chapter's code. The number of forms."""
        from pmcore.engine import books

        with self.store.write(self.site) as writer:
            forms = books.rebuild(writer)
        self._settings = None
        return forms
