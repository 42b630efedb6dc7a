"""Completion in real shells: what bash, zsh and fish make of it, and that text out of a book is never run."""

from __future__ import annotations

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from .conftest import Pmdesk, environment
from .terminals import Terminal

NEEDED = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed here")
HOSTILE = (
    "$(touch pwned)", "`touch pwned`", "a;touch pwned;", "b&&touch pwned", "c|touch pwned", "it's", 'say "hi"', "d\\", "e f",
    "*", "~", "#x", "!!", "<g", "{h,i}", "甲-1",
)  # fmt: skip
UNSEEN = ("\x1b[31mred", "two\nlines", "tab\tbed", "bell\x07", "right\u202eleft")
REPLY = """
source {script}
COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
COMP_LINE={line} COMP_POINT=${{#COMP_LINE}} COMP_TYPE={kind}
read -ra COMP_WORDS <<< "$COMP_LINE"
COMP_CWORD=$(( ${{#COMP_WORDS[@]}} - 1 ))
_pmdesk_completion {program} "" ""
printf '%s\\n' "${{COMPREPLY[@]}}"
"""
Ask = Callable[..., list[str]]


@pytest.fixture
def program(tmp_path: Path, cache: Path, site: Pmdesk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``pmdesk`` as a program on the path, and three units and a rent in its book."""
    for code in ("1-2-301", "1-2-302", "B1:07"):
        shown = code.replace(":", "-")
        assert site("unit", "add", "--code", shown, "--use", "home", "--area", "98.5").code == 0
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, value in environment(cache).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return made(folder / "pmdesk", "from pmcli.main import main; main()")


def made(path: Path, code: str) -> Path:
    """A program that runs this."""
    path.write_text(f"#!{sys.executable}\nimport sys\n{code}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def rename(codes: tuple[str, ...]) -> None:
    """Units with codes that nobody could write by way of the desk: an older book, another tool, a plugin's own pattern."""
    with closing(sqlite3.connect(os.environ["PMDESK_DB"])) as book:
        row = book.execute("SELECT * FROM r_unit LIMIT 1").fetchone()
        names = [told[1] for told in book.execute("PRAGMA table_info(r_unit)")]
        book.execute("DELETE FROM r_unit")
        for place, code in enumerate(codes):
            cells = dict(zip(names, row, strict=True)) | {"number": f"FH9{place:04}", "code": code, "_opened": 1000 + place}
            book.execute(f"INSERT INTO r_unit VALUES ({', '.join('?' * len(names))})", [cells[name] for name in names])
        book.commit()


def ask(program: Path, line: str, kind: int = 9, *, words: bool = False) -> list[str]:
    """What bash's function answers: by the line, or by the words alone as other programs set them."""
    script = program.parent / "script"
    script.write_bytes(subprocess.run([program, "completion", "bash"], capture_output=True, check=True).stdout)
    code = REPLY.format(script=shlex.quote(str(script)), line=shlex.quote(line), program=shlex.quote(str(program)), kind=kind)
    if words:
        code = code.replace("_pmdesk_completion ", "unset COMP_LINE COMP_POINT; _pmdesk_completion ")
    done = subprocess.run(["bash", "--norc", "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return [row for row in done.stdout.splitlines() if row]


@NEEDED
def test_bash_gets_what_stands_behind_the_last_break(program: Path) -> None:
    """An equals sign or a colon stays where it is; without it the whole word is given."""
    assert ask(program, "pmdesk card 1") == ["1-2-301", "1-2-302"]
    assert ask(program, "pmdesk complaint take --unit=1-2-3") == ["1-2-301", "1-2-302"]
    assert ask(program, "pmdesk release apply --item 沙发:1:fu") == ["furniture"]
    assert ask(program, 'pmdesk release apply --item "沙发:1:fu') == ["沙发:1:furniture"]
    assert ask(program, "pmdesk unit list --where use=h") == ["home"]
    assert ask(program, "pmdesk unit list --where=use=h") == ["home"]
    assert ask(program, "pmdesk 房屋 列") == ["列表"]


@NEEDED
def test_bash_tells_of_forms_only_in_a_list(program: Path) -> None:
    """Where it asks for the second time, it shows; otherwise it would put the words into the line."""
    assert ask(program, "pmdesk card 1", 63) == ["1-2-301  (Known Home)", "1-2-302  (Known Home)"]
    assert ask(program, "pmdesk uni", 63) == ["unit"]


@NEEDED
def test_bash_may_hand_over_words_alone(program: Path) -> None:
    """As completion functions are called by other programs."""
    assert ask(program, "pmdesk card 1", words=True) == ["1-2-301", "1-2-302"]
    assert ask(program, "pmdesk complaint take --unit = 1-2-3", words=True) == ["1-2-301", "1-2-302"]


def run_all(program: Path, line: str) -> list[str]:
    """Every line that a person could end up with and press Enter on, run in bash; what the program was given."""
    shown = made(program.parent / "shown", "sys.stdout.buffer.write(b''.join(b'%s\\n' % a.encode() for a in sys.argv[1:]))")
    given = []
    for value in ask(program, line):
        whole = f"{shlex.quote(str(shown))} {line.partition(' ')[2]}{value}{line[-1].strip()}"
        done = subprocess.run(["bash", "--norc", "-c", whole], capture_output=True, text=True, check=False)
        given += done.stdout.splitlines()[1:]
    return given


@NEEDED
@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_text_out_of_the_book_is_text_to_bash(program: Path, quote: str, tmp_path: Path) -> None:
    """In the open and behind a quote: the program gets what stands in the book, nothing is run; what is unseen is left out."""
    rename((*HOSTILE, *UNSEEN))
    wanted = sorted(code for code in HOSTILE if not (quote and "!" in code))

    assert sorted(run_all(program, f"pmdesk card {quote}")) == wanted
    assert not (tmp_path / "pwned").exists()


@NEEDED
def test_it_is_the_quoting_that_keeps_it_from_being_run(program: Path, tmp_path: Path) -> None:
    """The test above can fail: handed over as it stands, the first of them runs."""
    rename(HOSTILE)
    made(program, "import pmcli.shells\npmcli.shells.quoted = lambda text, quote='': text\nfrom pmcli.main import main; main()")

    assert sorted(run_all(program, "pmdesk card ")) != sorted(HOSTILE)
    assert (tmp_path / "pwned").exists()


@NEEDED
def test_the_function_itself_runs_and_expands_nothing(program: Path, tmp_path: Path) -> None:
    """A star stays a star though there are files; Click's own script, which splits what it gets, is the control."""
    rename(("*", "a b"))
    from click.shell_completion import BashComplete

    assert ask(program, "pmdesk card ") == ["\\*", "a\\ b"]
    loose = (
        'f() { local value; COMPREPLY=(); while read -r value; do COMPREPLY+=($value); done <<< "*"; }; f; echo ${#COMPREPLY[@]}'
    )
    assert "COMPREPLY+=($value)" in BashComplete.source_template
    done = subprocess.run(["bash", "--norc", "-c", loose], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 1


START = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SOURCE = {
    "bash": 'eval "$(pmdesk completion bash)"',
    "zsh": 'eval "$(pmdesk completion zsh)"',
    "fish": "pmdesk completion fish | source",
}


@pytest.mark.parametrize("shell", START)
def test_tab_completes_at_a_terminal(program: Path, shell: str) -> None:
    """The word is finished, and the line does what it says."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")
    terminal = Terminal(START[shell], os.environ)
    try:
        terminal.type(f"{SOURCE[shell]}; echo rea''dy\r")
        terminal.until("ready")
        for typed, wanted in (
            ("pmdesk unit show 1-2-301\t --js\t", '"code": "1-2-301"'),
            ("pmdesk unit li\t --where=use=h\t --json\t --lim\t1", '"code": "1-2-301"'),
            ("pmdesk completion z\t", "#compdef pmdesk"),
        ):
            terminal.type(typed + "\r")
            terminal.until(wanted)
    finally:
        terminal.hang_up()
