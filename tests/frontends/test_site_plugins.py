"""A plugin in one file on the command line: begun, checked, trusted, used, changed, dropped; and every book for itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.plugin.onefile import forget, source

from .conftest import Pmdesk
from .test_terminal import environment

UNIT = ("unit", "add", "--code", "1-13-1301", "--use", "home", "--area", "80", "--floor", "13")
LET = ("jinling.locker", "let", "--box", "A1")
TRUST = ("plugins", "trust", "locker.py", "--reason", "ours", "--by", "zg")


@pytest.fixture
def file(site: Pmdesk, tmp_path: Path) -> Iterator[Path]:
    """A file in the folder of plugins beside the site's book; nobody trusts it."""
    path = tmp_path / "plugins" / "locker.py"
    path.parent.mkdir()
    path.write_text(source(), encoding="utf-8")
    forget()
    yield path
    forget()


def ran(file: Path) -> str:
    """The marks of every time that it was run."""
    path = file.with_suffix(".ran")
    return path.read_text("utf-8") if path.exists() else ""


def states(pmdesk: Pmdesk) -> list[tuple[str | None, str | None, str, str | None]]:
    """What ``plugins`` says of files."""
    rows = pmdesk("plugins", "--json").json
    return [(row["name"], row["file"], row["status"], row["in_force"]) for row in rows if row["file"]]


def rule_of(said: object) -> list[str]:
    """The rules that a command was refused by."""
    answer = said.json  # type: ignore[attr-defined]
    return [finding["rule"] for finding in answer["findings"] if finding["level"] == "refuse"]


def test_nothing_of_a_file_is_run_that_nobody_trusts(site: Pmdesk, file: Path) -> None:
    """Neither by help nor by a list, a step or the list of plugins, which names it; once trusted, it is run."""
    for words in (["--help"], ["unit", "list"], ["plugins"], UNIT, ["spec"]):
        site(*words)
    assert (ran(file), states(site)) == ("", [(None, "plugins/locker.py", "not-trusted", None)])

    assert site(*TRUST).code == 0
    assert (ran(file), states(site)) == ("a", [("jinling", "plugins/locker.py", "loaded", "1.0")])


def test_its_chapter_is_in_every_place_with_no_further_code(site: Pmdesk, file: Path, tmp_path: Path) -> None:
    """Both names, both languages, help, spec, sop, lists, imports, today."""
    file.write_text(source().replace('clause="jinling.2"', 'clause="handover.1"'), encoding="utf-8")
    assert site(*TRUST).code == 0

    assert "金陵寄存柜" in site("--help", "--lang", "zh").out
    assert "租出一个柜子。" in site("locker", "--help", "--lang", "zh").out
    assert site(*LET, "--by", "lj", "--json").json["number"] == "JG2026-0001"
    assert "已由JG2026-0001租用" in site("金陵寄存柜", "租用", "--柜号", "A1", "--签名", "lj", "--lang", "zh").err
    (tmp_path / "let.csv").write_text("柜号,备注\nB1,左\nB2,右\n", encoding="utf-8")
    assert site("locker", "import", str(tmp_path / "let.csv"), "--by", "lj", "--json").json["written"] == 2
    assert [row["box"] for row in site("locker", "list", "--where", "box=B2", "--json").json] == ["B2"]
    assert "jinling.locker" in site("spec", "--json").json["registers"]
    clause = next(row for row in site("sop", "--json").json if row["clause"] == "handover.1")
    assert "jinling.no-thirteenth-floor" in clause["rules"]
    assert "还柜" in site("today", "--all", "--lang", "zh").out


HOOKS = '''
from pmcore import hookimpl
from pmcore.registers.unit import unit


class Inspect(Step, register=unit, by=ASSISTANT, after=unit.open, again=True):
    """Look a unit over."""

    letter_box: Code


@hookimpl
def pmcore_fields(steps):
    return [(steps["unit.add"], "colour", Code)]
'''


def test_it_may_do_what_any_plugin_may(site: Pmdesk, file: Path) -> None:
    """A step on another's register, a field on another's step: at first, and by the cached manifest; gone, they are read."""
    file.write_text(source() + HOOKS, encoding="utf-8")
    assert site(*TRUST).code == 0
    for code in ("1-1-101", "1-1-102"):
        forget()
        given = ("--code", code, "--use", "home", "--area", "80", "--x-jinling-colour", "red", "--by", "lj")
        assert site("unit", "add", *given).code == 0
        assert site("unit", "inspect", code, "--letter-box", "dented", "--by", "lj").code == 0

    assert site("plugin", "drop", "jinling", "--reason", "sold").code == 0
    read = [(row["x_jinling_colour"], row["jinling_letter_box"]) for row in site("unit", "list", "--json").json]
    assert read == [("red", "dented"), ("red", "dented")]


def test_the_shell_completes_its_names(site: Pmdesk, file: Path, cache: Path, tmp_path: Path) -> None:
    """Of the book that the line names, wherever it names it."""
    site(*TRUST)
    env = environment(cache) | {"_PMDESK_COMPLETE": "bash_complete", "COMP_CWORD": "3", "PMDESK_DB": str(tmp_path / "none.db")}
    told = []
    for book in (tmp_path / "site.db", tmp_path / "none.db"):
        words = env | {"COMP_WORDS": f"pmdesk --db {book} jin"}
        done = subprocess.run([sys.executable, "-m", "pmcli"], env=words, capture_output=True, text=True, check=False)
        told.append(done.stdout.strip())

    assert told == ["plain\tjinling.locker", ""]


def test_a_changed_file_is_named_and_what_it_judged_is_refused(site: Pmdesk, file: Path) -> None:
    """Its register is read, its steps and those it judged are refused by rule, everything else goes on; until it is trusted."""
    site(*TRUST)
    site(*LET, "--by", "lj")
    file.write_text(source("b"), encoding="utf-8")
    said = site("customer", "add", "--name", "王小明", "--by", "lj", "--lang", "zh")

    assert (said.code, "plugins/locker.py 在信任之后被改动过" in said.err, ran(file)) == (0, True, "a")
    assert states(site) == [("jinling", "plugins/locker.py", "changed", "1.0")]
    for words in (UNIT, LET):
        refused = site(*words, "--by", "lj", "--json")
        assert (refused.code, rule_of(refused)) == (1, ["core.plugins-in-force"])
    assert [row["box"] for row in site("locker", "list", "--json").json] == ["A1"]
    assert ran(file) == "a"

    assert site(*TRUST, "--json").json["step"] == "trust-again"
    assert rule_of(site(*UNIT, "--by", "lj", "--json")) == ["jinling.no-thirteenth-floor"]


def test_a_file_that_changes_behind_the_cache_is_not_run(site: Pmdesk, file: Path) -> None:
    """As long as before and as old as before: the cached names fit, the bytes do not."""
    site(*TRUST)
    times = file.stat()
    file.write_text(source("b"), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    forget()

    assert rule_of(site(*UNIT, "--by", "lj", "--json")) == ["core.plugins-in-force"]
    assert ran(file) == "a"


def test_a_missing_folder_is_named_too(site: Pmdesk, file: Path, tmp_path: Path) -> None:
    """Although then nothing makes the book be opened early."""
    site(*TRUST)
    (tmp_path / "plugins").rename(tmp_path / "gone")
    said = site(*UNIT, "--by", "lj", "--json")

    assert (rule_of(said), "plugins/locker.py is not there" in said.err) == (["core.plugins-in-force"], True)
    assert states(site) == [("jinling", "plugins/locker.py", "missing", "1.0")]


def test_dropped_it_is_not_run_and_its_register_is_read(site: Pmdesk, file: Path) -> None:
    """By the command of the register; the journal is whole, and its tables are made again the same."""
    site(*TRUST)
    site(*LET, "--by", "lj")
    assert site("plugins", "drop", "jinling", "--reason", "sold", "--by", "zg").code == 0
    before = (ran(file), site("locker", "list", "--json").json, site("plugin", "list", "--json").json)

    forget()
    assert site(*UNIT, "--by", "lj").code == 0
    assert site("journal", "rebuild").code == 0
    assert (ran(file), site("locker", "list", "--json").json, site("plugin", "list", "--json").json) == before
    assert (site("journal", "verify").code, states(site)) == (0, [(None, "plugins/locker.py", "not-trusted", None)])
    assert site(*LET, "--by", "lj").code == 2


def test_only_who_may_trusts(site: Pmdesk, file: Path) -> None:
    """An assistant is refused, and the file is not run for that."""
    said = site(*TRUST[:-1], "lj", "--json")

    assert (said.code, said.json["outcome"], ran(file)) == (1, "refused", "")


def test_two_books_keep_their_files_and_their_caches_apart(
    site: Pmdesk, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each knows its own; looking at one in turn with the other makes nothing anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    site(*TRUST)
    other = tmp_path / "other"
    (other / "plugins").mkdir(parents=True)
    book = ("--db", str(other / "site.db"))
    site("init", "--site", "钟山", "--code", "zs", "--admin", "吴", "--training", *book)
    text = source().replace("jinling", "zhong").replace("JG", "ZJ").replace("金陵", "钟山")
    (other / "plugins" / "box.py").write_text(text.replace("Jinling", "Zhong"), encoding="utf-8")
    assert site("plugins", "trust", "box.py", "--reason", "ours", "--by", "admin", *book).code == 0

    def seen() -> tuple[list[str], dict[str, int]]:
        told = [site("--help", *words).out for words in ((), book)]
        caches = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "cache" / "pmdesk").iterdir()}
        return [f"{'jinling.locker' in out}{'zhong.locker' in out}" for out in told], caches

    first, second = seen(), seen()
    assert first[0] == ["TrueFalse", "FalseTrue"]
    assert (second, len(second[1])) == (first, 3)


def test_help_opens_no_book_where_there_is_nothing_to_find(site: Pmdesk, file: Path, cache: Path) -> None:
    """Without a folder of plugins no driver is loaded; with one, the book is asked what it trusts."""
    site(*TRUST)
    code = """
import sys
from pmcli.main import main
main(["--help"])
print(any(name.startswith("pmcore.store") for name in sys.modules), file=sys.stderr)
"""
    told = []
    for _with_folder in (True, False):
        done = subprocess.run([sys.executable, "-c", code], env=environment(cache), capture_output=True, text=True, check=True)
        told.append(done.stderr.splitlines()[-1])
        shutil.rmtree(file.parent, ignore_errors=True)

    assert told == ["True", "False"]


def test_a_starting_point_keeps_the_contract_as_it_stands(site: Pmdesk, tmp_path: Path) -> None:
    """In both languages; it is never overwritten; trusted, it works."""
    assert site("plugins", "new", "locker").code == 0
    assert site("plugins", "new", "parking-lot", "--lang", "zh").code == 0
    for name in ("locker.py", "parking_lot.py"):
        said = site("plugins", "check", str(tmp_path / "plugins" / name), "--json")
        assert (said.code, said.json["faults"]) == (0, [])
    text = (tmp_path / "plugins" / "locker.py").read_text("utf-8")

    assert (site("plugins", "new", "locker").code, (tmp_path / "plugins" / "locker.py").read_text("utf-8")) == (2, text)
    assert site("plugins", "new", "parking").code == 2
    assert site("plugins", "new", "Parking lot").code == 2
    assert site(*TRUST).code == 0
    assert site("locker.matter", "begin", "--place", "A1", "--what", "door", "--by", "lj").code == 0
    assert rule_of(site("matter", "begin", "--place", "A1", "--what", "door", "--by", "lj", "--json")) == ["locker.one-at-a-time"]
    forget()


def test_check_prints_what_is_wrong(pmdesk: Pmdesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any book; a sentence each, in the reader's language; exit code 1."""
    path = tmp_path / "locker.py"
    path.write_text(source().replace('    "Box": "柜号",\n', ""), encoding="utf-8")
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")

    assert pmdesk("plugins", "check", str(path)) == (1, "“Box”没有中文（step jinling.locker let: box）\n", "")
    assert pmdesk("plugins", "check", str(tmp_path / "none.py")).code == 2
    forget()


def test_check_works_without_the_tools_of_authors(site: Pmdesk, file: Path, cache: Path) -> None:
    """A company's machine has no babel: the words of the core are then read as they were compiled."""
    code = "import sys; sys.modules['babel'] = None; from pmcli.main import main; sys.exit(main(sys.argv[1:]))"
    env = environment(cache)
    for text, told in ((source(), 0), (source().replace('    "Box": "柜号",\n', ""), 1)):
        file.write_text(text, encoding="utf-8")
        words = [sys.executable, "-c", code, "plugins", "check", str(file)]
        done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (told, "")
