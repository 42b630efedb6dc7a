"""Why: the facts, rule, clause and arithmetic behind every deadline, state and figure of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmcore.model.span import Span

if TYPE_CHECKING:
    from .queries import Look

__all__ = ["why"]


def why(look: Look, register: str, text: str) -> dict[str, Any]:
    """What stands on a form and what it comes from, out of the grounds that were recorded with each entry."""
    row = look.row(register, text)
    entries = []
    for shown in look.history(register, row.number):
        grounds = look.overlay.grounds_of(shown.entry)
        entries.append({
            "seq": shown.entry.seq,
            "step": shown.entry.step,
            "at": shown.entry.at,
            "by": shown.entry.by,
            "cause": shown.entry.cause,
            "state": grounds.get("state"),
            "standards": [{"name": name, "value": value, "from": starts or None, "origin": origin, "clause": _clause(look, name)} for name, (value, starts, origin) in grounds.get("standards", {}).items()],
            "findings": [{"rule": rule, "level": level, "clause": clause} for rule, level, clause in grounds.get("findings", ())],
            "opened": [{"step": told[0], "choice": told[1] or None, "holder": told[3], "since": told[4], "due": told[5], "estimated": told[6]} for told in grounds.get("opened", ())],
            "met": [{"duty": duty, "in_time": kept} for duty, kept in grounds.get("met", ())],
            "struck_by": shown.struck_by,
            "corrected_by": list(shown.corrected_by),
        })  # fmt: skip
    duties = [
        {"step": duty.step, "choice": duty.choice or None, "holder": duty.holder, "since": duty.since, "since_seq": duty.since_seq, "due": duty.due,
         "estimated": duty.estimated, "late": look.late(duty), "within": _within(look, register, duty.step)}
        for duty in look.duties(register=register, number=row.number)
    ]  # fmt: skip
    return {"register": register, "number": row.number, "state": row.state, "entries": entries, "duties": duties}


def _clause(look: Look, name: str) -> str:
    standard = look.catalogue.standard(name)
    return standard.clause if standard else ""


def _within(look: Look, register: str, step: str) -> str:
    """How long somebody has for a step, in a word."""
    cls = look.catalogue.find_step(register, step)
    if cls is None:
        return ""
    within: Any = cls.__step__.within
    if isinstance(within, Span):
        return str(within)
    name = getattr(within, "name", "")
    return name or str(getattr(within, "__doc__", "") or "").split("\n")[0]
