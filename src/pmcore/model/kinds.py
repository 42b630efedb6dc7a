"""The one table of kinds: command line, files, JSON, specs, screens and HTTP read and show every value by it."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any

from pmcore.model.kind import FREE, Choice, Kind, Limits, Spec
from pmcore.model.kinds_number import MONEY, NUMBER, WHOLE, YESNO, choice_kind
from pmcore.model.kinds_period import PERIOD
from pmcore.model.kinds_text import (
    CODE,
    DOCUMENT_TAIL,
    PERSON_NAME,
    PHONE,
    PLATE,
    REFERENCE,
    TEXT,
    YEAR_MONTH,
    reference_kind,
)
from pmcore.model.kinds_time import DATE, MOMENT, SPAN, TIME
from pmcore.model.money import Money
from pmcore.model.periods import Period
from pmcore.model.span import Span

__all__ = [
    "CODE",
    "DATE",
    "DOCUMENT_TAIL",
    "FREE",
    "KINDS",
    "KIND_OF",
    "MOMENT",
    "MONEY",
    "NUMBER",
    "PERIOD",
    "PERSON_NAME",
    "PHONE",
    "PLATE",
    "REFERENCE",
    "SPAN",
    "TEXT",
    "TIME",
    "WHOLE",
    "YEAR_MONTH",
    "YESNO",
    "Choice",
    "Code",
    "DocumentTail",
    "Kind",
    "Limits",
    "PersonName",
    "Phone",
    "Plate",
    "Spec",
    "Text",
    "YearMonth",
    "choice_kind",
    "kind_for",
    "reference_kind",
]

Code = Annotated[str, CODE]
"""A short identifier, in the chain: ``B1-07``."""
Text = Annotated[str, TEXT]
"""Free text; personal."""
PersonName = Annotated[str, PERSON_NAME]
"""The name of a person or company; personal."""
Phone = Annotated[str, PHONE]
"""A telephone number; personal."""
Plate = Annotated[str, PLATE]
"""A number plate; personal."""
DocumentTail = Annotated[str, DOCUMENT_TAIL]
"""The last four characters of an identity document; personal."""
YearMonth = Annotated[str, YEAR_MONTH]
"""A month: ``2026-11``."""

KIND_OF: dict[type, Kind] = {
    str: TEXT,
    int: WHOLE,
    bool: YESNO,
    date: DATE,
    datetime: MOMENT,
    time: TIME,
    Money: MONEY,
    Span: SPAN,
    Period: PERIOD,
    Decimal: NUMBER,
}
"""The kind of a plain annotation. Plain ``str`` is personal: the safe side is the default."""

_ALL = (*KIND_OF.values(), CODE, PERSON_NAME, PHONE, PLATE, DOCUMENT_TAIL, YEAR_MONTH, REFERENCE)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
"""All kinds by name, but choices: every Choice has its own."""


def kind_for(hint: Any) -> Kind | None:
    """The kind of an annotation: ``Annotated`` with one, a plain type, a Choice. None for what has none."""
    for extra in getattr(hint, "__metadata__", ()):
        if isinstance(extra, Kind):
            return extra
    if isinstance(hint, type) and issubclass(hint, Choice):
        return choice_kind(hint)
    return KIND_OF.get(hint) if isinstance(hint, type) else None
