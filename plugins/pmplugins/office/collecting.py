"""Who may collect what: the names that fit, the authority of who sends another, the document where one is needed."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import Facts, Finding, messages, refuse
from pmcore.model.text import fold
from pmcore.registers.customer import CustomerRef, Merge, tenures
from pmcore.registers.unit import UnitRef

from .figures import MailAuthority, OfficeDocument

__all__ = ["authority_given", "document_whole", "names_of"]

_ = messages("pmplugins")


def names_of(customer: CustomerRef | None, unit: UnitRef | None, facts: Facts) -> set[str]:
    """The names that fit: the customer's, under whatever number they now stand; without one, of everybody in the unit."""
    if customer is not None:
        form = facts[customer]
        names = {form.now.name} if form.now.name else set()
        merged = form.get(Merge)
        return {*map(fold, names), *(names_of(merged.into, None, facts) if merged is not None else ())}
    if unit is None:
        return set()
    return {name for form in tenures(facts, unit) for name in names_of(form.now.customer, None, facts)}


def authority_given(
    collector: str, names: set[str], how: MailAuthority | None, giver: str | None, called: str | None
) -> Iterator[Finding]:
    """Who is not meant collects with the authority of who is: how it was given, by whom, and the number that was called."""
    if fold(collector) in names:
        return
    if how is None:
        yield refuse(
            _("The collector is not the one it is for"),
            remedy=_("telephone them; if they agree, write down how, who and the number"),
        )
    elif giver is None or (names and fold(giver) not in names):
        yield refuse(_("The authority has to come from the one it is for; write down who gave it"))
    elif how is not MailAuthority.WRITTEN and called is None:
        yield refuse(_("Write down the number that was called"))


def document_whole(document: OfficeDocument | None, tail: str | None) -> Iterator[Finding]:
    """The kind of a document and its last four characters go together."""
    if (document is None) is not (tail is None):
        yield refuse(_("Give the kind of document and its last four characters, or neither"))
