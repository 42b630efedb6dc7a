"""Staging one step: number, computed fields, rules, what it entails, its entry, duties, and what time makes of it.

The order of one step: fields read -> number -> computed -> rules -> entailed steps and reactions (same order, depth at
most 4) -> duties by difference -> clock steps derived anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from pmcore.model.book import ENTRY_V, DutyRow, Entry, Match, Row
from pmcore.model.canonical import canonical
from pmcore.model.field import TODAY
from pmcore.model.messages import messages
from pmcore.model.outcomes import Refused
from pmcore.model.rule import Finding, refuse
from pmcore.model.step import On, Step
from pmcore.plugin.catalogue import Catalogue

from .codec import Encoded, cell, encode, extra_column
from .columns import column_of, is_sought
from .duties import difference, owed
from .facts import LiveFacts
from .fold import Line, add, fold_row, told_duty
from .gate import core, decide, key_of, lifecycle, misplaced, rules
from .grounds import context_of, fulfilled, grounds_of, series_of, told_standards
from .plan import Plan, owing_in, plan_of
from .read import word
from .ripple import ripple
from .settings import REGISTERS
from .timekeeper import Timekeeper
from .view import form_of, lines_of, told_signatures
from .work import Work, Written

if TYPE_CHECKING:
    from .sheet import Sheet

__all__ = ["Stage"]

_ = messages("pmcore")
DEEPEST = 4


class Stage:
    """Puts steps on the overlay of a sheet."""

    def __init__(self, sheet: Sheet, entropy: Callable[[int], bytes], shapes: dict[str, set[str]]) -> None:
        self.sheet = sheet
        self.overlay = sheet.overlay
        self.catalogue: Catalogue = sheet.catalogue
        self.entropy = entropy
        self.shapes = shapes
        self.clock = Timekeeper(self)

    def run(self, work: Work) -> Written:
        """Judge and stage one step with what follows from it. Raises a ``Declined`` where it is not let through."""
        plan = plan_of(self.catalogue, type(work.step))
        declared, register = plan.declared, plan.register
        if work.depth > DEEPEST:
            raise Refused(
                _("More than {deepest} steps follow from one another; a plugin goes round in circles").fill(deepest=DEEPEST)
            )
        number, series = (work.row.number, None) if work.row else self.take_number(register, declared.register.number)
        facts = work.facts or self.sheet.facts(work.at)
        facts = facts.but(register=register, number=number, form=work.form, signed=work.signed)
        if work.before is not None and not plan.clock and (finding := misplaced(declared, work.before)) is not None:
            decide([*work.findings, finding], work.granted)
        numbers = self.fill(work.step, facts, register)
        work.findings += lifecycle(work.step, work.before, work.form, work.signed) if not plan.clock else ()
        work.findings += self.unique(work.step, number)
        if not plan.clock:
            work.findings += rules(work.step, facts, self.catalogue, self.sheet.settings)
        if not work.judge_only or all(finding.level == "warn" for finding in work.findings):
            decide(work.findings, work.granted)
        following = self.following(work.step, facts)
        seq = self.write(work, plan, number, [series, *numbers] if series else numbers, facts)
        row = self.overlay.row(register, number)
        written = self.sheet_written(register, number, declared.name, seq, row.state if row else "", work)
        for more in following:
            written.also.append(self.follow(more, work, seq))
        if work.in_between:
            ripple(self, register, number, (work.stamped, seq), seq, work.signed)
        return written

    def sheet_written(self, register: str, number: str, step: str, seq: int, state: str, work: Work) -> Written:
        """The answer for a staged step."""
        written = Written(register, number, step, seq, state, step=work.step)
        written.findings = work.findings
        written.duties = self.overlay.duties_opened(register, number)
        if register in REGISTERS:
            self.overlay.batch.notes["settings"] = str(seq)
            self.sheet.refresh()
        return written

    def take_number(self, register: str, pattern: str) -> tuple[str, list[Any]]:
        """The next number of a pattern: gap-free, its year that of writing; taken for good only at commit."""
        local = self.sheet.settings.calendar.local(self.sheet.now)
        series = series_of(pattern, local.year, local.month)
        place = self.overlay.counter(register, series) + 1
        self.overlay.batch.counters[register, series] = place
        return pattern.format(year=local.year, month=f"{local.month:02}", seq=place), [series, place]

    def fill(self, step: Step, facts: LiveFacts, register: str) -> list[list[Any]]:
        """Fill computed fields, and numbers of a later series."""
        taken = []
        for name, pattern in plan_of(self.catalogue, type(step)).series:
            if step.__dict__.get(name) is None:
                number, series = self.take_number(register, pattern)
                step.__dict__[name] = number
                taken.append(series)
        for compute in step.__computed__:
            step.__dict__[compute.name] = compute.work(step, facts)
        return taken

    def unique(self, step: Step, number: str) -> list[Finding]:
        """The key, and every unique field, stands once among open forms."""
        plan = plan_of(self.catalogue, type(step))
        found = []
        for names in plan.unique:
            values = {name: getattr(step, name) for name in names}
            if any(value is None for value in values.values()):
                continue
            matches = [Match(name, "=", cell(plan.declared.fields[name], value)) for name, value in values.items()]
            for row in self.overlay.find(plan.register, matches, closed=False, limit=2):
                if row.number != number:
                    shown = [word(self.catalogue, plan.register, name) for name in names]
                    found.append(core("key", refuse(_("{number} has the same {fields} already"), number=row.number, fields=shown)))
        return found

    def following(self, step: Step, facts: LiveFacts) -> list[tuple[Step | On, str]]:
        """What the step entails and what others owe to its marks; a day that is left out in it is that of the step."""
        found: list[tuple[Step | On, str]] = [(more, "") for more in step.entails(facts)]
        for mark in type(step).__step__.marks:
            for plugin, reaction in self.catalogue.reactions_of(mark):
                found += [(more, plugin) for more in reaction.steps(step, facts, mark)]
        for more, _plugin in found:
            following = more.step if isinstance(more, On) else more
            for name in plan_of(self.catalogue, type(following)).today:
                if following.__dict__.get(name) is TODAY:
                    following.__dict__[name] = facts.today
        return found

    def follow(self, told: tuple[Step | On, str], work: Work, cause: int) -> Written:
        """Record an entailed step under the same signature: roles are not asked again, rules are."""
        more, _plugin = told
        step, on = (more.step, more.number) if isinstance(more, On) else (more, None)
        register = type(step).__step__.register.name
        self.catalogue.need(register, type(step).__step__.name)
        row = self.overlay.row(register, on) if on is not None else None
        next_work = Work(step, work.actor, work.at, row)
        if row is not None:
            next_work.form = form_of(self.overlay, self.catalogue, register, row)
            if work.stamped < row.last:
                next_work.in_between = True
        next_work.signed, next_work.cause, next_work.depth = work.signed, cause, work.depth + 1
        next_work.granted, next_work.late, next_work.batch, next_work.approval = work.granted, work.late, work.batch, work.approval
        next_work.judge_only = work.judge_only
        written = self.run(next_work)
        work.findings += [finding for finding in next_work.findings if finding not in work.findings]
        return written

    def write(self, work: Work, plan: Plan, number: str, series: list[Any], facts: LiveFacts) -> int:
        """Stage the entry of a judged step, the form's row, its duties and what time makes of it."""
        register = plan.register
        if work.row is None:
            self.overlay.begin(register, number)
        made = encode(work.step, plan.extras, self.entropy, plan.prefix)
        self.note_columns(plan, made)
        grounds = grounds_of(work, plan.declared, plan.prefix, series)
        entry = self.entry(work, plan, number, made)
        line = Line(entry, made.body, made.personal, grounds)
        self.overlay.stage(entry, made.personal, grounds, line)
        if work.row is None or (work.stamped >= work.row.last and not work.in_between):
            row = add(work.row, line, made.cells)
        else:
            row = fold_row(number, self.overlay.history(register, number), lines_of(self.overlay, register, number))
        self.overlay.put_row(register, row)
        self.owe(register, row, grounds, entry, facts)
        if standards := told_standards(facts):
            grounds["standards"] = standards
        self.clock.after_entry(register, work.row, row, entry)
        return entry.seq

    def entry(self, work: Work, plan: Plan, number: str, made: Encoded) -> Entry:
        """The journal's line, its grounds and hash still open."""
        context = canonical(context_of(work, made, self.entropy))
        return Entry(
            self.overlay.base.site, self.overlay.next_seq, ENTRY_V, plan.register, number, plan.declared.name, plan.declared.v,
            plan.plugin, told_signatures(work.signed), work.signed[0].staff, work.stamped, self.sheet.stamped, work.command,
            work.cause, context, canonical(made.body), "", "", "",
        )  # fmt: skip

    def owe(self, register: str, row: Row, grounds: dict[str, Any], entry: Entry, facts: LiveFacts) -> None:
        """Duties by difference, on the overlay and in the grounds."""
        before = self.overlay.duties_of(register, row.number)
        after: list[DutyRow] = []
        if steps := owing_in(self.catalogue, register, row.state):
            lines = partial(lines_of, self.overlay, register, row.number)
            looks = any(owing.looks for owing in steps)
            form = form_of(self.overlay, self.catalogue, register, row) if looks else None
            after += owed(register, row, steps, facts, form, self.at_of, lines)
        elif not before:
            return
        closed, opened = difference(before, after)
        if closed:
            grounds["met"] = [[duty.id, entry.at <= duty.due] for duty in closed if fulfilled(duty, entry, grounds)]
            grounds["ended"] = [told_duty(duty) for duty in closed]
        if opened:
            grounds["opened"] = [told_duty(duty) for duty in opened]
        if closed or opened:
            self.overlay.put_duties(register, row.number, after, closed, opened)

    def at_of(self, seq: int) -> str:
        """When an entry happened."""
        entry = self.overlay.entry(seq)
        return entry.at if entry else ""

    def note_columns(self, plan: Plan, made: Encoded) -> None:
        """Columns seen for the first time are recorded with the register."""
        known = self.shapes.get(plan.register)
        if known is None:
            known = self.shapes[plan.register] = {column.name for column in self.overlay.base.columns(plan.register)}
        if made.cells.keys() <= known:
            return
        register = plan.declared.register
        specs = {plan.prefix + name: spec for name, spec in plan.declared.fields.items()}
        added = {extra_column(name): spec for name, spec in plan.extras.items()}
        for name in [name for name in made.cells if name not in known]:
            sought = name in specs and is_sought(register, name, specs[name])
            self.overlay.batch.columns.append(
                column_of(register, name, specs[name] if name in specs else added[name], sought=sought)
            )
            known.add(name)


__all__ += ["key_of"]
