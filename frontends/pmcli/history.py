"""The history of a form: every entry with what it says now, struck ones too; personal values masked unless revealed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmcore.engine.codec import SEAL, restore
from pmcore.model.canonical import proof_of
from pmcore.model.field import FieldSpec
from pmcore.model.step import ready

from .sentences import duty_words, role_words, short_time, step_words
from .values import MASK, duty, field_value, in_words, moment
from .words import _, pick

if TYPE_CHECKING:
    from pmcore.engine.queries import Look, Shown

__all__ = ["duties_of", "entries_of", "lines", "why_lines"]

Told = dict[str, Any]


def entries_of(look: Look, register: str, number: str, reveal: bool) -> list[Told]:
    """Every entry of a form."""
    entries = list(look.history(register, number))
    by_seq = {shown.entry.seq: shown.entry.step for shown in entries}
    return [_entry(look, shown, by_seq, reveal) for shown in entries]


def _entry(look: Look, shown: Shown, steps: Mapping[int, str], reveal: bool) -> Told:
    entry, zone = shown.entry, look.sheet.settings.zone
    context = json.loads(entry.context)
    told: Told = {
        "seq": entry.seq,
        "step": entry.step,
        "at": moment(entry.at, zone),
        "written": moment(entry.written, zone),
        "signed": json.loads(entry.signed),
        "fields": _fields(look, shown, steps, reveal),
        "proof": proof_of(entry.hash) if entry.hash else None,
    }
    more = {
        "late": bool(context.get("late")) or None,
        "cause": entry.cause,
        "approval": context.get("approval"),
        "struck_by": shown.struck_by,
        "corrected_by": list(shown.corrected_by) or None,
    }
    return told | {name: value for name, value in more.items() if value is not None}


def _fields(look: Look, shown: Shown, steps: Mapping[int, str], reveal: bool) -> Told:
    entry, zone = shown.entry, look.sheet.settings.zone
    specs = _specs(look, entry.register, entry.step)
    body, sealed = dict(shown.body), json.loads(entry.body)
    if specs is None and isinstance(body.get("set"), dict):
        inner = _specs(look, entry.register, steps.get(body.get("seq", 0), "")) or {}
        body["set"] = _present(body["set"], sealed.get("set", {}), inner, zone, reveal)
    return _present(body, sealed, specs or {}, zone, reveal)


def _present(body: Mapping[str, Any], sealed: Any, specs: Mapping[str, FieldSpec], zone: str, reveal: bool) -> Told:
    told: Told = {}
    for name, value in body.items():
        if name == "x" and isinstance(value, dict):
            told["x"] = _present(value, sealed.get("x", {}), specs, zone, reveal)
        elif name in specs:
            told[name] = field_value(specs[name], restore(specs[name], value), zone, reveal)
        else:
            told[name] = value if reveal else _masked(value, sealed.get(name) if isinstance(sealed, dict) else None)
    return told


def _masked(value: Any, sealed: Any) -> Any:
    """What was sealed in the chain stays out of sight, wherever it stands."""
    if isinstance(sealed, dict) and SEAL in sealed:
        return MASK
    if isinstance(value, dict):
        return {name: _masked(part, sealed.get(name) if isinstance(sealed, dict) else None) for name, part in value.items()}
    if isinstance(value, list):
        return [
            _masked(part, sealed[place] if isinstance(sealed, list) and place < len(sealed) else None)
            for place, part in enumerate(value)
        ]
    return value


def _specs(look: Look, register: str, step: str) -> dict[str, FieldSpec] | None:
    cls = look.catalogue.find_step(register, step) if step else None
    return {**ready(cls).fields, **look.catalogue.extras_of(cls)} if cls is not None else None


def duties_of(look: Look, register: str, number: str) -> list[Told]:
    """What is owed on a form."""
    return [
        {**duty(row, look.sheet.settings.zone), "late": look.late(row)} for row in look.duties(register=register, number=number)
    ]


def lines(
    answer: Mapping[str, Any], manifest: Mapping[str, Any], columns: Mapping[str, FieldSpec], called: Mapping[str, str]
) -> list[str]:
    """A form as people read it; ``called`` is what they call the forms that columns point to, and those who signed."""
    register = manifest["registers"].get(answer["register"], {"label": {"en": answer["register"]}, "steps": {}, "states": {}})
    labels = {
        field.get("column", field["name"]): field["label"]
        for step in register["steps"].values()
        for field in step.get("fields", ())
    }
    told = [
        f"{pick(register['label'])} {answer['number']}: {pick(register['states'].get(answer['state'], {'en': answer['state']}))}"
    ]
    for name, value in answer["fields"].items():
        if value not in (None, "", []):
            told.append(f"  {pick(labels.get(name, {'en': name}))}: {called.get(name) or in_words(columns.get(name), value)}")
    told.append(_("History:"))
    for entry in answer["history"]:
        who = ", ".join(
            role_words(signed["role"])
            if signed["staff"] == signed["role"]  # time itself, or nobody in particular
            else f"{called.get('staff:' + signed['staff'], signed['staff'])} ({role_words(signed['role'])})"
            for signed in entry["signed"]
        )
        step = step_words(manifest, answer["register"], entry["step"])
        told.append(f"  {entry['seq']:>5}  {short_time(entry['at'])}  {step}  {who}{_marks(entry)}")
    if answer["duties"]:
        told.append(_("Owed:"))
        told += [f"  {duty_words(one, manifest, called)}{'  ' + _('LATE') if one['late'] else ''}" for one in answer["duties"]]
    return told


def _marks(entry: Mapping[str, Any]) -> str:
    told = []
    if entry.get("late"):
        told.append(_("entered late"))
    if entry.get("struck_by"):
        told.append(_("struck by entry {seq}", seq=entry["struck_by"]))
    if entry.get("corrected_by"):
        told.append(_("corrected by entry {seq}", seq=", ".join(map(str, entry["corrected_by"]))))
    return f"  [{'; '.join(told)}]" if told else ""


def why_lines(told: Mapping[str, Any], manifest: Mapping[str, Any], codes: Mapping[str, str]) -> list[str]:
    """The reasons as people read them; ``codes`` are what the people on the staff are known by."""
    register = manifest["registers"].get(told["register"], {"label": {"en": told["register"]}, "steps": {}, "states": {}})
    said = [f"{pick(register['label'])} {told['number']}: {pick(register['states'].get(told['state'], {'en': told['state']}))}"]
    rules = {rule["name"]: pick(rule["help"]).rstrip(".。") for rule in manifest["rules"]}
    for entry in told["entries"]:
        step = step_words(manifest, told["register"], entry["step"])
        by = codes.get(f"staff:{entry['by']}") or role_words(entry["by"])
        said.append(f"  {entry['seq']:>5}  {short_time(entry['at'])}  {step}  {by}")
        for one in entry["standards"]:
            since = _("since {day}", day=one["from"]) if one["from"] else _("the default")
            told_by = _(
                "{name} = {value} ({since}, {clause})",
                name=one["name"],
                value=one["shown"],
                since=since,
                clause=one["clause"] or "-",
            )
            said.append("         " + told_by)
        said += [
            "         " + _("let through: {rule} ({clause})", rule=rules.get(one["rule"], one["rule"]), clause=one["clause"])
            for one in entry["findings"]
        ]
        said += [
            "         "
            + _(
                "owed since: {step}, due {due}",
                step=step_words(manifest, told["register"], one["step"]),
                due=short_time(one["due"]),
            )
            for one in entry["opened"]
        ]
    for one in told["duties"]:
        within = f"  ({one['within']})" if one["within"] in manifest["standards"] else ""
        said += ["  " + duty_words({**one, "register": told["register"]}, manifest, codes) + within]
    return said
