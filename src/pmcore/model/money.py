"""Money: whole fen, so that nothing is ever lost to a fraction."""

from __future__ import annotations

import re
import unicodedata
from typing import NoReturn

from pmcore.model.messages import Bad, messages

__all__ = ["MOST_FEN", "ZERO", "Money", "yuan"]

_ = messages("pmcore")

MOST_FEN = 99_999_999_999_999
"""The largest amount either way, 999,999,999,999.99 yuan: sums of many of them still fit 64 bits."""

_YUAN = r"([+-]?)[¥]?([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]*))?元?"


class Money:
    """An amount in fen, the hundredth of a yuan; immutable, hashable; mixes with money and whole numbers only."""

    __slots__ = ("fen",)
    fen: int

    def __init__(self, fen: int) -> None:
        if type(fen) is not int:
            raise TypeError(f"money is whole fen, not {type(fen).__name__}")
        object.__setattr__(self, "fen", fen)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("money does not change; make another")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("money does not change; make another")

    def __reduce__(self) -> tuple[type[Money], tuple[int]]:
        return Money, (self.fen,)

    def __repr__(self) -> str:
        return f"Money({self.fen})"

    def __str__(self) -> str:
        whole, rest = divmod(abs(self.fen), 100)
        return f"{'-' if self.fen < 0 else ''}{whole}.{rest:02}"

    def __hash__(self) -> int:
        return hash((Money, self.fen))

    def __bool__(self) -> bool:
        return self.fen != 0

    def __eq__(self, other: object) -> bool:
        return self.fen == other.fen if isinstance(other, Money) else NotImplemented

    def __lt__(self, other: Money) -> bool:
        return self.fen < _other(other)

    def __le__(self, other: Money) -> bool:
        return self.fen <= _other(other)

    def __gt__(self, other: Money) -> bool:
        return self.fen > _other(other)

    def __ge__(self, other: Money) -> bool:
        return self.fen >= _other(other)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + _other(other))

    def __radd__(self, other: int) -> Money:
        # sum() starts from 0; any other number is a mistake
        return self if type(other) is int and other == 0 else NotImplemented

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - _other(other))

    def __mul__(self, times: int) -> Money:
        return Money(self.fen * times) if type(times) is int else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __abs__(self) -> Money:
        return Money(abs(self.fen))

    def share(self, numerator: int, denominator: int) -> Money:
        """``numerator / denominator`` of the amount, to the fen; half a fen goes up, away from zero on both sides.

        Away from zero, so that the share of a refund is exactly the share of what was paid.
        """
        if type(numerator) is not int or type(denominator) is not int:
            raise TypeError("a share is a fraction of two whole numbers")
        if denominator <= 0:
            raise ValueError("the denominator of a share is a positive number")
        product = self.fen * numerator
        rounded = (2 * abs(product) + denominator) // (2 * denominator)
        return Money(-rounded if product < 0 else rounded)


def _other(other: object) -> int:
    if not isinstance(other, Money):
        raise TypeError(f"money goes with money only, not with {type(other).__name__}")
    return other.fen


ZERO = Money(0)
"""Nothing owed."""


def yuan(amount: int | str) -> Money:
    """An amount in yuan: ``yuan(100)``, ``yuan("3.50")``. Text may bear ¥, 元, full-width digits and thousands commas.

    Raises Bad for text that is no amount or has more than two places, TypeError for a float.
    """
    if type(amount) is int:
        fen = amount * 100
    elif isinstance(amount, str):
        fen = _fen(unicodedata.normalize("NFKC", amount).strip())
    else:
        raise TypeError(f"an amount is a whole number or a text, not {type(amount).__name__}")
    if abs(fen) > MOST_FEN:
        raise Bad(_("is too large an amount; give at most {most} yuan").fill(most=Money(MOST_FEN)))
    return Money(fen)


def _fen(text: str) -> int:
    found = re.fullmatch(_YUAN, text) if len(text) < 40 else None
    if found is None:
        raise Bad(_("is no amount of money; write it in yuan, as 100 or 3.50"))
    sign, whole, places = found.groups("")
    if len(places) > 2:
        raise Bad(_("has more than two places; round it to the fen, as in 3.50"))
    fen = int(whole.replace(",", "") + places.ljust(2, "0"))
    return -fen if sign == "-" else fen
