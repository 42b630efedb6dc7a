"""The card of a unit: who is what to it, its money, what is open, held and owed for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.model.messages import messages
from pmcore.registers.card import Card, card

from .answers import Answer
from .checklist import at_a_glance, checklist, holders
from .sentences import owed_step
from .values import in_words, moment, row_fields, staff_codes
from .words import Words, short_time

if TYPE_CHECKING:
    from pmcore.engine.queries import Look
    from pmcore.model.book import Row

__all__ = ["unit_card"]

_ = messages("pmcore")
Told = dict[str, Any]


def unit_card(look: Look, words: Words, text: str, *, reveal: bool = False) -> Answer:
    """Everything of the one unit that ``text`` means, at a glance. Raises NotFound or Ambiguous."""
    found = card(look, text)
    data = _data(look, words, found, reveal)
    unit, tenure = look.columns("unit"), look.columns("tenure")
    codes = staff_codes(look, [holder for form in data["open"] for holder in holders(form["checklist"])])

    def lines() -> Iterator[str]:
        told = [in_words(unit.get(name), data["unit"].get(name), words.lang) for name in ("code", "use", "area", "status")]
        yield f"{words.register('unit')} {found.unit.number}  " + "  ".join(part for part in told if part)
        for who in data["people"]:
            capacity = in_words(tenure["capacity"], who["capacity"], words.lang)
            since = words.say(_("since {day}"), day=who["since"])
            parts = [capacity, who["customer"], who["name"], who.get("mobile") or "", since]
            yield "  " + "  ".join(part for part in parts if part)
        yield from _rest(data, words, codes)

    return Answer(data, lines)


def _data(look: Look, words: Words, found: Card, reveal: bool) -> Told:
    def fields(register: str, row: Row) -> Told:
        return row_fields(row, look.columns(register), words.zone, reveal)

    def forms(rows: list[tuple[str, Row]]) -> list[Told]:
        return [{"register": register, "number": row.number, "state": row.state} for register, row in rows]

    def listed(register: str, row: Row) -> Told:
        return {"checklist": checklist(look.checklist(register, row.number), words.zone)}

    return {
        "unit": {"number": found.unit.number, "state": found.unit.state, **fields("unit", found.unit)},
        "people": [
            {
                "customer": who.number,
                **fields("customer", who),
                "capacity": tenure.values["capacity"],
                "since": tenure.values["starts"],
            }
            for who, tenure in found.people
        ],
        "money": {
            "due": str(found.money.due),
            "disputed": str(found.money.disputed),
            "not_yet_due": str(found.money.not_yet_due),
            "prepaid": str(found.money.prepaid),
            "held": str(found.held),
            "charges": list(found.money.charges),
        },
        "open": [{**form, **listed(*one)} for form, one in zip(forms(found.forms), found.forms, strict=True)],
        "held": forms(found.custody),
        "duties": [
            {
                "register": one.register,
                "number": one.number,
                "step": one.step,
                "choice": one.choice or None,
                "holder": one.holder,
                "due": moment(one.due, words.zone),
                "late": look.late(one),
            }
            for one in found.duties
        ],
    }


def _rest(data: Told, words: Words, codes: Mapping[str, str]) -> Iterator[str]:
    """Money, open forms, duties."""
    money = {name: data["money"][name] for name in ("due", "disputed", "not_yet_due", "prepaid", "held")}
    yield "  " + words.say(
        _("owed {due}, disputed {disputed}, not yet due {not_yet_due}, prepaid {prepaid}, deposits held {held}"), **money
    )
    held_numbers = {(form["register"], form["number"]) for form in data["held"]}
    for form in data["open"]:
        register = form["register"]
        held = "  " + words.say(_("held for them")) if (register, form["number"]) in held_numbers else ""
        yield f"  {words.register(register)} {form['number']}  {words.state(register, form['state'])}{held}"
        yield from (f"    {line}" for line in at_a_glance(form["checklist"], words, codes))
    for one in data["duties"]:
        late = "  " + words.say(_("LATE")) if one["late"] else ""
        step, due = owed_step(one, words), short_time(one["due"])
        yield "  " + words.say(_("owed: {step} of {number} by {due}"), step=step, number=one["number"], due=due) + late
