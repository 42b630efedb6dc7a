"""What is checked of a slip itself: why, what, how often, how many; and the telephone calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pmcore import Facts, Finding, at_least, messages, refuse, rule, warn
from pmcore.registers.customer import AddCustomer, Begin, Capacity, CustomerRef

from .form import FREQUENT_SLIPS, FREQUENT_WITHIN, Apply, Call, CallParty, GoodsKind, Grant, Leave, Nature

__all__ = ["bulky_only", "counted_right", "each_thing_once", "frequent", "number_on_record", "reason_stated", "slip_complete"]

_ = messages("pmplugins")
ON_RECORD = {CallParty.CONTACT: (Capacity.CONTACT,), CallParty.OWNER: (Capacity.OWNER, Capacity.CO_OWNER)}


@rule(Apply, clause="release.1")
def each_thing_once(slip: Apply, facts: Facts) -> Iterator[Finding]:
    """Each thing stands on one line, so that it can be counted."""
    names = Counter(goods.name.casefold() for goods in slip.items)
    for place, goods in enumerate(slip.items, 1):
        if names.pop(goods.name.casefold(), 0) > 1:
            yield refuse(_("What stands on line {line} stands on another one too; put them together"), line=place)


@rule(Apply, clause="release.2")
def reason_stated(slip: Apply, facts: Facts) -> Iterator[Finding]:
    """What is carried out for a time has its reason; moving out is one."""
    if slip.nature is Nature.TEMPORARY and slip.reason is None:
        yield refuse(_("Say why the goods are carried out"))


@rule(Apply, clause="release.3")
def frequent(slip: Apply, facts: Facts) -> Iterator[Finding]:
    """Somebody who carries single things out again and again draws attention."""
    if slip.nature is Nature.MOVING_OUT or len(slip.items) != 1:
        return
    since = facts[FREQUENT_WITHIN].before(facts.at, facts.calendar)
    who: dict[str, Any] = {"unit": slip.unit} if slip.customer is None else {"customer": slip.customer}
    earlier = [
        form
        for form in facts.find(Apply, day=at_least(facts.calendar.day(since)), **who)
        if form.now.nature is Nature.TEMPORARY and len(form.now.items) == 1 and since < form.entry(Apply).at <= facts.at
    ]
    if len(earlier) + 1 >= facts[FREQUENT_SLIPS]:
        yield warn(_("This is slip {count} for a single thing since {since}; ask"), count=len(earlier) + 1, since=since)


@rule(Apply, clause="release.4")
def bulky_only(slip: Apply, facts: Facts) -> Iterator[Finding]:
    """Bulky goods need a slip; what is carried in the hand needs none."""
    if all(goods.kind is GoodsKind.HAND_LUGGAGE for goods in slip.items):
        yield refuse(_("Hand luggage needs no slip"))


@rule(Call, clause="release.6")
def number_on_record(call: Call, facts: Facts) -> Iterator[Finding]:
    """Who is telephoned is telephoned on the number on record, not on one that the carrier gives."""
    known = []
    for tenure in facts.find(Begin, unit=facts.form.now.unit, closed=False):
        if tenure.now.capacity in ON_RECORD[call.whom]:
            customer: AddCustomer = facts[CustomerRef(tenure.now.customer.number)].now
            known.append(customer.mobile)
    if any(known) and call.telephone not in known:
        yield warn(_("That is not the number on record"))


@rule(Grant, clause="release.7")
def slip_complete(grant: Grant, facts: Facts) -> Iterator[Finding]:
    """A slip is complete and readable, its unused lines struck through."""
    if not grant.legible:
        yield refuse(_("Make the slip out anew: complete, readable, unused lines struck through"))


@rule(Leave, clause="release.8")
def counted_right(leave: Leave, facts: Facts) -> Iterator[Finding]:
    """What the guard counts is what stands on the slip."""
    declared = tuple(goods.quantity for goods in facts.form.now.items)
    if leave.counted and leave.counted != declared:
        yield refuse(_("The slip says {declared}, {counted} were counted; count again, or turn it back"),
            declared=declared, counted=leave.counted)  # fmt: skip
