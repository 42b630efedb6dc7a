"""The kind of a period: how often something recurs, and by when in it."""

from __future__ import annotations

from typing import Any

from pmcore.model.calendar import DEFAULT_ZONE
from pmcore.model.kind import Kind, Spec
from pmcore.model.messages import messages
from pmcore.model.periods import Period

__all__ = ["PERIOD"]

_ = messages("pmcore")


class PeriodKind(Kind):
    """How often, and by when each time."""

    __slots__ = ()

    def dump(self, value: Any) -> Any:
        return str(value)

    def restore(self, raw: Any) -> Any:
        return Period(raw)

    def show(self, value: Any, lang: str = "en", zone: str = DEFAULT_ZONE) -> str:
        return str(value.show(lang))

    def plain(self, value: Any, zone: str = DEFAULT_ZONE) -> Any:
        return str(value)

    def _parse(self, text: str, spec: Spec) -> Period:
        return Period.read(text)

    def _limited(self, value: Any, spec: Spec) -> Any:
        return value  # periods have no order


PERIOD = PeriodKind("period", Period, _("PERIOD"), "monday")
