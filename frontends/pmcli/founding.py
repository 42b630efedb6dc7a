"""``init`` founds the book of a site, ``demo`` makes one to practise in; neither overwrites anything."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

import click

from .errors import Stop
from .grammar import Command
from .options import Option
from .record import whole
from .session import Session, current, set_clock
from .words import _

__all__ = ["demo", "init"]


def init() -> click.Command:
    """``init --site NAME --code CODE [--admin NAME] [--training]``."""
    params: list[click.Parameter] = [
        Option("code", _("its short code, for good: a-z, 0-9, -"), metavar="CODE"),
        Option("admin", _("the first person, who manages the project"), metavar="NAME"),
        Option("training", _("a site to practise in: its clock may be set"), is_flag=True),
        Option("zone", _("its time zone"), metavar="ZONE"),
    ]

    def run(opt_code: str | None, opt_admin: str | None, opt_training: bool, opt_zone: str | None) -> int:
        return _found(current(), opt_code, opt_admin, opt_training, opt_zone or "Asia/Shanghai")

    return Command("init", params=params, callback=run, help=_("Found the book of a site: --site NAME --code CODE"))


def _found(session: Session, code: str | None, admin: str | None, training: bool, zone: str) -> int:
    from .record import tell

    name = session.options.pop("site", None)
    missing = [(field, _("is missing")) for field, value in (("site", name), ("code", code)) if not value]
    if missing:
        stop = Stop(_("A site has a name and a code: --site NAME --code CODE"))
        stop.invalid = missing
        raise stop
    assert code is not None
    if not code.isascii() or not code.replace("-", "").isalnum() or code != code.lower() or not 2 <= len(code) <= 16:
        raise Stop(_("A site's code is 2 to 16 of a-z, 0-9 and -"), field="code")
    asked = os.environ.get("PMDESK_NOW")
    if asked and not training:
        raise Stop(_("PMDESK_NOW is for training sites: unset it, or add --training"), field="PMDESK_NOW")
    desk = session.open(create=True, site=code)
    session.adopt(desk)
    if asked:
        set_clock(desk, asked, zone)
    told = desk.found(name=str(name), code=code, admin=admin, training=training, zone=zone)
    tell(session, told)
    if not session.out.machine:
        session.out.talk(_("The book is {path}; next: pmdesk staff engage, pmdesk unit add", path=session.path))
    return 0


def demo() -> click.Command:
    """``demo [--days N] [--units N] [--seed N]``."""
    params: list[click.Parameter] = [
        Option("days", _("how many days of work"), metavar="N"),
        Option("units", _("how many units"), metavar="N"),
        Option("seed", _("another seed, another story"), metavar="N"),
    ]

    def run(**values: Any) -> int:
        session = current()
        if os.path.exists(session.path):
            raise Stop(
                _("{path} is there already and is not overwritten; name another file with --db", path=session.path), field="db"
            )
        try:
            story = import_module("pmcli.demo")
        except ModuleNotFoundError:
            raise Stop(_("The demo is not part of this installation")) from None
        told = {name: whole(values[f"opt_{name}"], name) for name in ("days", "units", "seed")}
        return int(story.run(session, **{name: value for name, value in told.items() if value is not None}) or 0)

    return Command("demo", params=params, callback=run, help=_("Make a training site with lived-in data"))
