"""What a scenario looks at: outcomes, forms, duties, entries, reports; every comparison is of values, not of how they look."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pmcore.engine.codec import cell as as_cell
from pmcore.model.book import DutyRow, Row
from pmcore.model.kinds import DATE, MOMENT
from pmcore.model.outcomes import Declined
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import Step
from pmcore.plugin.language import label, languages

from .words import choice_words, choose, in_words
from .world import World, told

__all__ = [
    "clause_known", "duties", "entries", "forms", "outcome", "passed", "quota", "report", "same_field", "same_state", "said"
]  # fmt: skip

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
        near = sorted(name for name in CLAUSES if name.startswith(chapter + ".")) or sorted({name.split(".")[0] for name in CLAUSES})
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
        return world.form(spec.ref.register_name(), text).number if spec.ref.target is not None else text
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


DUTY: dict[str, tuple[str, ...]] = {
    "register": ("登记册",), "number": ("单号",), "step": ("步骤",), "choice": ("选项",), "holder": ("责任",), "due": ("期限",), "late": ("逾期",)
}  # fmt: skip


def duties(world: World, register: str | None, number: str | None, table: Table) -> None:
    """Owed are just these steps (of a register, of a form); only the columns named are compared, in any order."""
    head, *rows = table
    columns = [choose("head of a table of duties", text, DUTY) for text in head]
    on = world.form(register, number).number if register and number else None
    with world.desk.reading() as look:
        held = look.duties(register=register, number=on) if on else look.duties()
        found = [duty for duty in held if register in (None, duty.register) and duty.register not in ("approval",)]
        late = {duty.id for duty in found if look.late(duty)}
    shown = sorted([_duty(world, duty, column, duty.id in late) for column in columns] for duty in found)
    wanted = sorted(_wanted_duty(world, register, columns, cells) for cells in rows)
    assert shown == wanted, "owed are:\n" + "\n".join("  " + " | ".join(line) for line in shown)


def _duty(world: World, duty: DutyRow, column: str, late: bool) -> str:
    if column == "holder":
        who = [world.staff_code(part[6:]) if part.startswith("staff:") else part for part in duty.holder.split()]
        return " ".join(sorted(who))
    if column == "due":
        return MOMENT.show(instant(duty.due))
    return ("yes" if late else "no") if column == "late" else str(getattr(duty, column))


def _wanted_duty(world: World, register: str | None, columns: Sequence[str], cells: Sequence[str]) -> list[str]:
    told = dict(zip(columns, (text.strip() for text in cells), strict=True))
    where = world.words.register(told["register"]) if "register" in told else register
    shown = []
    for column, text in told.items():
        if column == "register":
            text = where or ""
        elif column == "step":
            if where is None:
                raise LookupError("say which register: a column 登记册")
            text = world.words.step(where, text).__step__.name
        elif column == "choice" and text:
            text = _duty_choice(world, where or "", told.get("step", ""), text)
        elif column == "holder":
            text = " ".join(sorted(_holder(world, part) for part in text.replace("，", "、").split("、")))
        elif column == "due":
            text = MOMENT.show(MOMENT.read(text))
        elif column == "late":
            text = choose("answer", text, {"yes": ("是",), "no": ("否",)})
        shown.append(text)
    return shown


def _duty_choice(world: World, register: str, step: str, text: str) -> str:
    cls = world.words.step(register, step)
    members = cls.__step__.fields[cls.__step__.each or ""].choices
    return choose("choice", text, {str(member.value): choice_words(member) for member in members or ()})


def _holder(world: World, text: str) -> str:
    return text if text in world.roles else world.words.role(text)


ENTRY: dict[str, tuple[str, ...]] = {
    "step": ("步骤",), "at": ("时间",), "by": ("经办",), "struck": ("划掉",), "corrected": ("更正",)
}  # fmt: skip


def entries(world: World, register: str, number: str | None, table: Table) -> None:
    """A form's entries, struck ones too, in order of writing; only the columns named are compared."""
    head, *rows = table
    row = world.form(register, number)
    columns = [world.words.column(register, text, ENTRY) for text in head]
    with world.desk.reading() as look:
        found = list(look.history(register, row.number))
    held = [[_entry(world, shown, column) for column in columns] for shown in found]
    wanted = [[_wanted_entry(world, register, column, text.strip()) for column, text in zip(columns, cells, strict=True)] for cells in rows]
    assert held == wanted, "there are:\n" + "\n".join(f"  {line}" for line in held)


def _entry(world: World, shown: Any, column: str) -> Any:
    entry = shown.entry
    told: dict[str, Callable[[], Any]] = {
        "step": lambda: entry.step, "at": lambda: entry.at, "by": lambda: world.staff_code(entry.by),
        "struck": lambda: shown.struck_by is not None, "corrected": lambda: bool(shown.corrected_by),
    }  # fmt: skip
    if column in told:
        return told[column]()
    value = shown.body.get(column) if isinstance(shown.body, Mapping) else None
    return int(value) if isinstance(value, bool) else value


def _wanted_entry(world: World, register: str, column: str, text: str) -> Any:
    if column == "step":
        universal = {name: tuple(label(register, name, "pmcore", lang) for lang in languages) for name in ("correct", "strike", "void")}
        steps = {name: _step_words(world, register, cls) for name, cls in world.catalogue.steps_of(register).items()}
        return choose(f"step in {register}", text, {**steps, **universal})
    if column == "at":
        return stamp(MOMENT.read(text))
    if column == "by":
        return "clock" if text in ("时钟", "clock") else text
    if column in ("struck", "corrected"):
        return choose("answer", text or "否", {"yes": ("是",), "no": ("否",)}) == "yes"
    return expected(world, register, column, text)


def _step_words(world: World, register: str, cls: type[Step]) -> list[str]:
    name = cls.__step__.name
    return [label(register, name, cls.__module__.partition(".")[0], lang) for lang in languages]


def report(world: World, name: str, day: str, table: Table) -> None:
    """A report's rows for the period that a day lies in; only the columns named are compared."""
    reports = world.catalogue.reports
    found = reports[choose("report", name, {key: _titles(value) for key, value in reports.items()})]
    start, end = found.every.bounds(DATE.read(day))
    with world.desk.reading() as look:
        rows = [dict(row) for row in found.work(look.facts, start, end)]
    head, *cells = table
    domain = found.module.partition(".")[0]
    known = {key: [label(found.name, key, domain, lang) for lang in languages] for row in rows for key in row}
    columns = [choose(f"column of {found.name}", text, known) for text in head] if rows else list(head)
    held = [[_words_of(row.get(column)) for column in columns] for row in rows]
    matches = len(held) == len(cells) and all(
        all(text.strip() in words for text, words in zip(line, words_line, strict=True)) for line, words_line in zip(cells, held, strict=True)
    )
    assert matches, "it says:\n" + "\n".join("  " + " | ".join(words[0] for words in line) for line in held)


def _titles(report: Any) -> list[str]:
    from pmcore.model.messages import Msg
    from pmcore.plugin.language import say

    return [say(Msg(report.title, report.module.partition(".")[0]), lang) for lang in languages]


def _words_of(value: Any) -> list[str]:
    """How a value of a report may be written in a table."""
    if value is None:
        return ["", "无", "none"]
    if isinstance(value, bool):
        return ["是", "yes"] if value else ["否", "no"]
    if hasattr(value, "value"):
        return [str(value.value), *choice_words(value)]
    return [str(value)]


def quota(world: World, name: str, day: str | None, who: str | None, wanted: int, done: int) -> None:
    """How a quota stands in the period that a day (today) lies in."""
    from pmcore.engine.slots import progress

    quotas = world.catalogue.quotas
    found = quotas[choose("quota", name, {key: [label("quota", key, value.module.partition(".")[0], lang) for lang in languages] for key, value in quotas.items()})]
    with world.desk.reading() as look:
        today = DATE.read(day) if day else look.facts.today
        holders = {slot.holder: (slot.wanted, slot.done) for slot in progress(look, found, today)}
    by_code = {world.staff_code(holder[6:]) if holder.startswith("staff:") else holder: told for holder, told in holders.items()}
    key = who or next(iter(by_code))
    assert by_code[key] == (wanted, done), f"wanted and done are: {by_code}"
