"""Follow-ups: what was done for a customer is asked about afterwards; who is dissatisfied finds the matter taken up again."""

from __future__ import annotations

from pmcore.chapter import *
from pmcore.registers.customer import CustomerRef
from pmcore.registers.marks import FOLLOWED_UP, UNHAPPY

_ = messages("pmplugins")

followup = Register("followup", title="Customer follow-ups", number="HF{year}-{seq:04}", keep=1)
DUE, SATISFIED, DISSATISFIED, TAKEN_UP = followup.states(
    "due", "satisfied", "dissatisfied", "taken-up", closed=("satisfied", "taken-up")
)


class Occasion(Choice):
    """followup.1: what is followed up; each goes with the mark of the steps it comes after."""

    SETTLED = "settled"
    REPAIR = "repair-done"
    SUGGESTION = "suggestion-done"
    HELP = "help-given"
    EVENT = "event-held"


ASKED_WITHIN = Standard.each(
    "followup.asked_after_{}", Occasion, days(1), REPAIR=end_of_day(), clause="followup.1",
    names={"SETTLED": "complaint", "REPAIR": "repair", "SUGGESTION": "suggestion", "HELP": "help", "EVENT": "event"},
)  # fmt: skip
TAKE_UP_WITHIN = Standard("followup.taken_up_within", days(1), clause="followup.4")


class Open(Step, register=followup, by=ASSISTANT, to=DUE):
    """Something was done that is followed up (followup.1)."""

    origin: FormRef | None = field(default=None, prompt="The form that is followed up")
    customer: CustomerRef | None = None
    occasion: Occasion = field(default=Occasion.HELP, index=True)
    day: date = dated()


class Ask(
    Step, register=followup, by=ASSISTANT, after=DUE, to=by_field("satisfied", {True: SATISFIED, False: DISSATISFIED}),
    within=ASKED_WITHIN.by("occasion"), marks=FOLLOWED_UP,
):  # fmt: skip
    """Ask the customer the three questions (followup.3)."""

    dealt_with: bool = field(prompt="Have we dealt with it?")
    satisfied: bool = field(prompt="Are you satisfied with how it was done?")
    anything_else: Text | None = field(default=None, prompt="Is there anything else you would like to tell us?")
    spoke_to: PersonName | None = field(default=None, prompt="Left out: the customer")
    origin: FormRef | None = carried()

    def entails(self, facts: Facts) -> Follows:
        if not self.satisfied and self.origin is not None:
            yield on(facts.number, SendBack(origin=self.origin, said=self.anything_else))


class SendBack(Step, register=followup, by=WRITTEN, after=DISSATISFIED, marks=UNHAPPY):
    """The matter goes back to where it came from; written with the answer, never by hand (followup.4)."""

    origin: FormRef = field(updates=True)
    said: Text | None = None


class Resume(Step, register=followup, by=CLOCK, after=DISSATISFIED, to=TAKEN_UP):
    """The form that was followed up is open again, because of what the customer said (followup.4)."""

    @classmethod
    def falls(cls, form: Form[Open], facts: Facts) -> Falls:
        said = {entry.seq for entry in form.entries(SendBack)}
        origin = facts.get(form.now.origin)
        answered = [entry.at for entry in origin.history if entry.cause in said] if origin is not None else []
        return (answered[0], cls()) if answered else None


class TakeUp(Step, register=followup, by=ASSISTANT, after=DISSATISFIED, to=TAKEN_UP, within=TAKE_UP_WITHIN):
    """Say on which form the dissatisfied customer's matter is dealt with now: a new one, or the old one open again."""

    case: FormRef


@reaction(*(Mark(occasion.value) for occasion in Occasion), clause="followup.1")
def follow_up(step: Step, facts: Facts, mark: Mark) -> Follows:
    """Open a follow-up of what was done, unless one is still due."""
    if not facts.count(Open, origin=facts.here, state=DUE):
        yield Open(origin=facts.here, customer=facts.known(step, "customer"), occasion=Occasion(mark.name))


@rule(Open, clause="followup.1")
def about_something(opened: Open, facts: Facts) -> Findings:
    """A follow-up is about a form or a customer, and a form is followed up once at a time."""
    if opened.origin is None and opened.customer is None:
        yield refuse(_("Say which form, or which customer, is followed up"))
    if opened.origin is not None:
        for other in facts.find(Open, origin=opened.origin, state=DUE):
            yield refuse(_("{number} follows that up already"), number=other.number)


@rule(Ask, clause="followup.3")
def answers_fit(ask: Ask, facts: Facts) -> Findings:
    """Nobody is satisfied with what was not dealt with, and who is dissatisfied is asked why."""
    if ask.satisfied and not ask.dealt_with:
        yield refuse(_("What is not dealt with is not done: record it as dissatisfied, so that it is taken up again"))
    if not ask.satisfied and ask.anything_else is None:
        yield refuse(_("Write down what the customer is dissatisfied with"))


@rule(TakeUp, clause="followup.4")
def dealt_with_there(taken: TakeUp, facts: Facts) -> Findings:
    """The form on which the matter is dealt with is another one, and open."""
    if taken.case.register == followup.name or facts[taken.case].closed:
        yield refuse(_("{number} is no open form of another register"), number=taken.case.form)


ALL_ASKED = Quota("followup.customers-asked", Ask, every=WEEK, share=100, of=Open, by=ASSISTANT, clause="followup.5")


@report("followup.week", title="Follow-ups of the week", every=WEEK, clause="followup.5")
def by_occasion(facts: Facts, start: date, end: date) -> Lines:
    """What was to be followed up in the week, a line for every occasion: rates in per cent, rounded down."""
    told = grouped(facts.opened(Open, start, end), lambda form: form.now.occasion)
    for occasion in Occasion:
        if forms := told.get(occasion):
            asked = [form.entry(Ask) for form in forms if form.get(Ask) is not None]
            satisfied = sum(answer.step.satisfied for answer in asked)
            yield {
                "occasion": occasion, "wanted": len(forms), "asked": len(asked),
                "in_time": sum(bool(answer.in_time) for answer in asked), "rate": percent(len(asked), len(forms)),
                "satisfied": satisfied, "satisfaction": percent(satisfied, len(asked)),
                "taken_up": sum(form.state == TAKEN_UP for form in forms),
            }  # fmt: skip
