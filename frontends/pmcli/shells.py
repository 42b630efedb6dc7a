"""Three shells and what they want to hear: Click's completion classes with scripts, words and lines of our own."""

from __future__ import annotations

import os
import re
import sys
from typing import Any

from click.shell_completion import CompletionItem, ShellComplete

from .shellwords import Line, gathered, quoted, split

__all__ = ["SHELLS", "Shell", "script"]

Items = list[CompletionItem[str]]
_HERE = os.path.join(os.path.dirname(__file__), "shell")
_REDIRECTED = re.compile(r"[0-9]?(>>?|<)\|?")


class Shell(ShellComplete):
    """Any of them: the shell hands over the line up to the cursor and gets lines of type, value and description.

    Types: ``plain``; ``open``, which goes on without a blank; ``file``, of which the shell knows more than we do.
    """

    breaks = ""
    source_template = ""

    def source(self) -> str:
        """The script to be read by the shell."""
        return script(self.name)

    def line(self) -> Line:
        """What stands before the cursor."""
        return split(os.environ.get("COMP_LINE", ""), self.breaks)

    def get_completion_args(self) -> tuple[list[str], str]:
        line = self.line()
        return list(line.words[1:]), line.begun

    def get_completions(self, args: list[str], incomplete: str) -> Items:
        """As Click's; a value may follow its option after ``=`` in any shell. What cannot be seen is never offered."""
        if args and _REDIRECTED.fullmatch(args[-1]):
            return [CompletionItem("", type="file")]
        head = ""
        if incomplete.startswith("-") and "=" in incomplete and "--" not in args:
            name, _equals, incomplete = incomplete.partition("=")
            head, args = f"{name}=", [*args, name]
        with_head = [_headed(item, head) for item in super().get_completions(args, incomplete)]
        return [item for item in with_head if item.type == "file" or (item.value.isprintable() and _typed(item.value))]

    def format_completion(self, item: CompletionItem[Any]) -> str:
        return f"{item.type}\t{item.value}\t{_told(item)}".rstrip("\t")


def script(shell: str) -> str:
    """What a shell has to read once."""
    with open(os.path.join(_HERE, f"pmdesk.{shell}"), encoding="utf-8") as file:
        return file.read()


def _headed(item: CompletionItem[str], head: str) -> CompletionItem[str]:
    item.value = head + item.value
    return item


def _typed(value: str) -> bool:
    """Whether this terminal has the characters."""
    try:
        value.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _told(item: CompletionItem[Any]) -> str:
    from .output import shown

    return shown(" ".join((item.help or "").split()))


class Bash(Shell):
    """bash puts in what it gets as it is, and only for the part of a word behind its last break."""

    name = "bash"

    def line(self) -> Line:
        self.breaks = os.environ.get("COMP_WORDBREAKS", "").strip(" \t\n\"'")
        if os.environ.get("COMP_LINE"):
            return super().line()
        words = os.environ.get("COMP_WORDS", "").split("\n")
        place = os.environ.get("COMP_CWORD", "")
        return split(gathered(words[: int(place) + 1] if place.isdecimal() else words), self.breaks)

    def complete(self) -> str:
        """Descriptions of forms are told where bash only lists; it would type them too otherwise."""
        line = self.line()
        listing = os.environ.get("COMP_TYPE") == "63"
        lines = []
        for item in self.get_completions(list(line.words[1:]), line.begun):
            if item.type == "file":
                lines.append("file")
            elif item.value.startswith(line.kept) and not (line.quote and "!" in item.value):
                value = quoted(item.value[len(line.kept) :], line.quote)
                told = _told(item) if listing and item.form else ""
                lines.append(f"told\t{value}\t({told})" if told else f"{item.type}\t{value}")
        return "\n".join(lines)


class Zsh(Shell):
    """zsh quotes by itself."""

    name = "zsh"


class Fish(Shell):
    """So does fish."""

    name = "fish"


SHELLS: dict[str, type[Shell]] = {shell.name: shell for shell in (Bash, Zsh, Fish)}
