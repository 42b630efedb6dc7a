"""The procedure clause by clause, and what carries each: rules, steps, figures, reports, scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pmcore.model.messages import messages
from pmcore.plugin.clauses import clauses
from pmcore.plugin.evidence import scenarios_of

from .answers import Answer
from .columns import none_such
from .near import near
from .table import Table
from .words import Words

__all__ = ["clause_answer", "procedure", "procedure_table"]

_ = messages("pmcore")
Told = dict[str, Any]
LISTS = ("rules", "steps", "scenarios", "standards", "reports")
_HEADS = {
    "clause": _("Clause"),
    "title": _("What it says"),
    "form": _("Form"),
    "rules": _("Rules"),
    "steps": _("Steps"),
    "scenarios": _("Scenarios"),
    "standards": _("Standards"),
    "reports": _("Reports"),
    "manners": _("Manners"),
}


def procedure(words: Words, wanted: str | None = None) -> list[Told]:
    """Every clause, or the one, or those of the one chapter that is ``wanted``, with what carries each.

    Scenarios are those that were executed when the plugins were built. Raises WrongUse for a clause that is none.
    """
    scenarios = scenarios_of(told["module"] for told in words.manifest["plugins"].values())
    rows = list(_clauses(words.manifest, scenarios))
    if wanted is None:
        return rows
    name = wanted.strip().lower()
    found = [row for row in rows if name in (row["clause"], row["clause"].partition(".")[0])]
    if found:
        return found
    close = near(name, {row["clause"]: list(row["title"].values()) for row in rows}, words.lang)
    raise none_such(_("There is no clause {name}").fill(name=wanted), close, "clause")


def _clauses(manifest: Mapping[str, Any], scenarios: Mapping[str, list[str]]) -> Iterator[Told]:
    for clause in clauses():
        rules = [rule for rule in manifest["rules"] if rule["clause"] == clause.id]
        steps = {step: None for rule in rules for step in rule["steps"]}
        steps |= {quota["step"]: None for quota in manifest["quotas"].values() if quota["clause"] == clause.id}
        yield {
            "clause": clause.id,
            "title": {"zh": clause.zh, "en": clause.en},
            "form": clause.register,
            "rules": [rule["name"] for rule in rules],
            "steps": list(steps),
            "scenarios": scenarios.get(clause.id, []),
            "standards": [
                name
                for name, told in manifest["standards"].items()
                if told.get("clause") == clause.id and not name.startswith("rule.")
            ],
            "reports": [name for name, told in manifest["reports"].items() if told["clause"] == clause.id],
            "manners": clause.manners,
        }


def procedure_table(rows: Iterable[Told], words: Words) -> Table:
    """Clauses as a table: how many of what carry each."""
    listed = list(rows)
    cells = [
        {
            **row,
            **{name: len(row[name]) or "" for name in LISTS},
            "title": words.pick(row["title"]),
            "manners": words.say(_("yes")) if row["manners"] else "",
        }
        for row in listed
    ]
    return Table(listed, cells, {name: words.say(head) for name, head in _HEADS.items()})


def clause_answer(row: Told, words: Words) -> Answer:
    """One clause with the words of everything that carries it."""

    def lines() -> Iterator[str]:
        yield f"{row['clause']}  {words.pick(row['title'])}  {row['form']}".rstrip()
        rules = {rule["name"]: words.pick(rule["help"]) for rule in words.manifest["rules"]}
        said = {
            "rules": [f"{name}  {rules[name]}" for name in row["rules"]],
            "steps": [_step(words, name) for name in row["steps"]],
            "reports": [f"{name}  {words.pick(words.manifest['reports'][name]['title'])}" for name in row["reports"]],
        }
        for part in LISTS:
            if row[part]:
                yield words.say(_HEADS[part]) + words.say(_(": ")).rstrip()
                yield from ("  " + line for line in said.get(part) or row[part])
        if row["manners"]:
            yield words.say(_("Manners: a prompt on the form"))

    return Answer(row, lines)


def _step(words: Words, name: str) -> str:
    register, _dot, step = name.rpartition(".")
    return f"{name}  {words.register(register)} {words.step(register, step)}"
