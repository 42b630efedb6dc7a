"""The lobby: looked at twice a day; what is wrong there is put right at once or passed to engineering, and looked at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    DAY,
    GUARD,
    SUPERVISOR,
    Code,
    Facts,
    Finding,
    Form,
    Item,
    Quota,
    Ref,
    Register,
    Step,
    Text,
    by_field,
    column,
    computed,
    field,
    messages,
    refuse,
    rule,
    warn,
)

from .figures import EQUIPMENT, FAULT_FIXED_WITHIN, FAULT_PASSED_WITHIN, LOBBY_CHECKS, UMBRELLAS, LobbyThing

__all__ = ["CheckLobby", "DealWith", "FindFault", "LobbyFault", "Restore", "WrapUmbrellas", "lobby", "lobby_fault"]

_ = messages("pmplugins")
DESK = (ASSISTANT, SUPERVISOR)

lobby = Register("lobby", title="Lobby checks", number="DT{year}-{seq:04}")
(CHECKED,) = lobby.states("checked", closed="checked")

lobby_fault = Register("lobby-fault", title="Faults in the lobby", number="DTG{year}-{seq:04}")
FOUND, PASSED_ON, RIGHT = lobby_fault.states("found", "passed-on", "put-right", closed="put-right")


def wrap_due(form: Form[Any], facts: Facts) -> datetime | None:
    """desk.12: on a rainy day, the next time that people come in."""
    checked = form.entry(CheckLobby).at
    if not form.now.rain:
        return None
    ends = [facts.due(facts[until], checked) for _since, until in UMBRELLAS]
    return min((moment for moment in ends if facts.calendar.day(moment) == form.now.day), default=None)


class LobbyFault(Item):
    """One thing that is wrong: what, and how."""

    thing: LobbyThing
    wrong: Text = field(max_length=200, multiline=False)


class CheckLobby(Step, register=lobby, by=(*DESK, GUARD), to=CHECKED, name="check"):
    """Look at the lobby: counter, stalls, touch screens, electrical boxes, wall screens (desk.11)."""

    counter_clean: bool = field(prompt="Clean, in order, and somebody stands behind it")
    no_stalls: bool = field(prompt="No selling and no stalls without approval")
    touch_screens_on: bool
    electrical_boxes_on: bool
    wall_screens_on: bool
    rain: bool = field(default=False, prompt="When it rains, put out umbrellas and covers for wet ones")
    faults: tuple[LobbyFault, ...] = ()

    @column(index=True)
    @computed
    def day(self, facts: Facts) -> date:
        return facts.today

    def entails(self, facts: Facts) -> Iterator[Step]:
        for fault in self.faults:
            yield FindFault(lobby=LobbyRef(facts.number), thing=fault.thing, wrong=fault.wrong)


class LobbyRef(Ref[CheckLobby]):
    """A look at the lobby, by its number."""


class WrapUmbrellas(Step, register=lobby, by=(*DESK, GUARD), after=CHECKED, within=wrap_due, name="umbrellas"):
    """Umbrellas were lent and wet ones wrapped at the door (desk.12)."""


class FindFault(Step, register=lobby_fault, by=(*DESK, GUARD), to=FOUND, name="find"):
    """Something in the lobby is not as it should be (desk.11)."""

    lobby: LobbyRef | None = None
    thing: LobbyThing = field(index=True)
    wrong: Text = field(max_length=200, multiline=False)


class DealWith(
    Step, register=lobby_fault, by=(*DESK, GUARD), after=FOUND, to=by_field("passed_on", {True: PASSED_ON, False: RIGHT}),
    within=FAULT_PASSED_WITHIN,
):  # fmt: skip
    """Put a fault right at once, or report it to engineering as a repair (desk.11)."""

    passed_on: bool = field(prompt="Reported to engineering as a repair?")
    order: Code | None = field(default=None, prompt="The number of the repair order")
    done: Text | None = None


class Restore(Step, register=lobby_fault, by=(*DESK, GUARD), after=PASSED_ON, to=RIGHT, within=FAULT_FIXED_WITHIN):
    """Look again: the repair is done and the thing is switched on (desk.11)."""


@rule(CheckLobby, clause="desk.11")
def faults_named(check: CheckLobby, facts: Facts) -> Iterator[Finding]:
    """What is not in order is written down as a fault."""
    looked = {
        LobbyThing.COUNTER: check.counter_clean, LobbyThing.STALL: check.no_stalls,
        LobbyThing.TOUCH_SCREEN: check.touch_screens_on, LobbyThing.ELECTRICAL_BOX: check.electrical_boxes_on,
        LobbyThing.WALL_SCREEN: check.wall_screens_on,
    }  # fmt: skip
    named = {fault.thing for fault in check.faults}
    for thing, right in looked.items():
        if not right and thing not in named:
            yield refuse(_("Write down what is wrong: {thing}"), thing=thing)


@rule(WrapUmbrellas, clause="desk.12")
def in_umbrella_hours(wrap: WrapUmbrellas, facts: Facts) -> Iterator[Finding]:
    """Umbrellas are lent and wrapped at the door when people come in."""
    midnight = facts.calendar.start_of_day(facts.today)
    hours = [(facts.due(facts[since], midnight), facts.due(facts[until], midnight)) for since, until in UMBRELLAS]
    if not any(since <= facts.at <= until for since, until in hours):
        yield warn(_("Umbrellas are lent at the door at other hours: {hours}"), hours=tuple(since for since, _until in hours))


@rule(DealWith, clause="desk.11")
def equipment_is_repaired(deal: DealWith, facts: Facts) -> Iterator[Finding]:
    """Equipment is reported as a repair, with the order's number; anything else says what was done."""
    if deal.passed_on and deal.order is None:
        yield refuse(_("Write down the number of the repair order"))
    if not deal.passed_on and facts.form.now.thing in EQUIPMENT and deal.done is None:
        yield refuse(_("A fault of equipment is reported as a repair, unless you say how it was switched on again"))


LOOKED_AT = Quota("office.lobby", CheckLobby, every=DAY, count=LOBBY_CHECKS, by=ASSISTANT, clause="desk.11")
