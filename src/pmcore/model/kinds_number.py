"""Kinds that are counted: money, whole numbers, numbers with places, yes or no; and choices."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from pmcore.model.calendar import DEFAULT_ZONE
from pmcore.model.kind import Choice, Kind, Spec
from pmcore.model.messages import Bad, messages
from pmcore.model.money import Money, yuan
from pmcore.model.text import fold

__all__ = ["MONEY", "NUMBER", "WHOLE", "YESNO", "choice_kind"]

_ = messages("pmcore")

_MOST = 2**63 - 1  # what a column holds
_WHOLE = r"[+-]?(?:[0-9]{1,19}|[0-9]{1,3}(?:,[0-9]{3}){1,6})"
_NUMBER = r"([+-]?(?:[0-9]{1,18}|[0-9]{1,3}(?:,[0-9]{3}){1,5}))(?:\.([0-9]{0,18}))?"
_YES = frozenset({"是", "YES", "TRUE", "Y", "1", "对", "有"})
_NO = frozenset({"否", "NO", "FALSE", "N", "0", "错", "无"})


def _text_of(raw: object) -> str | None:
    """JSON's own numbers as the text that stood in the file; None for anything else, a truth value too."""
    if type(raw) is float:
        raw = Decimal(repr(raw))  # the shortest text that means this float, not its binary tail
    return format(raw, "f") if isinstance(raw, Decimal) else str(raw) if type(raw) is int else None


class MoneyKind(Kind):
    """An amount: yuan in, two places out, fen in the chain. ``ge`` and ``le`` are money, or whole yuan."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return value.fen

    def restore(self, raw: Any) -> Any:
        return Money(raw)

    def _parse(self, text: str, spec: Spec) -> Money:
        return yuan(text)

    def _natural(self, raw: object, spec: Spec) -> Money:
        text = _text_of(raw)
        return super()._natural(raw, spec) if text is None else yuan(text)

    def _limited(self, value: Any, spec: Spec) -> Any:
        for limit, broken in ((spec.ge, Money.__lt__), (spec.le, Money.__gt__)):
            bound = yuan(limit) if type(limit) is int else limit
            if bound is None or not broken(value, bound):
                continue
            if limit is spec.ge:
                raise Bad(_("is below the limit; give {least} or above").fill(least=bound))
            raise Bad(_("is above the limit; give {most} or below").fill(most=bound))
        return value


class WholeKind(Kind):
    """A whole number."""

    __slots__ = ()

    def plain(self, value: Any, zone: str = DEFAULT_ZONE) -> Any:
        return value

    def _parse(self, text: str, spec: Spec) -> int:
        if re.fullmatch(_WHOLE, text) is None:
            raise Bad(_("is no whole number; write it with digits only, as 12"))
        return self._regular(int(text.replace(",", "")), spec)

    def _regular(self, value: int, spec: Spec) -> int:
        if abs(value) > _MOST:
            raise Bad(_("is too large a number; check it"))
        return value

    def _natural(self, raw: object, spec: Spec) -> int:
        raise Bad(_("is no whole number; write it with digits only, as 12"))


class NumberKind(Kind):
    """A number with so many places (``spec.places``); as a whole number of the last place in the chain.

    Without a field at hand ``dump`` gives a text, so that standards can hold one.
    """

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return format(value, "f")

    def restore(self, raw: Any) -> Any:
        return Decimal(raw)

    def dump_places(self, value: Any, spec: Spec) -> Any:
        return int(value.scaleb(_places(spec)))

    def restore_places(self, raw: Any, spec: Spec) -> Any:
        return Decimal(raw).scaleb(-_places(spec))

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        return format(value, "f")

    def _parse(self, text: str, spec: Spec) -> Decimal:
        found = re.fullmatch(_NUMBER, text)
        if found is None:
            raise Bad(_("is no number; write it with digits, as 98.5"))
        whole, rest = found.groups("")
        return self._regular(Decimal(f"{whole.replace(',', '')}.{rest or '0'}"), spec)

    def _natural(self, raw: object, spec: Spec) -> Any:
        text = _text_of(raw)
        return super()._natural(raw, spec) if text is None else self._parse(text, spec)

    def _regular(self, value: Decimal, spec: Spec) -> Decimal:
        places = _places(spec)
        if not value.is_finite():
            raise Bad(_("is no number; write it with digits, as 98.5"))
        if value.adjusted() + places > 18 or abs(value.scaleb(places)) > _MOST:
            raise Bad(_("is too large a number; check it"))
        regular = value.quantize(Decimal(1).scaleb(-places))
        if regular != value:
            raise Bad(_("has more than {places} decimal places; round it").fill(places=places))
        return regular or abs(regular)  # no minus before nought


def _places(spec: Spec) -> int:
    if spec.places is None:
        raise TypeError("a field of numbers says its places: field(places=2)")
    return spec.places


class YesNoKind(Kind):
    """Yes or no, in either language."""

    __slots__ = ()

    def restore(self, raw: Any) -> Any:
        return bool(raw)  # a column gives 1 and 0

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        if lang.startswith("zh"):
            return "是" if value else "否"
        return "yes" if value else "no"

    def plain(self, value: Any, zone: str = DEFAULT_ZONE) -> Any:
        return value

    def _parse(self, text: str, spec: Spec) -> bool:
        word = fold(text)
        if word in _YES or word in _NO:
            return word in _YES
        raise Bad(_("is neither yes nor no; write yes or no"))

    def _natural(self, raw: object, spec: Spec) -> bool:
        raise Bad(_("is neither yes nor no; write yes or no"))

    def _limited(self, value: Any, spec: Spec) -> Any:
        return value


class ChoiceKind(Kind):
    """One of the members of a Choice: by its value, or by a word for it (``spec.labels``)."""

    __slots__ = ("members",)

    def __init__(self, choices: type[Choice]) -> None:
        values = [str(member.value) for member in choices]
        super().__init__("choice", choices, "|".join(values), values[0])
        self.choices = choices
        self.members = {_key(str(member.value)): member for member in choices}
        if len(self.members) != len(values):
            raise TypeError(f"{choices.__name__} has values that read alike")

    def dump(self, value: Any) -> Any:
        return value.value

    def restore(self, raw: Any) -> Any:
        return self.choices(raw)

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        return str(value.value)

    def _parse(self, text: str, spec: Spec) -> Any:
        wanted = _key(text)
        if wanted in self.members:
            return self.members[wanted]
        labels = getattr(spec, "labels", None) or {}
        for label, value in labels.items():
            if _key(label) == wanted:
                return self.choices(value)
        words = {value: f"{value} ({label})" for label, value in reversed(labels.items())}
        allowed = [words.get(member.value, member.value) for member in self.choices]
        raise Bad(_("is none of the choices; give one of: {allowed}").fill(allowed=allowed))

    def _limited(self, value: Any, spec: Spec) -> Any:
        return value


def _key(text: str) -> str:
    return fold(text).replace("_", "-")


def choice_kind(choices: type[Choice]) -> Kind:
    """The kind that reads one Choice."""
    return ChoiceKind(choices)


MONEY = MoneyKind("money", Money, _("YUAN"), "100.00", column="INTEGER")
WHOLE = WholeKind("whole", int, _("NUMBER"), "1", column="INTEGER")
NUMBER = NumberKind("number", Decimal, _("NUMBER"), "1", column="INTEGER")
YESNO = YesNoKind("yesno", bool, _("YES|NO"), "yes", column="INTEGER")
