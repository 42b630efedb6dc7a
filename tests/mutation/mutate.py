"""Change one declaration at a time and see whether a scenario of its chapter notices: ``python -m tests.mutation.mutate``."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_bdd.feature import get_features
from pytest_bdd.scenario import scenario_wrapper_template_registry

import pmcore.testing.expectations
import pmcore.testing.sentences  # loaded once, before the processes are forked  # noqa: F401
from pmcore.plugin.discovery import full_catalogue

from .mutants import Mutant, mutants_of
from .page import Score, page, told

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


def score(chapter: str, among: str = "", before: Score | None = None) -> Score:
    """Judge a chapter: every mutant, or those whose name holds ``among``, or those that were not killed ``before``.

    Raises RuntimeError where the features fail unchanged: then nothing could be told.
    """
    ((_same, code),) = judge(chapter, [Mutant("unchanged", lambda: None)])
    if code != PASSED:
        raise RuntimeError(f"{FEATURES[chapter]} fails without any mutant (pytest ends with {code})")
    chosen = [mutant for mutant in mutants(chapter) if among in mutant.name and (before is None or before.open(mutant.name))]
    results = list(judge(chapter, chosen))
    survivors = [mutant.name for mutant, code in results if code == PASSED]
    unclear = [f"{mutant.name} ({code})" for mutant, code in results if code not in (PASSED, FAILED)]
    return Score(chapter, scenarios(chapter), before.run if before else len(results), survivors, unclear)


def scenarios(chapter: str) -> int:
    """How many scenarios a run of the chapter's features has."""
    paths = sorted((ROOT / "specs").glob(FEATURES[chapter]))
    found = [scenario for feature in get_features([str(path) for path in paths]) for scenario in feature.scenarios.values()]
    return sum(sum(len(table.examples) for table in scenario.examples) or 1 for scenario in found)


def main() -> None:
    """Judge the chapters asked for, print the page and, if asked, renew their part of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapter", choices=FEATURES, action="append")
    parser.add_argument("--among", default="", help="only mutants whose name holds this")
    parser.add_argument("--survivors", action="store_true", help="only those the page names, after scenarios were added")
    parser.add_argument("--write", action="store_true", help="renew the chapters' part of docs/mutation.md")
    asked = parser.parse_args()
    if asked.write and asked.among:
        parser.error("--write is for all mutants of a chapter")
    known = told(PAGE.read_text(encoding="utf-8"))
    for chapter in asked.chapter or FEATURES:
        known[chapter] = score(chapter, asked.among, known[chapter] if asked.survivors else None)
        print(page([known[chapter]]))
        if asked.write:
            PAGE.write_text(page([known[name] for name in FEATURES if name in known]), encoding="utf-8")


if __name__ == "__main__":
    main()
