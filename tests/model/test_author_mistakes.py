"""Mistakes of authors of chapters: the type checkers report every one, and nothing of what is right."""

# ruff: noqa: E501  # a snippet is one line of the table
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRELUDE = '''"""A chapter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pmcore import (
    ASSISTANT, CASHIER, CLOCK, Choice, Code, Facts, Finding, Form, Mark, Money, Ref, Register, Standard, Step, Text,
    by_field, clock, computed, days, field, hours, messages, months_after, needs_approval, on, reaction, refuse, rule, yuan,
)

_ = messages("chapter")
parking = Register("parking", title="Parking", number="YZ{year}-{seq:04}")
RENTED, PAID, ENDED = parking.states("rented", "paid", "ended", closed="ended")
RENT = Standard("parking.rent", yuan(100))
PAY_WITHIN = Standard("parking.pay-within", hours(1))
SPACES = Standard("parking.spaces", 30)


class Colour(Choice):
    """A colour."""

    RED = "red"


class Rent(Step, register=parking, by=ASSISTANT, to=RENTED):
    """Let a space."""

    space: Code = field(index=True)
    starts: date
    months: int = 1
    colour: Colour = Colour.RED
    note: Text | None = None

    @computed
    def ends(self, facts: Facts) -> date:
        return months_after(self.starts, self.months)


class RentRef(Ref[Rent]):
    """A let space."""


class Pay(Step, register=parking, by=CASHIER, after=RENTED, to=PAID, within=PAY_WITHIN):
    """Pay the rent."""

    amount: Money


class PayRef(Ref[Pay]):
    """A paid one."""

'''
RIGHT = '''
class Swap(Step, register=parking, by=(ASSISTANT, CASHIER), also=CASHIER, apart=Rent, after=(RENTED, PAID), needs=Pay,
           clears=(Pay,), again=True, within=clock(17), marks=Mark("swapped")):  # fmt: skip
    """Swap it."""

    with_: RentRef
    day: date | None = field(default=None, updates=True)

    def entails(self, facts: Facts) -> Iterator[Step]:
        yield Rent(space=facts[self.with_].now.space, starts=facts.today)


class End(Step, register=parking, by=lambda form, facts: ASSISTANT, after=parking.open, to=by_field("sure", {True: ENDED}), within=lambda form, facts: None):
    """End it."""

    sure: bool


class Lapse(Step, register=parking, by=CLOCK, after=RENTED, to=ENDED):
    """It lapses."""

    @classmethod
    def falls(cls, form: Form[Rent], facts: Facts) -> tuple[datetime, Lapse] | None:
        rented = form.entry(Rent)
        return facts.due(facts[PAY_WITHIN], rented.at), cls()


@rule(Rent, clause="parking.7")
def once(rent: Rent, facts: Facts) -> Iterator[Finding]:
    """A space is let once."""
    for other in facts.find(Rent, space=rent.space, closed=False):
        until: date = other.now.ends
        if until >= rent.starts and facts[SPACES] > 3 and facts[RENT] * rent.months > yuan(3):
            yield refuse(_("Let until {until}"), until=until)
        if (paid := other.get(Pay)) is not None:
            yield needs_approval(_("Paid {amount}"), amount=paid.amount, by=CASHIER)
    for pay in facts.form.all(Pay):
        total: Money = pay.amount + yuan(1)
        yield refuse(_("{total}"), total=total)


@rule(Rent, Pay, clause="parking.8")
def both(step: Rent | Pay, facts: Facts) -> Iterable[Finding]:
    """Both."""
    return [refuse(_("{amount}"), amount=step.amount)] if isinstance(step, Pay) else []


@rule("key.lend", clause="parking.9", unknown_by=(ASSISTANT,))
def absent(step: Step, facts: Facts) -> Iterable[Finding]:
    """Of a chapter that may be absent."""
    return ()


@reaction(Mark("swapped"), clause="parking.9")
def thank(step: Swap, facts: Facts) -> Iterator[Step]:
    """Follows."""
    yield Rent(space=facts[step.with_].now.space, starts=facts.today)


def read(form: Form[Rent], facts: Facts) -> tuple[date, Money, int]:
    """What is read is typed."""
    return form.now.ends, form[Pay].amount, form.entry(Rent).seq


bill = Rent(space="A1", starts=date(2026, 7, 1)).but(months=2)
put = on(RentRef("YZ1"), Pay(amount=yuan(3)))
'''
MISTAKES = {
    "a keyword that no step has": "class A(Step, register=parking, by=ASSISTANT, afterwards=RENTED): pass",
    "a text for a role": 'class A(Step, register=parking, by="assistant", after=RENTED): pass',
    "a text for the second signer's role": 'class A(Step, register=parking, by=ASSISTANT, also="cashier", after=RENTED): pass',
    "no step in needs": "class A(Step, register=parking, by=ASSISTANT, after=RENTED, needs=parking): pass",
    "a text in apart": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED, apart="rent"): pass',
    "a number in clears": "class A(Step, register=parking, by=ASSISTANT, after=RENTED, clears=(int,)): pass",
    "a text for the state before": 'class A(Step, register=parking, by=ASSISTANT, after="rented"): pass',
    "texts for the states before": 'class A(Step, register=parking, by=ASSISTANT, after=("rented", "paid")): pass',
    "a text for the state after": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED, to="paid"): pass',
    "a text for a state by a field": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED, to=by_field("sure", {True: "paid"})):\n    sure: bool',
    "a number for a span": "class A(Step, register=parking, by=ASSISTANT, after=RENTED, within=30): pass",
    "a standard of another type for a span": "class A(Step, register=parking, by=ASSISTANT, after=RENTED, within=SPACES): pass",
    "a text for a mark": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED, marks="settled"): pass',
    "a text for the version": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED, v="2"): pass',
    "entails that takes nothing": "class A(Step, register=parking, by=ASSISTANT, after=RENTED):\n    def entails(self) -> Iterator[Step]:\n        yield Pay(amount=yuan(1))",
    "entails that gives texts": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED):\n    def entails(self, facts: Facts) -> Iterator[str]:\n        yield "pay"',
    "falls that gives no step": "class A(Step, register=parking, by=CLOCK, after=RENTED):\n    @classmethod\n    def falls(cls, form: Form[Rent], facts: Facts) -> datetime:\n        return facts.at",
    "a computed field without facts": "class A(Step, register=parking, by=ASSISTANT, after=RENTED):\n    @computed\n    def twice(self) -> int:\n        return 2",
    "a forgotten register": "class A(Step, by=ASSISTANT, after=RENTED): pass",
    "a forgotten signer": "class A(Step, register=parking, after=RENTED): pass",
    "a reference into another register": 'class A(Step, register=parking, by=ASSISTANT, after=RENTED):\n    other: RentRef\n\n\na = A(other=PayRef("YZ1"))',
    "writing to a field": "def f(rent: Rent) -> None:\n    rent.months = 3",
    "writing to a computed field": "def f(rent: Rent) -> None:\n    rent.ends = date(2026, 1, 1)",
    "a form asked for a type": "def f(form: Form[Rent]) -> object:\n    return form[int]",
    "a form asked by text": 'def f(form: Form[Rent]) -> object:\n    return form["rent"]',
    "a field that the form has not": "def f(form: Form[Rent]) -> object:\n    return form.now.plate",
    "a field that the step has not": "def f(form: Form[Rent]) -> object:\n    return form[Pay].space",
    "facts asked for a step": "def f(facts: Facts) -> object:\n    return facts[Rent]",
    "a find by no step": "def f(facts: Facts) -> object:\n    return list(facts.find(RENTED))",
    "a rule of another step": '@rule(Rent, clause="parking.7")\ndef f(pay: Pay, facts: Facts) -> Iterator[Finding]:\n    yield refuse(_("no"))',
    "a rule that yields texts": '@rule(Rent, clause="parking.7")\ndef f(rent: Rent, facts: Facts) -> Iterator[str]:\n    yield "no"',
    "a rule that reads what is not there": '@rule(Rent, clause="parking.7")\ndef f(rent: Rent, facts: Facts) -> Iterator[Finding]:\n    yield refuse(_("{plate}"), plate=rent.plate)',
    "a rule without a clause": '@rule(Rent)\ndef f(rent: Rent, facts: Facts) -> Iterator[Finding]:\n    yield refuse(_("no"))',
    "a finding without a message": '@rule(Rent, clause="parking.7")\ndef f(rent: Rent, facts: Facts) -> Iterator[Finding]:\n    yield refuse("no")',
    "a number added to money": "def f(pay: Pay) -> object:\n    return pay.amount + 1",
    "a standard of another type": "def f(facts: Facts) -> date:\n    return facts[RENT]",
    "a text for a number": 'a = Rent(space="A1", starts=date(2026, 7, 1), months="3")',
    "a text for a choice": 'a = Rent(space="A1", starts=date(2026, 7, 1), colour="red")',
    "a field left out": 'a = Rent(space="A1")',
    "a field that is none": 'a = Rent(space="A1", starts=date(2026, 7, 1), plate="B")',
    "a field by its place": 'a = Rent("A1", date(2026, 7, 1))',
    "a computed field given": 'a = Rent(space="A1", starts=date(2026, 7, 1), ends=date(2026, 8, 1))',
}  # fmt: skip


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with one module for each mistake, and one that is right."""
    made = tmp_path_factory.mktemp("author")
    for place, snippet in enumerate(MISTAKES.values()):
        (made / f"mistake_{place}.py").write_text(f"{PRELUDE}\n{snippet}\n", encoding="utf-8")
    (made / "right.py").write_text(PRELUDE + RIGHT, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def by_mypy(package: Path) -> dict[str, list[int]]:
    """Module -> lines that mypy --strict reports."""
    (package / "mypy.ini").write_text(
        f"[mypy]\nstrict = true\nmypy_path = {ROOT / 'src'}\nfollow_imports = silent\n", encoding="utf-8"
    )
    asked = [sys.executable, "-m", "mypy", "--config-file=mypy.ini", "--cache-dir=.cache", "--output=json", "."]
    told = subprocess.run(asked, cwd=package, capture_output=True, text=True, check=False)
    found: dict[str, list[int]] = {}
    for line in told.stdout.splitlines():
        if line.startswith("{") and (hit := json.loads(line))["severity"] == "error":
            found.setdefault(Path(hit["file"]).stem, []).append(hit["line"])
    assert found, told.stdout + told.stderr
    return found


@pytest.fixture(scope="session")
def by_pyright(package: Path) -> dict[str, list[int]]:
    """Module -> lines that basedpyright reports, in the mode an editor uses."""
    config = {"include": ["."], "extraPaths": [str(ROOT / "src")], "typeCheckingMode": "standard", "pythonVersion": "3.11"}
    (package / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    asked = [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable]
    told = subprocess.run(asked, cwd=package, capture_output=True, text=True, check=False)
    found: dict[str, list[int]] = {}
    for hit in json.loads(told.stdout)["generalDiagnostics"]:
        if hit["severity"] == "error":
            found.setdefault(Path(hit["file"]).stem, []).append(hit["range"]["start"]["line"] + 1)
    assert found, told.stdout + told.stderr
    return found


@pytest.mark.parametrize("checker", ["by_mypy", "by_pyright"])
@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_reported_where_it_stands(mistake: str, checker: str, request: pytest.FixtureRequest) -> None:
    """Both checkers see every one of them, and see nothing else in its module."""
    reported: dict[str, list[int]] = request.getfixturevalue(checker)
    lines = reported.get(f"mistake_{list(MISTAKES).index(mistake)}", [])

    assert lines
    assert [line for line in lines if line <= PRELUDE.count("\n")] == []


@pytest.mark.parametrize("checker", ["by_mypy", "by_pyright"])
def test_what_is_right_is_not_reported(checker: str, request: pytest.FixtureRequest) -> None:
    """A module that uses all of it as it is meant is clean."""
    assert request.getfixturevalue(checker).get("right", []) == []
