"""Keeping clock steps true while a sheet is filled: strike what no longer follows, write what does, know what comes next."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from pmcore.model.book import Entry, Row, Wake
from pmcore.model.stamp import instant

from .clock import Derived, as_foreseen, clock_steps, derive, is_clock
from .collecting import uncollected
from .columns import indexed_columns
from .fold import fold_row
from .signing import BY_CLOCK
from .takeback import strike_line
from .view import form_of, lines_of
from .work import Work

if TYPE_CHECKING:
    from .stage import Stage

__all__ = ["Timekeeper"]


class Timekeeper:
    """The clock steps of one sheet."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.overlay = stage.overlay
        self.busy = False
        self.queue: list[tuple[str, str, str, int | None]] = []
        self.set_aside: set[tuple[str, str]] = set()
        self.waiting = self.overlay.base.wakes(stage.sheet.stamped)
        """A heap of what is due by now. What no longer stands by the time that its turn comes is passed over."""

    def catch_up(self) -> None:
        """Write every clock step that is due by now, in order of due, register, opening and step.

        What settling a form wakes takes its place among those that still wait, ahead of them where it was due earlier.
        """
        with uncollected():
            while self.waiting:
                wake = heappop(self.waiting)
                if (wake.register, wake.number) not in self.set_aside and self.overlay.waits(wake):
                    self.wake(wake)

    def wake(self, wake: Wake) -> None:
        """Settle the form whose turn it is; one that cannot go on is passed over from now on."""
        key = (wake.register, wake.number)
        if not clock_steps(self.stage.catalogue, wake.register):
            self.set_aside.add(key)  # its plugin is not installed: the form waits for it
            return
        self.settle(*key, wake.due, None)
        self.drain()
        if any(due == wake.due for _step, due in self.overlay.batch.wakes[key]):
            self.set_aside.add(key)

    def after_entry(self, register: str, before: Row | None, row: Row, entry: Entry) -> None:
        """Derive this form's clock steps anew, and those of every form that looked at what changed."""
        if clock_steps(self.stage.catalogue, register):
            self.queue.append((register, row.number, entry.at, entry.seq))
        if self.overlay.watched(register):
            for other in self.overlay.watchers(self.touched(register, before, row)):
                if other != (register, row.number):
                    self.queue.append((*other, entry.at, entry.seq))
        self.drain()

    def drain(self) -> None:
        """Settle every form in the queue; settling one may put others into it."""
        while self.queue and not self.busy:
            self.settle(*self.queue.pop(0))

    def touched(self, register: str, before: Row | None, row: Row) -> set[str]:
        """What a change of a row may be looked at by: the register, the form, its indexed values before and after."""
        keys = {register, f"{register}/{row.number}"}
        for column in indexed_columns(self.stage.catalogue, register):
            for values in (row.values, before.values if before else {}):
                if (value := values.get(column)) is not None:
                    keys.add(f"{register}.{column}={value}")
        return keys

    def settle(self, register: str, number: str, until: str, cause: int | None) -> None:
        """Bring one form's clock entries in line with what follows from its human ones up to ``until``."""
        self.busy = True
        try:
            derived, looked = self.derive(register, number, until)
            while True:
                wrong = [line for line in self.recorded(register, number) if line.entry.seq not in derived.kept]
                if wrong:
                    for line in reversed(wrong):
                        self.strike(register, number, line.entry.seq, cause)
                elif derived.missing:
                    taken, seq = derived.missing[0], self.overlay.next_seq
                    self.take(register, number, taken, cause)
                    self.queue = [waiting for waiting in self.queue if waiting[:2] != (register, number)]
                    if self.overlay.next_seq == seq + 1 and as_foreseen(taken.step, self.stage.catalogue):
                        derived = derived.taken(seq)
                        continue
                else:
                    self.remember(register, number, derived, looked)
                    return
                derived, looked = self.derive(register, number, until)
        finally:
            self.busy = False

    def recorded(self, register: str, number: str) -> list[Any]:
        """The live clock entries of a form."""
        return [line for line in lines_of(self.overlay, register, number) if is_clock(line)]

    def derive(self, register: str, number: str, until: str) -> tuple[Derived, list[str]]:
        """What follows, and what was looked at to find out."""
        sheet = self.stage.sheet
        lines = lines_of(self.overlay, register, number)
        reach = max([until, *(line.entry.at for line in lines if is_clock(line))])
        facts = sheet.facts(instant(reach), register=register, number=number)
        steps = clock_steps(sheet.catalogue, register)
        derived = derive(register, number, lines, steps, facts, sheet.catalogue, instant(reach))
        return derived, sorted(facts.looked - {f"{register}/{number}"})

    def strike(self, register: str, number: str, seq: int, cause: int | None) -> None:
        """Take back a clock entry that no longer follows, with what it caused."""
        strike_line(self.stage, register, number, seq, cause)

    def take(self, register: str, number: str, taken: Any, cause: int | None) -> None:
        """Write a clock step as of when it fell."""
        row = self.overlay.row(register, number)
        work = Work(taken.step, None, instant(taken.at), row)
        assert row is not None
        work.form = form_of(self.overlay, self.stage.catalogue, register, row)
        work.signed, work.cause = BY_CLOCK, cause
        name = type(taken.step).__step__.name
        earlier = sum(
            1
            for entry in self.overlay.history(register, number)
            if entry.step == name and entry.at == taken.at and entry.by == "clock"
        )
        work.command = f"clock:{register}:{number}:{name}:{taken.at}:{earlier}"
        work.in_between = taken.at < row.last
        self.stage.run(work)

    def remember(self, register: str, number: str, derived: Derived, looked: list[str]) -> None:
        """Stage the next moments and what was looked at; the last staged entry's grounds hold them for a rebuild."""
        self.overlay.put_times((register, number), derived.pending, looked)
        now = self.stage.sheet.stamped
        for step, due in derived.pending:
            if due <= now:
                row = self.overlay.row(register, number)
                heappush(self.waiting, Wake(due, register, row.opened if row else 0, step, number))
        entry = self.overlay.batch.entries[-1] if self.overlay.batch.entries else None
        if entry is None:
            return
        told = self.overlay.grounds[entry.seq].setdefault("clock", [])
        told[:] = [line for line in told if line[:2] != [register, number]]
        told.append([register, number, [list(wake) for wake in derived.pending], looked])

    def refold(self, register: str, number: str) -> Row:
        """The row of a form from its live entries, staged."""
        row = fold_row(number, self.overlay.history(register, number), lines_of(self.overlay, register, number))
        self.overlay.put_row(register, row)
        return row
