"""What a scenario sees in the books: duties, entries, reports, quotas."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pmcore.engine.names import Name
from pmcore.engine.quotas import progress
from pmcore.model.book import DutyRow
from pmcore.model.kinds import DATE, MOMENT, MONEY
from pmcore.model.messages import Msg
from pmcore.model.stamp import instant, stamp
from pmcore.model.step import UNIVERSAL
from pmcore.plugin.language import label, languages, say
from pmcore.registers import account
from pmcore.registers.customer import CustomerRef

from .seen import Table, expected
from .words import choice_words, choose
from .world import World

__all__ = ["due", "duties", "entries", "holds", "owed_times", "owes", "quota", "report"]

DUTY: dict[str, tuple[str, ...]] = {
    "register": ("登记册",),
    "number": ("单号",),
    "step": ("步骤",),
    "choice": ("选项",),
    "holder": ("责任",),
    "due": ("期限",),
    "late": ("逾期",),
}


def duties(world: World, register: str | None, number: str | None, table: Table) -> None:
    """Owed are just these steps (of a register, of a form); only the columns named are compared, in any order."""
    head, *rows = table
    columns = [choose("head of a table of duties", text, DUTY) for text in head]
    on = world.form(register, number).number if register and number else None
    with world.desk.reading() as look:
        held = look.duties(register=register, number=on) if on else look.duties()
        found = [duty for duty in held if duty.register == register or (register is None and duty.register != "approval")]
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


def _owed(world: World, register: str, number: str | None, step: str) -> list[DutyRow]:
    name = world.words.step(register, step).__step__.name
    on = world.form(register, number).number if number else None
    with world.desk.reading() as look:
        found = look.duties(register=register, number=on) if on else look.duties()
    return [duty for duty in found if (duty.register, duty.step) == (register, name)]


def owed_times(world: World, register: str, number: str | None, step: str, count: int) -> None:
    """A step is owed so often in a register, or on one form of it."""
    found = _owed(world, register, number, step)
    assert len(found) == count, f"it is owed {len(found)} times"


def due(world: World, register: str, number: str | None, step: str, moment: str) -> None:
    """Until when a step is owed on a form (the one touched last)."""
    row = world.form(register, number)
    found = [MOMENT.show(instant(duty.due)) for duty in _owed(world, register, row.number, step)]
    assert found == [MOMENT.show(MOMENT.read(moment))], f"it is due: {', '.join(found) or 'not owed'}"


ENTRY: dict[str, tuple[str, ...]] = {
    "step": ("步骤",), "at": ("时间",), "by": ("经办",), "struck": ("划掉",), "corrected": ("更正",),
    "late": ("补录",),
}  # fmt: skip


def entries(world: World, register: str, number: str | None, table: Table) -> None:
    """A form's entries, struck ones too, in order of writing; only the columns named are compared."""
    head, *rows = table
    row = world.form(register, number)
    columns = [world.words.column(register, text, ENTRY) for text in head]
    with world.desk.reading() as look:
        found = list(look.history(register, row.number))
    held = [[_entry(world, shown, column) for column in columns] for shown in found]
    wanted = [
        [_wanted_entry(world, register, column, text.strip()) for column, text in zip(columns, cells, strict=True)]
        for cells in rows
    ]
    assert held == wanted, "there are:\n" + "\n".join(f"  {line}" for line in held)


def _entry(world: World, shown: Any, column: str) -> Any:
    entry = shown.entry
    told: dict[str, Callable[[], Any]] = {
        "step": lambda: entry.step, "at": lambda: entry.at, "by": lambda: world.staff_code(entry.by),
        "struck": lambda: shown.struck_by is not None, "corrected": lambda: bool(shown.corrected_by),
        "late": lambda: "late" in json.loads(entry.context),
    }  # fmt: skip
    if column in told:
        return told[column]()
    value = shown.body.get(column) if isinstance(shown.body, Mapping) else None
    return int(value) if isinstance(value, bool) else value


def _wanted_entry(world: World, register: str, column: str, text: str) -> Any:
    if column == "step":
        universal = {name: [label(register, name, "pmcore", lang) for lang in languages] for name in UNIVERSAL}
        return choose(f"step in {register}", text, {**world.words.steps(register), **universal})
    if column == "at":
        return stamp(MOMENT.read(text))
    if column == "by":
        return "clock" if text in ("时钟", "clock") else text
    if column in ("struck", "corrected", "late"):
        return choose("answer", text or "否", {"yes": ("是",), "no": ("否",)}) == "yes"
    return expected(world, register, column, text)


def report(world: World, name: str, day: str, table: Table, *, whole: bool = True) -> None:
    """A report's rows (``whole``: all of them) for the period that a day lies in; only the columns named are compared."""
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
    lines = [next((words for words in held if _fits(line, words)), None) for line in cells]
    if whole:
        lines = [words if _fits(line, words) else None for line, words in zip(cells, held, strict=False)]
    enough = None not in lines and (not whole or len(held) == len(cells))
    assert enough, "it says:\n" + "\n".join("  " + " | ".join(words[0] for words in line) for line in held)


def _fits(line: Sequence[str], words: Sequence[Sequence[str]]) -> bool:
    return all(text.strip() in told for text, told in zip(line, words, strict=True))


def _titles(report: Any) -> list[str]:
    return [say(Msg(report.title, report.module.partition(".")[0]), lang) for lang in languages]


def _words_of(value: Any) -> list[str]:
    """How a value of a report may be written in a table."""
    if value is None:
        return ["", "无", "none"]
    if isinstance(value, bool):
        return ["是", "yes"] if value else ["否", "no"]
    if isinstance(value, datetime):
        shown = MOMENT.show(value)
        return [shown, shown[:16].replace("T", " ")]
    if isinstance(value, Name):
        return [value.name, *(label(value.context, value.name, value.domain, lang) for lang in languages)]
    if hasattr(value, "value"):
        return [str(value.value), *choice_words(value)]
    return [str(value)]


def owes(world: World, amount: str, **whose: Any) -> None:
    """What an account owes up to today."""
    with world.desk.reading() as look:
        found = account.owed(look.facts, **whose)
    shown = f"due {found.due}, later {found.not_yet_due}, disputed {found.disputed}, prepaid {found.prepaid}"
    assert found.due == MONEY.read(amount), shown


def holds(world: World, amount: str, customer: CustomerRef) -> None:
    """The deposits held for a customer."""
    with world.desk.reading() as look:
        found = account.held(look.facts, customer=customer)
    assert found == MONEY.read(amount), f"held are {found}"


def quota(world: World, name: str, day: str | None, who: str | None, wanted: int, done: int) -> None:
    """How a quota stands in the period that a day (today) lies in."""
    quotas = world.catalogue.quotas
    known = {
        key: [label("quota", key.rpartition(".")[2], one.module.partition(".")[0], lang) for lang in languages]
        for key, one in quotas.items()
    }
    found = quotas[choose("quota", name, known)]
    with world.desk.reading() as look:
        today = DATE.read(day) if day else look.facts.today
        holders = {slot.holder: (slot.wanted, slot.done) for slot in progress(look.facts, found, today)}
    by_code = {world.staff_code(holder[6:]) if holder.startswith("staff:") else holder: told for holder, told in holders.items()}
    key = who or next(iter(by_code))
    assert by_code[key] == (wanted, done), f"wanted and done are: {by_code}"
