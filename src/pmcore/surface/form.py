"""One form: what stands on it, every entry with what it says now, what is owed; personal values masked unless revealed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.engine.codec import SEAL, restore
from pmcore.model.canonical import proof_of
from pmcore.model.field import FieldSpec
from pmcore.model.messages import messages
from pmcore.model.outcomes import NotFound
from pmcore.model.step import ready
from pmcore.plugin.told import columns_of

from . import checklist, sentences
from .answers import Answer, duty
from .lists import called
from .values import MASK, field_value, in_words, moment, row_fields, staff_codes
from .words import Words, short_time

if TYPE_CHECKING:
    from pmcore.engine.queries import Look, Shown

__all__ = ["find_form", "shown_form"]

_ = messages("pmcore")
Told = dict[str, Any]


def find_form(look: Look, words: Words, text: str) -> tuple[str, str]:
    """(register, number) of what people call a form: its number, ``REGISTER/NUMBER``, a unit, a customer, a colleague.

    Raises NotFound; of several that a name may mean, the text is handed on, for the register to tell them apart.
    """
    register, slash, rest = text.partition("/")
    if slash and register in words.manifest["registers"]:
        return register, rest
    try:
        found, row = look.anywhere(text)
    except NotFound:
        for name in ("unit", "customer", "staff"):
            if look.sheet.lookup.rows(name, text):
                return name, text
        raise
    return found, row.number


def shown_form(look: Look, words: Words, register: str, text: str, *, reveal: bool = False) -> Answer:
    """A form with its history and duties. Raises NotFound or Ambiguous."""
    row = look.row(register, text)
    columns = look.columns(register)
    data: Told = {
        "register": register,
        "number": row.number,
        "state": row.state,
        "closed": row.closed,
        "first": moment(row.first, words.zone),
        "last": moment(row.last, words.zone),
        "seq": look.sheet.last_seq(register, row.number),
        "fields": row_fields(row, columns, words.zone, reveal),
        "history": entries_of(look, register, row.number, words.zone, reveal),
        "duties": duties_of(look, register, row.number, words.zone),
        "checklist": checklist.checklist(look.checklist(register, row.number), words.zone),
    }
    names = called(look, register, row, reveal)
    signers = [f"staff:{signed['staff']}" for entry in data["history"] for signed in entry["signed"]]
    owing = [*(one["holder"] for one in data["duties"]), *checklist.holders(data["checklist"])]
    names |= staff_codes(look, [*signers, *owing])
    return Answer(data, lambda: _lines(data, words, columns, names))


def entries_of(look: Look, register: str, number: str, zone: str, reveal: bool) -> list[Told]:
    """Every entry of a form, struck ones too."""
    entries = list(look.history(register, number))
    steps = {shown.entry.seq: shown.entry.step for shown in entries}
    return [_entry(look, shown, steps, zone, reveal) for shown in entries]


def _entry(look: Look, shown: Shown, steps: Mapping[int, str], zone: str, reveal: bool) -> Told:
    entry = shown.entry
    context = json.loads(entry.context)
    told: Told = {
        "seq": entry.seq,
        "step": entry.step,
        "at": moment(entry.at, zone),
        "written": moment(entry.written, zone),
        "signed": json.loads(entry.signed),
        "fields": _fields(look, shown, steps, zone, reveal),
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


def _fields(look: Look, shown: Shown, steps: Mapping[int, str], zone: str, reveal: bool) -> Told:
    entry = shown.entry
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


def duties_of(look: Look, register: str, number: str, zone: str) -> list[Told]:
    """What is owed on a form."""
    return [{**duty(row, zone), "late": look.late(row)} for row in look.duties(register=register, number=number)]


def _lines(answer: Told, words: Words, columns: Mapping[str, FieldSpec], names: Mapping[str, str]) -> Iterator[str]:
    """A form as people read it; ``names`` are what they call the forms that columns point to, and those who signed."""
    register = answer["register"]
    labels = {name: field["label"] for name, field in columns_of(words.manifest["registers"].get(register, {"steps": {}})).items()}
    yield headline(answer, words)
    for name, value in answer["fields"].items():
        if value not in (None, "", []):
            said = names.get(name) or in_words(columns.get(name), value, words.lang)
            yield f"  {words.pick(labels.get(name, {'en': name}))}: {said}"
    yield words.say(_("History:"))
    for entry in answer["history"]:
        who = ", ".join(_signer(signed, words, names) for signed in entry["signed"])
        step = words.step(register, entry["step"])
        yield f"  {entry['seq']:>5}  {short_time(entry['at'])}  {step}  {who}{_marks(entry, words)}"
    if checklist.worth(answer["checklist"]):
        yield from checklist.item_lines(answer["checklist"], words, names)
    elif answer["duties"]:
        yield words.say(_("Owed:"))
        yield from _owed(answer["duties"], words, names)
    for line in checklist.recurring_lines(answer["checklist"], words):
        yield "  " + line


def _owed(duties: list[Told], words: Words, names: Mapping[str, str]) -> Iterator[str]:
    for one in duties:
        yield f"  {sentences.duty(one, words, names)}{'  ' + words.say(_('LATE')) if one['late'] else ''}"


def headline(answer: Told, words: Words) -> str:
    """Register, number and state of a form."""
    register = answer["register"]
    return f"{words.register(register)} {answer['number']}: {words.state(register, answer['state'])}"


def _signer(signed: Told, words: Words, names: Mapping[str, str]) -> str:
    role = words.role(signed["role"])
    if signed["staff"] == signed["role"]:  # time itself, or nobody in particular
        return role
    return f"{names.get('staff:' + signed['staff'], signed['staff'])} ({role})"


def _marks(entry: Mapping[str, Any], words: Words) -> str:
    told = []
    if entry.get("late"):
        told.append(words.say(_("entered late")))
    if entry.get("struck_by"):
        told.append(words.say(_("struck by entry {seq}"), seq=entry["struck_by"]))
    if entry.get("corrected_by"):
        told.append(words.say(_("corrected by entry {seq}"), seq=", ".join(map(str, entry["corrected_by"]))))
    return f"  [{'; '.join(told)}]" if told else ""
