"""The mutants of one chapter: each is a name and how to change one imported declaration in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pmcore.model.money import Money
from pmcore.model.people import BOOK, CLOCK, FINANCE, STAFF
from pmcore.model.register import State
from pmcore.model.rule import Rule
from pmcore.model.span import Span
from pmcore.model.standard import Standard
from pmcore.model.step import ByField, Step, StepDecl
from pmcore.plugin.catalogue import Declared
from pmcore.plugin.language import label

__all__ = ["Mutant", "mutants_of"]


class Mutant:
    """One change; ``make`` carries it out, for good: call it in a child process. ``words`` are what the scenarios that are
    likely to notice say, or the clause they carry: they are run first.
    """

    def __init__(self, name: str, make: Callable[[], None], words: tuple[str, ...] = ()) -> None:
        self.name = name
        self.make = make
        self.words = words


def mutants_of(declared: Declared) -> Iterator[Mutant]:
    """Every mutant of what one plugin declared, in order of declaration."""
    for standard in declared.standards:
        yield from _of_standard(standard)
    for step in declared.steps:
        yield from _of_step(step)
    for rule in declared.rules:
        yield _setting(f"rule {rule.name}: off", rule, "targets", ())
        if rule.approvers:
            yield _setting(f"rule {rule.name}: approved by somebody else", rule, "approvers", (FINANCE,))


def _setting(name: str, thing: Standard[Any] | Rule | Any, slot: str, value: object) -> Mutant:
    return Mutant(name, lambda: setattr(thing, slot, value), ("签字的岗位是",) if slot == "by" else _words(thing))


def _words(thing: Standard[Any] | Rule | StepDecl) -> tuple[str, ...]:
    if isinstance(thing, StepDecl):
        domain = thing.module.partition(".")[0]
        register = thing.register
        step = label(register.name, thing.name, domain, "zh")
        return (f'"{step}"', f'"{label("register", register.name, register.module.partition(".")[0], "zh")}"')
    targets = thing.targets if isinstance(thing, Rule) else ()
    named = [_words(target.__step__) for target in targets if isinstance(target, type)]
    return (thing.clause, *(word for words in named for word in words))


def _of_standard(standard: Standard[Any]) -> Iterator[Mutant]:
    for value in _others(standard.default):
        if value != standard.default:
            yield _setting(f"standard {standard.name}: {standard.default} -> {value}", standard, "default", value)


def _others(value: object) -> list[object]:
    if isinstance(value, Money):
        return [Money(value.fen + 1), Money(value.fen * 2)]
    if isinstance(value, Span):
        return [span for span in (_span(value.count * 2, value.unit), _span(value.count // 2, value.unit)) if span]
    if isinstance(value, int) and not isinstance(value, bool):
        return [value + 1, value * 2]
    if isinstance(value, tuple) and value:
        return [value[:-1]]
    return []


def _span(count: int, unit: str) -> Span | None:
    """None where there is no such span: a time of day past midnight, or nothing at all."""
    try:
        return Span(count, unit) if count else None
    except ValueError:
        return None


def _of_step(step: type[Step]) -> Iterator[Mutant]:
    told = step.__step__
    where = f"step {told.register.name} {told.name}"
    if isinstance(told.to, ByField):
        words = list(told.to.states)
        states = list(told.to.states.values())
        if len(set(states)) > 1:
            swapped = ByField(told.to.name, dict(zip(words, [*states[1:], states[0]], strict=True)))
            yield _setting(f"{where}: to swapped by {told.to.name}", told, "to", swapped)
    elif told.to is not None:
        other = _next_state(told.to, list(told.register.all_states.values()))
        if other is not None:
            yield _setting(f"{where}: to {told.to.name} -> {other.name}", told, "to", other)
    for place, state in enumerate(told.after):
        if len(told.after) > 1:  # without any it would open a form
            yield _setting(f"{where}: not after {state.name}", told, "after", told.after[:place] + told.after[place + 1 :])
    yield from _of_signing(step, where)


def _of_signing(step: type[Step], where: str) -> Iterator[Mutant]:
    """By when, by whom, beside whom, how often."""
    told = step.__step__
    if told.within is not None:
        yield _setting(f"{where}: no within", told, "within", None)
    for slot in ("apart", "also", "needs", "clears"):
        if getattr(told, slot):
            yield _setting(f"{where}: no {slot}", told, slot, ())
    if told.again:
        yield _setting(f"{where}: once only", told, "again", False)
    if told.roles and not {STAFF, BOOK, CLOCK} & {*told.roles}:
        yield _setting(f"{where}: signed by anybody", told, "by", STAFF)


def _next_state(state: State, states: list[State]) -> State | None:
    return states[(states.index(state) + 1) % len(states)] if len(states) > 1 else None
