"""For which choices a step of a form is owed, and which needed steps are not signed yet."""

from __future__ import annotations

from collections.abc import Iterable

from pmcore.model.book import Row
from pmcore.model.step import Step, StepDecl, ready

__all__ = ["lacking"]


def lacking(needed: Iterable[type[Step]], row: Row) -> list[tuple[StepDecl, str]]:
    """The needed steps that do not stand signed on a form, with the choices for which they do not."""
    found = []
    for step in needed:
        declared = ready(step) if step.__step__.each else step.__step__  # a class is made only where its fields are asked for
        found += [(declared, choice) for choice in declared.missing(row.signed)]
    return found
