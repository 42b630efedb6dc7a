"""Finding plugins: what they declare is taken in whole or left out whole, and whoever is left out is named."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from pmcore import ASSISTANT, Quota, Reaction, Register, Report, Rule, Standard, Step
from pmcore.model.register import State
from pmcore.plugin.catalogue import Catalogue
from pmcore.plugin.discovery import BUILT_IN
from pmcore.plugin.hookspecs import Hooks
from pmcore.registers.customer import AddCustomer
from pmcore.registers.unit import unit

from .conftest import Load

parking = Register("parking", title="Parking", number="YZ{seq}")
(RENTED,) = parking.states("rented")


class Rent(Step, register=parking, by=ASSISTANT, to=RENTED):
    """What the examples speak of."""

    months: int = 1


LOCKER = '''
locker = Register("locker", title="Lockers", number="LK{seq:03}")
FREE, LET = locker.states("free", "let")


class Set(Step, register=locker, by=ASSISTANT, to=FREE):
    """Set one up."""

    place: Code
'''


def failures(catalogue: Catalogue) -> dict[str, str]:
    """Who was left out, and the words that say why."""
    return {name: message.text.format(**message.values) for name, message in catalogue.failures.items()}


EXAMPLES: dict[str, tuple[dict[str, Any], type[Any]]] = {
    "pmcore_registers": ({"registers": {}}, Register),
    "pmcore_steps": ({"registers": {"unit": unit}}, type),
    "pmcore_rules": ({"steps": {}}, Rule),
    "pmcore_reactions": ({"steps": {}}, Reaction),
    "pmcore_standards": ({"standards": {}}, Standard),
    "pmcore_quotas": ({"steps": {"parking.rent": Rent}}, Quota),
    "pmcore_reports": ({"steps": {}}, Report),
    "pmcore_fields": ({"steps": {"customer.add": AddCustomer}}, tuple),
}


def test_every_hook_has_an_example() -> None:
    """No hook is left without one."""
    assert [name for name in vars(Hooks) if name.startswith("pmcore_")] == [*EXAMPLES]


@pytest.mark.parametrize("hook", EXAMPLES)
def test_the_example_of_a_hook_runs(hook: str) -> None:
    """As it stands in the documentation it declares one thing of the kind it is about."""
    from pmcore import hookimpl

    given, kind = EXAMPLES[hook]
    names: dict[str, Any] = {"hookimpl": hookimpl, "__name__": __name__}
    for example in doctest.DocTestParser().get_examples(getattr(Hooks, hook).__doc__):
        exec(example.source, names)

    declared = getattr(names["Plugin"](), hook)(**given)

    assert [isinstance(thing, kind) for thing in declared] == [True]


def test_what_stands_in_a_module_needs_no_hook(load: Load) -> None:
    """Registers, steps, rules and standards at its top level are found, and nothing that it only imports."""
    catalogue = load(locker=LOCKER + 'FEE = Standard("locker.fee", yuan(3))\n')

    assert (failures(catalogue), catalogue.owners["locker"], [*catalogue.steps_of("locker")]) == ({}, "locker", ["set"])
    assert catalogue.plugin_of("unit", "add") == "core"
    assert catalogue.standard("locker.fee") is not None


def test_hooks_declare_from_what_others_declared(load: Load) -> None:
    """A hook is handed what was declared before it, and what it gives is taken in."""
    catalogue = load(
        locker=LOCKER,
        count="""
@hookimpl
def pmcore_standards(standards):
    return [Standard(f"count.of-{name}", 1) for name in standards if name == "desk.late_grace"]


@hookimpl
def pmcore_rules(steps):
    @rule("locker.set", clause="all.1")
    def never(step, facts):
        yield refuse(_("never"))

    return [never] if "locker.set" in steps else []
""",
    )

    assert failures(catalogue) == {}
    assert catalogue.standard("count.of-desk.late_grace") is not None
    assert [bound.name for bound in catalogue.rules_of(catalogue.steps_of("locker")["set"])] == ["count.never"]


BROKEN = {
    "does not import": ("import nothing_of_the_kind\n", "nothing_of_the_kind"),
    "is no Python": ("def (:\n", "SyntaxError"),
    "has a misspelt hook": ("@hookimpl\ndef pmcore_register(registers):\n    return []\n", "there is no hook 'pmcore_register'"),
    "has a hook that breaks": ("@hookimpl\ndef pmcore_steps(registers):\n    return [1 // 0]\n", "ZeroDivisionError"),
    "asks for what no hook is given": ("@hookimpl\ndef pmcore_steps(desk):\n    return []\n", "desk"),
    "was written for another interface": ('plugin = Plugin("broken", "1", api="9")\n', "version 9 of the interface"),
    "declares a register of the core": ('again = Register("unit", title="U", number="UU{seq}")\n', "register 'unit'"),
    "numbers like a register of the core": ('other = Register("other", title="O", number="FH{seq}")\n', "begin with 'FH'"),
    "numbers two registers alike": (
        'a = Register("aa", title="A", number="QQ{seq}")\nb = Register("bb", title="B", number="QQ{year}-{seq}")\n',
        "begin with 'QQ'",
    ),
    "declares a step of the core again": (
        'class Occupy(Step, register=unit, by=ASSISTANT, after=unit.open):\n    """Again."""\n',
        "unit occupy",
    ),
    "moves another's form": (
        'class Shut(Step, register=unit, by=ASSISTANT, after=unit.open, to=unit.all_states["closed"]):\n    """Shut."""\n',
        "must keep the state",
    ),
    "opens another's form": (
        'class Dig(Step, register=unit, by=ASSISTANT, to=unit.open[0]):\n    """Dig."""\n',
        "must keep the state",
    ),
    "declares a standard of the core": ('AGAIN = Standard("desk.late_grace", 3)\n', "standard 'desk.late_grace'"),
    "names a field twice": (
        LOCKER + 'class Move(Step, register=locker, by=ASSISTANT, after=FREE):\n    """Move."""\n\n    place: Code\n',
        "field 'place'",
    ),
    "judges a step that is none": (
        '@rule("unit.ad", clause="all.1")\ndef never(step, facts):\n    yield refuse(_("never"))\n',
        "'unit.ad'",
    ),
    "has a field that is no kind": (
        LOCKER + 'class Turn(Step, register=locker, by=ASSISTANT, after=FREE):\n    """Turn."""\n\n    angle: float\n',
        "no kind for",
    ),
    "stands on a register of nobody": (
        'from tests.plugin.test_discovery import RENTED, parking\n\n\n'
        'class Pay(Step, register=parking, by=ASSISTANT, after=RENTED):\n    """Pay."""\n',
        "which nobody declares",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_plugin_is_named_and_the_rest_works(load: Load, case: str) -> None:
    """Nothing of it is taken in, it is said what is wrong and where, and the plugins before and behind it are there."""
    source, said = BROKEN[case]
    catalogue = load(before="", broken=source, behind='fee = Standard("behind.fee", 1)\n')

    assert [*catalogue.failures] == ["broken"]
    assert said in failures(catalogue)["broken"]
    assert [*catalogue.plugins] == [*BUILT_IN, "before", "behind"]
    assert {catalogue.owners[name] for name in catalogue.registers} == set(BUILT_IN)


def test_two_strangers_that_clash_are_the_first_and_the_named_one(load: Load) -> None:
    """The one that comes second is left out, whole."""
    catalogue = load(first=LOCKER, second='FEE = Standard("second.fee", 1)\n' + LOCKER)

    assert failures(catalogue)["second"].startswith("ValueError: the register 'locker' is declared by 'first' already")
    assert catalogue.standard("second.fee") is None


def test_a_plugin_waits_for_what_it_needs(load: Load) -> None:
    """It comes in after it, whatever the order of the list."""
    catalogue = load(late='plugin = Plugin("late", "1", needs=("locker",))\n', locker=LOCKER)

    assert (failures(catalogue), [*catalogue.plugins]) == ({}, [*BUILT_IN, "locker", "late"])


@pytest.mark.parametrize("missing", ["absent", "blocked", "broken"])
def test_a_plugin_whose_need_is_not_there_is_named(load: Load, missing: str) -> None:
    """Not installed, switched off or broken: it waits, with what needs it in turn."""
    catalogue = load(
        block=("blocked",),
        blocked=LOCKER,
        broken="1 // 0\n",
        late=f'plugin = Plugin("late", "1", needs=("{missing}",))\n',
        later='plugin = Plugin("later", "1", needs=("late",))\n',
    )

    assert {name for name in catalogue.failures if name != "broken"} == {"late", "later"}
    assert failures(catalogue)["later"].startswith("waits for")


def test_a_blocked_plugin_is_not_there(load: Load) -> None:
    """Switched off by name, it declares nothing and fails nothing."""
    catalogue = load(block=("locker",), locker=LOCKER)

    assert (catalogue.failures, "locker" in catalogue.registers) == ({}, False)


def test_states_belong_to_their_register() -> None:
    """Two registers' states of one name are different."""
    assert State("a", "open", False) != State("b", "open", False)
