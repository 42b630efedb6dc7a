"""Change one declaration at a time and see whether a scenario of its chapter notices: ``python -m tests.mutation.mutate``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.scenario import scenario_wrapper_template_registry

import pmcore.testing.expectations
import pmcore.testing.sentences  # loaded once, before the processes are forked  # noqa: F401
from pmcore.plugin.discovery import full_catalogue

from .equivalent import EQUIVALENT
from .mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutation.md"
FEATURES = {
    "parking": "17-*.feature",
    "key": "23-*.feature",
    "complaint": "07-*.feature",
    "followup": "08-*.feature",
    "release": "04-*.feature",
    "event": "19-*.feature",
    "office": "14-*.feature",
    "core": "00-*.feature",
}
ALSO = {"core": ("account",)}
"""Plugins whose clauses stand in the same feature."""
AT_A_TIME = 2
SECONDS = 300
PASSED, FAILED = 0, 1
"""What pytest ends with; anything else means that no scenario was judged."""


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


def mutants(chapter: str) -> list[Mutant]:
    """All mutants of a chapter."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    catalogue = full_catalogue({name: (module, told["version"]) for name, module in told["entry-points"]["pmcore"].items()})
    return [mutant for name in (chapter, *ALSO.get(chapter, ())) for mutant in mutants_of(catalogue.plugins[name])]


def judge(chapter: str, chosen: Iterable[Mutant]) -> Iterator[tuple[Mutant, int]]:
    """Each mutant with what pytest said of its feature, ``AT_A_TIME`` side by side; a negative number is a signal."""
    running: dict[int, Mutant] = {}
    waiting = list(chosen)[::-1]
    while waiting or running:
        while waiting and len(running) < AT_A_TIME:
            mutant = waiting.pop()
            running[_fork(chapter, mutant)] = mutant
        pid = next(iter(running))  # the oldest; the other one goes on meanwhile
        _pid, status = os.waitpid(pid, 0)
        yield running.pop(pid), os.waitstatus_to_exitcode(status)


class First:
    """A plugin of pytest that runs first what speaks of the changed declaration: the verdict is the same, and sooner there."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """The more of the words, the earlier."""
        items.sort(key=self._mentions, reverse=True)

    def _mentions(self, item: Any) -> int:
        template = scenario_wrapper_template_registry.get(item.obj)
        steps = template.steps if template is not None else ()
        text = " ".join([*(step.name for step in steps), *(marker.name for marker in item.iter_markers())])
        return sum(word in text for word in self.words)


def _fork(chapter: str, mutant: Mutant) -> int:
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        signal.alarm(SECONDS)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.chdir(ROOT)
        os.environ["FEATURE"] = FEATURES[chapter]
        mutant.make()
        options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", f"--rootdir={ROOT}"]
        code = int(pytest.main([*options, str(ROOT / "tests" / "mutation" / "feature.py")], plugins=[First(mutant.words)]))
    finally:
        os._exit(code)


def score(chapter: str, among: str = "") -> Score:
    """Judge a chapter: every mutant, or those whose name holds ``among``.

    Raises RuntimeError where the features fail unchanged: then nothing could be told.
    """
    ((_same, code),) = judge(chapter, [Mutant("unchanged", lambda: None)])
    if code != PASSED:
        raise RuntimeError(f"{FEATURES[chapter]} fails without any mutant (pytest ends with {code})")
    results = list(judge(chapter, [mutant for mutant in mutants(chapter) if among in mutant.name]))
    survivors = [mutant.name for mutant, code in results if code == PASSED]
    unclear = [f"{mutant.name} ({code})" for mutant, code in results if code not in (PASSED, FAILED)]
    return Score(chapter, scenarios(chapter), len(results), survivors, unclear)


def scenarios(chapter: str) -> int:
    """How many scenarios a run of the chapter's features has."""
    paths = sorted((ROOT / "specs").glob(FEATURES[chapter]))
    found = [scenario for feature in get_features([str(path) for path in paths]) for scenario in feature.scenarios.values()]
    return sum(sum(len(table.examples) for table in scenario.examples) or 1 for scenario in found)


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


def main() -> None:
    """Judge the chapters asked for, print the page and, if asked, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapter", choices=FEATURES, action="append")
    parser.add_argument("--among", default="", help="only mutants whose name holds this")
    parser.add_argument("--write", action="store_true", help="write docs/mutation.md; only for all chapters and mutants")
    asked = parser.parse_args()
    if asked.write and (asked.chapter or asked.among):
        parser.error("--write is for all chapters and mutants")
    text = page([score(chapter, asked.among) for chapter in asked.chapter or FEATURES])
    print(text)
    if asked.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
