"""The card of a unit: who is what to it, its money, what is open, held and owed for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pmcore.engine.queries import Look
from pmcore.model.book import DutyRow, Row
from pmcore.model.field import Ref
from pmcore.model.money import ZERO, Money

from .account import Owed, deposits, owed_around
from .customer import Begin, CustomerRef
from .unit import UnitRef

__all__ = ["Card", "card"]


class Card(NamedTuple):
    """Everything a desk wants to see of a unit at a glance. ``people`` are (customer, tenure); ``forms`` are (register, form)."""

    unit: Row
    people: list[tuple[Row, Row]]
    money: Owed
    held: Money
    forms: list[tuple[str, Row]]
    custody: list[tuple[str, Row]]
    duties: list[DutyRow]


def card(look: Look, text: str) -> Card:
    """The card of the one unit that ``text`` means. Raises NotFound or Ambiguous."""
    row = look.row("unit", text)
    unit = UnitRef(row.number)
    facts = look.facts
    people: list[tuple[Row, Row]] = []
    for tenure in facts.find(Begin, unit=unit, closed=False):
        customer, told = look.overlay.row("customer", tenure.now.customer.number), look.overlay.row("tenure", tenure.number)
        if customer is not None and told is not None:
            people.append((customer, told))
    open_forms: dict[tuple[str, str], Row] = {}
    asked: list[Mapping[str, Ref[Any]]] = [{"unit": unit}, *({"customer": CustomerRef(person.number)} for person, _told in people)]
    for where in asked:
        for form in facts.open(**where):
            found = look.overlay.row(form.register, form.number)
            if form.register not in ("customer", "tenure", "unit") and found is not None:
                open_forms[form.register, form.number] = found
    custody = [(register, found) for (register, _number), found in open_forms.items() if _holds(look, register, found)]
    duties = [duty for register, number in (("unit", row.number), *open_forms) for duty in look.overlay.duties_of(register, number)]
    held = sum((deposit.now.left for deposit in deposits(facts, unit=unit)), ZERO)
    forms = [(register, found) for (register, _number), found in open_forms.items()]
    money = owed_around(facts, unit, [CustomerRef(person.number) for person, _told in people])
    return Card(row, people, money, held, forms, custody, sorted(duties, key=lambda duty: duty.due))


def _holds(look: Look, register: str, row: Row) -> bool:
    """Whether a form holds a thing for somebody."""
    return any(state.name == row.state for state in look.catalogue.registers[register].custody)
