"""One transaction at the desk: steps are judged and staged in order, and written together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from pmcore.model.book import Batch, Reader
from pmcore.model.facts import Op
from pmcore.model.house import LATE_GRACE, LATE_LIMIT
from pmcore.model.messages import messages
from pmcore.model.outcomes import Conflict, Declined, Invalid, Refused, WrongUse
from pmcore.model.people import SUPERVISOR
from pmcore.model.rule import Finding, needs_approval, refuse
from pmcore.model.span import Span
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import Step, StepDecl
from pmcore.plugin.catalogue import Catalogue

from .codec import plain
from .columns import indexed_columns
from .facts import LiveFacts
from .fold import fold_row
from .gate import core
from .overlay import Overlay
from .read import Lookup, read_step, step_word, word
from .settings import Settings, settings_of
from .signing import sign
from .stage import Stage
from .view import form_of, lines_of, signed_of, view_of
from .work import Request, Work, Written

__all__ = ["Request", "Sheet", "Written"]

_ = messages("pmcore")


class Sheet:
    """Steps in one transaction. ``entropy`` gives salts, ``now`` is the moment of writing; nothing else comes from outside."""

    def __init__(
        self,
        reader: Reader,
        catalogue: Catalogue,
        *,
        now: datetime,
        entropy: Callable[[int], bytes],
        settings: Settings,
        shapes: dict[str, set[str]] | None = None,
    ) -> None:
        self.overlay = Overlay(reader)
        self.catalogue = catalogue
        self.now = max(now, instant(self.overlay.last_written)) if self.overlay.last_written else now
        self.stamped = stamp(self.now)
        self.settings = settings
        self.lookup = Lookup(self.overlay, catalogue, settings.zone)
        self.stage = Stage(self, entropy, shapes if shapes is not None else {})
        self.written: list[Written] = []
        self.abandoned = False
        """Set by who only looked: nothing of it is written."""
        self.stage.clock.catch_up()

    def facts(self, at: datetime | None = None, **more: Any) -> LiveFacts:
        """Facts as of a moment, for reading outside a step."""
        return LiveFacts(self.overlay, self.catalogue, self.settings, at=at or self.now, now=self.now, **more)

    def refresh(self) -> None:
        """Take in settings that this very transaction changed."""
        self.settings = settings_of(self.overlay, self.settings)

    def record(self, request: Request) -> Written:
        """Judge a step and stage it with all that follows from it. Raises a ``Declined`` and stages nothing more."""
        self._refuse_stranger(request.step)
        step = self._read(request)
        if request.command is not None and (repeated := self._repeated(request, step)) is not None:
            return repeated
        work = self._work(request, step)
        written = self.stage.run(work)
        self.written.append(written)
        return written

    def judge(self, request: Request) -> tuple[Written | None, list[Finding]]:
        """What every rule says of a step; the caller throws the sheet away."""
        self._refuse_stranger(request.step)
        step = self._read(request)
        work = self._work(request, step)
        work.judge_only = True
        try:
            return self.stage.run(work), work.findings
        except Declined as declined:
            if not declined.findings:
                raise
            return None, list(declined.findings)

    def _refuse_stranger(self, step: type[Step]) -> None:
        """Raises WrongUse for a class that is not what is loaded: of a plugin that was dropped, or trusted anew, meanwhile; and
        for a step that nobody takes by hand.
        """
        declared = step.__step__
        if not declared.by_hand:
            raise WrongUse(_("{step} is written with other steps, or by time, and never by hand").fill(step=step_word(declared)))
        self.catalogue.need(declared.register.name, declared.name)
        if self.catalogue.find_step(declared.register.name, declared.name) is not step:
            raise WrongUse(_("The step {step} of {register} is not the one that is loaded; ask the desk for it again").fill(
                step=declared.name, register=declared.register.name))  # fmt: skip

    def close(self) -> Batch:
        """Let time take what is due by now, and give the batch away for writing."""
        self.stage.clock.catch_up()
        batch = self.overlay.seal()
        from pmcore.model.canonical import proof_of

        for written in self.written:
            if not written.repeated:
                entry = self.overlay.entry(written.seq)
                written.proof = proof_of(entry.hash) if entry else ""
        return batch

    def _read(self, request: Request) -> Step:
        """What was given, as a step; at the counter a bare time is one of the day on which it happened."""
        self.lookup.today = self.settings.calendar.day(request.at or self.now)
        self.lookup.day = None if request.batch else self.lookup.today
        return read_step(request.step, request.given, self.catalogue.extras_of(request.step), self.lookup)

    def _work(self, request: Request, step: Step) -> Work:
        """Everything that is known of a step before it is judged: its form as of then, who signs, when."""
        declared = type(step).__step__
        at = request.at or self.now
        register = declared.register.name
        row = None
        if declared.opens:
            if request.on is not None:
                raise Invalid(
                    _("{step} opens a new form; leave the number out").fill(step=declared.name),
                    invalid=[("number", _("is not given here"))],
                )
        else:
            if request.on is None:
                raise _unsaid(declared, self.catalogue)
            row = self.lookup.row(register, request.on)
            self.expect(register, request.on, request.if_seq)
        work = Work(step, request.actor, at, row)
        work.findings += self._times(request, at)
        self._as_of(work)
        facts = self.facts(at, register=register, number=row.number if row else "", form=work.form)
        work.facts = facts
        work.signed = sign(request.actor, declared, work.form, facts, self.lookup)
        work.command, work.granted, work.approval, work.batch = request.command, request.granted, request.approval, request.batch
        work.late = request.late or ("" if at != self.now and at < self.now - _length(facts[LATE_GRACE], facts) else None)
        return work

    def _as_of(self, work: Work) -> None:
        """The form as it stood at ``work.at``: what people did later bars a step that makes a state; what time did gives way."""
        if work.row is None:
            return
        register = type(work.step).__step__.register.name
        work.before = work.row
        if work.stamped >= work.row.last:
            work.form = form_of(self.overlay, self.catalogue, register, work.row)
            return
        lines = lines_of(self.overlay, register, work.row.number)
        earlier = [line for line in lines if line.entry.at <= work.stamped]
        later = [line for line in lines if line.entry.at > work.stamped and line.moves and line.entry.by != "clock"]
        if later or not earlier:
            first = later[0] if later else lines[0]
            before = _("It happened before entry {seq} of {at}, which stands on the form; strike that first")
            work.findings.append(core("at", refuse(before, seq=first.entry.seq, at=instant(first.entry.at))))
            work.form = form_of(self.overlay, self.catalogue, register, work.row)
            return
        work.before = fold_row(work.row.number, [line.entry for line in earlier], earlier)
        work.form = view_of(self.catalogue, register, work.before, earlier)
        work.in_between = True

    def _times(self, request: Request, at: datetime) -> list[Finding]:
        """``at`` may not lie ahead; beyond the limit a late entry needs a reason and an approval."""
        if at > self.now:
            return [core("at", refuse(_("{at} lies ahead; what has not happened is not entered"), at=at))]
        if at == self.now:
            return []
        facts = self.facts(self.now)
        if at >= self.now - _length(facts[LATE_GRACE], facts):
            return []
        limit: Span = facts[LATE_LIMIT]
        if at >= facts.calendar.start_of_day(facts.calendar.day(limit.before(self.now, facts.calendar))):
            return []
        if not request.late:
            raise Invalid(
                _("An entry this late needs its reason"), invalid=[("late", _("is missing: say why it is entered only now"))]
            )
        return [core("late", needs_approval(_("It is entered later than {limit}"), limit=limit, by=SUPERVISOR))]

    def _repeated(self, request: Request, step: Step) -> Written | None:
        """The first result of the same command; other content under the same id is refused."""
        entry = self.overlay.by_command(request.command or "")
        if entry is None:
            return None
        declared = type(step).__step__
        line = next((line for line in lines_of(self.overlay, entry.register, entry.number) if line.entry.seq == entry.seq), None)
        signed = signed_of(line, self.catalogue) if line else None
        same = (
            (entry.register, entry.step) == (declared.register.name, declared.name)
            and signed is not None
            and _alike(step, signed.step)
            and (request.on is None or self.lookup.row(entry.register, request.on).number == entry.number)
            and (request.actor.staff == entry.by or self.lookup.row("staff", request.actor.staff).number == entry.by)
        )
        if not same:
            raise Conflict(
                _("The command id {command} was used for entry {seq} with other content").fill(
                    command=request.command, seq=entry.seq
                )
            )
        row = self.overlay.row(entry.register, entry.number)
        from pmcore.model.canonical import proof_of

        written = Written(
            entry.register, entry.number, entry.step, entry.seq, row.state if row else "", step=signed.step if signed else None
        )
        written.repeated, written.proof = True, proof_of(entry.hash)
        self.written.append(written)
        return written

    def expect(self, register: str, on: str, seq: int | None) -> None:
        """Raises Conflict where somebody wrote on the form since the entry that was seen."""
        if seq is None:
            return
        row = self.lookup.row(register, on)
        if self.last_seq(register, row.number) != seq:
            raise Conflict(_("{number} was changed since entry {seq}; look at it again").fill(number=row.number, seq=seq))

    def last_seq(self, register: str, number: str) -> int:
        """The last entry of a form."""
        history = self.overlay.history(register, number)
        return history[-1].seq if history else 0

    def refused(self, finding: Finding) -> Refused:
        """A refusal of one finding."""
        return Refused(finding.message, findings=[finding])


def _unsaid(declared: StepDecl, catalogue: Catalogue) -> Invalid:
    """A step is taken on a form and nobody said on which; by what it may be named."""
    register, columns = declared.register, indexed_columns(catalogue, declared.register.name)
    names = [*register.key[-1:], *(name for name, spec in columns.items() if spec.find or spec.unique)]
    ways = [word(catalogue, register.name, name) for name in dict.fromkeys(names) if columns[name].ref is None]
    by_number = _("is missing: give its number ({prefix}..., or the last digits of it)")
    by_words = _("is missing: give its number ({prefix}..., or the last digits of it), or its {ways}")
    fault = (by_words if ways else by_number).fill(prefix=register.prefix, ways=ways)
    which = _("Say on which form of {register} this is done").fill(register=word(catalogue, register.name))
    return Invalid(which, invalid=[("number", fault)])


def _length(span: Span, facts: LiveFacts) -> Any:
    return span.after(facts.now, facts.calendar) - facts.now


def _alike(given: Step, recorded: Step) -> bool:
    fields = type(given).__step__.fields
    return all(
        plain(spec, getattr(given, name)) == plain(spec, getattr(recorded, name))
        for name, spec in fields.items()
        if not spec.computed
    )


__all__ += ["Op"]
