"""Approvals of exceptions: ask with the step's draft, use once what was granted, or all of it at the counter in one go."""

from __future__ import annotations

import json

from pmcore.model.house import APPROVAL_VALID
from pmcore.model.messages import messages
from pmcore.model.outcomes import Refused
from pmcore.model.people import SUPERVISOR, Actor
from pmcore.model.rule import Finding, refuse
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import Step, ready

from .codec import assemble, plain
from .gate import core, key_of
from .read import read_step, word
from .sheet import Request, Sheet, Written
from .view import form_of

__all__ = ["ask", "at_the_counter", "for_batch", "use"]

_ = messages("pmcore")
APPROVAL = "approval"


def ask(sheet: Sheet, request: Request, findings: list[Finding], reason: str) -> Written:
    """Ask for what these findings want: the draft of the step lies beside the chain, and nothing else is written."""
    wanted = [finding for finding in findings if finding.level == "approve"]
    worse = [finding for finding in findings if finding.level in ("refuse", "unknown")]
    if worse or not wanted:
        first = (worse or [core("approval", refuse(_("Nothing here wants an approval")))])[0]
        raise Refused(first.message, findings=worse or [first])
    declared = request.step.__step__
    step = read_step(request.step, request.given, sheet.catalogue.extras_of(request.step), sheet.lookup)
    facts = sheet.facts()
    given = {
        "what": f"{declared.register.name}.{declared.name}",
        "draft": draft_of(sheet, request, step),
        "covers": [key_of(finding) for finding in wanted],
        "must": sorted({role.name for finding in wanted for role in finding.approvers}),
        "clauses": sorted({finding.clause for finding in wanted if finding.clause}),
        "reason": reason,
        "until": facts.due(facts[APPROVAL_VALID], sheet.now),
    }
    return sheet.record(Request(_step(sheet, "ask"), given, actor=request.actor))


def at_the_counter(sheet: Sheet, request: Request, findings: list[Finding], reason: str, granters: list[Actor]) -> Written:
    """Asked, granted by those who must, used, in one transaction; where nothing wants an approval, a plain record."""
    if not any(finding.level == "approve" for finding in findings):
        return sheet.record(request)
    asked = ask(sheet, request, findings, reason)
    for granter in granters:
        sheet.record(Request(_step(sheet, "grant"), {}, actor=granter, on=asked.number))
    return use(sheet, asked.number, request.actor)


def for_batch(sheet: Sheet, step: type[Step], actor: Actor, granters: list[Actor], reason: str) -> tuple[str, frozenset[str]]:
    """One approval for the late entries of a whole batch, asked, granted and used at the counter: its number, what it covers."""
    facts = sheet.facts()
    covers = ("core.late:*",)
    given = {
        "what": f"{step.__step__.register.name}.{step.__step__.name}",
        "draft": "batch",
        "covers": list(covers),
        "must": [SUPERVISOR.name],
        "clauses": ["all.1"],
        "reason": reason or "import",
        "until": facts.due(facts[APPROVAL_VALID], sheet.now),
    }
    asked = sheet.record(Request(_step(sheet, "ask"), given, actor=actor))
    for granter in granters:
        sheet.record(Request(_step(sheet, "grant"), {}, actor=granter, on=asked.number))
    sheet.record(Request(_step(sheet, "spend"), {"entry": sheet.overlay.next_seq + 1}, actor=actor, on=asked.number))
    return asked.number, frozenset(covers)


def draft_of(sheet: Sheet, request: Request, step: Step) -> str:
    """A step that is not written yet, as text."""
    fields = {name: plain(spec, getattr(step, name)) for name, spec in ready(type(step)).fields.items() if not spec.computed}
    if step.x:
        extras = sheet.catalogue.extras_of(type(step))
        fields["x"] = {name: plain(extras[name], value) for name, value in step.x.items()}
    on = sheet.lookup.row(request.step.__step__.register.name, request.on).number if request.on else None
    told = {"fields": fields, "on": on, "at": stamp(request.at) if request.at else None, "late": request.late}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def use(sheet: Sheet, number: str, actor: Actor, request: Request | None = None) -> Written:
    """Write the step that was approved: judged again, the same step, no new finding, once.

    ``request`` is the step as somebody typed it again; it has to be the one that was approved.
    """
    row = sheet.lookup.row(APPROVAL, number)
    form = form_of(sheet.overlay, sheet.catalogue, APPROVAL, row)
    if row.state != "granted":
        raise sheet.refused(
            core(
                "approval",
                refuse(
                    _("{number} is {state}; only what is granted can be used, once"),
                    number=row.number,
                    state=word(sheet.catalogue, APPROVAL, row.state),
                ),
            )
        )
    asked = form.now
    register, _dot, name = asked.what.rpartition(".")
    cls = sheet.catalogue.find_step(register, name)
    if cls is None:
        raise Refused(_("The plugin of {step} is not loaded").fill(step=asked.what))
    if request is not None and not _same(sheet, request, asked.draft):
        raise sheet.refused(core("approval", refuse(_("{number} was granted for a step with other content"), number=row.number)))
    told = json.loads(asked.draft)
    drafted = Request(
        assemble(cls, told["fields"]),
        actor=actor,
        on=told["on"],
        at=instant(told["at"]) if told["at"] else None,
        late=told["late"],
        granted=frozenset(asked.covers),
        approval=row.number,
        command=request.command if request else None,
    )
    written = sheet.record(drafted)
    sheet.record(Request(_step(sheet, "spend"), {"entry": written.seq}, actor=actor, on=row.number))
    return written


def _same(sheet: Sheet, request: Request, draft: str) -> bool:
    step = read_step(request.step, request.given, sheet.catalogue.extras_of(request.step), sheet.lookup)
    return draft_of(sheet, request, step) == draft


def _step(sheet: Sheet, name: str) -> type[Step]:
    found = sheet.catalogue.find_step(APPROVAL, name)
    assert found is not None
    return found
