"""PINs: hashed with scrypt, five tries, then a lock that grows; every wrong try is on record."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import TYPE_CHECKING

from pmcore.model.book import Row
from pmcore.model.messages import messages
from pmcore.model.outcomes import Busy, Invalid, Refused
from pmcore.model.people import Actor
from pmcore.model.stamp import instant

from .founding import BY_SETUP
from .sheet import Request, Sheet

__all__ = ["fits", "hashed", "identify", "set_pin"]

if TYPE_CHECKING:
    from pmcore.model.step import Step

_ = messages("pmcore")


def hashed(pin: str, salt: bytes) -> str:
    """``salt$hash`` of a PIN."""
    made = hashlib.scrypt(pin.encode(), salt=salt, n=2**14, r=8, p=1)
    return f"{salt.hex()}${made.hex()}"


def fits(pin: str, kept: str) -> bool:
    """Whether it is the PIN that was hashed."""
    salt = bytes.fromhex(kept.partition("$")[0])
    return hmac.compare_digest(hashed(pin, salt), kept)


def set_pin(sheet: Sheet, staff: str, pin: str, entropy: Callable[[int], bytes], actor: Actor) -> None:
    """Choose a PIN: four to twelve digits; one's own, or by a head for somebody new."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        raise Invalid(_("A PIN has four to twelve digits"), invalid=[("pin", _("has another form"))])
    row = sheet.lookup.row("staff", staff)
    sheet.record(Request(_step(sheet, "set-pin"), {"pin_hash": hashed(pin, entropy(16))}, actor=actor, on=row.number))


def identify(sheet: Sheet, staff: str, pin: str) -> tuple[bool, Row]:
    """Whether the PIN is right; a wrong one is staged as a try. Raises Busy while the account is locked."""
    row = sheet.lookup.row("staff", staff)
    kept, locked = row.values.get("pin_hash"), row.values.get("locked_until")
    if not kept:
        raise Refused(_("There is no PIN for {code} yet; a manager sets the first one").fill(code=row.values.get("code")))
    if locked and instant(str(locked)) > sheet.now:
        raise Busy(_("Too many wrong PINs; try again after {until}").fill(until=instant(str(locked))))
    right = fits(pin, str(kept))
    if not right:
        sheet.record(Request(_step(sheet, "fail-pin"), {}, actor=BY_SETUP, on=row.number))
    elif row.values.get("pin_tries"):
        sheet.record(Request(_step(sheet, "pass-pin"), {}, actor=BY_SETUP, on=row.number))
    return right, row


def _step(sheet: Sheet, name: str) -> type[Step]:
    found = sheet.catalogue.find_step("staff", name)
    assert found is not None
    return found
