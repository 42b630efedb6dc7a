"""Answers: what came of a step or of anything that went wrong, as the contract's JSON and as sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmcore.model.messages import messages
from pmcore.model.rule import Finding

from . import sentences
from .outcomes import OUTCOMES, Outcome
from .values import came_out, evidence, moment, of_step
from .words import Words

if TYPE_CHECKING:
    from pmcore.desk import Desk
    from pmcore.engine.work import Written
    from pmcore.model.book import DutyRow
    from pmcore.model.outcomes import Declined

__all__ = [
    "Answer",
    "Codes",
    "asked",
    "checked",
    "codes_at",
    "declined",
    "duty",
    "findings",
    "flat",
    "recorded",
    "several",
    "written",
]

_ = messages("pmcore")
Data = dict[str, Any]
Lines = Callable[[], Iterable[str]]
Codes = Callable[[Iterable[str]], Mapping[str, str]]
"""Holders of duties -> the codes of the people among them; asked only where somebody is named in person."""


class Answer:
    """What came of a request. ``data`` is the contract's JSON: its keys and values are the same in every language.

    ``lines`` are what people read in its place, ``notes`` what is said to them beside it. An answer to a look bears no
    outcome of its own; it left well.
    """

    __slots__ = ("_lines", "_notes", "data")

    def __init__(self, data: Data, lines: Lines, notes: Lines = tuple) -> None:
        self.data = data
        self._lines = lines
        self._notes = notes

    @property
    def outcome(self) -> str:
        """A word of the table of outcomes."""
        return str(self.data.get("outcome", "checked"))

    @property
    def left(self) -> Outcome:
        """How it leaves: exit code, HTTP status, whether anything was written."""
        return OUTCOMES[self.outcome]

    @property
    def lines(self) -> list[str]:
        """What people read."""
        return list(self._lines())

    @property
    def notes(self) -> list[str]:
        """What is said to people beside it."""
        return list(self._notes())

    def __repr__(self) -> str:
        return f"<Answer {self.outcome}>"  # never the data: they may be personal


def codes_at(desk: Desk) -> Codes:
    """What the people at a desk are known by; the book is asked only where somebody owes something in person."""

    def codes(holders: Iterable[str]) -> Mapping[str, str]:
        held = list(holders)
        if not any("staff:" in holder for holder in held):
            return {}
        from .values import staff_codes

        with desk.reading() as look:
            return staff_codes(look, held)

    return codes


def findings(found: Iterable[Finding], words: Words) -> list[Data]:
    """What rules said, each once; messages in the reader's language."""
    told: list[Data] = []
    for finding in found:
        one: Data = {
            "level": finding.level,
            "rule": finding.rule,
            "clause": finding.clause,
            "message": words.say(finding.message),
            "evidence": {name: evidence(value, words.zone) for name, value in finding.evidence.items()},
            "remedy": words.say(finding.remedy) if finding.remedy else None,
        }
        if finding.approvers:
            one["approvers"] = [role.name for role in finding.approvers]
        if one not in told:
            told.append(one)
    return told


def duty(row: DutyRow, zone: str) -> Data:
    """A step that is owed."""
    return {
        "register": row.register,
        "number": row.number,
        "step": row.step,
        "choice": row.choice or None,
        "holder": row.holder,
        "since": moment(row.since, zone),
        "due": moment(row.due, zone),
        "estimated": row.estimated,
    }


def written(told: Written, zone: str, reveal: bool = False) -> Data:
    """What was recorded, without its outcome."""
    return {
        "register": told.register,
        "number": told.number,
        "step": told.step_name,
        "seq": told.seq,
        "state": told.state,
        "fields": of_step(told.step, zone, reveal),
    }


def flat(also: Iterable[Written]) -> list[Written]:
    """What was written along, and along with that, in order."""
    found: list[Written] = []
    for one in also:
        found += [one, *flat(one.also)]
    return found


def recorded(told: Written, words: Words, codes: Codes, *, reveal: bool = False) -> Answer:
    """A step that was written, with what followed from it and what is owed now."""
    data = _recorded(told, words, reveal)

    def lines() -> Iterator[str]:
        yield from sentences.recorded(data, words, codes(_holders(data)), came_out(told.step, words))

    return Answer(data, lines, lambda: sentences.findings(data["findings"], words))


def _recorded(told: Written, words: Words, reveal: bool) -> Data:
    return {
        "outcome": "recorded",
        "findings": findings(told.findings, words),
        **written(told, words.zone, reveal),
        "duties": [duty(one, words.zone) for one in told.duties],
        "also": [written(one, words.zone, reveal) for one in flat(told.also)],
        "proof": told.proof,
        "repeated": told.repeated,
    }


def _holders(data: Data) -> list[str]:
    return [str(one["holder"]) for one in data["duties"]]


def several(told: Sequence[Written], words: Words, codes: Codes, *, reveal: bool = False) -> Answer:
    """One step that was written on several forms in one go."""
    forms = [_recorded(one, words, reveal) for one in told]
    data = {"outcome": "recorded", "findings": [finding for one in forms for finding in one["findings"]], "forms": forms}

    def lines() -> Iterator[str]:
        for one in forms:
            yield from sentences.recorded(one, words, codes(_holders(one)))

    return Answer(data, lines)


def checked(would: Written | None, found: Iterable[Finding], words: Words, *, reveal: bool = False) -> Answer:
    """What the whole gate says of a step that nobody wrote, and what would come of it."""
    judged = list(found)
    stopping = max((finding for finding in judged if finding.level != "warn"), key=lambda finding: finding.weight, default=None)
    outcome = {"refuse": "refused", "unknown": "unknown", "approve": "needs_approval"}[stopping.level] if stopping else "checked"
    data: Data = {"outcome": outcome, "findings": findings(judged, words)}
    if would is not None:
        told = written(would, words.zone, reveal)
        data |= {"register": told["register"], "step": told["step"], "state": told["state"], "fields": told["fields"]}
        data["also"] = [_followed(one, words.zone, reveal) for one in flat(would.also)]

    def lines() -> Iterator[str]:
        if stopping is None:
            yield words.say(_("It could be recorded; nothing was written"))
            yield from _would(would, words)

    def notes() -> Iterator[str]:
        if stopping is not None:
            yield words.say(_("It would not be recorded:"))
        yield from sentences.findings(data["findings"], words)

    return Answer(data, lines, notes)


def _followed(told: Written, zone: str, reveal: bool) -> Data:
    """A step that would be written along: it has no number and no entry yet."""
    return {name: value for name, value in written(told, zone, reveal).items() if name not in ("number", "seq")}


def _would(would: Written | None, words: Words) -> Iterator[str]:
    """What would come of it: the figures, and the steps on other forms; they have no numbers yet."""
    if would is None:
        return
    if came := came_out(would.step, words):
        yield "  " + came
    for one in flat(would.also):
        parts = [words.step(one.register, one.step_name), came_out(one.step, words)]
        yield f"  + {words.register(one.register)}{words.say(_(': '))}{words.join(part for part in parts if part)}"


def asked(told: Written, found: Iterable[Finding], words: Words) -> Answer:
    """A step that was not written, and is asked for: the number of the approval, who must grant it, until when."""
    fields = of_step(told.step, words.zone, reveal=False)
    data: Data = {
        "outcome": "needs_approval",
        "findings": findings(found, words),
        "approval": told.number,
        "must": fields["must"],
        "until": fields["until"],
        "seq": told.seq,
        "proof": told.proof,
    }
    return Answer(data, lambda: sentences.asked(data, words))


def declined(error: Declined, words: Words, labels: Mapping[str, str] | None = None) -> Answer:
    """What was not written, and why; ``labels`` are what people call the fields (``items.name`` for a part of a line)."""
    data: Data = {"outcome": error.outcome, "message": words.say(error.message), "findings": findings(error.findings, words)}
    if error.outcome == "invalid":
        data["invalid"] = [{"field": name, "message": words.say(text)} for name, text in error.invalid]
    for name, value in error.more.items():
        data[name] = evidence(value, words.zone)
    return Answer(data, lambda: sentences.refusal(data, words, labels or {}))
