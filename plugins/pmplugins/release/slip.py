"""What is checked of a slip itself: why, what, how often, how many; and the telephone calls."""

from __future__ import annotations

from collections import Counter

from pmcore.chapter import *
from pmcore.registers.customer import Begin, Capacity

from .form import FREQUENT_SLIPS, FREQUENT_WITHIN, Apply, Call, CallParty, GoodsKind, Leave, Nature

_ = messages("pmplugins")
ON_RECORD = {CallParty.CONTACT: (Capacity.CONTACT,), CallParty.OWNER: (Capacity.OWNER, Capacity.CO_OWNER)}


@rule(Apply, clause="release.1")
def each_thing_once(slip: Apply, facts: Facts) -> Findings:
    """Each thing stands on one line, so that it can be counted."""
    names = Counter(goods.name.casefold() for goods in slip.items)
    for place, goods in enumerate(slip.items, 1):
        if names.pop(goods.name.casefold(), 0) > 1:
            yield refuse(_("What stands on line {line} stands on another one too; put them together"), line=place)


@refused(Apply, clause="release.2")
def reason_stated(slip: Apply) -> bool:
    """Say why the goods are carried out."""
    return slip.nature is Nature.TEMPORARY and slip.reason is None


@rule(Apply, clause="release.3")
def frequent(slip: Apply, facts: Facts) -> Findings:
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


@refused(Apply, clause="release.4")
def bulky_only(slip: Apply) -> bool:
    """Hand luggage needs no slip."""
    return all(goods.kind is GoodsKind.HAND_LUGGAGE for goods in slip.items)


@rule(Call, clause="release.6")
def number_on_record(call: Call, facts: Facts) -> Findings:
    """Who is telephoned is telephoned on the number on record, not on one that the carrier gives."""
    people = facts.find(Begin, unit=facts.form.now.unit, closed=False)
    known = [facts[who.now.customer].now.mobile for who in people if who.now.capacity in ON_RECORD[call.whom]]
    if any(known) and call.telephone not in known:
        yield warn(_("That is not the number on record"))


@rule(Leave, clause="release.8")
def counted_right(leave: Leave, facts: Facts) -> Findings:
    """What the guard counts is what stands on the slip."""
    declared = tuple(goods.quantity for goods in facts.form.now.items)
    if leave.counted and leave.counted != declared:
        yield refuse(_("The slip says {declared}, {counted} were counted; count again, or turn it back"),
            declared=declared, counted=leave.counted)  # fmt: skip
