"""pmcore: the front desk of a property-management company as registers, steps, rules, duties and a journal.

Everything a plugin author or integrator needs stands here; nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pmcore.desk import Desk as Desk
    from pmcore.desk import open_desk as open_desk
    from pmcore.model.facts import Facts as Facts
    from pmcore.model.facts import Missing as Missing
    from pmcore.model.facts import at_least as at_least
    from pmcore.model.facts import at_most as at_most
    from pmcore.model.facts import one_of as one_of
    from pmcore.model.facts import other_than as other_than
    from pmcore.model.field import FormRef as FormRef
    from pmcore.model.field import Item as Item
    from pmcore.model.field import Ref as Ref
    from pmcore.model.field import field as field
    from pmcore.model.form import Form as Form
    from pmcore.model.form import Signature as Signature
    from pmcore.model.form import Signed as Signed
    from pmcore.model.kinds import Choice as Choice
    from pmcore.model.kinds import Code as Code
    from pmcore.model.kinds import DocumentTail as DocumentTail
    from pmcore.model.kinds import PersonName as PersonName
    from pmcore.model.kinds import Phone as Phone
    from pmcore.model.kinds import Plate as Plate
    from pmcore.model.kinds import Text as Text
    from pmcore.model.kinds import YearMonth as YearMonth
    from pmcore.model.messages import Msg as Msg
    from pmcore.model.messages import messages as messages
    from pmcore.model.money import Money as Money
    from pmcore.model.money import yuan as yuan
    from pmcore.model.outcomes import Declined as Declined
    from pmcore.model.people import ARCHIVIST as ARCHIVIST
    from pmcore.model.people import ASSISTANT as ASSISTANT
    from pmcore.model.people import CASHIER as CASHIER
    from pmcore.model.people import CLOCK as CLOCK
    from pmcore.model.people import ENGINEERING as ENGINEERING
    from pmcore.model.people import FINANCE as FINANCE
    from pmcore.model.people import GUARD as GUARD
    from pmcore.model.people import KEEPER as KEEPER
    from pmcore.model.people import LEADERSHIP as LEADERSHIP
    from pmcore.model.people import MANAGEMENT as MANAGEMENT
    from pmcore.model.people import PERSONNEL as PERSONNEL
    from pmcore.model.people import PROJECT_MANAGER as PROJECT_MANAGER
    from pmcore.model.people import REPAIRER as REPAIRER
    from pmcore.model.people import SECURITY as SECURITY
    from pmcore.model.people import STAFF as STAFF
    from pmcore.model.people import SUPERVISOR as SUPERVISOR
    from pmcore.model.people import TOLL as TOLL
    from pmcore.model.people import Actor as Actor
    from pmcore.model.people import Person as Person
    from pmcore.model.people import Role as Role
    from pmcore.model.periods import DAY as DAY
    from pmcore.model.periods import FRIDAY as FRIDAY
    from pmcore.model.periods import HALF_YEAR as HALF_YEAR
    from pmcore.model.periods import MONDAY as MONDAY
    from pmcore.model.periods import MONTH as MONTH
    from pmcore.model.periods import QUARTER as QUARTER
    from pmcore.model.periods import SATURDAY as SATURDAY
    from pmcore.model.periods import SUNDAY as SUNDAY
    from pmcore.model.periods import THURSDAY as THURSDAY
    from pmcore.model.periods import TUESDAY as TUESDAY
    from pmcore.model.periods import TWO_MONTHS as TWO_MONTHS
    from pmcore.model.periods import WEDNESDAY as WEDNESDAY
    from pmcore.model.periods import WEEK as WEEK
    from pmcore.model.periods import WORKDAY as WORKDAY
    from pmcore.model.periods import YEAR as YEAR
    from pmcore.model.periods import Period as Period
    from pmcore.model.periods import windows as windows
    from pmcore.model.quota import Portion as Portion
    from pmcore.model.quota import Quota as Quota
    from pmcore.model.quota import Report as Report
    from pmcore.model.quota import report as report
    from pmcore.model.quota import slots_of as slots_of
    from pmcore.model.quota import span_of as span_of
    from pmcore.model.register import Register as Register
    from pmcore.model.register import State as State
    from pmcore.model.rule import Finding as Finding
    from pmcore.model.rule import Reaction as Reaction
    from pmcore.model.rule import Rule as Rule
    from pmcore.model.rule import needs_approval as needs_approval
    from pmcore.model.rule import reaction as reaction
    from pmcore.model.rule import refuse as refuse
    from pmcore.model.rule import rule as rule
    from pmcore.model.rule import unknown as unknown
    from pmcore.model.rule import warn as warn
    from pmcore.model.slot import Slot as Slot
    from pmcore.model.span import Span as Span
    from pmcore.model.span import clock as clock
    from pmcore.model.span import days as days
    from pmcore.model.span import end_of_day as end_of_day
    from pmcore.model.span import end_of_working_day as end_of_working_day
    from pmcore.model.span import half_days as half_days
    from pmcore.model.span import hours as hours
    from pmcore.model.span import minutes as minutes
    from pmcore.model.span import months as months
    from pmcore.model.span import months_after as months_after
    from pmcore.model.span import weeks as weeks
    from pmcore.model.span import working_days as working_days
    from pmcore.model.span import years as years
    from pmcore.model.standard import Standard as Standard
    from pmcore.model.step import Mark as Mark
    from pmcore.model.step import On as On
    from pmcore.model.step import Step as Step
    from pmcore.model.step import by_field as by_field
    from pmcore.model.step import column as column
    from pmcore.model.step import computed as computed
    from pmcore.model.step import on as on
    from pmcore.plugin.catalogue import Plugin as Plugin
    from pmcore.plugin.hookspecs import hookimpl as hookimpl

_WHERE = {
    "desk": "Desk open_desk",
    "model.facts": "Facts Missing at_least at_most one_of other_than",
    "model.field": "FormRef Item Ref field",
    "model.form": "Form Signature Signed",
    "model.kinds": "Choice Code DocumentTail PersonName Phone Plate Text YearMonth",
    "model.messages": "Msg messages",
    "model.money": "Money yuan",
    "model.outcomes": "Declined",
    "model.people": "ARCHIVIST ASSISTANT CASHIER CLOCK ENGINEERING FINANCE GUARD KEEPER LEADERSHIP MANAGEMENT PERSONNEL "
    "PROJECT_MANAGER REPAIRER SECURITY STAFF SUPERVISOR TOLL Actor Person Role",
    "model.periods": "DAY FRIDAY HALF_YEAR MONDAY MONTH QUARTER SATURDAY SUNDAY THURSDAY TUESDAY TWO_MONTHS WEDNESDAY WEEK "
    "WORKDAY YEAR Period windows",
    "model.quota": "Portion Quota Report report slots_of span_of",
    "model.register": "Register State",
    "model.rule": "Finding Reaction Rule needs_approval reaction refuse rule unknown warn",
    "model.slot": "Slot",
    "model.span": "Span clock days end_of_day end_of_working_day half_days hours minutes months months_after weeks working_days "
    "years",
    "model.standard": "Standard",
    "model.step": "Mark On Step by_field column computed on",
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
