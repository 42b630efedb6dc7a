"""Bells that time rings: a bell may ring ahead of its hour once one of a lower rank has rung, so settling one wakes others."""

from __future__ import annotations

from datetime import datetime, timedelta

from pmcore import ASSISTANT, CLOCK, Code, Facts, Form, Register, Step, field

bell = Register("bell", title="Bells", number="BE{seq:04}")
HUNG, RUNG = bell.states("hung", "rung", closed="rung")
tower = Register("tower", title="Towers", number="TW{seq:04}")
STANDS, FALLEN = tower.states("stands", "fallen", closed="fallen")


class Hang(Step, register=bell, by=ASSISTANT, to=HUNG):
    """Hang a bell up."""

    group: Code = field(index=True)
    rank: int
    rings: datetime
    ahead: int = 0


class Ring(Step, register=bell, by=CLOCK, after=HUNG, to=RUNG):
    """At its hour, or so many hours before (or after) the earliest of a lower rank in its group, whichever is sooner."""

    @classmethod
    def falls(cls, form: Form[Hang], facts: Facts) -> tuple[datetime, Ring]:
        bell = form.now
        others = [other for other in facts.find(Hang, group=bell.group) if other.now.rank < bell.rank]
        rung = [other.entry(Ring).at for other in others if other.state == RUNG.name]
        return min([bell.rings, *(at - timedelta(hours=bell.ahead) for at in rung)]), cls()


class Toll(Step, register=bell, by=CLOCK, after=RUNG, again=True):
    """It tolls on, every day for three days."""

    @classmethod
    def falls(cls, form: Form[Hang], facts: Facts) -> tuple[datetime, Toll] | None:
        tolled = len(form.entries(Toll))
        return (form.entry(Ring).at + timedelta(days=1 + tolled), cls()) if tolled < 3 else None


class Build(Step, register=tower, by=ASSISTANT, to=STANDS):
    """Build a tower."""

    until: datetime


class Fall(Step, register=tower, by=CLOCK, after=STANDS, to=FALLEN):
    """It falls, and what hung in it is looked for nowhere else."""

    @classmethod
    def falls(cls, form: Form[Build], facts: Facts) -> tuple[datetime, Fall]:
        return form.now.until, cls()
