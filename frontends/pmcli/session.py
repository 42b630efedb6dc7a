"""One call of the command line: which book, which site, who signs, in what shape the answer goes out."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import Stop
from .output import SHAPES, Out
from .pins import Pins
from .words import _, known_language, lang, pick

if TYPE_CHECKING:
    from pmcore.desk import Desk
    from pmcore.engine.settings import Settings
    from pmcore.model.people import Actor
    from pmcore.plugin.beside import Beside, SiteFile
    from pmcore.plugin.catalogue import Catalogue
    from pmcore.surface.answers import Codes
    from pmcore.surface.words import Words

__all__ = ["Session", "current"]

T = TypeVar("T")


class Session:
    """What the global options and the environment say, and the desk once it is needed."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        shapes = [shape for shape in SHAPES if options.get(shape)]
        if len(shapes) > 1:
            raise Stop(_("Give one of {shapes}", shapes=", ".join(f"--{shape}" for shape in SHAPES)), field=shapes[1])
        self.out = Out(shapes[0] if shapes else "")
        if "reveal" in options and not self.reveal:
            raise Stop(_("Say why personal values are looked at: --reveal REASON"), field="reveal")
        if (asked := options.get("lang")) and not known_language(asked):
            raise Stop(_("There is no language {name}; it is zh or en", name=asked), field="lang")
        self.pins = Pins(options.get("pin-fd"))
        self._desk: Desk | None = None
        self._settings: Settings | None = None

    @property
    def path(self) -> str:
        """The file of the book."""
        return str(self.options.get("db") or os.environ.get("PMDESK_DB") or "pmdesk.db")

    @property
    def desk(self) -> Desk:
        """The desk at this book."""
        if self._desk is None:
            self._desk = self.open()
            self._set_clock(self._desk)
        return self._desk

    def open(self, *, create: bool = False, site: str | None = None) -> Desk:
        """Open the book; a missing one is made only for ``init`` and ``demo``."""
        from pmcore.desk import open_desk
        from pmcore.plugin.folder import PluginFolder
        from pmcore.plugin.manifest import load_catalogue

        if os.path.isdir(self.path):
            raise Stop(_("{path} is a folder; name the file of the book", path=self.path), field="db")
        return open_desk(
            self.path,
            site=site or self.options.get("site"),
            catalogue=load_catalogue(self.manifest),
            create=create,
            folder=PluginFolder(self.path, self._catalogue),
        )

    def _catalogue(self, home: str, files: tuple[SiteFile, ...]) -> Catalogue:
        """The catalogue where the book trusts other files than the grammar was made with; those that are not run are named."""
        from pmcore.plugin.manifest import load_catalogue, load_manifest

        from .failing import tell_failures

        manifest = load_manifest(self.beside(files))
        tell_failures(manifest["failures"], self.options["told"])
        return load_catalogue(manifest)

    def beside(self, files: tuple[SiteFile, ...]) -> Beside:
        """What the book adds to what is installed, if it trusts these files."""
        from pmcore.plugin.beside import beside

        return beside(self.path, str(self.options.get("site") or ""), files)

    def adopt(self, desk: Desk) -> None:
        """Take over a desk that a command opened itself."""
        self._desk = desk

    def _set_clock(self, desk: Desk) -> None:
        """A training site may be told what time it is; a real one may not."""
        asked = os.environ.get("PMDESK_NOW")
        if not asked:
            return
        self._settings = desk.settings
        if not self._settings.training:
            raise Stop(
                _("PMDESK_NOW is for training sites; the clock of {site} is real: unset it", site=desk.site), field="PMDESK_NOW"
            )
        set_clock(desk, asked, self._settings.zone)

    @property
    def settings(self) -> Settings:
        """What is in force at the site."""
        self._settings = self.desk.settings
        return self._settings

    @property
    def zone(self) -> str:
        """The site's time zone."""
        return self.settings.zone

    @property
    def known_zone(self) -> str:
        """The site's zone if the book is open, otherwise the usual one: for errors on the way."""
        return self._settings.zone if self._settings is not None else "Asia/Shanghai"

    @property
    def words(self) -> Words:
        """The reader of this call, at the site of the book if that is open."""
        from pmcore.surface.words import Words

        return Words(self.manifest, lang(), self.zone if self._desk is not None else self.known_zone)

    @property
    def labels(self) -> dict[str, str]:
        """What people call the fields of the step that is taken."""
        from pmcore.surface.sentences import labels_of
        from pmcore.surface.words import Words

        return labels_of(self.options.get("fields", ()), Words(self.manifest, lang()))

    @property
    def codes(self) -> Codes:
        """What people on the staff are known by."""
        from pmcore.surface.answers import codes_at

        return codes_at(self.desk)

    @property
    def by(self) -> str:
        """Who signs, as typed; empty where nobody was named."""
        return str(self.options.get("by") or os.environ.get("PMDESK_BY") or "")

    def actor(self, *, others: tuple[str, ...] = (), on_behalf: str | None = None, pins: bool = True) -> Actor:
        """Who signs, with whom and for whom. A site without a manager is set up by nobody in particular."""
        from pmcore.engine.signing import SETUP

        along = tuple(self.named(other, pins=pins) for other in others)
        return self.person(self.by or SETUP, self.options.get("as"), on_behalf=on_behalf, others=along)

    def named(self, text: str, *, pins: bool = True) -> Actor:
        """``STAFF`` or ``STAFF:ROLE``; without ``pins`` as they are named, for judging only."""
        staff, _colon, role = text.replace("：", ":").partition(":")
        actor = self.person(staff, role or None)
        return self._with_pin(actor) if pins else actor

    def _with_pin(self, actor: Actor) -> Actor:
        """Who signs along or approves gives a PIN as well, where the site asks one of a role that they hold."""
        if not self.pins.can_ask:
            return actor
        from pmcore.engine.roles import held_roles
        from pmcore.model.house import PIN_ROLES

        with self.desk.reading() as look:
            wanted = look.facts[PIN_ROLES]
            held = held_roles(look.row("staff", actor.staff), look.facts.today.isoformat()) if wanted else ()
        return self.identified(actor) if set(wanted) & set(held) else actor

    def person(self, staff: str, role: str | None, **more: Any) -> Actor:
        """An actor of this surface."""
        from pmcore.model.people import Actor

        return Actor(staff, self.role(role) if role else None, surface="cli", station=os.environ.get("PMDESK_STATION", ""), **more)

    @property
    def manifest(self) -> dict[str, Any]:
        """What is installed, as the grammar was made from."""
        return self.options["manifest"]()  # type: ignore[no-any-return]

    def role(self, text: str) -> str:
        """A role by its name or its label in either language."""
        from pmcore.surface.near import near

        wanted = text.strip().lower().replace("_", "-").replace(" ", "-")
        roles = self.manifest["roles"]
        for name, told in roles.items():
            if wanted in (name, told["zh"], told["en"].lower().replace(" ", "-")):
                return str(name)
        close = near(wanted, {name: list(told.values()) for name, told in roles.items()}, lang()) or [
            pick(told) for told in roles.values()
        ]
        raise Stop(_("There is no role {role}; near it: {near}", role=text, near=", ".join(close)), field="as")

    def sign(self, act: Callable[[Actor], T], actor: Actor) -> T:
        """Do what is to be signed; where a PIN is asked for, ask for it once."""
        from pmcore.model.outcomes import Refused

        try:
            return act(actor)
        except Refused as refused:
            if not any(finding.rule == "core.pin" for finding in refused.findings) or not self.pins.can_ask:
                raise
        return act(self.identified(actor))

    def identified(self, actor: Actor) -> Actor:
        """The same actor, after the PIN."""
        told = {"on_behalf": actor.on_behalf, "surface": actor.surface, "station": actor.station, "others": actor.others}
        return self.desk.identify(actor.staff, self.pins.ask(_("PIN of {staff}: ", staff=actor.staff)), actor.role, **told)

    @property
    def reveal(self) -> str:
        """Why personal values are to be shown; empty where they stay masked."""
        return str(self.options.get("reveal") or "").strip()

    @property
    def reveals(self) -> bool:
        """Whether personal values are to be shown."""
        return bool(self.reveal)

    def log_access(self, what: str, count: int) -> None:
        """Put on record who looked at personal values, why, and at how many forms; before anything is shown."""
        if not self.reveal:
            return
        from pmcore.surface.access import note_access

        if not self.by:
            raise Stop(_("Say who looks: --by STAFF goes with --reveal"), field="by")
        note_access(self.desk, self.by, self.reveal, what, count)

    def close(self) -> None:
        """Let go of the book, and of where PINs came from."""
        self.pins.close()
        if self._desk is not None:
            if self._desk.catalogue.signature is not None:
                from pmcore.plugin.lazy import LazyCatalogue
                from pmcore.plugin.manifest import remember

                made = self._desk.catalogue
                if isinstance(made, LazyCatalogue):
                    remember(made.manifest, signature=made.signature)
            self._desk.store.close()
            self._desk = None


def current() -> Session:
    """The session of the command that runs."""
    import click

    ctx = click.get_current_context()
    found = ctx.obj.get("session")
    if found is None:
        found = ctx.obj["session"] = Session(ctx.obj)
    return found  # type: ignore[no-any-return]


def set_clock(desk: Desk, asked: str, zone: str) -> None:
    """Stop the desk's clock at a moment as people write it."""
    moment = read_moment(asked, zone, "PMDESK_NOW")
    desk.clock = lambda: moment


def read_moment(text: str, zone: str, field: str, now: datetime | None = None) -> datetime:
    """A moment as people write it; a bare time of day is today's."""
    from zoneinfo import ZoneInfo

    from pmcore.model.kinds import MOMENT, TIME, Limits
    from pmcore.model.messages import Bad
    from pmcore.plugin.language import say

    if now is not None:
        try:
            clock = TIME.read(text)
        except Bad:
            pass
        else:
            local = ZoneInfo(zone)
            return datetime.combine(now.astimezone(local).date(), clock, local).astimezone(UTC)
    try:
        return MOMENT.read(text, Limits(zone=zone))  # type: ignore[no-any-return]
    except Bad as bad:
        raise Stop(say(bad.message, lang()), field=field) from None
