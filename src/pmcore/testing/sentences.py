"""Generic sentences, in Chinese and English, for executable specs of every plugin: a pytest plugin for pytest-bdd.

Say ``pytest_plugins = ["pmcore.testing.sentences"]`` in the top-level conftest and ``scenarios(".")`` in a test module. A
scenario happens on a real desk over a book in memory. Unknown registers, steps, heads and clauses are errors that list the
known ones. Here is what is given and what is done; ``expectations`` holds what is then seen.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping

import pytest

from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import entry_points, full_catalogue

from . import seen
from .templates import Given, Table, When
from .words import choose
from .world import World

__all__ = ["catalogue", "plugins", "without", "world"]

pytest_plugins = ("pmcore.testing.tally", "pmcore.testing.expectations")


@pytest.fixture(scope="session")
def plugins() -> Mapping[str, tuple[str, str]]:
    """Name -> (module, version) of the plugins that scenarios run with: the installed ones. Override it for others."""
    return entry_points()


@pytest.fixture(scope="session")
def catalogue(plugins: Mapping[str, tuple[str, str]]) -> Catalogue:
    """Everything declared."""
    return full_catalogue(plugins)


@pytest.fixture(scope="session")
def without(plugins: Mapping[str, tuple[str, str]]) -> Callable[[str], Catalogue]:
    """What is declared where one plugin is not installed."""
    return functools.cache(lambda gone: full_catalogue(plugins, block=[gone]))


@pytest.fixture
def world(catalogue: Catalogue, without: Callable[[str], Catalogue]) -> Iterator[World]:
    """The site of one scenario."""
    made = World(catalogue, without)
    yield made
    made.heed()


# 假如


@Given("现在是{moment}", "it is {moment}")
@When("到了{moment}", "it becomes {moment}")
def time_is(world: World, moment: str) -> None:
    """The clock shows it."""
    world.clock(moment)


@Given("账册是正式的", "the book is a real one")
def is_real(world: World) -> None:
    """No training site; said before anything else."""
    world.real()


@Given("没有安装{plugin}", "{plugin} is not installed")
def is_not_installed(world: World, plugin: str) -> None:
    """A chapter, by the name of its plugin, that this company does without; said before anything else."""
    world.lacks(plugin)


@When("时钟被拨到{moment}", "the clock is set to {moment}")
def clock_is_set(world: World, moment: str) -> None:
    """The machine's clock shows it, be it earlier than before."""
    world.clock(moment, back=True)


@Given("{who}的密码是{pin}", "the PIN of {who} is {pin}")
def pin_is(world: World, who: str, pin: str) -> None:
    """Somebody's PIN; it is not typed yet."""
    world.desk.set_pin(world.actor(who).staff, pin, by=world.fitting(world.step("staff", "assign")))


@Given("员工", "the staff")
def staff_are(world: World, datatable: Table) -> None:
    """Who works here: 代码, 姓名, 角色 (several joined by 、)."""
    head, *rows = datatable or ([], [])
    heads = [
        choose("head of a table of staff", text, {"code": ("代码",), "name": ("姓名",), "roles": ("角色", "role")}) for text in head
    ]
    for cells in rows:
        told = dict(zip(heads, cells, strict=True))
        world.engage(told["code"], told.get("name", ""), [part for part in re.split("[、，,]", told["roles"]) if part])


@Given("有{register}", "there are {register}", "there is {register}")
def forms_stand(world: World, register: str, datatable: Table = None) -> None:
    """Forms of a register, a row each, by its opening step; mandatory blanks that are not named get an example."""
    head, *rows = datatable or ([], [])
    world.arrange(world.words.register(register), head, rows)


@Given("标准{name}自{day}起为{value}", "the standard {name} is {value} from {day}")
def standard_is(world: World, name: str, day: str, value: str) -> None:
    """A standard is changed from a day on."""
    world.standard(name, value, day)


@Given(
    "{who}[以{role}身份]在{register}[的{number}]办理了{step}[，经{granted}批准]",
    "{who} has taken {step} in {register}[ of {number}]",
)
def was_taken(
    world: World,
    who: str,
    register: str,
    step: str,
    role: str | None = None,
    number: str | None = None,
    granted: str | None = None,
    datatable: Table = None,
) -> None:
    """A step that was taken and passed."""
    was_tried(world, who, register, step, role, number, granted, datatable)
    seen.passed(world)


# 当


@When(
    "{who}[以{role}身份]在{register}[的{number}]办理{step}[，经{granted}批准]",
    "{who}[ as {role}] takes {step} in {register}[ of {number}][, granted by {granted}]",
)
def was_tried(
    world: World,
    who: str,
    register: str,
    step: str,
    role: str | None = None,
    number: str | None = None,
    granted: str | None = None,
    datatable: Table = None,
) -> None:
    """Somebody takes a step; without a form's number on the one of that register touched last; once for each row."""
    name = world.words.register(register)
    world.act(world.actor(who, role), world.words.step(name, step), datatable, number, granted)


@When("{who}输入密码{pin}", "{who} types the PIN {pin}")
def types_pin(world: World, who: str, pin: str) -> None:
    """Somebody identifies themselves, and from now on signs so."""
    world.identify(who, pin)


@When("{who}申请批准[，理由{reason}]", "{who} asks for approval[, because {reason}]")
def asks(world: World, who: str, reason: str | None = None) -> None:
    """That the step which was tried last may be written; the form in the register of approvals is the one touched last."""
    world.ask(world.actor(who), reason or "spec")


@When("{who}使用批准[{number}]", "{who} uses the approval[ {number}]")
def uses(world: World, who: str, number: str | None = None) -> None:
    """The step that was approved is written."""
    row = world.form("approval", number)
    world.outcome(lambda: world.desk.use_approval(row.number, by=world.actor(who)))


@When("{who}更正{register}[的{number}]", "{who} corrects {register}[ {number}]")
def corrects(world: World, who: str, register: str, datatable: Table, number: str | None = None) -> None:
    """Fields of a form are put right: a table with the fields as heads, and 原因."""
    world.heed()
    name = world.words.register(register)
    head, cells = datatable or ([], [])
    told = {world.words.column(name, text, {"reason": ("原因",)}): cell for text, cell in zip(head, cells, strict=True)}
    reason = told.pop("reason", "spec")
    given_ = {column: world.words.cell(world.words.spec(name, column)[0], cell) for column, cell in told.items()}
    world.outcome(lambda: world.desk.correct(name, world.form(name, number).number, given_, reason=reason, by=world.actor(who)))


@When("{who}划掉{register}[的{number}]的步骤{step}", "{who} strikes the step {step} of {register}[ {number}]")
def strikes(world: World, who: str, register: str, step: str, number: str | None = None) -> None:
    """The last such step of a form is taken back."""
    world.heed()
    name = world.words.register(register)
    cls = world.words.step(name, step)
    row = world.form(name, number)
    with world.desk.reading() as look:
        seqs = [
            shown.entry.seq
            for shown in look.history(name, row.number)
            if shown.entry.step == cls.__step__.name and shown.struck_by is None
        ]
    assert seqs, f"{row.number} has no such step"
    world.outcome(lambda: world.desk.strike(name, row.number, seqs[-1], reason="spec", by=world.actor(who)))


@When("{who}作废{register}[的{number}]", "{who} voids {register}[ {number}]")
def voids(world: World, who: str, register: str, number: str | None = None) -> None:
    """A whole form is taken back."""
    name = world.words.register(register)
    world.outcome(lambda: world.desk.void(name, world.form(name, number).number, reason="spec", by=world.actor(who)))
