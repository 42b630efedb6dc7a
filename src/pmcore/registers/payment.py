"""Payments: money received, what it was allocated to, and the credit that is left of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pmcore.model.facts import Facts
from pmcore.model.field import Item, Ref, field
from pmcore.model.form import Form
from pmcore.model.kinds import Code, Text
from pmcore.model.money import ZERO, Money
from pmcore.model.people import CASHIER
from pmcore.model.register import Register
from pmcore.model.rule import reaction
from pmcore.model.step import On, Step, by_field, column, computed, on

from .account import fitting, form_here
from .charge import AMOUNTS, OPEN, PAY_AT_ONCE, ChargeRef, Means, Raise
from .customer import CustomerRef
from .received import Allocate, PaymentRef, Restore
from .unit import UnitRef

__all__ = ["CREDIT", "Allocation", "RefundCredit", "ReversePayment", "TakePayment", "UseCredit", "allocated", "payment"]
