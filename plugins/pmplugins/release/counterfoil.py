"""Every Monday the slips of the week before are checked off against their copies; every number is accounted for."""

from __future__ import annotations

from datetime import timedelta

from pmcore.chapter import *

from .form import CHECKERS, Apply

_ = messages("pmplugins")

counterfoil = Register("counterfoil", title="Release slips checked off", number="FXH{year}-{seq:03}", keep=1)
(CHECKED,) = counterfoil.states("checked", closed="checked")


def slips_of(facts: Facts, start: date) -> list[Form[Apply]]:
    """The slips made out in the week that begins on that day; voided ones stand in it as gaps."""
    end = start + timedelta(days=7)
    return [form for form in facts.find(Apply, day=at_least(start)) if form.now.day < end]


class CheckOff(Step, register=counterfoil, by=CHECKERS, to=CHECKED):
    """Check a week's slips off against the copies that came back, and file them (release.8)."""

    week_of: date | None = field(default=None, prompt="Any day of the week; left out: last week")
    missing: tuple[Code, ...] = field(default=(), prompt="Slips whose copy did not come back")
    why: Text | None = None

    @column(index=True)
    @computed
    def starts(self, facts: Facts) -> date:
        return WEEK.bounds(self.week_of or facts.today - timedelta(days=7))[0]

    @computed
    def issued(self, facts: Facts) -> int:
        return len(slips_of(facts, self.starts))

    @computed
    def first_number(self, facts: Facts) -> Code | None:
        numbers = [form.number for form in slips_of(facts, self.starts)]
        return numbers[0] if numbers else None

    @computed
    def last_number(self, facts: Facts) -> Code | None:
        numbers = [form.number for form in slips_of(facts, self.starts)]
        return numbers[-1] if numbers else None


CHECKED_OFF = Quota("release.counterfoils-checked", CheckOff, every=MONDAY, count=1, by=ARCHIVIST, clause="release.8")


@rule(CheckOff, clause="release.8")
def week_is_over(check: CheckOff, facts: Facts) -> Findings:
    """A week is checked off once, when it is over."""
    if check.starts + timedelta(days=7) > facts.today:
        yield refuse(_("The week from {starts} is not over yet"), starts=check.starts)
    for other in facts.find(CheckOff, starts=check.starts):
        yield refuse(_("{number} has checked that week off already"), number=other.number)


@rule(CheckOff, clause="release.8")
def every_number_accounted_for(check: CheckOff, facts: Facts) -> Findings:
    """Every slip of the week is closed; one whose copy is missing is named, with the reason."""
    slips = slips_of(facts, check.starts)
    if waiting := tuple(form.number for form in slips if not form.closed):
        yield refuse(_("{numbers} still open; let them go or withdraw them"), numbers=waiting)
    if strange := tuple(number for number in check.missing if number not in {form.number for form in slips}):
        yield refuse(_("{numbers} not of that week"), numbers=strange)
    if check.missing and check.why is None:
        yield refuse(_("Say why copies are missing"))
