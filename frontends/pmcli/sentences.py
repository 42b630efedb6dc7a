"""Answers as people read them: what was written, what was not and why, what is owed now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .words import _, lang, pick

__all__ = [
    "choice_words",
    "duty_words",
    "fault_words",
    "findings_lines",
    "holder_words",
    "recorded",
    "refusal",
    "register_words",
    "role_words",
    "short_time",
    "state_words",
    "step_words",
]

Told = Mapping[str, Any]


def refusal(answer: Told, labels: Mapping[str, str]) -> Iterator[str]:
    """Why nothing was written; fields by their labels, where these are known."""
    outcome, message = _outcomes().get(answer["outcome"], ""), str(answer.get("message", ""))
    said_below = outcome and any(one["message"] == message for one in answer["findings"])
    yield outcome.rstrip(" :：") if said_below else outcome + message
    for one in answer.get("invalid", ()):
        if one["message"] != answer.get("message"):
            name, dot, rest = one["field"].partition(".")
            plain, bracket, place = name.partition("[")
            part = labels.get(f"{plain}.{rest}", rest)
            yield f"  {labels.get(plain, plain)}{bracket}{place}{dot}{part}: {one['message']}"
    yield from findings_lines(answer["findings"])


def _outcomes() -> dict[str, str]:
    return {
        "refused": _("Refused: "),
        "needs_approval": _("Needs approval: "),
        "unknown": _("Not known: "),
        "conflict": _("Conflict: "),
        "busy": _("Not now: "),
    }


def findings_lines(findings: Iterable[Told]) -> Iterator[str]:
    """One line a finding, with what helps below it."""
    levels = {"refuse": _("refused"), "approve": _("approval"), "unknown": _("unknown"), "warn": _("note")}
    for one in findings:
        clause = f" {one['clause']}" if one["clause"] else ""
        yield f"  [{levels[one['level']]}{clause}] {one['message']}"
        if one["level"] == "approve" and one.get("approvers"):
            yield "      " + _("by: {roles}", roles=comma().join(map(role_words, one["approvers"])))
        if one["remedy"]:
            yield f"      -> {one['remedy']}"


def comma() -> str:
    """What stands between the parts of a row of words."""
    return "、" if lang() == "zh" else ", "


def role_words(name: str) -> str:
    """A role as the reader calls it."""
    from pmcore.plugin.language import label

    return label("role", name, "pmcore", lang())


def step_words(manifest: Told, register: str, step: str) -> str:
    """A step as the reader calls it; what every register has by its verb."""
    from pmcore.plugin.language import label

    known = manifest["registers"].get(register, {}).get("steps", {}).get(step)
    return pick(known["label"]) if known else label("", step, "pmcore", lang())


def state_words(manifest: Told, register: str, state: str) -> str:
    """A state as the reader calls it."""
    return pick(manifest["registers"].get(register, {}).get("states", {}).get(state, {"en": state}))


def register_words(manifest: Told, register: str) -> str:
    """A register as the reader calls it."""
    return pick(manifest["registers"].get(register, {}).get("label", {"en": register}))


def recorded(answer: Told, manifest: Told, codes: Mapping[str, str], came: str = "") -> Iterator[str]:
    """What was written, what came out, what follows, what is owed."""
    words = _("already recorded: ") if answer.get("repeated") else ""
    yield words + _line(answer, manifest) + _("; entry {seq}, proof {proof}", seq=answer["seq"], proof=answer["proof"])
    if came:
        yield "  " + came
    for also in answer["also"]:
        yield "  + " + _line(also, manifest)
    for duty in answer["duties"]:
        yield "  " + _("owed: {duty}", duty=duty_words(duty, manifest, codes))


def _line(one: Told, manifest: Told) -> str:
    return _(
        "{register} {number}: {step}, now {state}",
        register=register_words(manifest, one["register"]),
        number=one["number"],
        step=step_words(manifest, one["register"], one["step"]),
        state=state_words(manifest, one["register"], one["state"]),
    )


def duty_words(duty: Told, manifest: Told, codes: Mapping[str, str]) -> str:
    """A duty in a row: what, by whom, until when; ``codes`` are what people on the staff are known by."""
    register = manifest["registers"].get(duty["register"], {})
    step = register.get("steps", {}).get(duty["step"], {"label": {"en": duty["step"]}})
    what = pick(step["label"]) + choice_words(step, duty["choice"])
    return _(
        "{step} by {holder} until {due}",
        step=what,
        holder=holder_words(duty["holder"], manifest, codes),
        due=short_time(duty["due"]),
    )


def choice_words(step: Told, choice: str | None) -> str:
    """The choice for which a step is owed once, in brackets, as the reader calls it; nothing where there is none."""
    if not choice:
        return ""
    known = next((one.get("choices") or {} for one in step.get("fields", ()) if one["name"] == step.get("each")), {})
    return f" ({pick(known.get(choice, {'en': choice}))})"


def holder_words(holder: str, manifest: Told, codes: Mapping[str, str]) -> str:
    """Who owes it: roles by their labels, people by their codes."""
    return "/".join(pick(manifest["roles"].get(name, {"en": codes.get(name, name)})) for name in holder.split())


def fault_words(what: str) -> str:
    """What is wrong with an entry of the journal."""
    told = {
        "missing": _("it is missing"),
        "chain": _("it does not follow the one before"),
        "hash": _("it was changed"),
        "clock": _("it is older than the one before"),
        "personal": _("a personal value was changed"),
    }
    return told.get(what, what)


def short_time(moment: str) -> str:
    """A moment to the minute, without its offset: the site's own time."""
    return moment[:16].replace("T", " ")
