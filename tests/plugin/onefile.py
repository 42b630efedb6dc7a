"""A plugin in one file, as a company with one book writes it, and a book to keep it beside."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pmcore import open_desk
from pmcore.desk import Desk
from pmcore.model.outcomes import Refused
from pmcore.plugin.beside import SiteFile
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import full_catalogue
from pmcore.plugin.folder import PluginFolder

LOCKER = '''"""Jinling: lockers at the service centre."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pmcore import (
    ASSISTANT, Code, Facts, Finding, Item, PersonName, Plugin, Register, Standard, Step, Text, days, field, messages, refuse, rule,
)
from pmcore.registers.customer import CustomerRef

with Path(__file__).with_suffix(".ran").open("a") as marker:
    marker.write("MARK")
_ = messages(__name__)
plugin = Plugin("jinling", "1.0")

locker = Register("jinling.locker", title="Lockers let", number="JG{year}-{seq:04}")
LET, GIVEN_BACK = locker.states("let", "given-back", closed="given-back")

LET_FOR = Standard("jinling.let_for", days(DAYS), clause="jinling.1")


class Thing(Item):
    what: Code
    of: PersonName | None = None
    pieces: int = 1


class Let(Step, register=locker, by=ASSISTANT, to=LET):
    """Let a locker."""

    box: Code = field(index=True)
    deposit: int = field(default=5, index=True)
    shelf: Code | None = None
    remark: Text | None = None
    things: tuple[Thing, ...] = ()


class GiveBack(Step, register=locker, by=ASSISTANT, after=LET, to=GIVEN_BACK, within=LET_FOR):
    """The locker is empty again."""


@rule(Let, clause="jinling.1")
def locker_is_free(step: Let, facts: Facts) -> Iterator[Finding]:
    """A locker is let once at a time."""
    for other in facts.find(Let, box=step.box, closed=False):
        yield refuse(_("Locker {box} is let on {number}"), box=step.box, number=other.number)


@rule("unit.add", clause="jinling.2")
def no_thirteenth_floor(add: Any, facts: Facts) -> Iterator[Finding]:
    """Estates of the Jinling count from twelve to fourteen."""
    if add.floor == 13:
        yield refuse(_("There is no thirteenth floor here"))


WORDS_ZH = {
    "Jinling.locker": "金陵寄存柜",
    "Lockers let": "《寄存柜租用登记表》",
    ("jinling.locker", "Let"): "租用",
    "Given back": "退柜",
    "Let a locker.": "租出一个柜子。",
    "Box": "柜号",
    "Deposit": "押金",
    "Shelf": "层",
    "Remark": "备注",
    "Things": "物品",
    "Give back": "还柜",
    "The locker is empty again.": "柜子已腾空。",
    "Let for": "租期",
    "What": "品名",
    "Of": "物主",
    "Pieces": "件数",
    "A locker is let once at a time.": "一个柜子同时只租一次。",
    "Estates of the Jinling count from twelve to fourteen.": "金陵的楼没有十三层。",
    "Locker {box} is let on {number}": "柜子{box}已由{number}租用",
    "There is no thirteenth floor here": "本处没有十三楼",
}
'''
UNIT = {"code": "1-1-101", "use": "home", "area": "80"}


def source(mark: str = "a", days: int = 3) -> str:
    """The file; whenever it is run, it leaves its mark beside itself."""
    return LOCKER.replace("MARK", mark).replace("DAYS", str(days))


class Place(NamedTuple):
    """A book, and a file in its folder of plugins."""

    book: Path
    file: Path
    modules: Mapping[str, tuple[str, str]] = {}

    def desk(self, **more: Any) -> Desk:
        """A desk as a new process would open it: the core, ``modules`` as if installed, and what the book trusts."""
        forget()
        desk = open_desk(
            str(self.book),
            catalogue=self.catalogue("", ()),
            folder=PluginFolder(str(self.book), self.catalogue),
            create=True,
            **more,
        )
        desk.take_files()
        return desk

    def catalogue(self, home: str, files: tuple[SiteFile, ...]) -> Catalogue:
        """What is installed there, with these files."""
        return full_catalogue(self.modules, files=files, home=home)

    @property
    def ran(self) -> str:
        """The marks of every time that the file was run."""
        path = self.file.with_suffix(".ran")
        return path.read_text("utf-8") if path.exists() else ""


def found(folder: Path) -> Place:
    """A training book with an assistant (lj) and a supervisor (zg), and a file beside it that nobody trusts."""
    place = Place(folder / "site.db", folder / "plugins" / "locker.py")
    place.file.parent.mkdir(parents=True)
    place.file.write_text(source(), encoding="utf-8")
    desk = place.desk()
    desk.found(name="Trial", code="trial", admin="Sun", training=True)
    for code, role in (("lj", "assistant"), ("zg", "supervisor")):
        desk.record(desk.step("staff", "engage"), {"name": f"Staff {code}", "code": code}, by="admin")
        desk.record(desk.step("staff", "assign"), {"role": role, "starts": "2020-01-01"}, on=code, by="admin")
    desk.store.close()
    return place


def refusals(desk: Desk, step: str, given: Mapping[str, Any], **more: Any) -> list[str]:
    """The rules that refuse a step (``unit.add``); empty where it is written."""
    register, _dot, name = step.rpartition(".")
    try:
        desk.record(desk.step(register, name), given, **{"by": "lj", **more})
    except Refused as declined:
        return [finding.rule for finding in declined.findings]
    return []


def forget() -> None:
    """What a new process would not know: the modules of files."""
    for module in [module for module in sys.modules if module.startswith("site_")]:
        del sys.modules[module]
