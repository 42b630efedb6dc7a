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
            "standards": [_standard(look, name, *told) for name, told in grounds.get("standards", {}).items()],
            "findings": [{"rule": rule, "level": level, "clause": clause} for rule, level, clause in grounds.get("findings", ())],
            "opened": [_duty(*told) for told in grounds.get("opened", ())],
            "met": [{"duty": duty, "in_time": kept} for duty, kept in grounds.get("met", ())],
            "struck_by": shown.struck_by,
            "corrected_by": list(shown.corrected_by),
        })  # fmt: skip
    duties = [
        {
            **_duty(duty.step, duty.choice, duty.since_seq, duty.holder, duty.since, duty.due, duty.estimated),
            "since_seq": duty.since_seq,
            "late": look.late(duty),
            "within": _within(look, register, duty.step),
        }
        for duty in look.duties(register=register, number=row.number)
    ]
    return {"register": register, "number": row.number, "state": row.state, "entries": entries, "duties": duties}


def _standard(look: Look, name: str, value: Any, starts: str, origin: str) -> dict[str, Any]:
    """A standard as it was read, with the clause it is from."""
    standard = look.catalogue.standard(name)
    clause = standard.clause if standard else ""
    return {"name": name, "value": value, "from": starts or None, "origin": origin, "clause": clause}


def _duty(step: str, choice: str, _since_seq: int, holder: str, since: str, due: str, estimated: bool) -> dict[str, Any]:
    return {"step": step, "choice": choice or None, "holder": holder, "since": since, "due": due, "estimated": estimated}


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
