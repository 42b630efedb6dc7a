"""Quotas and reports: so many steps, or such a share, in a period; and tables that a plugin offers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pmcore.model.origin import declaring_module
from pmcore.model.people import Person, Role
from pmcore.model.periods import Period
from pmcore.model.standard import Standard

if TYPE_CHECKING:
    from datetime import date

    from pmcore.model.facts import Facts
    from pmcore.model.form import Form, Signed
    from pmcore.model.slot import Slot
    from pmcore.model.step import Step

__all__ = ["FormSpan", "Portion", "Period", "Quota", "Report", "SlotsOf", "report", "slots_of", "span_of"]

S = TypeVar("S", bound="Step")
Figure = int | Standard[int]


class FormSpan:
    """The span of days that a form says: a quota over it stands once for each such form; see ``span_of``."""

    __slots__ = ("ends", "link", "opening", "starts")

    def __init__(self, opening: type[Step], starts: str, ends: str, link: str | None) -> None:
        self.opening = opening
        self.starts = starts
        self.ends = ends
        self.link = link


def span_of(opening: type[Step], starts: str, ends: str, *, link: str | None = None) -> FormSpan:
    """For ``Quota(over=...)``: from the day in one field of a form to the day in another, both counted.

    ``link`` is the column of the counted step's form that refers to it: only what belongs to the form counts.
    """
    return FormSpan(opening, starts, ends, link)


class SlotsOf:
    """The slots of a recurring step as the whole of a share; see ``slots_of``."""

    __slots__ = ("step", "where")

    def __init__(self, step: type[Step], where: Callable[[Slot], bool] | None) -> None:
        self.step = step
        self.where = where


def slots_of(step: type[Step], *, where: Callable[[Slot], bool] | None = None) -> SlotsOf:
    """For ``Quota(share=..., of=...)``: the slots of a recurring step that begin in the period; done are those that are met."""
    if step.__step__.every is None:
        raise TypeError(f"{step.__name__} does not recur: it has no slots")
    return SlotsOf(step, where)


class Portion(NamedTuple):
    """One holder's part of a quota: whose it is, what it is called where the holder does not tell, how much of it.

    ``wanted`` overrides the quota's figure; ``counts`` says what is counted for it (left out: what the holder signed, of a
    role whatever was signed in it).
    """

    holder: Person | Role | tuple[Role, ...]
    name: str = ""
    wanted: int | None = None
    counts: Callable[[Form[Any], Signed[Any]], bool] | None = None


class Quota:
    """So many of ``step`` in every ``every`` (a routine is a quota of one), or the ``share`` per cent ``of`` something.

    ``every``: a period, or a standard of one; ``over=span_of(...)`` instead: the days that a form says. ``by``: who owes it.
    ``each``: every holder of that role by themselves (counted by signer), or the portions that a function of the facts gives;
    ``but``: what holders of these roles signed does not count: the others owe it together. ``distinct``: a field, counting
    its different values only; ``"number"`` counts different forms. ``of``: a step whose number in the same days is the whole
    of a share, ``slots_of(...)`` a recurring one, or a function of facts. ``where``: which of the steps count.
    """

    __slots__ = (
        "but", "by", "clause", "count", "distinct", "each", "every", "module", "name", "of", "over", "share", "step", "where",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        step: type[S],
        *,
        clause: str,
        by: Role | tuple[Role, ...],
        every: Period | Standard[Period] | None = None,
        over: FormSpan | None = None,
        count: Figure | None = None,
        share: Figure | None = None,
        of: type[Step] | SlotsOf | Callable[[Facts], int] | None = None,
        each: Role | Callable[[Facts], Iterable[Portion]] | None = None,
        but: Role | tuple[Role, ...] = (),
        distinct: str | None = None,
        where: Callable[[S], bool] | None = None,
    ) -> None:
        if (every is None) == (over is None):
            raise TypeError(f"quota {name!r}: give every= or over=")
        if (count is None) == (share is None):
            raise TypeError(f"quota {name!r}: give count= or share=")
        if (share is None) != (of is None):
            raise TypeError(f"quota {name!r}: share= and of= go together")
        if isinstance(of, SlotsOf) and (of.step is not step or each is not None or but or distinct or where or over is not None):
            raise TypeError(f"quota {name!r}: slots are counted of the step itself and in a period; slots_of says which of them")
        self.module = declaring_module()
        self.name = name
        self.step: type[Step] = step
        self.every = every
        self.over = over
        self.clause = clause
        self.by: tuple[Role, ...] = by if isinstance(by, tuple) else (by,)
        self.count = count
        self.share = share
        self.of = of
        self.each = each
        self.but: tuple[Role, ...] = but if isinstance(but, tuple) else (but,)
        self.distinct = distinct
        self.where: Callable[[Any], bool] | None = where

    @property
    def rhythm(self) -> str:
        """How often it is asked for, in its short form: a period's name, a standard's, or the register whose forms say it."""
        told = self.every or (self.over.opening.__step__.register if self.over else None)
        return getattr(told, "name", "")


class Report:
    """A table that a chapter offers: ``work(facts, start, end)`` yields rows {column: value}, columns labelled like fields."""

    __slots__ = ("clause", "every", "module", "name", "title", "work")

    def __init__(
        self, name: str, title: str, work: Callable[[Facts, date, date], Iterable[Mapping[str, Any]]], *, every: Period, clause: str
    ) -> None:
        self.module = work.__module__
        self.name = name
        self.title = title
        self.work = work
        self.every = every
        self.clause = clause


def report(
    name: str, *, title: str, every: Period, clause: str
) -> Callable[[Callable[[Facts, date, date], Iterable[Mapping[str, Any]]]], Report]:
    """Declare a report: a function of facts and a period's bounds that yields its rows."""

    def declare(work: Callable[[Facts, date, date], Iterable[Mapping[str, Any]]]) -> Report:
        return Report(name, title, work, every=every, clause=clause)

    return declare
