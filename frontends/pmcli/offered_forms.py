"""What a book has to offer for a blank: numbers of forms, codes of units and staff, sites, entries. Never a personal value."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from pmcore.model.stamp import stamp

from .offered import Asked, Item, Items, of_role
from .words import pick

if TYPE_CHECKING:
    from pmcore.engine.offers import Offer, Offers
    from pmcore.model.book import Reader
    from pmcore.store.glance import Glance

__all__ = ["today", "told_of"]

T = TypeVar("T")


def of_form(asked: Asked, register: str, step: str) -> Items:
    """The number of a form that a step may be taken on; where one is given and nothing begun, the options."""
    return _numbers(asked, lambda offers, begun: offers.for_step(register, step, begun))


def of_every(asked: Asked, register: str) -> Items:
    """The number of any form of a register."""
    return _numbers(asked, lambda offers, begun: offers.every(register, begun))


def of_known(asked: Asked, register: str) -> Items:
    """A form by its key or number, which the command is about."""
    return _numbers(asked, lambda offers, begun: offers.of(register, begun))


def of_anywhere(asked: Asked, *registers: str) -> Items:
    """The number of a form, whatever the register; of these registers the codes too, where no number begins so."""

    def found(offers: Offers, begun: str) -> list[Offer]:
        codes = [offer for register in registers for offer in offers.of(register, begun) if offer.text != offer.number]
        return offers.anywhere(begun) or (codes if begun else [])

    return _numbers(asked, found)


def of_reference(asked: Asked, register: str) -> Items:
    """What a field may point to: the key or number of an open form, or any number where it may point anywhere."""
    return _found(asked, lambda offers, begun: offers.anywhere(begun) if register == "*" else offers.of(register, begun))


def of_staff(asked: Asked) -> Items:
    """Somebody engaged here."""
    return of_reference(asked, "staff")


def of_signer(asked: Asked) -> Iterable[Item]:
    """``STAFF`` or ``STAFF:ROLE``."""
    staff, colon, role = asked.begun.replace("：", ":").partition(":")
    if not colon:
        yield from of_staff(asked)
    for item in of_role(asked._replace(begun=role)) if colon else ():
        item.value = f"{staff}:{item.value}"
        yield item


def of_site(asked: Asked) -> Items:
    """A site of the book."""
    return [Item(site) for site in _look(asked.ctx.obj, lambda book: book.sites()) or () if site.startswith(asked.begun)]


def of_seq(asked: Asked, register: str) -> Items:
    """An entry of the form whose number was given."""
    steps = asked.manifest["registers"][register]["steps"] | asked.manifest["verbs"]
    number = str(asked.given("number") or "")
    found = _offers(asked, lambda offers: offers.entries(register, number)) if number else []
    told = [(str(seq), pick(_label(steps.get(step, {"en": step})))) for seq, step in found]
    return [Item(seq, help=step, form=True) for seq, step in told if seq.startswith(asked.begun)]


def _label(told: Any) -> Any:
    return told.get("label", told)


def _numbers(asked: Asked, ask: Callable[[Offers, str], Sequence[Offer]]) -> Items:
    """Numbers for an argument: not those that are given; after one, what else the command takes comes first."""
    given = asked.given(str(asked.param.name)) or ()
    if given and not asked.begun:
        return asked.ctx.command.shell_complete(asked.ctx, "")
    return [item for item in _found(asked, ask) if item.value not in given]


def _found(asked: Asked, ask: Callable[[Offers, str], Sequence[Offer]]) -> Items:
    from pmcore.model.text import code

    begun = asked.begun if asked.begun.isascii() else code(asked.begun)
    return [
        Item(offer.text, help=told_of(asked.manifest, offer), form=True)
        for offer in _offers(asked, lambda offers: ask(offers, begun))
    ]


def told_of(manifest: dict[str, Any], offer: Offer) -> str:
    """The state, and the code, unit or choice that the form is known by."""
    from pmcore.plugin.told import columns_of

    register = manifest["registers"][offer.register]
    told = columns_of(register)[offer.column].get("choices", {}).get(offer.word) if offer.column else None
    return f"{pick(register['states'].get(offer.state, {'en': offer.state}))} {pick(told) if told else offer.word}".strip()


def _offers(asked: Asked, ask: Callable[[Offers], Sequence[T]]) -> Sequence[T]:
    from pmcore.engine.offers import Offers

    return _read(asked, lambda reader: ask(Offers(reader, asked.manifest, stamp(_now(reader)[0])))) or ()


def today(asked: Asked) -> date:
    """The day at the site; of this machine, where there is no book."""
    moment, zone = _read(asked, _now) or (datetime.now(UTC), None)
    return moment.astimezone(ZoneInfo(zone) if zone else None).date()


def _read(asked: Asked, ask: Callable[[Reader], T]) -> T | None:
    """Look into the book of the site; None where that cannot be done at once, or nobody says which site."""

    def look(book: Glance) -> T | None:
        sites = book.sites()
        site = asked.ctx.obj.get("site") or (sites[0] if len(sites) == 1 else "")
        return ask(book.read(site)) if site in sites else None

    return _look(asked.ctx.obj, look)


def _look(obj: dict[str, Any], ask: Callable[[Glance], T]) -> T | None:
    from pmcore.store.errors import StoreError
    from pmcore.store.glance import glance

    from .book import meant

    path = meant(str(obj.get("db") or os.environ.get("PMDESK_DB") or "pmdesk.db"))
    try:
        with glance(path) as book:
            return ask(book)
    except (StoreError, OSError):
        return None


def _now(reader: Reader) -> tuple[datetime, str]:
    """The moment by which time has done its part, and the site's zone: a training site may be told another moment."""
    found = reader.find("site", limit=1)
    site = found[0].values if found else {}
    zone, asked = str(site.get("zone") or "Asia/Shanghai"), os.environ.get("PMDESK_NOW")
    if not asked or not site.get("training"):
        return datetime.now(UTC), zone
    from .session import read_moment

    return read_moment(asked, zone, "PMDESK_NOW"), zone
