"""A key is lost, which is an incident; sometimes it turns up again."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import KEEPER, PROJECT_MANAGER, SUPERVISOR, Code, Facts, Step, Text, column, computed, field
from pmcore.registers.staff import StaffRef

from .custody import HELD, LENT, LOST, KeyRef, key
from .figures import IncidentKind
from .incident import ReportIncident, keeper_of
from .lending import borrower_of

__all__ = ["Lose", "Recover"]


class Lose(Step, register=key, by=(KEEPER, SUPERVISOR, PROJECT_MANAGER), after=(HELD, LENT), to=LOST):
    """A key is lost: it goes on record as an incident, with who kept it and who had it (key.4)."""

    circumstances: Text = field(max_length=2000)

    def entails(self, facts: Facts) -> Iterator[Step]:
        yield ReportIncident(
            key=KeyRef(facts.number),
            kind=IncidentKind.LOST,
            what_happened=self.circumstances,
            keeper=keeper_of(facts.form),
            borrower=borrower_of(facts.form),
        )


class Recover(Step, register=key, by=KEEPER, after=LOST, to=HELD):
    """A lost key turned up and hangs on a hook again; its incident is answered for all the same."""

    hook: Code = field(updates=True, unique=True)
    where_found: Text | None = None

    @column(updates=True, index=True)
    @computed
    def holder(self, facts: Facts) -> StaffRef | None:
        return None
