"""Units: what the estate consists of, and each one's occupancy status."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pmcore.model.facts import Facts
from pmcore.model.field import Ref, field
from pmcore.model.kinds import Choice, Code
from pmcore.model.people import ARCHIVIST, ASSISTANT, PROJECT_MANAGER, STAFF, SUPERVISOR
from pmcore.model.register import Register
from pmcore.model.step import Step, column, computed

__all__ = ["AddUnit", "Close", "Occupancy", "Occupy", "UnitRef", "Use", "unit"]

unit = Register("unit", title="Units", number="FH{seq:05}", key=("estate", "code"))
KNOWN, CLOSED = unit.states("known", "closed", closed="closed")


class Use(Choice):
    """What a unit was built for."""

    HOME = "home"
    OFFICE = "office"
    SHOP = "shop"
    GARAGE = "garage"
    OTHER = "other"


class Occupancy(Choice):
    """occupancy.1: what a unit is at present."""

    RESIDENT = "resident"
    OFFICE = "office"
    TENANT = "tenant"
    VACANT = "vacant"
    RENOVATION = "renovation"
    NOT_TAKEN_OVER = "not-taken-over"


class AddUnit(Step, register=unit, by=(ASSISTANT, SUPERVISOR, ARCHIVIST, PROJECT_MANAGER), to=KNOWN, name="add"):
    """Enter a unit into the book."""

    code: Code = field(index=True, find=True)
    use: Use = field(index=True)
    area: Decimal = field(places=2, ge=Decimal("0.01"), le=Decimal(1_000_000))
    building: Code | None = field(default=None, index=True)
    stair: Code | None = None
    floor: int | None = field(default=None, ge=-9, le=200)
    estate: Code = field(default="main", index=True)

    @column(updates=True, index=True)
    @computed
    def status(self, facts: Facts) -> Occupancy:
        return Occupancy.NOT_TAKEN_OVER


class UnitRef(Ref[AddUnit]):
    """A unit, by its code: 1-2-301."""


class Occupy(Step, register=unit, by=STAFF, after=KNOWN, again=True):
    """Say what the unit is from a day on (occupancy.1)."""

    status: Occupancy = field(updates=True, index=True)
    since: date | None = None


class Close(Step, register=unit, by=(SUPERVISOR, PROJECT_MANAGER), after=KNOWN, to=CLOSED):
    """The unit exists no more (split, merged, pulled down)."""

    succeeded_by: Code | None = None
