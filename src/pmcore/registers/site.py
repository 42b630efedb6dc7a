"""The site's own registers: its founding, the plugins in force, standards that were set, calendar years, delegations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from pmcore.model.facts import Facts
from pmcore.model.field import field
from pmcore.model.kinds import Code, Text
from pmcore.model.messages import messages
from pmcore.model.people import BOOK, MANAGEMENT, PROJECT_MANAGER, STAFF, SUPERVISOR
from pmcore.model.register import Register
from pmcore.model.rule import Finding, needs_approval, rule
from pmcore.model.step import Step
from pmcore.plugin.beside import FILE, NAME

__all__ = ["Adopt", "AdoptYear", "ConfirmClock", "Drop", "Found", "Rename", "SetStandard", "Trust", "TrustAgain", "Upgrade"]

_ = messages("pmcore")

site = Register("site", title="Site", number="SITE-{seq}")
(FOUNDED,) = site.states("founded")


class Found(Step, register=site, by=BOOK, to=FOUNDED):
    """Found the book: the first entry. Code, zone, currency and training are for good."""

    code: Code
    name: str = field(chained=True, max_length=60)
    zone: str = field(chained=True, default="Asia/Shanghai")
    currency: Code = "CNY"
    training: bool = False
    book: Code


class Rename(Step, register=site, by=PROJECT_MANAGER, after=FOUNDED, again=True):
    """Give the site another name."""

    name: str = field(chained=True, max_length=60, updates=True)


class ConfirmClock(Step, register=site, by=STAFF, after=FOUNDED, again=True):
    """Say on record that the machine's clock is right although the last entry is long ago."""

    reason: Text


plugin = Register("plugin", title="Plugins in force", number="PL{seq:03}", key="name")
IN_FORCE, DROPPED = plugin.states("in-force", "dropped", closed="dropped")


class Adopt(Step, register=plugin, by=BOOK, to=IN_FORCE):
    """Put a plugin in force: from now on the steps it judges are refused where it is not loaded."""

    name: Code = field(index=True)
    version: str = field(chained=True)
    judges: tuple[Code, ...] = ()
    defaults: str = field(chained=True, max_length=200_000, default="{}")
    former: str = field(chained=True, max_length=200_000, default="{}")


class Trust(Step, register=plugin, by=(SUPERVISOR, PROJECT_MANAGER), to=IN_FORCE):
    """Trust a file beside the book as a plugin: from now on it is run here as long as its bytes are these."""

    name: Code = field(index=True, pattern=NAME)
    file: str = field(chained=True, max_length=200, multiline=False, pattern=FILE)
    digest: Code = field(max_length=64, pattern="[0-9a-f]{64}")
    version: str = field(chained=True, default="0")
    judges: tuple[Code, ...] = ()
    defaults: str = field(chained=True, max_length=200_000, default="{}")
    former: str = field(chained=True, max_length=200_000, default="{}")
    reason: Text


class TrustAgain(Step, register=plugin, by=(SUPERVISOR, PROJECT_MANAGER), after=IN_FORCE, again=True):
    """Trust the file as it is now: another version of the plugin, older or newer."""

    file: str = field(chained=True, max_length=200, multiline=False, pattern=FILE, updates=True)
    digest: Code = field(max_length=64, pattern="[0-9a-f]{64}", updates=True)
    version: str = field(chained=True, default="0", updates=True)
    judges: tuple[Code, ...] = field(default=(), updates=True)
    defaults: str = field(chained=True, max_length=200_000, default="{}", updates=True)
    former: str = field(chained=True, max_length=200_000, default="{}", updates=True)
    reason: Text = field(updates=True)


class Upgrade(Step, register=plugin, by=BOOK, after=IN_FORCE, again=True):
    """Record that another version is in force, with the defaults that held until then."""

    version: str = field(chained=True, updates=True)
    judges: tuple[Code, ...] = field(default=(), updates=True)
    defaults: str = field(chained=True, max_length=200_000, default="{}", updates=True)
    former: str = field(chained=True, max_length=200_000, default="{}", updates=True)


class Drop(Step, register=plugin, by=(SUPERVISOR, PROJECT_MANAGER), after=IN_FORCE, to=DROPPED):
    """Do without a plugin: what it judged goes on without it. A file is not run any more; what is installed judges on."""

    reason: Text = field(updates=True)


standard = Register("standard", title="Standards set", number="BZ{year}-{seq:04}")
(SET,) = standard.states("set")


class SetStandard(Step, register=standard, by=PROJECT_MANAGER, to=SET, name="set"):
    """Change a standard from a day on, for all or within a scope."""

    name: Code = field(index=True)
    value: str = field(chained=True, max_length=4000)
    scope: str = field(chained=True, default="{}")
    starts: date
    reason: Text


@rule(SetStandard, clause="all.1")
def not_in_the_past(change: SetStandard, facts: Facts) -> Iterator[Finding]:
    """A standard is not changed for days that are over without approval; amounts recorded never move."""
    if change.starts < facts.today:
        yield needs_approval(
            _("{starts} is over; what was recorded since was judged by the old value"), starts=change.starts, by=MANAGEMENT
        )


calendar = Register("calendar", title="Working calendar", number="RL{seq}", key="year")
(ADOPTED,) = calendar.states("adopted")


class AdoptYear(Step, register=calendar, by=BOOK, to=ADOPTED, name="adopt"):
    """Take a year's public holidays and make-up working days into the book."""

    year: int = field(index=True, ge=2000, le=2200)
    holidays: tuple[date, ...]
    workdays: tuple[date, ...] = ()
    official: bool


class AmendYear(Step, register=calendar, by=(SUPERVISOR, PROJECT_MANAGER), after=ADOPTED, again=True, name="amend"):
    """Replace an estimated year by the official one."""

    holidays: tuple[date, ...] = field(updates=True)
    workdays: tuple[date, ...] = field(default=(), updates=True)
    official: bool = field(updates=True)
