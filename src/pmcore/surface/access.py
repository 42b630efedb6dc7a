"""Who looked at personal values, why and when: notes beside the chain, written before anything is shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pmcore.model.book import Batch
from pmcore.model.messages import messages
from pmcore.model.outcomes import Refused
from pmcore.model.stamp import stamp

from .table import Table
from .values import moment
from .words import Words, short_time

if TYPE_CHECKING:
    from pmcore.desk import Desk

__all__ = ["accesses", "note_access"]

_ = messages("pmcore")
COUNT = "access:count"


def note_access(desk: Desk, staff: str, reason: str, what: str, count: int) -> None:
    """Put one look-up on record: who, why, at what, and at how many forms. Raises NotFound, or Refused for who has left."""
    with desk.reading() as look:
        who = look.row("staff", staff)
        if who.closed:
            raise Refused(_("{staff} has left").fill(staff=staff))
        now = look.sheet.now
    with desk.store.write(desk.site) as writer:
        place = int(writer.note(COUNT) or 0) + 1
        told = {"at": stamp(now), "by": who.number, "reason": reason, "what": what, "count": count}
        batch = Batch()
        batch.notes[f"access:{place}"] = json.dumps(told, ensure_ascii=False, sort_keys=True)
        batch.notes[COUNT] = str(place)
        writer.commit(batch)


def accesses(desk: Desk, words: Words) -> Table:
    """Every look-up, the last one first."""
    rows: list[dict[str, Any]] = []
    with desk.store.read(desk.site) as reader:
        for place in range(int(reader.note(COUNT) or 0), 0, -1):
            told = json.loads(reader.note(f"access:{place}") or "{}")
            rows.append({**told, "at": moment(told["at"], words.zone)})
    heads = {"at": _("When"), "by": _("Signed by"), "reason": _("Reason"), "what": _("What"), "count": _("Forms")}
    cells = [row | {"at": short_time(row["at"])} for row in rows]
    return Table(rows, cells, {name: words.say(head) for name, head in heads.items()})
