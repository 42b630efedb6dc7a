"""A whole day at the desk, month end, played from its transcript line by line through the command line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pmcli.main import main

DAY = Path(__file__).with_name("day.txt")
NAME = re.compile(r"\{([A-Z][A-Z0-9]*)\}")
CAPTURE = r"([A-Z]{2,5}\d[\w.-]*\w|[0-9A-Z]{4}-[0-9A-Z]{4}|\d+)"


class Scene(NamedTuple):
    """One command of the transcript: where it stands, when it is typed, and what has to come."""

    line: int
    clock: str
    command: str
    code: int
    wanted: tuple[str, ...]


Run = Callable[[list[str]], tuple[int, str]]


def scenes(text: str) -> Iterator[Scene]:
    """Read a transcript: ``at TIME``, ``$ pmdesk ...``, ``-> CODE``, then what must be answered; # is a remark."""
    day, clock = "", ""
    open_scene: Scene | None = None
    for place, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        word, _blank, rest = line.partition(" ")
        if word == "at":
            day, clock = (rest[:10], rest[11:]) if "T" in rest else (day, rest)
        elif word == "$":
            if open_scene is not None:
                yield open_scene
            open_scene = Scene(place, f"{day}T{clock}", rest.removeprefix("pmdesk "), -1, ())
        elif open_scene is None:
            raise AssertionError(f"day.txt:{place}: nothing was typed yet: {line}")
        elif word == "->":
            open_scene = open_scene._replace(code=int(rest))
        else:
            open_scene = open_scene._replace(wanted=(*open_scene.wanted, line))
    if open_scene is not None:
        yield open_scene


def words(command: str, known: dict[str, str]) -> list[str]:
    """A command as its words: quotes hold blanks together, {NAME} stands for a number seen before."""
    plain = NAME.sub(lambda found: known[found[1]], command)
    return [one.replace('"', "") for one in re.findall(r'(?:[^\s"]|"[^"]*")+', plain)]


def answered(wanted: str, out: str, known: dict[str, str]) -> bool:
    """Whether the answer has the line; a {NAME} seen for the first time takes the number that stands there."""
    pattern, fresh = "", list[str]()
    for place, part in enumerate(NAME.split(wanted)):
        if place % 2 == 0:
            pattern += re.escape(part)
        elif part in known:
            pattern += re.escape(known[part])
        else:
            pattern += CAPTURE
            fresh.append(part)
    found = re.search(pattern, out)
    if found is not None:
        known.update(zip(fresh, found.groups(), strict=True))
    return found is not None


def play(text: str, run: Run, at: Callable[[str], None], known: dict[str, str]) -> int:
    """Play it all; the first answer that is another one fails with the line, the command and what came."""
    played = 0
    for scene in scenes(text):
        at(scene.clock)
        line = words(scene.command, known)
        code, out = run(line)
        missing = [one for one in scene.wanted if not answered(one, out, known)]
        if code != scene.code or missing:
            told = [f"day.txt:{scene.line} at {scene.clock}", f"$ pmdesk {' '.join(line)}"]
            told += [f"-> {code}, wanted {scene.code}", *(f"missing: {one}" for one in missing), "what came:", out]
            pytest.fail("\n".join(told), pytrace=False)
        played += 1
    return played


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line in this process, in Chinese, with a book of its own."""
    for name in ("PMDESK_BY", "PMDESK_SITE", "PMDESK_LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PMDESK_DB", str(tmp_path / "day.db"))

    def call(line: list[str]) -> tuple[int, str]:
        capsys.readouterr()
        code = main(line)
        out, err = capsys.readouterr()
        return code, out + err

    return call


def parcels(folder: Path) -> Path:
    """The table of this morning's courier: eleven parcels for one home, the twelfth for another."""
    rows = [f"包裹,1-2-301,SF10{place:02d},顺丰" for place in range(1, 12)] + ["包裹,3-1-102,SF1012,顺丰"]
    table = folder / "parcels.csv"
    table.write_text("\n".join(["类别,房号,运单号,承运单位", *rows]), "utf-8")
    return table


def test_the_day_goes_as_its_transcript_says(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command of the day answers with the code and the words of the transcript."""
    known = {"PARCELS": str(parcels(tmp_path))}
    assert play(DAY.read_text("utf-8"), run, lambda clock: monkeypatch.setenv("PMDESK_NOW", clock), known) > 80


@pytest.mark.parametrize(
    "wrong",
    ["at 2026-11-30T08:00\n$ pmdesk info\n-> 0", "at 2026-11-30T08:00\n$ pmdesk --help\n-> 0\nno such words"],
    ids=["another code", "words that are missing"],
)
def test_another_answer_fails_the_day(run: Run, monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    """The control: a code or a line that did not come is told with its command."""
    with pytest.raises(pytest.fail.Exception, match=r"(?s)day\.txt:2 .*\$ pmdesk .*what came"):
        play(wrong, run, lambda clock: monkeypatch.setenv("PMDESK_NOW", clock), {})
