"""The figures of the office-building desk, and the words that its forms choose from."""

from __future__ import annotations

from pmcore import Choice, Span, Standard, clock, days, end_of_day, end_of_working_day, minutes, working_days

__all__ = [
    "APART_WITHIN", "ASK_BACK_WITHIN", "CONFIRM_PAID_WITHIN", "COUNT_BY", "DIFFERENCE_SETTLED_WITHIN", "EQUIPMENT",
    "EXPLAIN_DIFFERENCE_WITHIN", "FAULT_FIXED_WITHIN", "FAULT_PASSED_WITHIN", "FOUND_KEPT",
    "HAND_OVER_BY", "LEND_AT_MOST", "LOBBY_CHECKS",
    "MAIL_WITHIN", "NEVER_STORED", "NUMBERED", "RENEW_BEFORE", "REPLACED_WITHIN", "SECOND_NOTICE_WITHIN",
    "SEND_BACK_WITHIN", "STANDING", "STORAGE_REMINDED_WITHIN", "STORE_AT_MOST", "TAKE_OVER_WITHIN", "UMBRELLAS",
    "UMBRELLA_AT_MOST", "URGENT", "VISITOR_LEAVES_WITHIN", "LoanReturn", "LoanThing", "LobbyThing", "MailAuthority", "MailKind",
    "OfficeNotice", "OfficeDocument", "PaperFrequency", "StoredKind",
]  # fmt: skip

MORNING_FROM: Standard[Span] = Standard("office.standing_morning_from", clock(8, 30), clause="desk.1")
MORNING_UNTIL: Standard[Span] = Standard("office.standing_morning_until", clock(12, 20), clause="desk.1")
AFTERNOON_FROM: Standard[Span] = Standard("office.standing_afternoon_from", clock(13, 30), clause="desk.1")
AFTERNOON_UNTIL: Standard[Span] = Standard("office.standing_afternoon_until", clock(17, 10), clause="desk.1")
STANDING = ((MORNING_FROM, MORNING_UNTIL), (AFTERNOON_FROM, AFTERNOON_UNTIL))
"""desk.1: from when until when somebody stands at the desk."""

RENEW_BEFORE: Standard[Span] = Standard("office.renew_before", days(14), clause="desk.2")
"""So long before a subscription ends its renewal is owed."""

EXPRESS_WITHIN: Standard[Span] = Standard("office.express_within", minutes(60), clause="desk.5")
REGISTERED_WITHIN: Standard[Span] = Standard("office.registered_within", minutes(60), clause="desk.5")
PARCEL_WITHIN: Standard[Span] = Standard("office.parcel_within", end_of_working_day(), clause="desk.3")
LETTER_WITHIN: Standard[Span] = Standard("office.letter_within", end_of_working_day(1), clause="desk.3")
"""Until the addressee is told, or has it: by kind, the pressing ones first."""
SECOND_NOTICE_WITHIN: Standard[Span] = Standard("office.second_notice_within", days(3), clause="desk.3")
SEND_BACK_WITHIN: Standard[Span] = Standard("office.send_back_within", days(15), clause="desk.3")
"""From the second notice until what nobody collects goes back to its sender."""

STORE_AT_MOST: Standard[Span] = Standard("office.store_at_most", days(3), clause="desk.6")
"""Storage is temporary: longer with the supervisor's approval."""
STORAGE_REMINDED_WITHIN: Standard[Span] = Standard("office.storage_reminded_within", minutes(30), clause="desk.9")
"""From the moment it should have been collected until the customer is reminded."""
APART_WITHIN: Standard[Span] = Standard("office.apart_within", days(2), clause="desk.9")
"""From the reminder until what is still there is set apart."""
ASK_BACK_WITHIN: Standard[Span] = Standard("office.ask_back_within", minutes(60), clause="desk.13")
"""From the moment a thing that was lent is late until it is asked back."""

VISITOR_LEAVES_WITHIN: Standard[Span] = Standard("office.visitor_leaves_within", end_of_day(), clause="desk.10")

LOBBY_CHECKS = Standard("office.lobby_checks", 2, clause="desk.11")
"""So many times a day."""
FAULT_PASSED_WITHIN: Standard[Span] = Standard("office.fault_passed_within", minutes(30), clause="desk.11")
FAULT_FIXED_WITHIN: Standard[Span] = Standard("office.fault_fixed_within", working_days(1), clause="desk.11")

UMBRELLA_MORNING_FROM: Standard[Span] = Standard("office.umbrella_morning_from", clock(9), clause="desk.12")
UMBRELLA_MORNING_UNTIL: Standard[Span] = Standard("office.umbrella_morning_until", clock(9, 30), clause="desk.12")
UMBRELLA_AFTERNOON_FROM: Standard[Span] = Standard("office.umbrella_afternoon_from", clock(13), clause="desk.12")
UMBRELLA_AFTERNOON_UNTIL: Standard[Span] = Standard("office.umbrella_afternoon_until", clock(13, 30), clause="desk.12")
UMBRELLAS = ((UMBRELLA_MORNING_FROM, UMBRELLA_MORNING_UNTIL), (UMBRELLA_AFTERNOON_FROM, UMBRELLA_AFTERNOON_UNTIL))
"""desk.12: from when until when umbrellas are lent and wrapped at the door on a rainy day."""
UMBRELLA_AT_MOST: Standard[Span] = Standard("office.umbrella_at_most", days(2), clause="desk.13")
LEND_AT_MOST: Standard[Span] = Standard("office.lend_at_most", days(1), clause="desk.13")
CONFIRM_PAID_WITHIN: Standard[Span] = Standard("office.confirm_paid_within", working_days(3), clause="desk.14")
REPLACED_WITHIN: Standard[Span] = Standard("office.replaced_within", working_days(1), clause="desk.14")

COUNT_BY: Standard[Span] = Standard("office.count_by", clock(17), clause="desk.9")
HAND_OVER_BY: Standard[Span] = Standard("office.hand_over_by", clock(17, 10), clause="desk.9")
TAKE_OVER_WITHIN: Standard[Span] = Standard("office.take_over_within", minutes(30), clause="desk.9")
EXPLAIN_DIFFERENCE_WITHIN: Standard[Span] = Standard("office.explain_difference_within", working_days(1), clause="desk.9")
FOUND_KEPT: Standard[Span] = Standard("office.found_kept", days(7), clause="desk.9")
"""How long found property waits for its owner before it goes to the police."""
DIFFERENCE_SETTLED_WITHIN: Standard[Span] = Standard("office.difference_settled_within", working_days(3), clause="desk.9")


class MailKind(Choice):
    """desk.3: what was delivered."""

    LETTER = "letter"
    PARCEL = "parcel"
    EXPRESS = "express"
    REGISTERED = "registered"
    PERIODICAL = "periodical"


URGENT = (MailKind.EXPRESS, MailKind.REGISTERED)
"""desk.5: these go first."""
NUMBERED = (MailKind.PARCEL, MailKind.EXPRESS, MailKind.REGISTERED)
"""These bear a number of the carrier."""
MAIL_WITHIN = {
    MailKind.LETTER: LETTER_WITHIN, MailKind.PARCEL: PARCEL_WITHIN, MailKind.EXPRESS: EXPRESS_WITHIN,
    MailKind.REGISTERED: REGISTERED_WITHIN, MailKind.PERIODICAL: LETTER_WITHIN,
}  # fmt: skip


class OfficeNotice(Choice):
    """How a customer is told that something waits for them."""

    DOOR = "door"
    TELEPHONE = "telephone"
    MESSAGE = "message"
    IN_PERSON = "in-person"


class OfficeDocument(Choice):
    """The document by which somebody is known; only its last four characters are kept."""

    IDENTITY_CARD = "identity-card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence-permit"
    WORK_CARD = "work-card"


class MailAuthority(Choice):
    """desk.4: how somebody lets another collect for them."""

    TELEPHONE = "telephone"
    WRITTEN = "written"
    MESSAGE = "message"


class PaperFrequency(Choice):
    """How often a newspaper or magazine comes."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class StoredKind(Choice):
    """What a customer wants to leave; the kinds from perishable food on are never taken (desk.7)."""

    LUGGAGE = "luggage"
    BAG = "bag"
    BOX = "box"
    CLOTHING = "clothing"
    STATIONERY = "stationery"
    OTHER = "other"
    PERISHABLE_FOOD = "perishable-food"
    IMPORTANT_DOCUMENT = "important-document"
    CASH = "cash"
    VOUCHER = "voucher"
    PRECISION_INSTRUMENT = "precision-instrument"
    FRAGILE_GLASS = "fragile-glass"
    VALUABLES = "valuables"


NEVER_STORED = (
    StoredKind.PERISHABLE_FOOD, StoredKind.IMPORTANT_DOCUMENT, StoredKind.CASH, StoredKind.VOUCHER,
    StoredKind.PRECISION_INSTRUMENT, StoredKind.FRAGILE_GLASS, StoredKind.VALUABLES,
)  # fmt: skip


class LoanThing(Choice):
    """What the service centre lends."""

    UMBRELLA = "umbrella"
    TROLLEY = "trolley"
    WHEELCHAIR = "wheelchair"
    TOOLBOX = "toolbox"
    LADDER = "ladder"
    OTHER = "other"


class LoanReturn(Choice):
    """desk.14: how a thing came back."""

    GOOD = "good"
    DAMAGED = "damaged"
    LOST = "lost"


class LobbyThing(Choice):
    """desk.11: what is looked at in the lobby."""

    COUNTER = "counter"
    STALL = "stall"
    TOUCH_SCREEN = "touch-screen"
    ELECTRICAL_BOX = "electrical-box"
    WALL_SCREEN = "wall-screen"
    OTHER = "other"


EQUIPMENT = (LobbyThing.TOUCH_SCREEN, LobbyThing.ELECTRICAL_BOX, LobbyThing.WALL_SCREEN)
"""What engineering repairs."""
