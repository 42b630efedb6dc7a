"""Small registers for the tests of what recurs: building works that are inspected, visits that are counted, campaigns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from pmcore import (
    ASSISTANT,
    DAY,
    ENGINEERING,
    FRIDAY,
    MONTH,
    STAFF,
    SUPERVISOR,
    WORKDAY,
    Choice,
    Code,
    Facts,
    Finding,
    Period,
    Person,
    Portion,
    Quota,
    Ref,
    Register,
    Span,
    Standard,
    Step,
    computed,
    days,
    field,
    messages,
    months,
    refuse,
    report,
    rule,
    slots_of,
    span_of,
    working_days,
)
from pmcore.registers.staff import StaffRef

_ = messages("works")

work = Register("work", title="Works", number="WK{year}-{seq:04}")
APPLIED, UNDER_WAY, PAUSED, DONE = work.states("applied", "under-way", "paused", "done", closed="done")
CLEANED_EVERY: Standard[Span] = Standard("work.cleaned-every", days(2), clause="all.1")
REPORTED_EVERY: Standard[Period] = Standard("work.reported-every", FRIDAY.at_close, clause="all.1")


class Department(Choice):
    """Who inspects."""

    SERVICE = "service"
    SITE = "site"


class Apply(Step, register=work, by=ASSISTANT, to=APPLIED):
    """Apply for works."""

    what: Code = field(index=True)


class WorkRef(Ref[Apply]):
    """Works."""


class Begin(Step, register=work, by=ASSISTANT, after=(APPLIED, PAUSED), to=UNDER_WAY, again=True):
    """The works begin, or go on."""


class Pause(Step, register=work, by=ASSISTANT, after=UNDER_WAY, to=PAUSED, again=True):
    """The works stop for a while."""


class Inspect(Step, register=work, by=STAFF, after=work.open, every=days(1), during=UNDER_WAY, each="department"):
    """Look at the works, every department every day."""

    department: Department


class Clean(Step, register=work, by=STAFF, after=work.open, every=CLEANED_EVERY, during=UNDER_WAY):
    """Clean the stairs."""


class Survey(Step, register=work, by=SUPERVISOR, after=work.open, every=months(1), during=(UNDER_WAY, PAUSED)):
    """Look at them monthly, paused or not."""


class Measure(Step, register=work, by=ENGINEERING, after=work.open, every=working_days(1), during=UNDER_WAY):
    """Measure the noise on working days."""


class Tell(Step, register=work, by=ASSISTANT, after=work.open, every=REPORTED_EVERY, during=UNDER_WAY):
    """Report the state of the works weekly."""


class Finish(Step, register=work, by=ASSISTANT, after=UNDER_WAY, to=DONE):
    """The works are done."""

    @computed
    def missed(self, facts: Facts) -> int:
        return sum(slot.missed for slot in facts.slots(Inspect, on=facts.form))


@rule(Finish, clause="all.1")
def well_inspected(finish: Finish, facts: Facts) -> Iterator[Finding]:
    """Works that nobody looked at for a week are not taken as done."""
    missed = [slot for slot in facts.slots(Inspect, on=facts.form) if slot.missed]
    if len(missed) > 14:
        yield refuse(_("{count} inspections are missing"), count=len(missed))


INSPECTED = Quota(
    "work.inspected", Inspect, every=MONTH, share=100, of=slots_of(Inspect, where=lambda slot: slot.choice == "service"),
    by=ASSISTANT, clause="all.1",
)  # fmt: skip


@report("work.inspections", title="Inspections", every=MONTH, clause="all.1")
def inspections(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """What was inspected and what was not."""
    for slot in facts.slots(Inspect, start, end):
        yield {"work": slot.number, "day": slot.start, "department": slot.choice, "met": slot.met}


visit = Register("visit", title="Visits", number="VI{year}-{seq:04}")
MADE = visit.states("made", closed="made")[0]
EACH = Standard("visit.each", 3, clause="all.1")
TOGETHER = Standard("visit.together", 2, clause="all.1")


class Visit(Step, register=visit, by=STAFF, to=MADE):
    """Visit somebody."""

    who: Code = field(index=True)
    happy: bool = True


VISITS_EACH = Quota(
    "visit.each", Visit, every=MONTH.by(20), count=EACH, each=ASSISTANT, distinct="who", by=ASSISTANT, clause="all.1"
)
VISITS_OTHERS = Quota(
    "visit.others", Visit, every=MONTH, count=TOGETHER, but=ASSISTANT, distinct="who", by=(SUPERVISOR, ENGINEERING), clause="all.1"
)  # fmt: skip
HAPPY = Quota("visit.happy", Visit, every=DAY, share=50, of=Visit, where=lambda visit: visit.happy, by=ASSISTANT, clause="all.1")
DAILY = Quota("visit.daily", Visit, every=WORKDAY.at(17), count=1, by=ASSISTANT, clause="all.1")

campaign = Register("campaign", title="Campaigns", number="CA{year}-{seq:04}")
RUNNING, OVER = campaign.states("running", "over", closed="over")


class Plan(Step, register=campaign, by=SUPERVISOR, to=RUNNING):
    """Plan a campaign."""

    starts: date
    ends: date
    eligible: int


class CampaignRef(Ref[Plan]):
    """A campaign."""


class Close(Step, register=campaign, by=SUPERVISOR, after=RUNNING, to=OVER):
    """It is over."""


sheet = Register("sheet", title="Sheets", number="SH{year}-{seq:04}")
OUT, BACK = sheet.states("out", "back", closed="back")


class HandOut(Step, register=sheet, by=ASSISTANT, to=OUT):
    """Hand a sheet out."""

    campaign: CampaignRef


class GiveBack(Step, register=sheet, by=ASSISTANT, after=OUT, to=BACK):
    """It comes back."""


OF_CAMPAIGN = span_of(Plan, "starts", "ends", link="campaign")
HANDED = Quota(
    "sheet.handed", HandOut, over=OF_CAMPAIGN, share=60, of=lambda facts: facts.form_of(Plan).now.eligible, by=ASSISTANT,
    clause="all.1",
)  # fmt: skip
RETURNED = Quota("sheet.returned", GiveBack, over=OF_CAMPAIGN, share=50, of=HandOut, by=ASSISTANT, clause="all.1")

beat = Register("beat", title="Beats", number="BE{year}-{seq:04}")
WALKED = beat.states("walked")[0]


class Assign(Step, register=beat, by=SUPERVISOR, to=WALKED):
    """Somebody answers for a staircase."""

    stairs: Code = field(index=True)
    staff: StaffRef
    homes: int


class Call(Step, register=beat, by=STAFF, after=WALKED, again=True):
    """Call at a home."""

    home: Code


def staircases(facts: Facts) -> Iterator[Portion]:
    """Every staircase with its own person."""
    for form in facts.find(Assign):
        number = form.number
        yield Portion(
            Person(form.now.staff.number), form.now.stairs, form.now.homes, lambda on, _signed, number=number: on.number == number
        )  # fmt: skip


CENSUS = Quota("beat.census", Call, every=MONTH.by(30), count=0, each=staircases, distinct="home", by=ASSISTANT, clause="all.1")
