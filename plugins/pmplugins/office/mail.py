"""Mail: logged on arrival, the pressing first, told at the door and once more, handed out to the right person or sent back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from pmcore import (
    ASSISTANT,
    DAY,
    SUPERVISOR,
    Code,
    DocumentTail,
    Facts,
    Finding,
    Form,
    PersonName,
    Phone,
    Ref,
    Register,
    Step,
    Text,
    column,
    computed,
    field,
    messages,
    one_of,
    refuse,
    report,
    rule,
    warn,
)
from pmcore.model.text import fold
from pmcore.registers.customer import CustomerRef
from pmcore.registers.staff import StaffRef
from pmcore.registers.unit import UnitRef

from .collecting import authority_given, document_whole, names_of
from .figures import (
    MAIL_WITHIN,
    NUMBERED,
    SECOND_NOTICE_WITHIN,
    SEND_BACK_WITHIN,
    URGENT,
    MailAuthority,
    MailKind,
    OfficeDocument,
    OfficeNotice,
)

__all__ = ["HandOut", "MailRef", "Notify", "NotifyAgain", "Receive", "RefuseMail", "SendBack", "mail"]

_ = messages("pmplugins")
DESK = (ASSISTANT, SUPERVISOR)

mail = Register("mail", title="Mail received and signed for", number="XJ{year}-{seq:05}", keep=1)
RECEIVED, NOTIFIED, NOTIFIED_TWICE, HANDED_OUT, SENT_BACK, REFUSED = mail.states(
    "received", "notified", "notified-twice", "handed-out", "sent-back", "refused",
    closed=("handed-out", "sent-back", "refused"), custody=("received", "notified", "notified-twice"),
)  # fmt: skip
HERE = (RECEIVED, NOTIFIED, NOTIFIED_TWICE)


def notify_due(form: Form[Any], facts: Facts) -> datetime:
    """desk.5: by its kind, express and registered first."""
    return facts.due(facts[MAIL_WITHIN[form.now.kind]])


class Receive(Step, register=mail, by=DESK, to=RECEIVED):
    """Log a letter or parcel in full as it arrives (desk.3)."""

    kind: MailKind = field(index=True)
    customer: CustomerRef | None = field(default=None, aliases=("addressee",))
    unit: UnitRef | None = None
    addressed_to: PersonName | None = field(
        default=None, find=True, aliases=("收件人姓名",), prompt="The name on it, where it is not the customer's"
    )
    tracking: Code | None = field(default=None, unique=True, find=True, aliases=("单号", "快递单号", "物流单号"))
    carrier: Text | None = field(default=None, chained=True, max_length=40, multiline=False, aliases=("快递公司", "物流公司"))
    sender: PersonName | None = None
    pieces: int = field(default=1, ge=1, le=999)
    intact: bool = field(default=True, prompt="Look at the packing before you sign for it; what is damaged is refused")
    contents: Text | None = None

    @column(index=True)
    @computed
    def day(self, facts: Facts) -> date:
        return facts.today


class MailRef(Ref[Receive]):
    """Mail, by its number, the carrier's number or the name on it."""


class RefuseMail(Step, register=mail, by=DESK, to=REFUSED, name="refuse"):
    """Do not accept what arrives damaged, and say what is wrong with it."""

    kind: MailKind = field(index=True)
    customer: CustomerRef | None = None
    unit: UnitRef | None = None
    tracking: Code | None = field(default=None, find=True)
    carrier: Text | None = field(default=None, chained=True, max_length=40, multiline=False)
    damage: Text

    @column(index=True)
    @computed
    def day(self, facts: Facts) -> date:
        return facts.today


class Notify(Step, register=mail, by=DESK, after=RECEIVED, to=NOTIFIED, within=notify_due):
    """Tell the addressee: a notice at the door, or by telephone (desk.3, desk.5)."""

    how: OfficeNotice = field(default=OfficeNotice.DOOR, updates=True)


class NotifyAgain(Step, register=mail, by=DESK, after=NOTIFIED, to=NOTIFIED_TWICE, within=SECOND_NOTICE_WITHIN):
    """A second notice for what was not collected."""

    how: OfficeNotice = field(default=OfficeNotice.DOOR, updates=True)


class SendBack(Step, register=mail, by=DESK, after=NOTIFIED_TWICE, to=SENT_BACK, within=SEND_BACK_WITHIN):
    """What nobody collects goes back to its sender."""

    returned_by: Text | None = field(
        default=None, chained=True, max_length=40, multiline=False, prompt="The carrier that takes it back"
    )


class HandOut(Step, register=mail, by=DESK, after=HERE, to=HANDED_OUT):
    """Hand mail out to the addressee, or to whom they authorised, against a signature (desk.4)."""

    collector: PersonName = field(aliases=("to",), prompt="The name as they say it, compared with the one on the mail")
    signed_for: bool = field(prompt="The collector signs for it")
    document: OfficeDocument | None = field(default=None, prompt="Look at the document and give it back; never keep it")
    document_tail: DocumentTail | None = None
    authority: MailAuthority | None = field(default=None, prompt="Only for somebody else: how the addressee agreed")
    authority_from: PersonName | None = field(default=None, prompt="Who was spoken to")
    authority_number: Phone | None = field(default=None, prompt="The number that was called")

    @computed
    def checked_by(self, facts: Facts) -> StaffRef:
        return StaffRef(facts.signed[0].staff)


@report("office.waiting", title="Mail waiting", every=DAY, clause="desk.5")
def waiting_mail(facts: Facts, start: date, end: date) -> Iterator[Mapping[str, Any]]:
    """What waits to be collected: express and registered first, then as it came."""
    forms = [form for form in facts.find(Receive, closed=False) if form.now.day < end]
    for form in sorted(forms, key=lambda form: (form.now.kind not in URGENT, form.opened)):
        now = form.now
        yield {
            "number": form.number, "kind": now.kind, "unit": None if now.unit is None else facts[now.unit].now.code,
            "pieces": now.pieces, "day": now.day, "notices": len(form.entries(Notify)) + len(form.entries(NotifyAgain)),
        }  # fmt: skip


@rule(Receive, clause="desk.3")
def logged_in_full(receive: Receive, facts: Facts) -> Iterator[Finding]:
    """Mail is logged with who it is for and, where the carrier gave one, its number."""
    if receive.customer is None and receive.unit is None:
        yield refuse(_("Say which customer or which unit it is for"))
    if receive.kind in NUMBERED and receive.tracking is None:
        yield refuse(_("Write down the carrier's number"))


@rule(Receive, clause="desk.3")
def damaged_is_refused(receive: Receive, facts: Facts) -> Iterator[Finding]:
    """Damaged mail is not accepted."""
    if not receive.intact:
        yield refuse(_("What arrives damaged is not signed for"), remedy=_("refuse it, and say what is damaged"))


@rule(Notify, HandOut, clause="desk.5")
def pressing_first(step: Notify | HandOut, facts: Facts) -> Iterator[Finding]:
    """Express and registered mail is delivered before any other."""
    if facts.form.now.kind in URGENT:
        return
    waiting = [form.number for form in facts.find(Receive, kind=one_of(*URGENT), state=RECEIVED.name)]
    if waiting:
        yield warn(_("Express and registered mail goes first: {waiting}"), waiting=tuple(waiting))


@rule(HandOut, clause="desk.4")
def right_collector(hand: HandOut, facts: Facts) -> Iterator[Finding]:
    """Addressee and collector match; somebody else needs the addressee's authority."""
    now = facts.form.now
    names = {fold(now.addressed_to)} if now.addressed_to else set()
    names |= names_of(now.customer, None if names else now.unit, facts)
    yield from authority_given(hand.collector, names, hand.authority, hand.authority_from, hand.authority_number)


@rule(HandOut, clause="desk.4")
def collector_signs(hand: HandOut, facts: Facts) -> Iterator[Finding]:
    """Mail is handed out against a signature."""
    if not hand.signed_for:
        yield refuse(_("The collector has to sign for it"))


@rule(HandOut, clause="desk.4")
def identity_where_needed(hand: HandOut, facts: Facts) -> Iterator[Finding]:
    """Registered mail, and whatever somebody else collects, is handed out on an identity document."""
    yield from document_whole(hand.document, hand.document_tail)
    if hand.document is None and (facts.form.now.kind is MailKind.REGISTERED or hand.authority is not None):
        yield refuse(_("Look at the collector's identity document and write down its kind and last four characters"))
