"""How a form is begun at a terminal: on which form the step is taken and who signs it, settled before any field is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .dialogue import Back, Offer, ask, tell
from .filling import Filling
from .words import _

if TYPE_CHECKING:
    from pmcore.model.book import Row

__all__ = ["begin"]


def begin(filling: Filling) -> None:
    """Say which step it is and on which form; ask for the number, and for another signer, until the step can be begun."""
    row = None if filling.step.get("opens") else _form(filling)
    act, words = filling.act, filling.session.words
    head = f"{words.register(act.register)} {words.step(act.register, act.name)}"
    tell(f"{head}  {_about(filling, row)}" if row else head)
    _signer(filling, row)


def _form(filling: Filling) -> Row:
    """The form of the number that was given, or else asked for; what hinders the step is told before it is filled."""
    from pmcore.model.outcomes import Declined

    given = filling.act.more.get("on")
    while True:
        number = given or _ask_number(filling)
        try:
            with filling.session.desk.reading() as look:
                late = "at" in filling.act.more  # it may have stood in another state then
                row = look.row(filling.act.register, number) if late else look.takes(filling.cls, number)
        except Declined as declined:
            if given:
                raise
            filling.tell(declined)
        else:
            filling.act.more["on"] = row.number
            return row


def _ask_number(filling: Filling) -> str:
    """The number, with those in sight that the step can be taken on."""
    offers = _forms(filling, "")
    if offers:
        tell(_("It can be taken on:"))
    for number, told in offers[:9]:
        tell(f"  {number}  {told}")
    if len(offers) > 9:
        tell("  " + _("and {count} more", count=len(offers) - 9))
    return _must("* " + _("Number") + _(": "), lambda begun: [number for number, _told in _forms(filling, begun)])


def _forms(filling: Filling, begun: str) -> list[tuple[str, str]]:
    from .offered import Asked
    from .offered_forms import of_form

    asked = Asked(filling.ctx, filling.ctx.command.params[0], begun)
    return [(item.value, item.help or "") for item in of_form(asked, filling.act.register, filling.act.name)]


def _about(filling: Filling, row: Row) -> str:
    """Number, state, and what else may be shown of a form."""
    from pmcore.engine.offers import Offers

    from .offered_forms import told_of

    manifest = filling.session.manifest
    with filling.session.desk.reading() as look:
        offer = Offers(look.overlay.base, manifest).about(filling.act.register, row)
    return f"{row.number}  {told_of(manifest, offer)}"


def _signer(filling: Filling, row: Row | None) -> None:
    """Whoever may not sign is told at once; somebody else may sign instead."""
    from pmcore.model.outcomes import Declined

    options = filling.session.options
    while True:
        try:
            with filling.session.desk.reading() as look:
                look.may_sign(filling.cls, filling.signer(), row)
        except Declined as declined:
            filling.tell(declined)
        else:
            return
        staff, _colon, role = _must(_("Who signs (STAFF or STAFF:ROLE): "), filling.staff).replace("：", ":").partition(":")
        options.pop("as", None)
        options |= {"by": staff, "as": role} if role else {"by": staff}


def _must(prompt: str, offer: Offer) -> str:
    """An answer that cannot be left out; there is nothing to go back to."""
    while True:
        try:
            if answer := ask(prompt, offer=offer):
                return answer
        except Back:
            continue
