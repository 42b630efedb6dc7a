"""Vehicles: whose a car is, as the office's own list has it."""

from __future__ import annotations

from pmcore import ASSISTANT, GUARD, SUPERVISOR, TOLL, Plate, Register, Step, Text, field
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

__all__ = ["AddVehicle", "ChangeVehicle", "RemoveVehicle", "vehicle"]

vehicle = Register("vehicle", title="Vehicles", number="CL{seq:05}", key="plate")
KNOWN, REMOVED = vehicle.states("known", "removed", closed="removed")
DESK = (ASSISTANT, SUPERVISOR, GUARD, TOLL)


class AddVehicle(Step, register=vehicle, by=DESK, to=KNOWN, name="add"):
    """Enter a car: its plate and whose it is (parking.5)."""

    plate: Plate = field(find=True)
    customer: CustomerRef = field(aliases=("owner", "手机"), prompt="A name, or name and telephone number where one is not enough")
    model: Text | None = field(default=None, max_length=40)
    unit: UnitRef | None = None


class ChangeVehicle(Step, register=vehicle, by=DESK, after=KNOWN, again=True, name="change"):
    """The car is somebody else's from now on, or belongs to another unit (a slip of the pen is corrected instead)."""

    customer: CustomerRef | None = field(default=None, updates=True)
    unit: UnitRef | None = field(default=None, updates=True)


class RemoveVehicle(Step, register=vehicle, by=DESK, after=KNOWN, to=REMOVED, name="remove"):
    """The car comes here no more."""
