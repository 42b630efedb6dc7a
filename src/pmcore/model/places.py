"""Steps that several sign: whose place a signature takes, whose is still free, and what all of them come to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pmcore.model.declared import AgreedByAll, Verdict
from pmcore.model.kind import Choice
from pmcore.model.people import AllOf, Role
from pmcore.model.standard import Standard

if TYPE_CHECKING:
    from pmcore.model.facts import Facts

__all__ = ["place_choice", "place_of", "verdict_of"]


@cache
def place_choice(roles: tuple[Role, ...]) -> type[Choice]:
    """The places of some roles as a choice; its words are those of the roles."""
    members = {role.name.upper().replace("-", "_"): role.name for role in roles}
    make: Any = Choice  # the functional way of an enumeration, which type checkers know of Enum only
    made: type[Choice] = make("role", members, module="pmcore")
    return made


def place_of(step: Any, facts: Facts) -> Choice:
    """The place of the role that signs, or, by the site's role map, another one still free that it may sign for."""
    declared = type(step).__step__
    by: AllOf = declared.by
    places = place_choice(by.roles)
    taken = {getattr(given, by.place) for given in facts.form.all(type(step))}
    role = facts.signed[0].role
    fits = [place for place in places if role in facts[Standard(f"role.{place.value}", (str(place.value),))]] or [*places]
    fits.sort(key=lambda place: (place in taken, place.value != role))
    return fits[0]


def verdict_of(step: Any, facts: Facts) -> Verdict:
    """Declined as soon as one does not agree; approved once everybody signed."""
    declared = type(step).__step__
    to: AgreedByAll = declared.to
    if to.agreed and not getattr(step, to.agreed):
        return Verdict.DECLINED
    place = declared.by.place
    signed = {getattr(given, place) for given in facts.form.all(type(step))} | {getattr(step, place)}
    return Verdict.APPROVED if len(signed) == len(declared.by.roles) else Verdict.PENDING
