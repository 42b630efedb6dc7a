"""Who looked at personal values, why and when: notes beside the chain, written before anything is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .errors import Stop
from .words import _

if TYPE_CHECKING:
    from .session import Session

__all__ = ["accesses", "log"]

COUNT = "access:count"


def log(session: Session, what: str, count: int) -> None:
    """Append one look-up. Raises Stop where nobody says who looks."""
    from pmcore.model.book import Batch
    from pmcore.model.stamp import stamp

    if not session.by:
        raise Stop(_("Say who looks: --by STAFF goes with --reveal"), field="by")
    desk = session.desk
    with desk.reading() as look:
        who = look.row("staff", session.by)
        if who.closed:
            raise Stop(_("{staff} has left", staff=session.by), outcome="refused", code=1)
        now = look.sheet.now
    with desk.store.write(desk.site) as writer:
        place = int(writer.note(COUNT) or 0) + 1
        told = {"at": stamp(now), "by": who.number, "reason": session.reveal, "what": what, "count": count}
        batch = Batch()
        batch.notes[f"access:{place}"] = json.dumps(told, ensure_ascii=False, sort_keys=True)
        batch.notes[COUNT] = str(place)
        writer.commit(batch)


def accesses(session: Session) -> Iterator[dict[str, Any]]:
    """Every look-up, the last one first."""
    desk = session.desk
    with desk.store.read(desk.site) as reader:
        for place in range(int(reader.note(COUNT) or 0), 0, -1):
            yield json.loads(reader.note(f"access:{place}") or "{}")
