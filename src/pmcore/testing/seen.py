"""What a scenario sees: outcomes and forms; every comparison is of values, not of how they look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmcore.engine.codec import cell as as_cell
from pmcore.model.book import Row
from pmcore.model.field import FormRef
from pmcore.model.outcomes import Declined

from .words import in_words
from .world import World, told

__all__ = ["Table", "clause_known", "expected", "forms", "outcome", "passed", "said", "same_field", "same_state"]

Table = Sequence[Sequence[str]]
OUTCOMES = {
    "refused": ("被拒绝",), "needs_approval": ("需要批准",), "unknown": ("情况不明",), "invalid": ("填写有误",),
    "ambiguous": ("所指不明",), "not_found": ("找不到",), "conflict": ("冲突",), "busy": ("忙",),
}  # fmt: skip
LEVELS = {"refused": "refuse", "needs_approval": "approve", "unknown": "unknown"}
CLAUSES: set[str] = set()
"""Every clause that may be named; filled when the plugin is configured."""


def clause_known(clause: str) -> str:
    """The clause; an unknown one is an error."""
    if clause not in CLAUSES:
        chapter = clause.split(".")[0]
        near = sorted(name for name in CLAUSES if name.startswith(chapter + ".")) or sorted(
            {name.split(".")[0] for name in CLAUSES}
        )
        raise LookupError(f"there is no clause {clause!r}; there are: {', '.join(near)}")
    return clause


def passed(world: World) -> None:
    """The last step was written."""
    world.unseen = False
    assert world.declined is None, f"it did not pass: {told(world.declined)}"
    assert world.result is not None, "nobody took a step yet"


def outcome(world: World, wanted: str, clause: str | None = None, said: str | None = None) -> Declined:
    """The last step was declined so, under that clause, with those words."""
    world.unseen = False
    assert world.declined is not None, "it passed" if world.result else "nobody took a step yet"
    declined = world.declined
    assert declined.outcome == wanted, f"it was {told(declined)}"
    level = LEVELS.get(wanted)
    findings = [finding for finding in declined.findings if finding.level == level]
    if clause is not None:
        assert clause_known(clause) in {finding.clause for finding in findings}, f"under another clause: {told(declined)}"
        findings = [finding for finding in findings if finding.clause == clause]
    if said is not None:
        texts = [in_words(finding.message) for finding in findings] if clause else [told(declined)]
        assert any(said in text for text in texts), f"other words: {told(declined)}"
    return declined


def said(world: World, text: str | None, clause: str | None) -> None:
    """The last step was written with a warning."""
    passed(world)
    assert world.result is not None
    warned = [finding for finding in world.result.findings if finding.level == "warn"]
    shown = [f"[{finding.clause}] {in_words(finding.message)}" for finding in warned]
    if clause is not None:
        warned = [finding for finding in warned if finding.clause == clause_known(clause)]
    assert any(text is None or text in in_words(finding.message) for finding in warned), f"it said: {shown or 'nothing'}"


def same_state(world: World, register: str, number: str | None, state: str) -> None:
    """A form stands so."""
    row = world.form(register, number)
    wanted = world.words.state(register, state)
    assert row.state == wanted, f"{row.number} is {row.state}"


def same_field(world: World, register: str, number: str | None, head: str, text: str) -> None:
    """A blank of a form holds that value at present."""
    row = world.form(register, number)
    column = world.words.column(register, head)
    wanted, held = expected(world, register, column, text), row.values.get(column)
    assert held == wanted, f"{row.number} has {held!r} there, not {wanted!r}"


def expected(world: World, register: str, column: str, text: str) -> Any:
    """A cell as it stands in a column; an empty one, or 无, as nothing."""
    if text.strip() in ("", "无", "none"):
        return None
    spec, _cls = world.words.spec(register, column)
    if spec.ref is not None:
        return text if issubclass(spec.ref, FormRef) else world.form(spec.ref.register_name(), text).number
    if spec.many:
        parts = [spec.kind.load(part, spec) for part in world.words.cell(spec, text).split("、")]
        return as_cell(spec, tuple(parts))
    return as_cell(spec, world.words.value(spec, text))


def forms(world: World, register: str, table: Table) -> None:
    """The register holds just these forms, in order of opening; only the columns named are compared."""
    head, *rows = table
    more = {"number": ("单号",), "state": ("状态",)}
    columns = [world.words.column(register, text, more) for text in head]
    with world.desk.reading() as look:
        found = look.list(register, limit=500).rows
    wanted = [[_form_cell(world, register, column, text) for column, text in zip(columns, cells, strict=True)] for cells in rows]
    held = [[_held(row, column) for column in columns] for row in found]
    assert held == wanted, f"there are: {held}"


def _form_cell(world: World, register: str, column: str, text: str) -> Any:
    if column == "number":
        return text.strip()
    if column == "state":
        return world.words.state(register, text)
    return expected(world, register, column, text)


def _held(row: Row, column: str) -> Any:
    return {"number": row.number, "state": row.state}.get(column, row.values.get(column))
