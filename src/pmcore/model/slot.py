"""Slots: the holes that a recurring step has to fill while a form is in a state. Derived when looked at, never stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

__all__ = ["Slot", "Tally", "tallies"]


class Slot(NamedTuple):
    """One hole of a recurring step on a form: from ``start`` until before ``end`` (local dates), due by ``due``.

    ``met``: taken in it, at ``at`` by the staff number ``by`` (entry ``seq``; a late entry fills the hole it happened in).
    ``missed``: it is ``over`` and was not taken, which is counted for ever; neither, it is open. ``choice`` is the word of the
    choice for which it is owed, '' where it is owed once; ``holder`` whose it is: roles or ``staff:NUMBER``, joined by blanks.
    """

    register: str
    number: str
    step: str
    choice: str
    holder: str
    start: date
    end: date
    due: datetime
    over: bool
    seq: int | None = None
    at: datetime | None = None
    by: str = ""

    @property
    def met(self) -> bool:
        """Whether it was taken."""
        return self.seq is not None

    @property
    def missed(self) -> bool:
        """Whether it is over and was not taken."""
        return self.over and self.seq is None

    def late(self, now: datetime) -> bool:
        """Whether it is open still and past its time, or missed."""
        return self.seq is None and now > self.due


class Tally(NamedTuple):
    """The slots of one step and choice of a form, counted: ``done`` of ``wanted`` so far, the missed ones, the one open now."""

    register: str
    number: str
    step: str
    choice: str
    holder: str
    done: int
    missed: tuple[Slot, ...]
    open: Slot | None

    @property
    def wanted(self) -> int:
        """How many slots were filled or missed; the open one is not counted yet."""
        return self.done + len(self.missed)


def tallies(slots: list[Slot]) -> list[Tally]:
    """Slots counted by form, step and choice, in the order in which these first come."""
    groups: dict[tuple[str, str, str, str], list[Slot]] = {}
    for slot in slots:
        groups.setdefault((slot.register, slot.number, slot.step, slot.choice), []).append(slot)
    return [
        Tally(
            *key,
            held[-1].holder,
            sum(slot.met for slot in held),
            tuple(slot for slot in held if slot.missed),
            next((slot for slot in held if not slot.over and not slot.met), None),
        )
        for key, held in groups.items()
    ]
