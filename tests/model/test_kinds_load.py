"""Kinds take JSON and Python values as strictly as text, and hold them against the limits of a field."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from pmcore.model.kinds import (
    CODE,
    DATE,
    KINDS,
    MOMENT,
    MONEY,
    NUMBER,
    PERIOD,
    PHONE,
    SPAN,
    TEXT,
    WHOLE,
    YESNO,
    Choice,
    Kind,
    Limits,
    choice_kind,
)
from pmcore.model.messages import Bad
from pmcore.model.money import Money, yuan
from pmcore.model.periods import MONDAY
from pmcore.model.span import days

from .kinds_at_hand import OF_NUMBER, TWO, USE, Number, Use

LABELS = Limits(labels={"住家": "home", "住宅": "home", "未接房": "not-taken-over"})


@pytest.mark.parametrize("kind", [*KINDS.values(), USE], ids=lambda kind: kind.name)
@pytest.mark.parametrize("raw", [None, [], {}, ["x"], object()])
def test_load_refuses(kind: Kind, raw: object) -> None:
    """JSON's null, lists and objects are no value of any kind."""
    with pytest.raises(Bad):
        kind.load(raw, TWO)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        (YESNO, True, True),
        (YESNO, False, False),
        (YESNO, "false", False),
        (YESNO, "否", False),
        (WHOLE, 3, 3),
        (WHOLE, "3", 3),
        (MONEY, 100, yuan(100)),
        (MONEY, 3.5, Money(350)),
        (MONEY, Decimal("3.50"), Money(350)),
        (NUMBER, 98.5, Decimal("98.5")),
        (NUMBER, 98, Decimal(98)),
        (NUMBER, 1e-02, Decimal("0.01")),
        (NUMBER, Decimal("98.50"), Decimal("98.5")),
        (MONEY, yuan(3), yuan(3)),
        (DATE, date(2026, 7, 1), date(2026, 7, 1)),
        (USE, Use.HOME, Use.HOME),
        (SPAN, days(7), days(7)),
        (PERIOD, MONDAY, MONDAY),
        (PERIOD, "每周一", MONDAY),
        (OF_NUMBER, Number("7"), Number("7")),
    ],
)
def test_load(kind: Kind, raw: object, value: Any) -> None:
    """JSON may hold a value's natural type, the text of a person, or be read already."""
    assert kind.load(raw, TWO) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        (YESNO, 1),
        (YESNO, 0.0),
        (WHOLE, 1.9),
        (WHOLE, 2.0),
        (WHOLE, True),
        (WHOLE, 2**63),
        (MONEY, True),
        (MONEY, 3.555),
        (MONEY, 0.1 + 0.2),
        (MONEY, float("nan")),
        (MONEY, 1e300),
        (NUMBER, float("inf")),
        (NUMBER, Decimal("NaN")),
        (NUMBER, Decimal("1E+999999")),
        (NUMBER, False),
        (PHONE, 13800000001),
        (CODE, 101),
        (DATE, 20260701),
        (DATE, datetime(2026, 7, 1, tzinfo=UTC)),
    ],
)
def test_load_is_strict(kind: Kind, raw: object) -> None:
    """A value of another type is not bent into shape."""
    with pytest.raises(Bad):
        kind.load(raw, TWO)


@pytest.mark.parametrize(
    ("kind", "spec", "good", "bad"),
    [
        (WHOLE, Limits(ge=1, le=24), ("1", "24"), ("0", "25")),
        (MONEY, Limits(ge=yuan(1), le=yuan(5)), ("1", "5.00"), ("0.99", "5.01")),
        (MONEY, Limits(ge=1, le=5), ("1", "5.00"), ("0.99", "5.01")),
        (NUMBER, Limits(ge=0, le=Decimal("9.9"), places=1), ("0", "9.9"), ("-0.1", "10")),
        (
            DATE,
            Limits(ge=date(2026, 7, 1), le=date(2026, 7, 31)),
            ("2026-07-01", "2026-07-31"),
            ("2026-06-30", "2026-08-01"),
        ),
        (TEXT, Limits(max_length=3), ("abc", " abc "), ("abcd",)),
        (TEXT, Limits(multiline=False), ("a b",), ("a\nb",)),
        (CODE, Limits(pattern="[A-Z]{2}:[0-9]+"), ("AB:1",), ("AB1", "AB:1x")),
        (NUMBER, Limits(places=0), ("3", "3.0"), ("3.5",)),
    ],
)
def test_limits(kind: Kind, spec: Limits, good: tuple[str, ...], bad: tuple[str, ...]) -> None:
    """Limits hold at their edges, for what people write and for what programs make."""
    for text in good:
        assert kind.check(kind.read(text, spec), spec) == kind.read(text, spec)
    for text in bad:
        with pytest.raises(Bad):
            kind.read(text, spec)
    with pytest.raises(Bad):
        kind.check(kind.read(bad[0], Limits(places=2, pattern=".*")), spec)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (WHOLE, True),
        (DATE, datetime(2026, 7, 1, tzinfo=UTC)),
        (MONEY, 100),
        (CODE, 1),
        (MOMENT, datetime(2026, 7, 1)),  # noqa: DTZ001
        (USE, "home"),
    ],
)
def test_check_wants_the_type(kind: Kind, value: object) -> None:
    """A program that gives another type has made a mistake."""
    with pytest.raises(TypeError):
        kind.check(value)


def test_check_brings_into_form() -> None:
    """A value made in Python stands in the chain as a read one would."""
    moment = datetime(2026, 7, 1, 9, 5, 6, 123999, tzinfo=UTC)

    assert PHONE.check("138 0000 0001") == "13800000001"
    assert MOMENT.check(moment).microsecond == 123000
    assert str(NUMBER.check(Decimal("98.5"), TWO)) == "98.50"


def test_references_keep_their_register() -> None:
    """A reference into another register is a mistake of a program."""
    with pytest.raises(TypeError):
        OF_NUMBER.check("C00001")
    with pytest.raises(TypeError):
        OF_NUMBER.check(type("Other", (), {"number": "1"})())
    assert OF_NUMBER.check(Number("1")) == Number("1")


def test_number_needs_places() -> None:
    """A number field without places is a mistake of its author."""
    with pytest.raises(TypeError, match="places"):
        NUMBER.read("1")


def test_choice() -> None:
    """A choice that is not known is answered with all there are, with their words where there are any."""
    with pytest.raises(Bad) as plain:
        USE.read("shop")
    with pytest.raises(Bad) as labelled:
        USE.read("shop", LABELS)

    assert plain.value.message.values["allowed"] == ["home", "not-taken-over"]
    assert labelled.value.message.values["allowed"] == ["home (住家)", "not-taken-over (未接房)"]
    assert USE.choices is Use
    assert str(Use.HOME) == "home"


def test_choices_that_read_alike() -> None:
    """Two values of a choice that differ in case only are refused when the kind is made."""

    class Twice(Choice):
        A = "a"
        B = "A"

    with pytest.raises(TypeError, match="alike"):
        choice_kind(Twice)
