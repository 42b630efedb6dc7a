"""Money keeps every fen."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmcore.model.messages import Bad
from pmcore.model.money import MOST_FEN, ZERO, Money, yuan

amounts = st.integers(-MOST_FEN, MOST_FEN).map(Money)


@pytest.mark.parametrize(
    ("amount", "fen"),
    [
        (100, 10000),
        (-3, -300),
        ("100", 10000),
        ("3.50", 350),
        ("3.5", 350),
        ("3.", 300),
        ("-0.05", -5),
        ("+1", 100),
        ("¥100", 10000),
        ("￥１００．５０", 10050),
        ("-¥1", -100),
        ("1,234,567.89", 123456789),
        ("１，２００元", 120000),
        ("999999999999.99", MOST_FEN),
    ],
)
def test_yuan(amount: int | str, fen: int) -> None:
    """Yuan are read from whole numbers and from text as people write it."""
    assert yuan(amount) == Money(fen)


@pytest.mark.parametrize(
    "text", ["", "x", "3.505", "1e3", "1,00", "12,34", "--1", "0x10", "1.2.3", "٣", "1000000000000", "9" * 5000]
)
def test_yuan_refuses(text: str) -> None:
    """What is no amount, too fine or too large is refused with a sentence."""
    with pytest.raises(Bad):
        yuan(text)


@pytest.mark.parametrize("wrong", [1.5, True, None])
def test_no_floats(wrong: object) -> None:
    """A float or a truth value is never money."""
    with pytest.raises(TypeError):
        yuan(wrong)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(wrong)  # type: ignore[arg-type]


@given(amounts)
def test_text_round_trip(amount: Money) -> None:
    """Money written and read again is the same money."""
    assert yuan(str(amount)) == amount


@pytest.mark.parametrize(("fen", "text"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (10000, "100.00"), (-12345, "-123.45")])
def test_str(fen: int, text: str) -> None:
    """Money is written with two places."""
    assert str(Money(fen)) == text


def test_arithmetic() -> None:
    """Money adds, subtracts, negates, multiplies by whole numbers and sums."""
    assert yuan(3) + yuan("0.50") - yuan(1) == Money(250)
    assert -yuan(1) * 3 == 3 * Money(-100)
    assert abs(Money(-7)) == Money(7)
    assert sum([yuan(1), yuan(2)]) == yuan(3)
    assert sum([], ZERO) == ZERO
    assert not ZERO
    assert yuan(1)


def test_comparisons() -> None:
    """Money is ordered by amount and hashes by it."""
    assert yuan(1) < yuan(2) <= yuan("2.00") < yuan(3)
    assert yuan(3) > yuan(2) >= yuan(2)
    assert {yuan(1): "a"}[Money(100)] == "a"
    assert yuan(1) != 100


def test_no_mixing() -> None:
    """Money does not mix with bare numbers."""
    for mixed in (
        lambda: yuan(1) + 1,  # type: ignore[operator]
        lambda: 1 + yuan(1),
        lambda: yuan(1) < 5,  # type: ignore[operator]
        lambda: yuan(1) * 1.5,  # type: ignore[operator]
        lambda: yuan(1) * yuan(1),  # type: ignore[operator]
    ):
        with pytest.raises(TypeError):
            mixed()


@pytest.mark.parametrize(
    ("fen", "numerator", "denominator", "share"),
    [
        (100, 1, 3, 33),
        (100, 2, 3, 67),
        (1, 1, 2, 1),
        (-1, 1, 2, -1),
        (3, 1, 2, 2),
        (5, -1, 2, -3),
        (0, 1, 7, 0),
        (10, 0, 3, 0),
    ],
)
def test_share(fen: int, numerator: int, denominator: int, share: int) -> None:
    """A share is rounded to the fen, half a fen up."""
    assert Money(fen).share(numerator, denominator) == Money(share)


@given(amounts, st.integers(-1000, 1000), st.integers(1, 1000))
def test_share_is_near_and_even_handed(amount: Money, numerator: int, denominator: int) -> None:
    """A share is within half a fen of the fraction, and the same for a refund."""
    share = amount.share(numerator, denominator)

    assert abs(share.fen * denominator * 2 - amount.fen * numerator * 2) <= denominator
    assert (-amount).share(numerator, denominator) == -share


@pytest.mark.parametrize(("numerator", "denominator", "error"), [(1, 0, ValueError), (1, -2, ValueError), (0.5, 1, TypeError)])
def test_share_refuses(numerator: int, denominator: int, error: type[Exception]) -> None:
    """A share has a positive denominator and no floats."""
    with pytest.raises(error):
        yuan(1).share(numerator, denominator)


def test_immutable() -> None:
    """Money never changes, and copies are equal."""
    amount = yuan(1)
    with pytest.raises(AttributeError):
        amount.fen = 2
    with pytest.raises(AttributeError):
        del amount.fen

    assert copy.deepcopy(amount) == pickle.loads(pickle.dumps(amount)) == amount
    assert repr(amount) == "Money(100)"
