"""The door for authors: ``from pmcore.chapter import *`` brings all that a chapter is written with, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from pmcore.model.blanks import carried, dated, must
from pmcore.model.declared import Mark, Verdict, by_field, verdict
from pmcore.model.facts import Facts, Missing, at_least, at_most, one_of, other_than
from pmcore.model.field import TODAY, FormRef, Item, Ref, field
from pmcore.model.form import Form, Signature, Signed
from pmcore.model.kinds import Choice, Code, DocumentTail, PersonName, Phone, Plate, Text, YearMonth
from pmcore.model.messages import Msg, messages
from pmcore.model.money import Money, yuan
from pmcore.model.part import Part
from pmcore.model.people import (
    ARCHIVIST,
    ASSISTANT,
    CASHIER,
    CLOCK,
    ENGINEERING,
    FINANCE,
    GUARD,
    KEEPER,
    LEADERSHIP,
    MANAGEMENT,
    PERSONNEL,
    PROJECT_MANAGER,
    REPAIRER,
    SECURITY,
    STAFF,
    SUPERVISOR,
    TOLL,
    WRITTEN,
    Person,
    Role,
    all_of,
)
from pmcore.model.periods import (
    DAY,
    FRIDAY,
    HALF_YEAR,
    MONDAY,
    MONTH,
    QUARTER,
    SATURDAY,
    SUNDAY,
    THURSDAY,
    TUESDAY,
    TWO_MONTHS,
    WEDNESDAY,
    WEEK,
    WORKDAY,
    YEAR,
    Period,
    windows,
)
from pmcore.model.quota import Portion, Quota, report, slots_of, span_of
from pmcore.model.register import Register, State
from pmcore.model.rule import Finding, needs_approval, reaction, refuse, refused, rule, unknown, warn
from pmcore.model.slot import Slot
from pmcore.model.span import (
    Span,
    clock,
    days,
    end_of_day,
    end_of_working_day,
    half_days,
    hours,
    minutes,
    months,
    months_after,
    weeks,
    working_days,
    years,
)
from pmcore.model.standard import Standard
from pmcore.model.step import On, Step, column, computed, on
from pmcore.model.tables import grouped, percent
from pmcore.model.text import fold

__all__ = [
    "ARCHIVIST", "ASSISTANT", "CASHIER", "CLOCK", "DAY", "ENGINEERING", "FINANCE", "FRIDAY", "GUARD", "HALF_YEAR", "KEEPER",
    "LEADERSHIP", "MANAGEMENT", "MONDAY", "MONTH", "PERSONNEL", "PROJECT_MANAGER", "QUARTER", "REPAIRER", "SATURDAY", "SECURITY",
    "STAFF", "SUNDAY", "SUPERVISOR", "THURSDAY", "TODAY", "TOLL", "TUESDAY", "TWO_MONTHS", "WEDNESDAY", "WEEK", "WORKDAY",
    "WRITTEN", "YEAR",
    "Any", "Choice", "Code", "DocumentTail", "Due", "Facts", "Falls", "Finding", "Findings", "Follows", "Form", "FormRef", "Item",
    "Iterable", "Iterator", "Lines", "Mapping", "Mark", "Missing", "Money", "Msg", "On", "Part", "Period", "Person", "PersonName",
    "Phone", "Plate", "Portion", "Quota", "Ref", "Register", "Role", "Sequence", "Signature", "Signed", "Slot", "Span",
    "Standard", "State", "Step", "Text", "Verdict", "YearMonth",
    "all_of", "at_least", "at_most", "by_field", "carried", "clock", "column", "computed", "date", "dated", "datetime", "days",
    "end_of_day", "end_of_working_day", "field", "fold", "grouped", "half_days", "hours", "messages", "minutes", "months",
    "months_after", "must", "needs_approval", "on", "one_of", "other_than", "percent", "reaction", "refuse", "refused", "report",
    "rule", "slots_of", "span_of", "time", "unknown", "verdict", "warn", "weeks", "windows", "working_days", "years", "yuan",
]  # fmt: skip

Findings = Iterator[Finding]
"""What a rule yields."""
Follows = Iterator[Step | On]
"""What ``entails`` and a reaction yield: steps that open forms, and steps ``on`` forms that are there."""
Lines = Iterator[Mapping[str, Any]]
"""What a report yields: a mapping of columns a line."""
Falls = tuple[datetime, Any] | None
"""What ``falls`` of a CLOCK step gives: the moment and the step as time takes it; None while it does not."""
Due = datetime | None
"""What a function for ``within=`` gives: the moment by which it is due; None where it is not owed."""
