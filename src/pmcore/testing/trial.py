"""A desk to try things on: in memory, with a clock that is set by hand, seeded salts, and staff in one call."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pmcore.desk import Desk
from pmcore.engine.sheet import Written
from pmcore.model.book import Store
from pmcore.model.people import Actor
from pmcore.plugin.catalogue import Catalogue
from pmcore.store.memory import MemoryStore

__all__ = ["STAFF", "Trial"]

STAFF: Mapping[str, str] = {
    "lj": "assistant", "zg": "supervisor", "cl": "cashier", "kp": "key-keeper", "gc": "engineering", "gate": "guard",
    "ar": "archivist", "sun": "project-manager", "mgr": "management", "boss": "leadership",
}  # fmt: skip
"""code -> role of the people a trial desk begins with."""


class Trial:
    """A founded training site with staff. ``now`` may be moved; ``record`` takes words as people write them."""

    def __init__(
        self,
        catalogue: Catalogue,
        *,
        now: datetime | None = None,
        staff: Mapping[str, str] = STAFF,
        store: Store | None = None,
        site: str = "trial",
    ) -> None:
        self.now = now or datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
        self.store = store or MemoryStore()
        seeded = random.Random(7)
        self.desk = Desk(self.store, catalogue, site=site, clock=lambda: self.now, entropy=seeded.randbytes)
        self.desk.found(name="Trial", code=site, admin="Admin", training=True)
        for code, role in staff.items():
            self.record("staff", "engage", by="admin", name=f"Staff {code}", code=code)
            self.record("staff", "assign", on=code, by="admin", role=role, starts=datetime(2020, 1, 1, tzinfo=UTC).date())

    def record(
        self,
        register: str,
        step: str,
        *,
        by: Actor | str,
        on: str | None = None,
        at: datetime | None = None,
        late: str | None = None,
        **given: Any,
    ) -> Written:
        """Record one step with words; ``late`` is why it is entered only now."""
        return self.desk.record(self.desk.step(register, step), given, by=by, on=on, at=at, late=late)

    def passes(self, **span: float) -> None:
        """Let time pass: ``trial.passes(days=3)``."""
        self.now += timedelta(**span)

    def row(self, register: str, number: str) -> Any:
        """A form as it stands."""
        with self.desk.reading() as look:
            return look.row(register, number)

    def duties(self, register: str | None = None, number: str | None = None) -> list[tuple[str, str, str]]:
        """(step, holder, due) of open duties; a step that is owed for each choice as ``sign-paper/agreement``."""
        with self.desk.reading() as look:
            found = look.duties(register=register, number=number)
            return [
                (f"{duty.step}/{duty.choice}" if duty.choice else duty.step, duty.holder, duty.due)
                for duty in found
                if register is None or duty.register == register
            ]

    def entries(self) -> list[Any]:
        """The whole journal."""
        with self.store.read(self.desk.site) as reader:
            return list(reader.entries())
