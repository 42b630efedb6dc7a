"""``sop``: the procedure clause by clause, and what carries each: rules, steps, figures, reports, scenarios."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .options import argument
from .sentences import register_words, step_words
from .session import Session, current
from .words import _, pick

__all__ = ["sop"]

Told = dict[str, Any]
LISTS = ("rules", "steps", "scenarios", "standards", "reports")


def sop() -> click.Command:
    """``sop [CLAUSE | CHAPTER]``."""

    def run(clause: str | None) -> None:
        session = current()
        rows = _chosen(_sop(session), clause)
        if clause and len(rows) == 1 and not session.out.shape:
            session.out.answer(rows[0], lambda: list(_lines(session.manifest, rows[0])))
            return
        human = [
            {
                **row,
                **{name: len(row[name]) or "" for name in LISTS},
                "title": pick(row["title"]),
                "manners": _("yes") if row["manners"] else "",
            }
            for row in rows
        ]
        session.out.rows(rows, human, _heads())

    return Command(
        "sop",
        params=[argument("clause", _("CLAUSE"), "clause")],
        callback=run,
        help=_("The procedure: what carries each clause"),
    )


def _heads() -> dict[str, str]:
    return {
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


def _chosen(rows: list[Told], wanted: str | None) -> list[Told]:
    """The clause, or the clauses of a chapter; all of them where nothing is asked for."""
    if wanted is None:
        return rows
    name = wanted.strip().lower()
    found = [row for row in rows if name in (row["clause"], row["clause"].partition(".")[0])]
    if found:
        return found
    from .near import near

    close = near(name, {row["clause"]: list(row["title"].values()) for row in rows})
    raise Stop(
        _("There is no clause {name}", name=wanted) + (_("; near it: {near}", near=", ".join(close)) if close else ""),
        field="clause",
    )


def _lines(manifest: Told, row: Told) -> Iterator[str]:
    """One clause with the words of everything that carries it."""
    yield f"{row['clause']}  {pick(row['title'])}  {row['form']}".rstrip()
    rules = {rule["name"]: pick(rule["help"]) for rule in manifest["rules"]}
    said = {
        "rules": [f"{name}  {rules[name]}" for name in row["rules"]],
        "steps": [_step(manifest, name) for name in row["steps"]],
        "reports": [f"{name}  {pick(manifest['reports'][name]['title'])}" for name in row["reports"]],
    }
    heads = _heads()
    for part in LISTS:
        if row[part]:
            yield heads[part] + _(": ").rstrip()
            yield from ("  " + line for line in said.get(part) or row[part])
    if row["manners"]:
        yield _("Manners: a prompt on the form")


def _step(manifest: Mapping[str, Any], name: str) -> str:
    register, _dot, step = name.rpartition(".")
    return f"{name}  {register_words(manifest, register)} {step_words(manifest, register, step)}"


def _sop(session: Session) -> list[Told]:
    from pmcore.plugin.clauses import clauses

    manifest, seen = session.manifest, _evidence()
    rows = []
    for clause in clauses():
        rules = [rule for rule in manifest["rules"] if rule["clause"] == clause.id]
        steps = {step: None for rule in rules for step in rule["steps"]}
        steps |= {quota["step"]: None for quota in manifest["quotas"].values() if quota["clause"] == clause.id}
        rows.append(
            {
                "clause": clause.id,
                "title": {"zh": clause.zh, "en": clause.en},
                "form": clause.register,
                "rules": [rule["name"] for rule in rules],
                "steps": list(steps),
                "scenarios": seen.get("scenarios", {}).get(clause.id, []),
                "standards": [
                    name
                    for name, told in manifest["standards"].items()
                    if told.get("clause") == clause.id and not name.startswith("rule.")
                ],
                "reports": [name for name, told in manifest["reports"].items() if told["clause"] == clause.id],
                "manners": clause.manners,
            }
        )
    return rows


def _evidence() -> Told:
    """Which scenarios carried which clause when the specs ran last; it comes with the chapters."""
    from importlib import resources

    try:
        told = json.loads(resources.files("pmplugins").joinpath("evidence.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, ModuleNotFoundError):
        return {}
    return told if isinstance(told, dict) else {}
