"""What people give about a form that stands in the book, held against what it says: only what differs is news."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pmcore.model.book import Row, Scalar
from pmcore.model.field import FieldSpec, Ref
from pmcore.model.messages import Bad, messages
from pmcore.model.outcomes import Invalid
from pmcore.model.step import Step, ready

from .codec import ERASED, cell, item_specs, restore_one
from .columns import columns_of
from .headings import STATE
from .read import Faults, read_field
from .sheet import Sheet

__all__ = ["changed", "masked"]

_ = messages("pmcore")


def changed(sheet: Sheet, row: Row, register: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of which something else is given than stands there; what was left empty says nothing.

    A personal value that is given as the mask of the one that stands is no change: a list goes out masked. Raises Invalid.
    """
    columns = columns_of(sheet.catalogue, register)
    told = {name: value for name, value in given.items() if name != "x"}
    told |= {"x_" + name.replace(".", "_").replace("-", "_"): value for name, value in (given.get("x") or {}).items()}
    faults: Faults = []
    found: dict[str, Any] = {}
    for name, value in told.items():
        if value is None or value == "":
            continue
        if name == STATE and name not in columns:
            if value != row.state:
                found[name] = value
        elif not _same(sheet, columns.get(name), name, value, row.values.get(name), faults):
            found[name] = value
    if faults:
        raise Invalid(_("{count} fields need another look").fill(count=len(faults)), invalid=faults)
    return found


def _same(sheet: Sheet, spec: FieldSpec | None, name: str, given: Any, stands: Scalar, faults: Faults) -> bool:
    if given == ERASED or spec is None:
        return given == stands or str(given) == str(stands)
    if stands is not None and _as_masked(spec, given, stands):
        return True
    before = len(faults)
    value = read_field(spec, given, name, faults, sheet.lookup)
    return len(faults) > before or cell(spec, value) == stands


def _as_masked(spec: FieldSpec, given: Any, stands: Any) -> bool:
    """Whether it is what a reader sees who may not see it all."""
    if spec.many or spec.item is not None:
        given, stands = _data(given), _data(stands)
    if spec.many:
        alike = isinstance(given, list) and isinstance(stands, list) and len(given) == len(stands)
        return alike and all(_one_as_masked(spec, *pair) for pair in zip(given, stands, strict=True))
    return _one_as_masked(spec, given, stands)


def _one_as_masked(spec: FieldSpec, given: Any, stands: Any) -> bool:
    if spec.item is not None:
        inner = item_specs(spec.item)
        alike = isinstance(given, dict) and isinstance(stands, dict) and given.keys() == stands.keys() == inner.keys()
        return alike and all(_as_masked(part, given[name], stands[name]) for name, part in inner.items())
    value = restore_one(spec, stands)
    if given is None or value is None or value == ERASED:
        return bool(given == value)
    if isinstance(value, Ref):
        return bool(given == value.number)
    return bool(given == (spec.kind.mask(value) if spec.personal else spec.kind.plain(value)))


def _data(told: Any) -> Any:
    if not isinstance(told, str):
        return told
    try:
        return json.loads(told)
    except ValueError:
        return None


def masked(step: type[Step], given: Mapping[str, Any]) -> Faults:
    """The fields of a new form that are given as masks: nobody's name is ``王*明``."""
    why = _("is masked; have the list made with --reveal REASON")
    return [(name, why) for name, spec in ready(step).fields.items() if name in given and _hidden(spec, given[name])]


def _hidden(spec: FieldSpec, given: Any) -> bool:
    if spec.item is not None:
        lines = _data(given) if spec.many else [_data(given)]
        inner = item_specs(spec.item)
        return isinstance(lines, list) and any(
            _hidden(part, line.get(name)) for line in lines if isinstance(line, dict) for name, part in inner.items()
        )
    if not (spec.personal and isinstance(given, str) and "*" in given):
        return False
    try:
        return bool(spec.kind.mask(spec.kind.read(given, spec)) == given)
    except Bad:
        return True
