"""Who signs: roles of the procedure, and the actor a frontend hands in with every step."""

from __future__ import annotations

__all__ = [
    "ARCHIVIST", "ASSISTANT", "BOOK", "CASHIER", "CLOCK", "ENGINEERING", "FINANCE", "GUARD", "KEEPER", "LEADERSHIP",
    "MANAGEMENT", "PERSONNEL", "PROJECT_MANAGER", "REPAIRER", "ROLES", "SECURITY", "STAFF", "SUPERVISOR", "TOLL", "WRITTEN",
    "Actor", "AllOf", "Person", "Role", "all_of",
]  # fmt: skip


class Role:
    """What somebody signs as. ``name`` stands in journals for ever; its label is in the catalogues."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Role) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return f"Role({self.name!r})"


class Person:
    """One named member of staff as the holder of a duty (the first taker of a complaint, say)."""

    __slots__ = ("staff",)

    def __init__(self, staff: str) -> None:
        self.staff = staff


ASSISTANT = Role("assistant")
SUPERVISOR = Role("supervisor")
CASHIER = Role("cashier")
ARCHIVIST = Role("archivist")
KEEPER = Role("key-keeper")
ENGINEERING = Role("engineering")
REPAIRER = Role("repairer")
SECURITY = Role("security")
GUARD = Role("guard")
TOLL = Role("toll-collector")
PROJECT_MANAGER = Role("project-manager")
MANAGEMENT = Role("management")
FINANCE = Role("finance")
PERSONNEL = Role("personnel")
LEADERSHIP = Role("leadership")
STAFF = Role("staff")
"""Anybody engaged, in whatever capacity."""
CLOCK = Role("clock")
"""Nobody: time does it."""
WRITTEN = Role("written")
"""Nobody of their own accord: it is written with another step, under that step's signature, and never by hand."""
BOOK = Role("setup")
"""Nobody either: the book does it by itself, as when it is founded."""
ROLES = (ASSISTANT, SUPERVISOR, CASHIER, ARCHIVIST, KEEPER, ENGINEERING, REPAIRER, SECURITY, GUARD, TOLL,
         PROJECT_MANAGER, MANAGEMENT, FINANCE, PERSONNEL, LEADERSHIP)  # fmt: skip


class AllOf:
    """Every one of several roles signs, each once; see ``all_of``."""

    __slots__ = ("place", "roles")

    def __init__(self, roles: tuple[Role, ...], place: str) -> None:
        self.roles = roles
        self.place = place


def all_of(*roles: Role, place: str = "signing_for") -> AllOf:
    """For ``by=``: each of these roles (or who signs for it) signs the step once, and they are different persons.

    ``place`` names the field that says whose place a signature took; what is still missing is owed by each.
    """
    return AllOf(roles, place)


class Actor:
    """Who records, as a frontend found out: the core checks, it never identifies.

    ``staff`` is a number, code or exact name; ``role`` the one role signed in (None: the only one that fits);
    ``on_behalf`` the staff acted for under a delegation; ``identified`` is ``asserted``, ``pin`` or later ``sso``;
    ``others`` are those who sign with them, as further actors.
    """

    __slots__ = ("identified", "on_behalf", "others", "role", "staff", "station", "surface")

    def __init__(
        self,
        staff: str,
        role: Role | str | None = None,
        *,
        on_behalf: str | None = None,
        identified: str = "asserted",
        surface: str = "python",
        station: str = "",
        others: tuple[Actor, ...] = (),
    ) -> None:
        self.staff = staff
        self.role = role.name if isinstance(role, Role) else role
        self.on_behalf = on_behalf
        self.identified = identified
        self.surface = surface
        self.station = station
        self.others = others

    def __repr__(self) -> str:
        return f"Actor({self.staff!r}, {self.role!r})"
