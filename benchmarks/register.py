"""The register that is measured: a rule, a personal value, a duty, a number, an indexed field."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import ASSISTANT, Code, Facts, Finding, Phone, Register, Standard, Step, field, hours, messages, refuse, rule

_ = messages("benchmarks")

measured = Register("measured", title="Measured", number="ME{year}-{seq:06}")
TAKEN, DONE = measured.states("taken", "done", closed="done")
MOST = Standard("measured.most", 9)


class Take(Step, register=measured, by=ASSISTANT, to=TAKEN):
    """Take it up."""

    who: Code = field(index=True)
    mobile: Phone
    count: int = field(default=1, ge=1)


class Finish(Step, register=measured, by=ASSISTANT, after=TAKEN, to=DONE, within=hours(2)):
    """Finish it."""


@rule(Take, clause="all.1")
def not_more_than_most(take: Take, facts: Facts) -> Iterator[Finding]:
    """Not more than the standard says."""
    if take.count > facts[MOST]:
        yield refuse(_("At most {most}"), most=facts[MOST])
