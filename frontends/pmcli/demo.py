"""``demo``: a practice site that has been lived in, and the day at its desk on one page."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .errors import Stop
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
    from pmcore.surface.agenda import agenda_table, todo
    from pmcore.surface.answers import declined
    from pmcore.surface.card import unit_card
    from pmcore.surface.values import moment, staff_codes
    from pmcore.surface.words import short_time

    unit = max(life.units, key=life.acts_at)
    words = session.words
    with session.desk.reading() as look:
        head = look.overlay.base.head()
        assert head is not None
        rows = todo(look, words.zone)
        tail = look.tail(8)
        codes = staff_codes(look, [*(row["holder"] for row in rows), *(f"staff:{entry.by}" for entry in tail)])
        account = unit_card(look, words, unit).lines
    refusals = [(what, declined(error, words).data) for what, error in life.told(3)]
    if session.out.machine:
        session.out.answer(
            {
                "outcome": "recorded",
                "findings": [],
                "file": session.path,
                "seed": seed,
                "entries": head.seq,
                "hash": head.hash,
                "now": moment(head.written, words.zone),
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
    session.out.draw(agenda_table(rows[:12], words, codes))
    say("\n" + _("The last entries"))
    for entry in tail:
        at, step = short_time(moment(entry.at, words.zone)), words.step(entry.register, entry.step)
        by = codes.get(f"staff:{entry.by}", entry.by)
        say(f"  {entry.seq:>6}  {at}  {words.register(entry.register)} {entry.number}  {step}  {by}")
    say("\n" + _("Three refusals"))
    for what, answer in refusals:
        register, _blank, step = what.partition(" ")
        say(f"  {words.register(register)}  {words.step(register, step)}")
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
