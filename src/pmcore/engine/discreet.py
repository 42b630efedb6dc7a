"""What a rule may tell of other forms: their personal values are masked in what it says, whatever the author thought of."""

from __future__ import annotations

from typing import Any

from pmcore.model.rule import Finding

from .columns import columns_of
from .facts import LiveFacts

__all__ = ["discreet"]


def discreet(finding: Finding, facts: LiveFacts) -> Finding:
    """The finding with every text in its evidence masked that is a personal value of a form that was looked at.

    What whoever signs has typed themselves stays as it is: a rule that says it back tells nobody anything.
    """
    texts = {text for value in finding.evidence.values() for text in _texts(value)}
    masks = {text: mask for text in texts if (mask := _mask(text, facts)) is not None}
    if not masks:
        return finding
    evidence = {name: _masked(value, masks) for name, value in finding.evidence.items()}
    remedy = finding.remedy.fill(**evidence) if finding.remedy is not None and finding.remedy.values else finding.remedy
    return finding.but(evidence=evidence, message=finding.message.fill(**evidence), remedy=remedy)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [part for part in value if isinstance(part, str)] if isinstance(value, list | tuple) else []


def _mask(text: str, facts: LiveFacts) -> str | None:
    for register, row in facts.met:
        for name, spec in columns_of(facts.catalogue, register).items():
            if spec.personal and not spec.many and spec.item is None and row.values.get(name) == text:
                return spec.kind.mask(text)
    return None


def _masked(value: Any, masks: dict[str, str]) -> Any:
    if isinstance(value, str):
        return masks.get(value, value)
    if isinstance(value, list | tuple):
        return [masks.get(part, part) if isinstance(part, str) else part for part in value]
    return value
