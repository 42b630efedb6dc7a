"""Declarations that make no sense are refused when their module loads, or at latest at first use, with a sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from pmcore import (
    ASSISTANT,
    CLOCK,
    Choice,
    Code,
    Facts,
    Mark,
    Money,
    Register,
    Step,
    by_field,
    column,
    computed,
    days,
    field,
    hours,
)
from pmcore.model.register import State
from pmcore.model.step import ready

desk = Register("desk", title="Desks", number="DE{seq}")
OPEN, SHUT = desk.states("open", "shut", closed="shut")
elsewhere = Register("elsewhere", title="Elsewhere", number="EL{seq}")
(FAR,) = elsewhere.states("far")
stateless = Register("stateless", title="Stateless", number="ST{seq}")
PAID = Mark("paid", needs=("amount",))


class Size(Choice):
    """A size."""

    BIG = "big"


class Count(Step, register=desk, by=ASSISTANT, after=OPEN):
    """A step to need."""


SENSELESS: dict[str, tuple[dict[str, Any], str]] = {
    "opens without a state": ({}, "leads to a state"),
    "opens and is owed": ({"to": OPEN, "within": days(1)}, "cannot be owed"),
    "opens and is repeated": ({"to": OPEN, "again": True}, "cannot be owed"),
    "opens and needs another": ({"to": OPEN, "needs": Count}, "cannot be owed"),
    "opens and clears another": ({"to": OPEN, "clears": Count}, "cannot be owed"),
    "opens where there are no states": ({"register": stateless}, "states first"),
    "opens by who the form tells": ({"to": OPEN, "by": lambda form, facts: ASSISTANT}, "no form to tell"),
    "time owes": ({"by": CLOCK, "after": OPEN, "within": hours(1)}, "what time does"),
    "time signs with somebody": ({"by": CLOCK, "after": OPEN, "also": ASSISTANT}, "what time does"),
    "time is kept apart": ({"by": CLOCK, "after": OPEN, "apart": Count}, "what time does"),
    "recurs without a while": ({"after": OPEN, "every": days(1)}, "every= needs during="),
    "after another register's state": ({"after": FAR}, "another register"),
    "to another register's state": ({"after": OPEN, "to": FAR}, "another register"),
    "by a field to another register's": ({"after": OPEN, "to": by_field("f", {True: FAR})}, "another register"),
    "while in another register's state": ({"after": OPEN, "every": days(1), "during": FAR}, "another register"),
    **{
        f"is called {name}": ({"after": OPEN, "name": name}, "has '" + name)
        for name in ("correct", "strike", "void", "list", "show", "import", "print", "erase")
    },
}


@pytest.mark.parametrize("case", SENSELESS)
def test_a_senseless_mixture_is_refused_at_once(case: str) -> None:
    """The class statement itself raises, and names register and step."""
    options, said = SENSELESS[case]
    name = options.get("name", "step-of")

    with pytest.raises(TypeError, match=said) as caught:
        type("StepOf", (Step,), {}, **{"register": desk, "by": ASSISTANT, **options})

    assert str(caught.value).startswith(f"{options.get('register', desk).name} {name}:")


class Stately(Step, register=desk, by=ASSISTANT, after=OPEN):
    state: Code


class EachNothing(Step, register=desk, by=ASSISTANT, after=OPEN, each="nothing"):
    size: Size


class EachNumber(Step, register=desk, by=ASSISTANT, after=OPEN, each="count"):
    count: int


class EachMaybe(Step, register=desk, by=ASSISTANT, after=OPEN, each="size"):
    size: Size | None = None


class ByNothing(Step, register=desk, by=ASSISTANT, after=OPEN, to=by_field("nothing", {True: SHUT})):
    sure: bool


class Markless(Step, register=desk, by=ASSISTANT, after=OPEN, marks=PAID):
    size: Size


class Endless(Step, register=desk, by=ASSISTANT, after=OPEN):
    area: Decimal


class EndlessList(Step, register=desk, by=ASSISTANT, after=OPEN):
    areas: tuple[Decimal, ...]


class EndlessMaybe(Step, register=desk, by=ASSISTANT, after=OPEN):
    area: Decimal | None = None


class Kindless(Step, register=desk, by=ASSISTANT, after=OPEN):
    state_of: State


class Either(Step, register=desk, by=ASSISTANT, after=OPEN):
    either: int | Code


class Pair(Step, register=desk, by=ASSISTANT, after=OPEN):
    pair: tuple[int, int]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (Stately, "cannot be called 'state'"),
        (EachNothing, "each='nothing' is no choice field"),
        (EachNumber, "each='count' is no choice field"),
        (EachMaybe, "each='size' is no choice field"),
        (ByNothing, "by_field.'nothing'. is no field"),
        (Markless, "needs the field 'amount'"),
        (Endless, "how many places"),
        (EndlessList, "how many places"),
        (EndlessMaybe, "how many places"),
        (Kindless, "no kind for"),
        (Either, "one type"),
        (Pair, r"tuple\[X, ...\]"),
    ],
)
def test_a_senseless_field_is_refused_at_first_use(step: type[Step], said: str) -> None:
    """The field table is made once, and says which class is wrong; asked again it says the same."""
    for _time in range(2):
        with pytest.raises(TypeError, match=said) as caught:
            ready(step)
        assert step.__name__ in str(caught.value)


class Sound(Step, register=desk, by=ASSISTANT, after=OPEN, to=by_field("sure", {True: SHUT}), each="size", marks=PAID):
    sure: bool
    size: Size
    amount: Money
    area: Decimal = field(places=2)

    @column(places=1)
    @computed
    def half(self, facts: Facts) -> Decimal:
        return self.area / 2


def test_the_same_with_sense_is_taken() -> None:
    """The control of the tests above: nothing of this is refused."""
    assert [*ready(Sound).fields] == ["sure", "size", "amount", "area", "half"]


def test_states_are_declared_once() -> None:
    """A second list of states would make the first one's States strangers."""
    with pytest.raises(ValueError, match="declared twice"):
        desk.states("other")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "Desk", "number": "DE{seq}"}, "lower-case"),
        ({"name": "a.b.c", "number": "DE{seq}"}, "lower-case"),
        ({"name": "desk", "number": "DE{year}"}, "no {seq}"),
    ],
)
def test_a_register_with_an_impossible_name_or_number_is_refused(options: dict[str, str], said: str) -> None:
    """Names stand in journals for ever, and numbers have to count."""
    with pytest.raises(ValueError, match=said):
        Register(options["name"], title="Desks", number=options["number"])


@pytest.mark.parametrize(("names", "closed", "said"), [(("a", "void"), "a", "every register's own"), (("a",), "b", "no state 'b'")])
def test_states_are_what_they_can_be(names: tuple[str, ...], closed: str, said: str) -> None:
    """``void`` is every register's own state, and what closes a form is one of its states."""
    with pytest.raises(ValueError, match=said):
        Register("fresh", title="Fresh", number="FR{seq}").states(*names, closed=closed)
