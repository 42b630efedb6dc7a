"""Change one declaration at a time and see whether a scenario of its chapter notices: ``python -m tests.mutation.mutate``."""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from pmcore.plugin.discovery import full_catalogue

from .mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "mutation.md"
FEATURES = {
    "parking": "17-车位租用.feature",
    "key": "23-钥匙托管.feature",
    "complaint": "07-投诉.feature",
    "followup": "08-客户回访.feature",
    "release": "04-物品放行.feature",
    "event": "19-社区文化活动.feature",
    "office": "14-办公楼服务.feature",
    "core": "00-总则.feature",
}
ALSO = {"core": ("account",)}
"""Plugins whose clauses stand in the same feature."""
AT_A_TIME = 2
SECONDS = 60
SEED = 20
PASSED, FAILED = 0, 1
"""What pytest ends with; anything else means that no scenario was judged."""


class Score:
    """What became of one chapter's mutants."""

    def __init__(self, chapter: str, known: int, run: int, survivors: list[str], unclear: list[str]) -> None:
        self.chapter = chapter
        self.known = known
        self.run = run
        self.survivors = survivors
        self.unclear = unclear

    @property
    def row(self) -> str:
        judged = self.run - len(self.unclear)
        killed = judged - len(self.survivors)
        score = f"{100 * killed // judged} %" if judged else "-"
        return f"| {self.chapter} | {self.known} | {self.run} | {killed} | {len(self.survivors)} | {len(self.unclear)} | {score} |"


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
        import pytest

        options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", f"--rootdir={ROOT}"]
        code = int(pytest.main([*options, str(ROOT / "tests" / "mutation" / "feature.py")]))
    finally:
        os._exit(code)


def score(chapter: str, most: int) -> Score:
    """Judge a chapter. Raises RuntimeError where the feature fails unchanged: then nothing could be told."""
    ((_same, code),) = judge(chapter, [Mutant("unchanged", lambda: None)])
    if code != PASSED:
        raise RuntimeError(f"{FEATURES[chapter]} fails without any mutant (pytest ends with {code})")
    known = mutants(chapter)
    chosen = known if len(known) <= most else random.Random(SEED).sample(known, most)
    results = list(judge(chapter, chosen))
    survivors = [mutant.name for mutant, code in results if code == PASSED]
    unclear = [f"{mutant.name} ({code})" for mutant, code in results if code not in (PASSED, FAILED)]
    return Score(chapter, len(known), len(chosen), survivors, unclear)


def page(scores: list[Score], most: int) -> str:
    """What ``docs/mutation.md`` holds."""
    sampled = any(score.run < score.known for score in scores)
    lines = [
        "# Mutants",
        "",
        f"As of {date.today():%Y-%m-%d}. Run `make mutants`, or `python -m tests.mutation.mutate --chapter key --most {most}`.",  # noqa: DTZ011
        "",
        "Each mutant changes one declaration; it is killed when a scenario of the chapter's own feature fails. Unclear ones ended",
        "by a signal or an error of the run, no scenario having judged them: they count on neither side.",
        *([f"Sampled: at most {most} mutants a chapter, with a fixed seed; the score is that of the sample."] if sampled else []),
        "",
        "| chapter | known | run | killed | survived | unclear | score |",
        "|---|---|---|---|---|---|---|",
        *(score.row for score in scores),
    ]
    for score in scores:
        if score.survivors or score.unclear:
            lines += ["", f"## {score.chapter}", "", *(f"- {name}" for name in score.survivors)]
            lines += [f"- unclear: {name}" for name in score.unclear]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Judge the chapters asked for, print the page and, if asked, write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--chapter", choices=FEATURES, action="append")
    parser.add_argument("--most", type=int, default=40, help="mutants a chapter, sampled with a fixed seed")
    parser.add_argument("--write", action="store_true", help="write docs/mutation.md; only for all chapters")
    asked = parser.parse_args()
    if asked.write and asked.chapter:
        parser.error("--write is for all chapters")
    text = page([score(chapter, asked.most) for chapter in asked.chapter or FEATURES], asked.most)
    print(text)
    if asked.write:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
