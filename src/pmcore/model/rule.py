"""Rules and what they say: pure functions that judge one step before it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

from pmcore.model.field import Must
from pmcore.model.messages import Msg
from pmcore.model.people import Role

if TYPE_CHECKING:
    from pmcore.model.facts import Facts
    from pmcore.model.part import Part
    from pmcore.model.step import Mark, Step

__all__ = [
    "Finding",
    "Reaction",
    "Rule",
    "must_rules",
    "needs_approval",
    "reaction",
    "refuse",
    "refused",
    "rule",
    "sentence_of",
    "unknown",
    "warn",
]

S = TypeVar("S", bound="Step | Part")
S2 = TypeVar("S2", bound="Step | Part")
S3 = TypeVar("S3", bound="Step | Part")
ORDER = ("warn", "approve", "unknown", "refuse")


class Finding:
    """What a rule says of a step. The engine fills in ``rule`` and ``clause``; ``approvers`` must all grant it."""

    __slots__ = ("approvers", "clause", "evidence", "level", "message", "plugin", "remedy", "rule")

    def __init__(
        self,
        level: str,
        message: Msg,
        *,
        evidence: Mapping[str, Any] | None = None,
        remedy: Msg | None = None,
        approvers: tuple[Role, ...] = (),
        rule: str = "",
        clause: str = "",
        plugin: str = "",
    ) -> None:
        self.level = level
        self.message = message
        self.evidence = evidence or {}
        self.remedy = remedy
        self.approvers = approvers
        self.rule = rule
        self.clause = clause
        self.plugin = plugin

    def but(self, **changes: Any) -> Finding:
        """The same finding with something changed."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        kept.update(changes)
        return Finding(**kept)

    @property
    def weight(self) -> int:
        """How much it stops: 0 a warning .. 3 a refusal."""
        return ORDER.index(self.level)

    def __repr__(self) -> str:
        return f"Finding({self.level}, {self.rule or self.message.text!r})"


def refuse(message: Msg, *, remedy: Msg | None = None, **values: Any) -> Finding:
    """The step may not be written. Keywords fill the sentence and are its evidence."""
    return Finding("refuse", message.fill(**values), evidence=values, remedy=remedy)


def needs_approval(message: Msg, *, by: Role | tuple[Role, ...] = (), remedy: Msg | None = None, **values: Any) -> Finding:
    """The step may be written once ``by`` (all of them) approved it; without ``by`` the rule's own approvers."""
    approvers = by if isinstance(by, tuple) else (by,)
    return Finding("approve", message.fill(**values), evidence=values, remedy=remedy, approvers=approvers)


def unknown(message: Msg, *, remedy: Msg | None = None, **values: Any) -> Finding:
    """What the rule has to know is not on record. Not passed: it blocks unless the rule names who may approve not knowing."""
    return Finding("unknown", message.fill(**values), evidence=values, remedy=remedy)


def warn(message: Msg, *, remedy: Msg | None = None, **values: Any) -> Finding:
    """The step may be written; this is said with it."""
    return Finding("warn", message.fill(**values), evidence=values, remedy=remedy)


class Rule:
    """A declared rule. ``targets`` are step classes, marks, or wire names (``"release.apply"``) of plugins that may be absent."""

    __slots__ = ("approvers", "clause", "fixed", "judge", "module", "name", "replaces", "targets", "unknown_by")

    def __init__(
        self,
        judge: Callable[..., Iterable[Finding]],
        targets: tuple[Any, ...],
        *,
        clause: str,
        fixed: bool,
        approvers: tuple[Role, ...],
        unknown_by: tuple[Role, ...],
        replaces: str,
    ) -> None:
        self.judge = judge
        self.targets = tuple(vars(target).get("__mark__", target) if isinstance(target, type) else target for target in targets)
        self.clause = clause
        self.fixed = fixed
        self.approvers = approvers
        self.unknown_by = unknown_by
        self.replaces = replaces
        self.name = judge.__name__.replace("_", "-")
        self.module = judge.__module__

    @property
    def help(self) -> str:
        """The first line of its docstring."""
        return (self.judge.__doc__ or "").strip().split("\n")[0]

    def __call__(self, step: Any, facts: Facts) -> Iterable[Finding]:
        return self.judge(step, facts)

    def __repr__(self) -> str:
        return f"Rule({self.name!r})"


Judge = Callable[[S, "Facts"], Iterable[Finding]]


@overload
def rule(
    a: type[S],
    /,
    *,
    clause: str,
    fixed: bool = ...,
    approvers: tuple[Role, ...] = ...,
    unknown_by: tuple[Role, ...] = ...,
    replaces: str = ...,
) -> Callable[[Callable[[S, Facts], Iterable[Finding]]], Rule]: ...
@overload
def rule(
    a: type[S],
    b: type[S2],
    /,
    *,
    clause: str,
    fixed: bool = ...,
    approvers: tuple[Role, ...] = ...,
    unknown_by: tuple[Role, ...] = ...,
    replaces: str = ...,
) -> Callable[[Callable[[S | S2, Facts], Iterable[Finding]]], Rule]: ...
@overload
def rule(
    a: type[S], b: type[S2], c: type[S3], /, *, clause: str, fixed: bool = ..., approvers: tuple[Role, ...] = ...,
    unknown_by: tuple[Role, ...] = ..., replaces: str = ...,
) -> Callable[[Callable[[S | S2 | S3, Facts], Iterable[Finding]]], Rule]: ...  # fmt: skip
@overload
def rule(
    a: str | Mark,
    /,
    *more: str | Mark,
    clause: str,
    fixed: bool = ...,
    approvers: tuple[Role, ...] = ...,
    unknown_by: tuple[Role, ...] = ...,
    replaces: str = ...,
) -> Callable[[Callable[[Any, Facts], Iterable[Finding]]], Rule]: ...
def rule(
    *targets: Any,
    clause: str,
    fixed: bool = False,
    approvers: tuple[Role, ...] = (),
    unknown_by: tuple[Role, ...] = (),
    replaces: str = "",
) -> Callable[[Callable[..., Iterable[Finding]]], Rule]:
    """Declare a rule on steps or parts (or marks, or wire names): a function of the step and the facts that yields findings.

    ``fixed`` rules keep the book itself right and cannot be switched off; the level of any other is a standard.
    ``approvers`` all have to grant it where its level asks for approval; ``unknown_by`` may approve not knowing.
    ``replaces`` names another rule (``plugin/name``) that this one stands for.
    """

    def declare(judge: Callable[..., Iterable[Finding]]) -> Rule:
        return Rule(judge, targets, clause=clause, fixed=fixed, approvers=approvers, unknown_by=unknown_by, replaces=replaces)

    return declare


def refused(
    *targets: type[S],
    clause: str,
    fixed: bool = False,
    level: str = "refuse",
    by: Role | tuple[Role, ...] = (),
    remedy: Msg | None = None,
) -> Callable[[Callable[[S], bool] | Callable[[S, Facts], bool]], Rule]:
    """Declare a rule of one sentence: a function that says when a step is refused; its docstring is the refusal.

    ``{names}`` in the sentence are filled from the step's fields. The function takes the step, or the step and the facts.
    ``level``: "refuse", "warn", or "approve" (granted ``by``).
    """

    def declare(judge: Callable[..., bool]) -> Rule:
        said = Msg(sentence_of(judge.__doc__), judge.__module__.partition(".")[0])
        approvers = by if isinstance(by, tuple) else (by,)
        alone = judge.__code__.co_argcount == 1

        def judged(step: Any, facts: Facts) -> Iterable[Finding]:
            if judge(step) if alone else judge(step, facts):
                values = {name: getattr(step, name) for name in said.names}
                yield Finding(level, said.fill(**values), evidence=values, remedy=remedy, approvers=approvers)

        judged.__name__, judged.__module__, judged.__doc__ = judge.__name__, judge.__module__, said.text
        return Rule(judged, targets, clause=clause, fixed=fixed, approvers=approvers, unknown_by=(), replaces="")

    return declare


def must_rules(cls: type[Any]) -> list[Rule]:
    """The rules of the blanks of a step or part that have to be true."""
    step = None if "__mark__" in vars(cls) else cls.__step__
    where = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower() if step is None else f"{step.register.name}-{step.name}"
    return [_must_rule(cls, name, told, told.rule or f"{where}-{name}") for name, told in cls.__musts__.items()]


def _must_rule(cls: type[Any], field: str, told: Must, name: str) -> Rule:
    said = Msg(told.sentence, cls.__module__.partition(".")[0])

    def judge(step: Any, facts: Facts) -> Iterable[Finding]:
        if not getattr(step, field):
            yield refuse(said, remedy=told.remedy)

    judge.__name__, judge.__module__, judge.__doc__ = name, cls.__module__, told.sentence
    return Rule(judge, (cls,), clause=told.clause, fixed=told.fixed, approvers=(), unknown_by=(), replaces="")


def sentence_of(text: str | None) -> str:
    """The first line of a docstring as a sentence of the catalogues: without its full stop."""
    return (text or "").strip().split("\n")[0].removesuffix(".")


class Reaction:
    """Steps that one chapter owes to marks that other chapters' steps carry."""

    __slots__ = ("clause", "marks", "module", "name", "work")

    def __init__(self, work: Callable[..., Iterable[Any]], marks: tuple[Mark, ...], clause: str) -> None:
        self.work = work
        self.marks = marks
        self.clause = clause
        self.name = work.__name__.replace("_", "-")
        self.module = work.__module__

    def steps(self, step: Step, facts: Facts, mark: Mark) -> Iterable[Any]:
        """What follows from a step that carries the mark."""
        return self.work(step, facts, mark) if self.work.__code__.co_argcount == 3 else self.work(step, facts)


Follow = Callable[[Any, "Facts"], Iterable[Any]] | Callable[[Any, "Facts", "Mark"], Iterable[Any]]


def reaction(*marks: Mark, clause: str) -> Callable[[Follow], Reaction]:
    """Declare what follows from marks: a function of the marked step and the facts, and of the mark if it asks for it, that
    yields steps.
    """

    def declare(work: Follow) -> Reaction:
        return Reaction(work, marks, clause)

    return declare
