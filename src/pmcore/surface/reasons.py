"""Why: the figures, rules and duties behind every entry of a form, out of what was recorded with it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pmcore.engine.why import why
from pmcore.model.messages import messages

from . import sentences
from .answers import Answer
from .checklist import checklist, recurring_lines
from .form import headline
from .values import moment, staff_codes
from .words import Words, short_time

if TYPE_CHECKING:
    from pmcore.engine.queries import Look

__all__ = ["figure", "reasons"]

_ = messages("pmcore")
Told = dict[str, Any]


def reasons(look: Look, words: Words, register: str, text: str) -> Answer:
    """What stands on a form and what it comes from. Raises NotFound or Ambiguous."""
    data = _zoned(why(look, register, text), words.zone)
    data["checklist"] = checklist(look.checklist(register, data["number"]), words.zone)
    shown = [[figure(look, one["name"], one["value"], words) for one in entry["standards"]] for entry in data["entries"]]
    owed = [one["holder"] for one in data["duties"]]
    codes = staff_codes(look, [*owed, *(f"staff:{entry['by']}" for entry in data["entries"])])
    return Answer(data, lambda: _lines(data, words, codes, shown))


def figure(look: Look, name: str, value: Any, words: Words) -> str:
    """A figure that an entry was judged by, in words; as it stands where its plugin is absent."""
    from pmcore.engine.settings import read_value
    from pmcore.model.kinds import KIND_OF

    standard = look.catalogue.standard(name)
    if standard is None or isinstance(standard.default, tuple) or standard.choices:
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return KIND_OF[type(standard.default)].show(read_value(standard.default, json.dumps(value)), words.lang)


def _zoned(told: Any, zone: str) -> Any:
    """Stored moments with the site's offset."""
    if isinstance(told, dict):
        return {
            name: moment(value, zone) if name in ("at", "since", "due") and isinstance(value, str) else _zoned(value, zone)
            for name, value in told.items()
        }
    return [_zoned(value, zone) for value in told] if isinstance(told, list) else told


def _lines(told: Told, words: Words, codes: Mapping[str, str], shown: list[list[str]]) -> Iterator[str]:
    register = told["register"]
    yield headline(told, words)
    rules = {rule["name"]: words.pick(rule["help"]).rstrip(".。") for rule in words.manifest["rules"]}
    for entry, figures in zip(told["entries"], shown, strict=True):
        by = codes.get(f"staff:{entry['by']}") or words.role(entry["by"])
        yield f"  {entry['seq']:>5}  {short_time(entry['at'])}  {words.step(register, entry['step'])}  {by}"
        for one, value in zip(entry["standards"], figures, strict=True):
            yield "         " + _standard(one, value, words)
        for one in entry["findings"]:
            rule = rules.get(one["rule"], one["rule"])
            yield "         " + words.say(_("let through: {rule} ({clause})"), rule=rule, clause=one["clause"])
        for one in entry["opened"]:
            step = words.step(register, one["step"])
            yield "         " + words.say(_("owed since: {step}, due {due}"), step=step, due=short_time(one["due"]))
    for one in told["duties"]:
        within = f"  ({one['within']})" if one["within"] in words.manifest["standards"] else ""
        yield "  " + sentences.duty({**one, "register": register}, words, codes) + within
    yield from (f"  {line}" for line in recurring_lines(told["checklist"], words))


def _standard(one: Told, value: str, words: Words) -> str:
    since = words.say(_("since {day}"), day=one["from"]) if one["from"] else words.say(_("the default"))
    return words.say(
        _("{name} = {value} ({since}, {clause})"), name=one["name"], value=value, since=since, clause=one["clause"] or "-"
    )
