"""Compiles the package's words when a wheel is built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = "jinling_locker"


class Words(BuildHookInterface[Any]):
    """``locale/zh_CN/PACKAGE.po`` becomes ``locale/zh_CN/LC_MESSAGES/PACKAGE.mo``, where pmcore looks for it."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile in place and bring the file in."""
        folder = Path(self.root) / "src" / PACKAGE / "locale" / "zh_CN"
        made = folder / "LC_MESSAGES" / f"{PACKAGE}.mo"
        made.parent.mkdir(exist_ok=True)
        with (folder / f"{PACKAGE}.po").open("rb") as words, made.open("wb") as file:
            write_mo(file, read_po(words, locale="zh_CN"))
        build_data["artifacts"].append(f"/{made.relative_to(self.root).as_posix()}")
