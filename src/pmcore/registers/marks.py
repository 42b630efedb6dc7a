"""The words by which chapters answer to each other: a step carries one, others react, and neither imports the other."""

from __future__ import annotations

from pmcore.model.declared import Mark

__all__ = [
    "COMPLAINS", "EVENT_HELD", "FOLLOWED_UP", "HANDED_OVER", "HELP_GIVEN", "KEYS_LEFT", "MOVED_IN", "MOVED_OUT", "OWNER_CHANGED",
    "REPAIR_DONE", "SETTLED", "STATUS_SEEN", "SUGGESTION_DONE", "UNHAPPY", "WANTS_REPAIR", "WANTS_REQUEST",
]  # fmt: skip

SETTLED = Mark("settled")
"""A complaint is settled; the customer is asked about it (followup.1)."""
REPAIR_DONE = Mark("repair-done")
"""A repair is done and its order is back (followup.1, repair.7)."""
SUGGESTION_DONE = Mark("suggestion-done")
"""A request or suggestion is dealt with (followup.1)."""
HELP_GIVEN = Mark("help-given")
"""A customer was helped (followup.1)."""
EVENT_HELD = Mark("event-held")
"""A large event was held; its visitors are asked about it (followup.1, event.5)."""
FOLLOWED_UP = Mark("followed-up", needs=("origin", "satisfied", "anything_else"))
"""A customer answered: the form that it is about takes it down (followup.4)."""
UNHAPPY = Mark("dissatisfied", needs=("origin", "said"))
"""A customer is dissatisfied: the form that it is about may be open again (followup.4)."""

WANTS_REPAIR = Mark("wants-repair", needs=("unit", "customer", "telephone", "said"))
"""Somebody told of something that is broken: a repair order is made out (contact.4)."""
WANTS_REQUEST = Mark("wants-request", needs=("unit", "customer", "telephone", "said"))
"""Somebody wants or suggests something (contact.4, interview.4)."""
COMPLAINS = Mark("complains", needs=("unit", "customer", "telephone", "said"))
"""Somebody complains (contact.4, interview.4)."""

HANDED_OVER = Mark("handed-over", needs=("unit", "customer"))
"""A unit was taken over by its owner: fees begin, its status changes (handover.1)."""
KEYS_LEFT = Mark("keys-left", needs=("unit", "customer", "keys"))
"""Keys stay with the office (handover, key.1)."""
MOVED_IN = Mark("moved-in", needs=("unit", "customer"))
"""Somebody lives or works in a unit from now on (movein.6)."""
MOVED_OUT = Mark("moved-out", needs=("unit", "customer"))
"""Somebody's goods have left for good (release.8, leaseend.3)."""
OWNER_CHANGED = Mark("owner-changed", needs=("unit", "seller", "buyer"))
"""A unit has another owner: keys, cards, deposits and rents are to be re-assigned (transfer.1)."""
STATUS_SEEN = Mark("status-seen", needs=("unit", "seen"))
"""Somebody saw what a unit is: where the book says otherwise, it has to be said which is right (patrol.2, occupancy.3)."""
