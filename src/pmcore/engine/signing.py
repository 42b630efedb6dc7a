"""Who may sign: roles as dated facts of the staff register, the site's role map, delegations, one capacity a signature."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pmcore.model.book import Match, Row
from pmcore.model.form import Form, Signature
from pmcore.model.house import PIN_ROLES
from pmcore.model.messages import messages
from pmcore.model.outcomes import Ambiguous, Invalid, Refused
from pmcore.model.people import BOOK, CLOCK, PROJECT_MANAGER, STAFF, Actor, Person, Role
from pmcore.model.rule import Finding, refuse
from pmcore.model.step import Step, StepDecl

from .facts import LiveFacts
from .overlay import Overlay
from .read import Lookup, Name, step_word
from .roles import held_roles, role_map

__all__ = ["BY_CLOCK", "SETUP", "apart", "capacity_of", "may_sign", "senior", "sign"]

_ = messages("pmcore")
BY_CLOCK = (Signature("clock", "clock"),)
SETUP = "setup"
SETUP_REGISTERS = frozenset({"site", "staff", "unit", "customer", "tenure", "standard", "calendar", "plugin"})
"""What may be signed as ``setup`` while the site has no project manager."""


def sign(actor: Actor, declared: StepDecl, form: Form[Any] | None, facts: LiveFacts, lookup: Lookup) -> tuple[Signature, ...]:
    """The signatures for a step. Raises Refused where the actor may not sign it, Ambiguous where two capacities fit."""
    if actor.staff == SETUP:
        return (_setup(actor, declared, lookup.overlay),)
    signatures = [_capacity(actor, _wanted(declared, form, facts), facts, lookup)]
    others = list(actor.others)
    for role in declared.also:
        signatures.append(_also(role, others, signatures, facts, lookup))
    return tuple(signatures)


def may_sign(actor: Actor, declared: StepDecl, form: Form[Any] | None, facts: LiveFacts, lookup: Lookup) -> None:
    """Raise what ``sign`` would raise of the first who signs; whoever signs along, and a PIN, may still come."""
    if actor.staff == SETUP:
        _setup(actor, declared, lookup.overlay)
    else:
        _fitting(actor, _wanted(declared, form, facts), facts, lookup)


def _setup(actor: Actor, declared: StepDecl, overlay: Overlay) -> Signature:
    """The book's own acts, and those of a site that has no project manager yet, are signed ``setup``."""
    if actor.identified == "system":
        return Signature(SETUP, SETUP)
    managed = any(PROJECT_MANAGER.name in str(row.values.get("roles")) for row in overlay.find("staff", closed=False))
    if managed or declared.register.name not in SETUP_REGISTERS or BOOK in declared.roles:
        raise Invalid(_("Say who signs"), invalid=[("by", _("is missing: give your staff code with --by"))])
    return Signature(SETUP, SETUP)


def _wanted(declared: StepDecl, form: Form[Any] | None, facts: LiveFacts) -> tuple[Role | Person, ...]:
    if callable(declared.by) and not isinstance(declared.by, Role):
        if form is None:
            raise TypeError(f"{declared.name}: a step that opens a form is signed by a fixed role")
        found = declared.by(form, facts)
        if isinstance(found, tuple):
            return found
        return (found,) if found is not None else (STAFF,)
    return declared.roles


def _staff(actor: Actor, lookup: Lookup, facts: LiveFacts) -> Row:
    row: Row | None = facts.memo.get(actor.staff)
    if row is None:
        row = facts.memo[actor.staff] = lookup.row("staff", actor.staff)
    if row.closed:
        raise Refused(_("{name} has left and signs nothing any more").fill(name=row.values.get("code") or row.number))
    return row


def capacity_of(actor: Actor, lookup: Lookup, facts: LiveFacts) -> Signature:
    """The capacity in which anybody on the staff signs what everybody may."""
    return _capacity(actor, (STAFF,), facts, lookup)


def senior(actor: Actor, roles: tuple[Role, ...], lookup: Lookup, facts: LiveFacts) -> Signature | None:
    """The first of these roles in which somebody signs, or None; Refused where the role wants a PIN or they have left."""
    _staff(actor, lookup, facts)
    for role in roles:
        try:
            found = _fitting(actor, (role,), facts, lookup)
        except Refused:
            continue
        return _identified(found, actor, facts)
    return None


def _capacity(actor: Actor, wanted: tuple[Role | Person, ...], facts: LiveFacts, lookup: Lookup) -> Signature:
    """The one capacity in which somebody signs; with their PIN where the site demands it of that role.

    Kept by day while neither settings nor staff change, with the standards it rests on: they go into the grounds each time.
    """
    if any(isinstance(who, Person) for who in wanted):
        return _identified(_fitting(actor, wanted, facts, lookup), actor, facts)
    key = (actor.staff, actor.role, actor.on_behalf, actor.identified, wanted, facts.today)
    known = facts.memo.get(key)
    if known is None:
        asking = facts.but(standards={})
        found = _identified(_fitting(actor, wanted, asking, lookup), actor, asking)
        known = facts.memo[key] = (found, asking.standards)
    facts.standards.update(known[1])
    signature: Signature = known[0]
    return signature


def _identified(found: Signature, actor: Actor, facts: LiveFacts) -> Signature:
    if found.role in facts[PIN_ROLES] and actor.identified == "asserted":
        raise Refused(
            _("A PIN is asked for"),
            findings=[
                refuse(_("Who signs as {role} here gives their PIN"), role=Name("role", found.role)).but(
                    rule="core.pin", clause="all.1"
                )
            ],
        )
    return found


def _fitting(actor: Actor, wanted: tuple[Role | Person, ...], facts: LiveFacts, lookup: Lookup) -> Signature:
    staff = _staff(actor, lookup, facts)
    day = facts.today.isoformat()
    held = facts.memo.get((staff.number, day))
    if held is None:
        held = facts.memo[staff.number, day] = held_roles(staff, day)
    roles = [role for role in wanted if isinstance(role, Role)]
    if actor.on_behalf is None and (own := _own(actor, wanted, roles, staff, held, facts)) is not None:
        return own
    if delegated := _delegated(actor, staff, roles, day, facts, lookup):
        return delegated
    if actor.role is not None and actor.role not in (*held, STAFF.name):
        raise Refused(_("{code} does not hold the role {role} on that day").fill(code=_code(staff), role=Name("role", actor.role)))
    if actor.on_behalf is not None:
        raise Refused(_("{giver} delegated none of this to {code}").fill(giver=actor.on_behalf, code=_code(staff)))
    holds = [Name("role", role) for role in held]
    if not wanted:
        raise Refused(_("Nobody signs this now"))
    finding = refuse(
        _("This is signed by {roles}; {code} holds {held}"), roles=_names(wanted, lookup), code=_code(staff), held=holds
    )
    raise Refused(_("{code} may not sign this").fill(code=_code(staff)), findings=[finding.but(rule="core.signer", clause="all.1")])


def _own(
    actor: Actor, wanted: tuple[Role | Person, ...], roles: list[Role], staff: Row, held: tuple[str, ...], facts: LiveFacts
) -> Signature | None:
    """A capacity of somebody's own; a role that was told has to be held."""
    if actor.role is not None and actor.role not in (*held, STAFF.name):
        return None
    if any(isinstance(who, Person) and who.staff == staff.number for who in wanted):
        return Signature(staff.number, actor.role or (held[0] if held else STAFF.name))
    fits = _fits(roles, held, facts)
    if actor.role is not None:
        return Signature(staff.number, actor.role) if STAFF in roles or actor.role in fits else None
    if len(fits) > 1:
        raise Ambiguous(
            _("{code} could sign as {roles}; say which with --as").fill(
                code=_code(staff), roles=[Name("role", fit) for fit in fits]
            ),
            ambiguous=fits,
        )
    if fits:
        return Signature(staff.number, fits[0])
    return Signature(staff.number, held[0] if held else STAFF.name) if STAFF in roles else None


def _fits(roles: list[Role], held: tuple[str, ...], facts: LiveFacts) -> list[str]:
    """The roles held that may sign, straight or by the site's role map."""
    fits: list[str] = []
    for role in roles:
        fits += [name for name in facts[role_map(role.name)] if name in held and name not in fits]
    return fits


def _delegated(actor: Actor, staff: Row, roles: list[Role], day: str, facts: LiveFacts, lookup: Lookup) -> Signature | None:
    """A capacity given by somebody else for some days (delegation register)."""
    wanted = {role.name for role in roles}
    for row in lookup.overlay.find("delegation", [Match("to", "=", staff.number)], closed=False):
        starts, ends = str(row.values["starts"]), str(row.values["ends"])
        role, giver = str(row.values["role"]), str(row.values["giver"])
        if actor.role not in (None, role):
            continue
        if role not in wanted or not starts <= day <= ends or (actor.on_behalf and not _same(actor.on_behalf, giver, lookup)):
            continue
        held_by = lookup.overlay.row("staff", giver)
        if held_by is not None and not held_by.closed and role in held_roles(held_by, day):
            return Signature(staff.number, role, giver)
    return None


def _same(text: str, number: str, lookup: Lookup) -> bool:
    return lookup.row("staff", text).number == number


def _also(role: Role, others: list[Actor], so_far: list[Signature], facts: LiveFacts, lookup: Lookup) -> Signature:
    """The further signature of a role, by somebody who has not signed yet."""
    for other in others:
        try:
            found = _capacity(other, (role,), facts, lookup)
        except Refused:
            continue
        if all(found.staff != earlier.staff for earlier in so_far):
            return found
    raise Refused(
        _("A second signature is missing"),
        findings=[
            refuse(_("{role} signs this too, and is somebody else; name them with --with"), role=Name("role", role.name)).but(
                rule="core.also", clause="all.1"
            )
        ],
    )


def apart(
    declared: StepDecl, others: Sequence[type[Step]], form: Form[Any] | None, signed: tuple[Signature, ...]
) -> Finding | None:
    """Separation of duties: a person who signed one of those steps of this form may not sign this one, in whatever role."""
    if form is None:
        return None
    for cls in others:
        for entry in form.entries(cls):
            for signature in signed:
                if any(earlier.staff == signature.staff and earlier.staff != CLOCK.name for earlier in entry.signed):
                    return refuse(
                        _("Who signed {step} may not sign {this} as well"), step=step_word(cls.__step__), this=step_word(declared)
                    ).but(rule="core.apart", clause="all.1")
    return None


def _names(wanted: tuple[Role | Person, ...], lookup: Lookup) -> list[Any]:
    """Roles to be put into words, people by the codes they are known by."""
    told: list[Any] = []
    for who in wanted:
        row = lookup.overlay.row("staff", who.staff) if isinstance(who, Person) else None
        told.append(_code(row) if row else Name("role", who.name) if isinstance(who, Role) else who.staff)
    return told


def _code(staff: Row) -> str:
    return str(staff.values.get("code") or staff.number)
