"""Shifts at the desk: what is held for others is counted and handed over; what is missing is explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    GUARD,
    SUPERVISOR,
    Code,
    Facts,
    Finding,
    Form,
    Item,
    Person,
    Ref,
    Register,
    Role,
    Step,
    Text,
    by_field,
    column,
    computed,
    field,
    messages,
    refuse,
    rule,
    warn,
)
from pmcore.engine.names import Name
from pmcore.model.text import fold
from pmcore.plugin.language import label, languages

from .figures import (
    COUNT_BY,
    DIFFERENCE_SETTLED_WITHIN,
    EXPLAIN_DIFFERENCE_WITHIN,
    HAND_OVER_BY,
    STANDING,
    TAKE_OVER_WITHIN,
)

__all__ = [
    "BeginShift", "CountAll", "CountLine", "Counted", "Explain", "HandOver", "OpenDifference", "Settle", "ShiftRef", "TakeOver",
    "difference", "shift",
]  # fmt: skip

_ = messages("pmplugins")
ON_DUTY = (ASSISTANT, SUPERVISOR, GUARD)

shift = Register("shift", title="Shifts and what was handed over", number="BC{year}-{seq:04}")
ON, HANDING_OVER, TAKEN_OVER = shift.states("on", "handing-over", "taken-over", closed="taken-over")

difference = Register("shift-difference", title="Differences found at a hand-over", number="BCC{year}-{seq:04}")
OPEN, EXPLAINED, SETTLED = difference.states("open", "explained", "settled", closed="settled")


class Counted(Item):
    """How many of one register were there."""

    register: Code
    found: int = field(ge=0, le=99_999)


class CountLine(Item):
    """One line of a count: how many there should be by the book, how many there were."""

    register: Code
    expected: int
    found: int


def outgoing(form: Form[Any], facts: Facts) -> tuple[Person | Role, ...]:
    """Who is on duty hands over; where they are away, the supervisor steps in."""
    return Person(form.entry(BeginShift).by), SUPERVISOR


def count_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.9: before the shift ends."""
    return facts.due(facts[COUNT_BY], form.entry(BeginShift).at)


def hand_over_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.9: at the end of the shift."""
    return facts.due(facts[HAND_OVER_BY], form.entry(BeginShift).at)


class BeginShift(Step, register=shift, by=ON_DUTY, to=ON, name="begin"):
    """Somebody stands at the desk from now on (desk.1)."""

    post: Code = field(default="desk", unique=True, find=True, prompt="Service is given standing, in the standing hours")


class ShiftRef(Ref[BeginShift]):
    """A shift, by its number or its post."""


class CountAll(Step, register=shift, by=ON_DUTY, after=ON, again=True, within=count_due, name="count"):
    """Count what is held for others, register by register; what is out against a signature counts by its slips (desk.9)."""

    counted: tuple[Counted, ...]
    remark: Text | None = field(default=None, updates=True)

    @column(updates=True)
    @computed
    def lines(self, facts: Facts) -> tuple[CountLine, ...]:
        held = facts.custody()
        found = {_named(line.register, held): line.found for line in self.counted}
        return tuple(
            CountLine(register=name, expected=len(forms), found=found.get(name, 0))
            for name, forms in held.items()
            if forms or name in found
        )

    @column(updates=True)
    @computed
    def differs(self, facts: Facts) -> int:
        return sum(line.expected != line.found for line in self.lines)


class HandOver(Step, register=shift, by=outgoing, after=ON, to=HANDING_OVER, needs=CountAll, within=hand_over_due):
    """Who was on duty hands the desk over as it was counted (desk.9)."""

    to_tell: Text | None = field(default=None, updates=True, prompt="What the next shift has to know")


class TakeOver(
    Step, register=shift, by=ON_DUTY, after=HANDING_OVER, to=by_field("agrees", {True: TAKEN_OVER, False: ON}), apart=HandOver,
    clears=CountAll, within=TAKE_OVER_WITHIN,
):  # fmt: skip
    """Somebody else takes the desk over and agrees with the count; or does not, and it is counted again (desk.9)."""

    agrees: bool = field(default=True, updates=True)
    objection: Text | None = field(default=None, updates=True)

    def entails(self, facts: Facts) -> Iterator[Step]:
        if not self.agrees:
            return
        counted = facts.form.entries(CountAll)
        for line in counted[-1].step.lines if counted else ():
            if line.expected != line.found:
                yield OpenDifference(
                    shift=ShiftRef(facts.number), in_register=line.register, expected=line.expected, found=line.found
                )
        yield BeginShift(post=facts.form.now.post)


class OpenDifference(Step, register=difference, by=ON_DUTY, to=OPEN, name="open"):
    """What was counted is not what the book says; written with the hand-over."""

    shift: ShiftRef
    in_register: Code = field(index=True)
    expected: int
    found: int


def who_counted(form: Form[Any], facts: Facts) -> tuple[Person | Role, ...]:
    """Who handed over explains; where they are away, the supervisor sees to it."""
    return (Person(facts[form.now.shift].entry(HandOver).by), SUPERVISOR)


class Explain(Step, register=difference, by=who_counted, after=OPEN, to=EXPLAINED, within=EXPLAIN_DIFFERENCE_WITHIN):
    """Who handed over says how the difference came about (desk.9)."""

    how_it_came: Text = field(max_length=2000)


class Settle(
    Step, register=difference, by=SUPERVISOR, after=EXPLAINED, to=SETTLED, apart=Explain, within=DIFFERENCE_SETTLED_WITHIN
):
    """The supervisor decides what is done about it (desk.9)."""

    measures: Text = field(max_length=2000)


@rule(BeginShift, clause="desk.1")
def desk_was_staffed(begin: BeginShift, facts: Facts) -> Iterator[Finding]:
    """From the beginning of the standing hours somebody stands at the desk."""
    for begins, ends in STANDING:
        start, end = (facts.due(facts[edge], facts.calendar.start_of_day(facts.today)) for edge in (begins, ends))
        standing = facts.calendar.is_working_day(facts.today) and start < facts.at < end
        if standing and not _on_since(begin.post, start, facts):
            yield warn(_("Nobody stood at the desk from {start}"), start=start)


@rule(CountAll, clause="desk.9", fixed=True)
def everything_counted(count: CountAll, facts: Facts) -> Iterator[Finding]:
    """Every register that holds something is counted, and no other is named, or one twice."""
    held = facts.custody()
    named = [_named(line.register, held) for line in count.counted]
    for name in dict.fromkeys(named):
        if name not in held:
            yield refuse(_("{name} holds nothing; these do: {known}"), name=name, known=tuple(map(_word, held)))
        elif named.count(name) > 1:
            yield refuse(_("{name} is counted twice"), name=_word(name))
    for name, forms in held.items():
        if forms and name not in named:
            yield refuse(_("{name} is not counted"), name=_word(name))


@rule(TakeOver, clause="desk.9")
def objection_told(take: TakeOver, facts: Facts) -> Iterator[Finding]:
    """Who does not take over as it was counted says why."""
    if not take.agrees and take.objection is None:
        yield refuse(_("Say what you found otherwise"))


@rule(HandOver, TakeOver, clause="desk.9")
def difference_shown(step: HandOver | TakeOver, facts: Facts) -> Iterator[Finding]:
    """A count that differs from the book is said to both."""
    for line in facts.form[CountAll].lines if facts.form.entries(CountAll) else ():
        if line.expected != line.found:
            yield warn(
                _("{name}: {expected} by the book, {found} found"),
                name=_word(line.register),
                expected=line.expected,
                found=line.found,
            )


def _named(text: str, held: Mapping[str, Any]) -> str:
    """The register that somebody means, by its name or by what it is called in any language; otherwise as they wrote it."""
    for name in held:
        if fold(text) in {fold(name), *(fold(label("register", name, "pmplugins", lang)) for lang in languages)}:
            return name
    return text


def _word(register: str) -> Name:
    return Name("register", register, "pmplugins")


def _on_since(post: str, start: datetime, facts: Facts) -> bool:
    """Whether a shift of that post was on at that moment."""
    for form in facts.find(BeginShift, post=post):
        ended = [entry.at for entry in form.entries(TakeOver) if entry.step.agrees]
        if form.entry(BeginShift).at <= start and not (ended and ended[-1] < start):
            return True
    return False
