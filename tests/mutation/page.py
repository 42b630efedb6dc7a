"""What became of the mutants, as ``docs/mutation.md`` holds it: written, and read back."""

from __future__ import annotations

import re
from datetime import date

from .equivalent import EQUIVALENT

__all__ = ["Score", "page", "told"]


class Score:
    """What became of one chapter's mutants. ``scenarios`` is how many the unchanged features hold, outlines row by row."""

    def __init__(self, chapter: str, scenarios: int, run: int, survivors: list[str], unclear: list[str]) -> None:
        self.chapter = chapter
        self.scenarios = scenarios
        self.run = run
        named = EQUIVALENT.get(chapter, {})
        self.survivors = [name for name in survivors if name not in named]
        self.equivalent = [name for name in survivors if name in named]
        self.unclear = unclear

    @property
    def row(self) -> str:
        judged = self.run - len(self.unclear) - len(self.equivalent)
        killed = judged - len(self.survivors)
        share = f"{100 * killed // judged} %" if judged else "-"
        told = (self.chapter, self.scenarios, self.run, killed, len(self.survivors), len(self.equivalent), len(self.unclear), share)
        return "| " + " | ".join(map(str, told)) + " |"

    def open(self, name: str) -> bool:
        """Whether a mutant was not killed: it survived, was called equivalent, or nobody judged it."""
        return name in (*self.survivors, *self.equivalent, *(told.rpartition(" (")[0] for told in self.unclear))


def page(scores: list[Score]) -> str:
    """What ``docs/mutation.md`` holds."""
    steps = sum(score.run * score.scenarios for score in scores)
    lines = [
        "# Mutants",
        "",
        f"As of {date.today():%Y-%m-%d}. Run `make mutants`, or `python -m tests.mutation.mutate --chapter key`.",  # noqa: DTZ011
        "",
        "Each mutant changes one declaration: a standard, where a step leads to or may be taken, by when, by whom, beside whom,",
        "how often, whether a rule speaks or who may approve what it says. It is killed when a scenario of the features of its",
        "own chapter fails; those that speak of the declaration are run first, and the first one that fails ends the run.",
        "Nothing is sampled. Unclear ones ended by a signal or an error of the run, no scenario having judged them; equivalent",
        "ones change nothing that can be seen (`tests/mutation/equivalent.py`). Both count on neither side.",
        "Where only scenarios were added since, `--survivors --write` judges those named here; what was killed stays killed.",
        "",
        f"How long: at most {steps} scenarios ({sum(score.run for score in scores)} mutants, each with the scenarios of its",
        "chapter); two mutants at a time run side by side, in processes forked with everything loaded.",
        "",
        "| chapter | scenarios | mutants | killed | survived | equivalent | unclear | score |",
        "|---|---|---|---|---|---|---|---|",
        *(score.row for score in scores),
    ]
    for score in scores:
        if score.survivors or score.unclear or score.equivalent:
            lines += ["", f"## {score.chapter}", "", *(f"- {name}" for name in score.survivors)]
            lines += [f"- unclear: {name}" for name in score.unclear]
            lines += [f"- equivalent: {name}: {EQUIVALENT[score.chapter][name]}" for name in score.equivalent]
    return "\n".join(lines) + "\n"


def told(text: str) -> dict[str, Score]:
    """What a page tells, by chapter."""
    found: dict[str, Score] = {}
    for row in re.findall(r"^\| (\w+) \| (\d+) \| (\d+) \|", text, re.MULTILINE):
        part = text.partition(f"\n## {row[0]}\n")[2].partition("\n## ")[0]
        names = re.findall(r"^- (.+)$", part, re.MULTILINE)
        known = EQUIVALENT.get(row[0], {})
        called = [name for name in known if any(line.startswith(f"equivalent: {name}: ") for line in names)]
        unclear = [name.removeprefix("unclear: ") for name in names if name.startswith("unclear: ")]
        plain = [name for name in names if not name.startswith(("equivalent: ", "unclear: "))]
        found[row[0]] = Score(row[0], int(row[1]), int(row[2]), [*plain, *called], unclear)
    return found
