"""The card of a monthly rent: given out on the receipt with a deposit, replaced when lost, and paid back when it returns."""

from __future__ import annotations

from collections.abc import Iterator

from pmcore import (
    ASSISTANT,
    CASHIER,
    Code,
    DocumentTail,
    Facts,
    Finding,
    FormRef,
    Money,
    Ref,
    Register,
    Step,
    computed,
    field,
    messages,
    on,
    refuse,
    rule,
)
from pmcore.model.step import On
from pmcore.registers.account import deposits
from pmcore.registers.charge import Means
from pmcore.registers.customer import CustomerRef
from pmcore.registers.deposit import AskRefund, DepositKind, RefundDeposit, TakeDeposit
from pmcore.registers.payment import PaymentRef

from .figures import CARD_DEPOSIT, REFUND_WITHIN, Document
from .rent import PAID, End, Rent, RentRef, receipts

__all__ = ["CardRef", "Issue", "Lose", "RefundCard", "ReturnCard", "card"]

_ = messages("pmplugins")

card = Register("parking-card", title="Monthly parking cards", number="YK{year}-{seq:04}")
ISSUED, RETURNED, LOST, REFUNDED = card.states("issued", "returned", "lost", "refunded", closed=("lost", "refunded"))


class Issue(Step, register=card, by=CASHIER, to=ISSUED):
    """Give out the card of a monthly rent on its receipt, against a deposit (parking.4)."""

    card: Code = field(index=True, unique=True, find=True)
    rent: RentRef
    receipt: PaymentRef
    document: Document | None = None
    document_tail: DocumentTail | None = None
    means: Means = Means.CASH
    outside: Code | None = None

    @computed
    def customer(self, facts: Facts) -> CustomerRef:
        return facts[self.rent].now.customer

    @computed
    def deposit(self, facts: Facts) -> Money:
        """What is taken now: one deposit is held for a rent, whichever card is out."""
        return facts[CARD_DEPOSIT] if not deposits(facts, source=_source(self.rent), kind=DepositKind.CARD) else Money(0)

    def entails(self, facts: Facts) -> Iterator[Step]:
        if self.deposit:
            yield TakeDeposit(
                customer=self.customer, kind=DepositKind.CARD, amount=self.deposit, means=self.means, outside=self.outside,
                source=_source(self.rent),
            )  # fmt: skip


class CardRef(Ref[Issue]):
    """A card, by number."""


class Lose(Step, register=card, by=(ASSISTANT, CASHIER), after=ISSUED, to=LOST):
    """The card is lost: all papers again, a new card, the old one void (parking.7)."""

    document: Document = field(updates=True)
    document_tail: DocumentTail = field(updates=True)
    licence_matches: bool = field(prompt="The vehicle licence proves the car and its owner")
    papers_seen: bool = field(prompt="The vehicle's papers were seen again")
    new_card: Code

    def entails(self, facts: Facts) -> Iterator[Step]:
        old: Issue = facts.form.now
        yield Issue(
            card=self.new_card, rent=old.rent, receipt=old.receipt, document=self.document, document_tail=self.document_tail,
            means=old.means,
        )  # fmt: skip


class ReturnCard(Step, register=card, by=(ASSISTANT, CASHIER), after=ISSUED, to=RETURNED, name="return"):
    """The card comes back; its deposit is to be paid out (parking.7)."""

    def entails(self, facts: Facts) -> Iterator[On]:
        for form in deposits(facts, source=_source(facts.form.now.rent), kind=DepositKind.CARD):
            yield on(form, AskRefund())


class RefundCard(
    Step, register=card, by=CASHIER, after=RETURNED, to=REFUNDED, apart=ReturnCard, within=REFUND_WITHIN, name="refund"
):
    """Pay the deposit of the card out, once, by somebody who did not take the card back (parking.7)."""

    back_by: Means = Means.CASH

    def entails(self, facts: Facts) -> Iterator[On]:
        for form in deposits(facts, source=_source(facts.form.now.rent), kind=DepositKind.CARD):
            yield on(form, RefundDeposit(back_by=self.back_by))


@rule(Issue, clause="parking.4", fixed=True)
def on_the_receipt(issue: Issue, facts: Facts) -> Iterator[Finding]:
    """A card is given out for a monthly rent that is paid, on its receipt."""
    rent = facts[issue.rent]
    if rent.state != PAID.name:
        yield refuse(_("{rent} is not paid; a card is given out on the receipt"), rent=rent.number)
    elif issue.receipt not in receipts(rent):
        yield refuse(_("{receipt} is not the receipt of {rent}"), receipt=issue.receipt, rent=rent.number)


@rule(Issue, clause="parking.4")
def one_card_a_rent(issue: Issue, facts: Facts) -> Iterator[Finding]:
    """A rent has one card; a lost one is replaced."""
    for other in facts.find(Issue, rent=issue.rent, closed=False):
        yield refuse(_("{number} is out for this rent, or its deposit is"), number=other.number)


@rule(Issue, clause="parking.7", fixed=True)
def void_card_stays_void(issue: Issue, facts: Facts) -> Iterator[Finding]:
    """A card that was lost opens nothing any more: its number is never given out again."""
    for other in facts.find(Issue, card=issue.card, state=LOST.name):
        yield refuse(_("Card {card} was lost ({number}) and is void"), card=issue.card, number=other.number)


@rule(Lose, clause="parking.7")
def papers_again(lose: Lose, facts: Facts) -> Iterator[Finding]:
    """For a new card the vehicle licence and the vehicle's papers are seen again."""
    if not lose.licence_matches:
        yield refuse(_("The vehicle licence does not prove this car and its owner"))
    if not lose.papers_seen:
        yield refuse(_("See the vehicle's papers again first"))


@rule(RefundCard, clause="parking.7", fixed=True)
def held_for_it(refund: RefundCard, facts: Facts) -> Iterator[Finding]:
    """Only what is held is paid out."""
    if not deposits(facts, source=_source(facts.form.now.rent), kind=DepositKind.CARD):
        yield refuse(_("Nothing is held for this card any more"))


@rule(End, clause="parking.7")
def card_comes_back(end: End, facts: Facts) -> Iterator[Finding]:
    """Before a rent ends its card is back, or on record as lost."""
    for out in facts.find(Issue, rent=RentRef(facts.number), state=ISSUED.name):
        yield refuse(_("{number} is still out; take it back first"), number=out.number)


def _source(rent: RentRef) -> FormRef:
    return FormRef(f"{Rent.__step__.register.name}/{rent.number}")
