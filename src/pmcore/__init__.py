"""pmcore: the front desk of a property-management company as registers, steps, rules, duties and a journal.

Everything a plugin author or integrator needs stands here; nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmcore.desk import Desk, open_desk
    from pmcore.model.facts import Facts, at_least, at_most, one_of, other_than
    from pmcore.model.field import FormRef, Item, Ref, field
    from pmcore.model.form import Form, Signature, Signed
    from pmcore.model.kinds import Choice, Code, DocumentTail, PersonName, Phone, Plate, Text, YearMonth
    from pmcore.model.messages import Msg, messages
    from pmcore.model.money import Money, yuan
    from pmcore.model.outcomes import Declined
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
        Actor,
        Person,
        Role,
    )
    from pmcore.model.quota import DAY, FRIDAY, HALF_YEAR, MONDAY, MONTH, TWO_MONTHS, WEEK, YEAR, Quota, Report, report
    from pmcore.model.register import Register, State
    from pmcore.model.rule import Finding, Reaction, Rule, needs_approval, reaction, refuse, rule, unknown, warn
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
    from pmcore.model.step import Mark, Step, by_field, column, computed, on
    from pmcore.plugin.catalogue import Plugin
    from pmcore.plugin.hookspecs import hookimpl

_WHERE = {
    "desk": "Desk open_desk",
    "model.facts": "Facts at_least at_most one_of other_than",
    "model.field": "FormRef Item Ref field",
    "model.form": "Form Signature Signed",
    "model.kinds": "Choice Code DocumentTail PersonName Phone Plate Text YearMonth",
    "model.messages": "Msg messages",
    "model.money": "Money yuan",
    "model.outcomes": "Declined",
    "model.people": "ARCHIVIST ASSISTANT CASHIER CLOCK ENGINEERING FINANCE GUARD KEEPER LEADERSHIP MANAGEMENT PERSONNEL "
    "PROJECT_MANAGER REPAIRER SECURITY STAFF SUPERVISOR TOLL Actor Person Role",
    "model.quota": "DAY FRIDAY HALF_YEAR MONDAY MONTH TWO_MONTHS WEEK YEAR Quota Report report",
    "model.register": "Register State",
    "model.rule": "Finding Reaction Rule needs_approval reaction refuse rule unknown warn",
    "model.span": "Span clock days end_of_day end_of_working_day half_days hours minutes months months_after weeks working_days years",
    "model.standard": "Standard",
    "model.step": "Mark Step by_field column computed on",
    "plugin.catalogue": "Plugin",
    "plugin.hookspecs": "hookimpl",
}
_HOME = {name: f"pmcore.{module}" for module, names in _WHERE.items() for name in names.split()}
__all__ = [*_HOME]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'pmcore' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value
