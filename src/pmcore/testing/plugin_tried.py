"""What a plugin's steps are held to when they are worked on a desk: the same every time, nothing personal in the chain."""

from __future__ import annotations

import traceback
from collections.abc import Iterator

from pmcore.engine.codec import decode, plain, reveal
from pmcore.model.book import Entry
from pmcore.model.messages import Msg, messages
from pmcore.model.step import ready
from pmcore.plugin.catalogue import Catalogue, Declared

from .plugin_walk import SENTINELS, Walk

__all__ = ["tried_faults"]

_ = messages("pmcore")


def tried_faults(catalogue: Catalogue, declared: Declared) -> list[Msg]:
    """Work the plugin's steps with examples, twice, on fresh desks, and look at both journals."""
    try:
        first, second = (Walk(catalogue, declared).done() for _again in range(2))
    except Exception as error:  # a rule that raises is a refusal; what gets here is the plugin's own code elsewhere
        where = traceback.extract_tb(error.__traceback__)[-1]
        raises = _("a step raises {error} ({file}, line {line})")
        file = where.filename.rsplit("/", 1)[-1]
        return [raises.fill(error=f"{type(error).__name__}: {error}", file=file, line=where.lineno or 0)]
    return list(dict.fromkeys([*_differing(first, second), *_failing(first), *_leaking(first), *_unreadable(first)]))


def _differing(first: Walk, second: Walk) -> Iterator[Msg]:
    """The first entry that the second desk has not got in the same bytes; what comes after it differs by its hash alone."""
    for one, other in zip(first.entries, second.entries, strict=False):
        if one != other:
            other_bytes = _(
                "{register} {step}: not the same when it is worked again: computed, entails and falls may only use facts"
            )
            yield other_bytes.fill(register=one.register, step=one.step)
            return
    if len(first.entries) != len(second.entries):
        yield _("not the same steps follow when they are worked again: entails, falls and reactions may only use facts")


def _failing(walk: Walk) -> Iterator[Msg]:
    """Rules that raised on an example: the engine refuses then, but nobody meant it."""
    raises = _("{register} {step}: the rule {rule} raises {error}")
    for register, step, finding in walk.findings:
        if "error" in finding.evidence and "rule" in finding.evidence:
            yield raises.fill(register=register, step=step, rule=finding.rule, error=finding.evidence["error"])


def _leaking(walk: Walk) -> Iterator[Msg]:
    leaks = _("{register} {step}: a personal value ({kind}) stands in the chain")
    for entry in walk.entries:
        chain = "\n".join(str(value) for value in entry)
        for kind, sentinel in SENTINELS.items():
            if sentinel in chain:
                yield leaks.fill(register=entry.register, step=entry.step, kind=kind)


def _unreadable(walk: Walk) -> Iterator[Msg]:
    """Bodies that do not say, read back, what was written."""
    with walk.trial.store.read(walk.trial.desk.site) as reader:
        for entry in walk.entries:
            yield from _differs(walk, entry, reveal(walk.body(entry), personal := reader.personal(entry.seq)), personal)


def _differs(walk: Walk, entry: Entry, told: dict[str, object], personal: object) -> Iterator[Msg]:
    cls = walk.catalogue.find_step(entry.register, entry.step)
    if cls is None:
        return
    step = decode(cls, walk.body(entry), personal, entry.step_v, walk.catalogue.extras_of(cls))  # type: ignore[arg-type]
    for name, spec in ready(cls).fields.items():
        if name in told and plain(spec, getattr(step, name)) != told[name]:
            unread = _("{register} {step}: the field '{field}' is not read back as it was written")
            yield unread.fill(register=entry.register, step=entry.step, field=name)
