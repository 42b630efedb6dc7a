"""``demo``: a practice site that has been lived in, and the day at its desk on one page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .errors import Stop
from .sentences import register_words, short_time, step_words
from .today import _rows, _tell
from .values import codes_of, known_staff
from .words import _, lang

if TYPE_CHECKING:
    from .living import Life
    from .session import Session

__all__ = ["run"]


def run(session: Session, *, days: int = 30, units: int = 200, seed: int = 1) -> int:
    """Found the site, live the days, tell where it stands. The same seed gives the same book, to the last hash."""
    from .acts import ACTS
    from .living import Life

    if units < 1:
        raise Stop(_("--{option} is at least 1", option="units"), field="units")
    desk = session.open(create=True, site="wjhy")
    session.adopt(desk)
    life = Life(desk, seed)
    _say(_("Founding {units} homes and offices ...", units=units))
    life.found(units)
    _say(_("Living {days} days ...", days=days))
    life.live(days, ACTS)
    life.somebody_tries()
    return _page(session, life, seed)


def _say(text: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(text + "\n")


def _page(session: Session, life: Life, seed: int) -> int:
    """Today's duties, what is late, the last entries, three refusals, one unit's account."""
    from pmcore.model.canonical import proof_of

    from .card import card_lines
    from .values import declined, moment

    unit = max(life.units, key=life.acts_at)
    with session.desk.reading() as look:
        head = look.overlay.base.head()
        assert head is not None
        rows = sorted(_rows(look, ()), key=lambda row: (not row["late"], row["due"]))
        tail = look.tail(8)
        codes = codes_of(look, rows) | known_staff(look, (f"staff:{entry.by}" for entry in tail))
        account = card_lines(session, look, unit)
        zone = look.sheet.settings.zone
    refusals = [(what, declined(error, zone)) for what, error in life.told(3)]
    if session.out.machine:
        session.out.answer(
            {
                "outcome": "recorded",
                "findings": [],
                "file": session.path,
                "seed": seed,
                "entries": head.seq,
                "hash": head.hash,
                "now": moment(head.written, zone),
                "late": sum(row["late"] for row in rows),
                "today": rows[:20],
                "refusals": [{"what": what, **answer} for what, answer in refusals],
                "unit": unit,
            },
            list,
        )
        return 0
    say = session.out.say
    say(
        _(
            "{site}, {now}: {entries} entries, proof {proof}, seed {seed}",
            site=session.settings.name,
            now=f"{life.local:%Y-%m-%d %H:%M}",
            entries=head.seq,
            proof=proof_of(head.hash),
            seed=seed,
        )
    )
    say("\n" + _("Today, the late ones first ({late} of {all})", late=sum(row["late"] for row in rows), all=len(rows)))
    _tell(session, rows[:12], codes)
    say("\n" + _("The last entries"))
    manifest = session.manifest
    for entry in tail:
        at, step = short_time(moment(entry.at, zone)), step_words(manifest, entry.register, entry.step)
        by = codes.get(f"staff:{entry.by}", entry.by)
        say(f"  {entry.seq:>6}  {at}  {register_words(manifest, entry.register)} {entry.number}  {step}  {by}")
    say("\n" + _("Three refusals"))
    for what, answer in refusals:
        register, _blank, step = what.partition(" ")
        say(f"  {register_words(manifest, register)}  {step_words(manifest, register, step)}")
        for finding in [one for one in answer["findings"] if one["level"] != "warn"][:2]:
            say(f"    [{finding['clause']}] {finding['message']}")
    say("\n" + _("One unit's account"))
    for line in account:
        say("  " + line)
    _next(session, life)
    return 0


def _next(session: Session, life: Life) -> None:
    """How to go on: this book's clock stands where its story ends."""
    session.out.talk("")
    session.out.talk(
        _("The book is {path}; its story ends on {now}. Go on there:", path=session.path, now=f"{life.local:%Y-%m-%d %H:%M}")
    )
    session.out.talk(
        f"  export PMDESK_DB={session.path} PMDESK_NOW={life.local:%Y-%m-%dT%H:%M} PMDESK_BY=lj"
        + (" LANG=zh_CN.UTF-8" if lang() == "zh" else "")
    )
    session.out.talk("  pmdesk today --role assistant")
