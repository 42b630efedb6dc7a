"""The skeleton of a words file: what a module wants words for, as its forms are on paper, written into what is there already."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Container, Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pmcore.plugin.wordsfile import SENTENCES, Key

from .wanted import Wanted

__all__ = ["file_of", "home_of", "skeleton"]

_HEAD = re.compile(r"\s*\[([^\[\]].*)\]\s*(#.*)?")
_LINE = re.compile(r"""\s*([A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')\s*=""")
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def file_of(module: str, lang: str = "zh") -> Path:
    """Where the words file of a module is or would be: beside it, inside it for a package. Raises LookupError."""
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise LookupError(f"there is no module {module!r}")
    return Path(spec.origin).with_name(f"{module.rpartition('.')[2]}.{lang}.toml")


def home_of(module: str, lang: str = "zh") -> Path | None:
    """The words file that a module's words stand in: its own, else that of a package it lies in. None where there is none."""
    parts = module.split(".")
    files = (file_of(".".join(parts[:count]), lang) for count in range(len(parts), 0, -1))
    return next((file for file in files if file.exists()), None)


def skeleton(text: str, wants: Iterable[Wanted], words: Mapping[Key, str]) -> str:
    """The text of a words file with a line more for all of ``words``, empty ones as well, each where ``wants`` has it on paper.

    What is there stays, comments too. Raises ValueError where it is written so that nothing can be put between.
    """
    blocks = list(_blocks(text.splitlines()))
    before: list[Wanted] = []
    for want in wants:
        if (word := words.get((want.context, want.msgid))) is not None:
            block = next((block for block in blocks if block.table == want.table), None)
            if block is None:
                block = _Block(want.table, [f"[{'.'.join(map(_key, want.table))}]"])
                blocks.insert(_place(blocks, want, before), block)
            block.lines.insert(block.after({one.key for one in before if one.table == want.table}), _line(want, word))
        before.append(want)
    written = "\n\n".join(filter(None, ("\n".join(block.lines).strip("\n") for block in blocks))) + "\n"
    told = dict(_leaves(written))
    if any(told.get(place) != word for place, word in _leaves(text)):
        raise ValueError("words would be lost")
    return written


class _Block:
    """A table as it is written: its lines, comments above it included."""

    def __init__(self, table: tuple[str, ...], lines: list[str]) -> None:
        self.table = table
        self.lines = lines

    def after(self, keys: Container[str]) -> int:
        """Behind the last of these keys; behind the head where none is here."""
        found = 0
        for at, line in enumerate(self.lines):
            key = _LINE.match(line)
            if _HEAD.match(line) or (key and _parsed(f"{key[1]} = 0")[0] in keys):
                found = at + 1
        return found


def _blocks(lines: list[str]) -> Iterator[_Block]:
    block = _Block((), [])
    for line in lines:
        if _HEAD.match(line):
            above: list[str] = []
            while block.lines and block.lines[-1].startswith("#"):
                above.insert(0, block.lines.pop())
            yield block
            block = _Block(_parsed(line), above)
        block.lines.append(line)
    yield block


def _place(blocks: list[_Block], want: Wanted, before: list[Wanted]) -> int:
    """Behind the tables of what comes before it on paper; the sentences stay last."""
    if want.table == (SENTENCES,):
        return len(blocks)
    tables = {one.table for one in before if one.table != (SENTENCES,)} | {()}
    return 1 + max(at for at, block in enumerate(blocks) if block.table in tables)


def _line(want: Wanted, word: str) -> str:
    line = f"{_key(want.key)} = {json.dumps(word, ensure_ascii=False)}"
    return line if word or want.key == want.msgid else f"{line}  # {want.msgid}"


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _parsed(line: str) -> tuple[str, ...]:
    """The way to the one thing that a line of TOML says."""
    return _way(tomllib.loads(line))


def _way(told: Any) -> tuple[str, ...]:
    return next(((key, *_way(inner)) for key, inner in told.items()), ()) if isinstance(told, dict) else ()


def _leaves(text: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every word of a file by the way to it."""
    open_ways: list[tuple[tuple[str, ...], Any]] = [((), tomllib.loads(text))]
    for way, told in open_ways:  # grows while it is walked
        if isinstance(told, dict):
            open_ways += [((*way, key), inner) for key, inner in told.items()]
        else:
            yield way, told
