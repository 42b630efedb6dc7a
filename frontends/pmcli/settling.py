"""A form at a terminal from the first question to the last: what it says, what the rules say of it, and written."""

from __future__ import annotations

from collections.abc import Callable

from .beginning import begin
from .dialogue import WIDE, Back, ask, tell
from .filling import Filling
from .words import _

__all__ = ["settle"]

Record = Callable[[str], int]
"""Writes what was filled; a reason is given where an approval is asked for."""


def settle(filling: Filling, record: Record) -> int:
    """Ask, show, and write; what the desk refuses can be put right, so that nothing typed is lost."""
    from pmcore.model.outcomes import Conflict, Declined

    tell(_("* has to be filled; < goes back, ? helps, TAB completes, Ctrl-C stops without writing"))
    begin(filling)
    filling.begin()
    while True:
        reason = _agreed(filling)
        try:
            return record(reason)
        except Conflict:
            raise
        except Declined as declined:
            filling.tell(declined)


def _agreed(filling: Filling) -> str:
    """Show what it says until somebody agrees; why an approval is asked for, if it is."""
    while True:
        tell()
        _show(filling)
        level = _judged(filling)
        try:
            answer = ask(_question(level))
        except Back:
            filling.ask_all([blank for blank in filling.blanks if blank.required or filling.filled(blank)][-1:])
            continue
        if answer.isdecimal() and 0 < int(answer) <= len(filling.blanks):
            filling.ask_all([filling.blanks[int(answer) - 1]])
        elif (not answer and level in ("", "warn", "approve")) or (answer and level == "approve"):
            return answer
        elif answer:
            tell(_("Write the number of a field, or nothing"))


def _question(level: str) -> str:
    if level == "approve":
        return _("It needs an approval: write why, and it is asked for; a number changes that field: ")
    if level in ("refuse", "unknown", "invalid"):
        return _("It cannot be written so; a number fills or changes that field: ")
    return _("Enter writes it; a number fills or changes that field: ")


def _show(filling: Filling) -> None:
    """Every field that is filled, as the core reads it; those that are not in a row."""
    from pmcore.model.text import pad, width, wrap

    filled = [blank for blank in filling.blanks if filling.filled(blank) or blank.required]
    wide = max((width(blank.label) for blank in filled), default=0)
    with filling.session.desk.reading() as look:
        for blank in filled:
            value, _faults = look.read(filling.cls, blank.name, filling.filled(blank), filling.act.more.get("at"))
            words = blank.words(look, filling.cls, value, filling.session.zone) if filling.filled(blank) else "*"
            for line, text in enumerate(wrap(words, max(WIDE - wide - 9, 20))):
                tell(f"{blank.place if line == 0 else '':>3}  {pad('' if line else blank.label, wide)}  {text}")
    rest = [f"{blank.place} {blank.label}{blank.default()}" for blank in filling.blanks if blank not in filled]
    if rest:
        for line, text in enumerate(wrap(_("left empty: ") + "  ".join(rest), WIDE - 8)):
            tell(("     " if line else "  -  ") + text)


def _judged(filling: Filling) -> str:
    """What the rules say of it, and what comes of it; the level of the heaviest finding, ``invalid`` where it cannot be read."""
    from pmcore.model.outcomes import Declined
    from pmcore.surface.answers import findings
    from pmcore.surface.sentences import findings as lines
    from pmcore.surface.values import came_out

    session, more = filling.session, filling.act.more
    try:
        would, found = session.desk.check(filling.cls, filling.act.given, by=filling.signer(), **more)
    except Declined as declined:
        filling.tell(declined)
        return "invalid"
    found = [finding for finding in found if finding.rule != "core.pin"]
    if would is not None and (came := came_out(would.step, session.words)):
        tell("  = " + came)
    for line in lines(findings(found, session.words), session.words):
        tell(line)
    return max(found, key=lambda finding: finding.weight).level if found else ""
