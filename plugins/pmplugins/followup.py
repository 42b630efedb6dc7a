"""Follow-ups: what was done for a customer is asked about afterwards; who is dissatisfied finds the matter taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    CLOCK,
    WEEK,
    Choice,
    Facts,
    Finding,
    Form,
    FormRef,
    Mark,
    On,
    PersonName,
    Quota,
    Reaction,
    Register,
    Span,
    Standard,
    Step,
    Text,
    at_least,
    by_field,
    column,
    computed,
    days,
    end_of_day,
    field,
    messages,
    on,
    reaction,
    refuse,
    report,
    rule,
)
from pmcore.registers.customer import CustomerRef

_ = messages("pmplugins")

followup = Register("followup", title="Customer follow-ups", number="HF{year}-{seq:04}", keep=1)
DUE, SATISFIED, DISSATISFIED, TAKEN_UP = followup.states(
    "due", "satisfied", "dissatisfied", "taken-up", closed=("satisfied", "taken-up")
)
FOLLOWED_UP = Mark("followed-up", needs=("origin", "satisfied", "anything_else"))
"""A customer answered: the chapter that the matter belongs to may write it on its own form."""
UNHAPPY = Mark("dissatisfied", needs=("origin", "said"))
"""A customer is dissatisfied: the chapter that the matter belongs to may open its form again."""


class Occasion(Choice):
    """followup.1: what is followed up; each goes with the mark of the steps it comes after."""

    SETTLED = "settled"
    REPAIR = "repair-done"
    SUGGESTION = "suggestion-done"
    HELP = "help-given"
    EVENT = "event-held"


SETTLED_WITHIN: Standard[Span] = Standard("followup.asked_after_complaint", days(1), clause="followup.1")
REPAIR_WITHIN: Standard[Span] = Standard("followup.asked_after_repair", end_of_day(), clause="followup.1")
SUGGESTION_WITHIN: Standard[Span] = Standard("followup.asked_after_suggestion", days(1), clause="followup.1")
HELP_WITHIN: Standard[Span] = Standard("followup.asked_after_help", days(1), clause="followup.1")
EVENT_WITHIN: Standard[Span] = Standard("followup.asked_after_event", days(1), clause="followup.1")
TAKE_UP_WITHIN: Standard[Span] = Standard("followup.taken_up_within", days(1), clause="followup.4")
WITHIN = {
    Occasion.SETTLED: SETTLED_WITHIN, Occasion.REPAIR: REPAIR_WITHIN, Occasion.SUGGESTION: SUGGESTION_WITHIN,
    Occasion.HELP: HELP_WITHIN, Occasion.EVENT: EVENT_WITHIN,
}  # fmt: skip


def ask_due(form: Form[Open], facts: Facts) -> datetime:
    """By when the customer is asked, as the standard of the occasion says."""
    return facts.due(facts[WITHIN[form.now.occasion]])


class Open(Step, register=followup, by=ASSISTANT, to=DUE):
    """Something was done that is followed up (followup.1)."""

    origin: FormRef | None = field(default=None, prompt="The form that is followed up")
    customer: CustomerRef | None = None
    occasion: Occasion = field(default=Occasion.HELP, index=True)

    @column(index=True)
    @computed
    def day(self, facts: Facts) -> date:
        return facts.today


class Ask(
    Step, register=followup, by=ASSISTANT, after=DUE, to=by_field("satisfied", {True: SATISFIED, False: DISSATISFIED}),
    within=ask_due, marks=FOLLOWED_UP,
):  # fmt: skip
    """Ask the customer the three questions (followup.3)."""

    dealt_with: bool = field(prompt="Have we dealt with it?")
    satisfied: bool = field(prompt="Are you satisfied with how it was done?")
    anything_else: Text | None = field(default=None, prompt="Is there anything else you would like to tell us?")
    spoke_to: PersonName | None = field(default=None, prompt="Left out: the customer")

    @column(updates=True)
    @computed
    def origin(self, facts: Facts) -> FormRef | None:
        opened: Open = facts.form.now
        return opened.origin

    def entails(self, facts: Facts) -> Iterator[On]:
        if not self.satisfied and self.origin is not None:
            yield on(facts.number, SendBack(origin=self.origin, said=self.anything_else))


class SendBack(Step, register=followup, by=ASSISTANT, after=DISSATISFIED, marks=UNHAPPY):
    """The matter goes back to where it came from; written with the answer, never by hand (followup.4)."""

    origin: FormRef = field(updates=True)
    said: Text | None = None


class Resume(Step, register=followup, by=CLOCK, after=DISSATISFIED, to=TAKEN_UP):
    """The form that was followed up is open again, because of what the customer said (followup.4)."""

    @classmethod
    def falls(cls, form: Form[Open], facts: Facts) -> tuple[datetime, Resume] | None:
        said = {entry.seq for entry in form.entries(SendBack)}
        answered = [entry.at for entry in _history(form.now.origin, facts) if entry.cause in said]
        return (answered[0], cls()) if answered else None


class TakeUp(Step, register=followup, by=ASSISTANT, after=DISSATISFIED, to=TAKEN_UP, within=TAKE_UP_WITHIN):
    """Say on which form the dissatisfied customer's matter is dealt with now: a new one, or the old one open again."""

    case: FormRef


def _history(origin: FormRef | None, facts: Facts) -> Iterable[Any]:
    """The steps of the form that was followed up; none where its chapter is not there."""
    try:
        return () if origin is None else facts[origin].history
    except LookupError:
        return ()


def _after(occasion: Occasion) -> Callable[[Step, Facts], Iterator[Step]]:
    def follow(step: Step, facts: Facts) -> Iterator[Step]:
        """Open a follow-up, unless one is still due."""
        origin = FormRef(f"{facts.register}/{facts.number}")
        if facts.count(Open, origin=origin, state=DUE.name):
            return
        try:
            told = facts.form.now
        except LookupError:  # the marked step opens its form
            told = step
        yield Open(origin=origin, customer=getattr(told, "customer", None), occasion=occasion)

    follow.__name__ = f"follow_{occasion.name.lower()}"
    return follow


def _reaction(occasion: Occasion) -> Reaction:
    return reaction(Mark(occasion.value), clause="followup.1")(_after(occasion))


AFTER_SETTLED = _reaction(Occasion.SETTLED)
AFTER_REPAIR = _reaction(Occasion.REPAIR)
AFTER_SUGGESTION = _reaction(Occasion.SUGGESTION)
AFTER_HELP = _reaction(Occasion.HELP)
AFTER_EVENT = _reaction(Occasion.EVENT)


@rule(Open, clause="followup.1")
def about_something(opened: Open, facts: Facts) -> Iterator[Finding]:
    """A follow-up is about a form or a customer, and a form is followed up once at a time."""
    if opened.origin is None and opened.customer is None:
        yield refuse(_("Say which form, or which customer, is followed up"))
    if opened.origin is not None:
        for other in facts.find(Open, origin=opened.origin, state=DUE.name):
            yield refuse(_("{number} follows that up already"), number=other.number)


@rule(Ask, clause="followup.3")
def answers_fit(ask: Ask, facts: Facts) -> Iterator[Finding]:
    """Nobody is satisfied with what was not dealt with, and who is dissatisfied is asked why."""
    if ask.satisfied and not ask.dealt_with:
        yield refuse(_("What is not dealt with is not done: record it as dissatisfied, so that it is taken up again"))
    if not ask.satisfied and ask.anything_else is None:
        yield refuse(_("Write down what the customer is dissatisfied with"))


@rule(TakeUp, clause="followup.4")
def dealt_with_there(taken: TakeUp, facts: Facts) -> Iterator[Finding]:
    """The form on which the matter is dealt with is another one, and open."""
    if taken.case.register == followup.name or facts[taken.case].closed:
        yield refuse(_("{number} is no open form of another register"), number=taken.case.form)


ALL_ASKED = Quota("followup.customers-asked", Ask, every=WEEK, share=100, of=Open, by=ASSISTANT, clause="followup.5")


@report("followup.week", title="Follow-ups of the week", every=WEEK, clause="followup.5")
def by_occasion(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """What was to be followed up in the week, a line for every occasion: rates in per cent, rounded down."""
    told: dict[Occasion, list[Form[Open]]] = {}
    for form in facts.find(Open, day=at_least(start)):
        if form.now.day < end:
            told.setdefault(form.now.occasion, []).append(form)
    for occasion in Occasion:
        if forms := told.get(occasion):
            yield {"occasion": occasion, **_line(forms, facts)}


def _line(forms: list[Form[Open]], facts: Facts) -> dict[str, int]:
    asked = [form for form in forms if form.get(Ask) is not None]
    satisfied = sum(form[Ask].satisfied for form in asked)
    return {
        "wanted": len(forms),
        "asked": len(asked),
        "in_time": sum(form.entry(Ask).at <= _due(form, facts) for form in asked),
        "rate": 100 * len(asked) // len(forms),
        "satisfied": satisfied,
        "satisfaction": 100 * satisfied // max(len(asked), 1),
        "taken_up": sum(form.state == TAKEN_UP.name for form in forms),
    }


def _due(form: Form[Open], facts: Facts) -> datetime:
    opened = form.entry(Open).at
    return facts.due(facts.on(opened)[WITHIN[form.now.occasion]], opened)


__all__ = ["Ask", "Occasion", "Open", "Resume", "SendBack", "TakeUp", "followup"]
