"""Sentences: the data of an answer as people read them - what was written, what was not and why, what is owed now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pmcore.model.messages import messages

from .words import Words, short_time

__all__ = ["asked", "duty", "fault", "findings", "labels_of", "recorded", "refusal"]

_ = messages("pmcore")
Told = Mapping[str, Any]


def refusal(answer: Told, words: Words, labels: Mapping[str, str]) -> Iterator[str]:
    """Why nothing was written; fields by their labels, where these are known."""
    known = _OUTCOMES.get(answer["outcome"])
    outcome, message = words.say(known) if known else "", str(answer.get("message", ""))
    said_below = outcome and any(one["message"] == message for one in answer["findings"])
    yield outcome.rstrip(" :：") if said_below else outcome + message
    for one in answer.get("invalid", ()):
        if one["message"] != answer.get("message"):
            name, dot, rest = one["field"].partition(".")
            plain, bracket, place = name.partition("[")
            part = labels.get(f"{plain}.{rest}", rest)
            yield f"  {labels.get(plain, plain)}{bracket}{place}{dot}{part}: {one['message']}"
    yield from findings(answer["findings"], words)


_OUTCOMES = {
    "refused": _("Refused: "),
    "needs_approval": _("Needs approval: "),
    "unknown": _("Not known: "),
    "conflict": _("Conflict: "),
    "busy": _("Not now: "),
}
_LEVELS = {"refuse": _("refused"), "approve": _("approval"), "unknown": _("unknown"), "warn": _("note")}


def findings(found: Iterable[Told], words: Words) -> Iterator[str]:
    """One line a finding, with what helps below it."""
    for one in found:
        clause = f" {one['clause']}" if one["clause"] else ""
        yield f"  [{words.say(_LEVELS[one['level']])}{clause}] {one['message']}"
        if one["level"] == "approve" and one.get("approvers"):
            yield "      " + words.say(_("by: {roles}"), roles=words.join(map(words.role, one["approvers"])))
        if one["remedy"]:
            yield f"      -> {one['remedy']}"


def labels_of(fields: Iterable[Told], words: Words) -> dict[str, str]:
    """What people call the fields of a step, and the parts of their items."""
    told = {}
    for field in fields:
        told[str(field["name"])] = words.pick(field["label"])
        for part in field.get("item") or ():
            told[f"{field['name']}.{part['name']}"] = words.pick(part["label"])
    return told


def recorded(answer: Told, words: Words, codes: Mapping[str, str], came: str = "") -> Iterator[str]:
    """What was written, what came out, what follows, what is owed."""
    again = words.say(_("already recorded: ")) if answer.get("repeated") else ""
    slip = words.say(_("; entry {seq}, proof {proof}"), seq=answer["seq"], proof=answer["proof"])
    yield again + _line(answer, words) + slip
    if came:
        yield "  " + came
    for also in answer["also"]:
        yield "  + " + _line(also, words)
    for one in answer["duties"]:
        yield "  " + words.say(_("owed: {duty}"), duty=duty(one, words, codes))


def _line(one: Told, words: Words) -> str:
    return words.say(
        _("{register} {number}: {step}, now {state}"),
        register=words.register(one["register"]),
        number=one["number"],
        step=words.step(one["register"], one["step"]),
        state=words.state(one["register"], one["state"]),
    )


def asked(answer: Told, words: Words) -> Iterator[str]:
    """A step that waits for its approval."""
    yield words.say(
        _("Not written; asked as {number}, to be granted by {must} until {until}"),
        number=answer["approval"],
        must=words.join(map(words.role, answer["must"])),
        until=short_time(answer["until"]),
    )
    yield from findings(answer["findings"], words)


def duty(one: Told, words: Words, codes: Mapping[str, str]) -> str:
    """A duty in a row: what, by whom, until when, with ? if estimated; ``codes`` are what people on the staff are known by."""
    return words.say(
        _("{step} by {holder} until {due}"),
        step=owed_step(one, words),
        holder=words.holder(one["holder"], codes),
        due=short_time(one["due"]) + ("?" if one["estimated"] else ""),
    )


def owed_step(one: Told, words: Words) -> str:
    """The step that is owed, with the choice for which it is."""
    choice = words.choice(one["register"], one["step"], one["choice"])
    return words.step(one["register"], one["step"]) + (f" ({choice})" if choice else "")


_FAULTS = {
    "missing": _("it is missing"),
    "chain": _("it does not follow the one before"),
    "hash": _("it was changed"),
    "clock": _("it is older than the one before"),
    "personal": _("a personal value was changed"),
}


def fault(what: str, words: Words) -> str:
    """What is wrong with an entry of the journal."""
    return words.say(_FAULTS[what]) if what in _FAULTS else what
