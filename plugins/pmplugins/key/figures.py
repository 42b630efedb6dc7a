"""The figures of key custody, and the words that its forms choose from."""

from __future__ import annotations

from pmcore import Choice, Span, Standard, clock, days, minutes, working_days

__all__ = [
    "ACCOUNT_WITHIN", "BACK_WITHIN", "CHASE_WITHIN", "INFORM_WITHIN", "LOCK_WITHIN", "RESPONSIBILITY_WITHIN", "DeveloperKey",
    "IncidentKind", "KeyChasing", "KeyCustody", "KeyDocument", "KeyPurpose", "Liable",
]  # fmt: skip

LOCK_WITHIN: Standard[Span] = Standard("key.lock_within", minutes(30), clause="key.2")
"""From taking a key in until it hangs in the locked cabinet."""
BACK_WITHIN: Standard[Span] = Standard("key.back_within", clock(17), clause="key.3")
"""Lent for the day: back before the desk closes, so that there is time to count."""
CHASE_WITHIN: Standard[Span] = Standard("key.chase_within", minutes(10), clause="key.3")
"""From the moment a key is late until its return is chased."""
INFORM_WITHIN: Standard[Span] = Standard("key.inform_within", days(1), clause="key.4")
"""Until the depositor is told of a loss."""
ACCOUNT_WITHIN: Standard[Span] = Standard("key.account_within", working_days(1), clause="key.4")
RESPONSIBILITY_WITHIN: Standard[Span] = Standard("key.responsibility_within", working_days(3), clause="key.4")


class KeyCustody(Choice):
    """What a customer entrusts a key for."""

    STANDING = "standing"
    TEMPORARY = "temporary"


class DeveloperKey(Choice):
    """Why a key came from the developer."""

    AFTER_HANDOVER = "after-handover"
    NOT_COLLECTED = "not-collected"


class KeyPurpose(Choice):
    """What staff borrow a key for."""

    REPAIR = "repair"
    PATROL = "patrol"
    INSPECTION = "inspection"
    METER_READING = "meter-reading"
    ACCOMPANIED_VIEWING = "accompanied-viewing"
    EMERGENCY = "emergency"
    OTHER = "other"


class KeyDocument(Choice):
    """The document by which somebody is known; only its last four characters are kept."""

    IDENTITY_CARD = "identity-card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence-permit"
    OFFICIAL_LETTER = "official-letter"


class KeyChasing(Choice):
    """How somebody was reminded."""

    TELEPHONE = "telephone"
    IN_PERSON = "in-person"
    MESSAGE = "message"


class IncidentKind(Choice):
    """key.4: what went wrong with a key."""

    LOST = "lost"
    INCOMPLETE = "incomplete"
    MISUSED = "misused"
    DAMAGED = "damaged"


class Liable(Choice):
    """key.4: who answers for it; both, unless it is found otherwise."""

    KEEPER_AND_MANAGER = "keeper-and-manager"
    KEEPER = "keeper"
    MANAGER = "manager"
    BORROWER = "borrower"
