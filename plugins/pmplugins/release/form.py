"""The release slip: declared, vouched for, let go, and closed by the guard; it is good for one way out on one day."""

from __future__ import annotations

from pmcore.chapter import *
from pmcore.registers.customer import CustomerRef
from pmcore.registers.unit import UnitRef

release = Register("release", title="Goods release slips", number="FX{year}-{seq:04}", keep=1)
APPLIED, GRANTED, LEFT, TURNED_BACK, EXPIRED, WITHDRAWN = release.states(
    "applied", "granted", "left", "turned-back", "expired", "withdrawn", closed=("left", "turned-back", "expired", "withdrawn")
)
DESK = (ASSISTANT, SUPERVISOR)
CHECKERS = (ARCHIVIST, ASSISTANT)

FREQUENT_SLIPS = Standard("release.frequent_slips", 3, clause="release.3")
"""So many slips for a single thing draw attention."""
FREQUENT_WITHIN = Standard("release.frequent_within", days(7), clause="release.3")
SETTLED_WITHIN = Standard("release.settled_within", end_of_day(), clause="release.5")
GRANT_WITHIN = Standard("release.grant_within", end_of_day(), clause="release.5")
SLIP_VALID = Standard("release.slip_valid", end_of_day(), clause="release.8")
"""How long a slip is good for after it was granted."""


class Nature(Choice):
    """release.2: why the goods go out."""

    MOVING_OUT = "moving-out"
    TEMPORARY = "temporary"


class GoodsKind(Choice):
    """release.4: the bulky kinds that need a slip; what is carried in the hand needs none."""

    FURNITURE = "furniture"
    DESK = "desk"
    COMPUTER = "computer"
    APPLIANCE = "appliance"
    CARTON = "carton"
    PARCEL = "parcel"
    BAG = "bag"
    HAND_LUGGAGE = "hand-luggage"


class CallParty(Choice):
    """Who is telephoned: an office's named contact, or the owner."""

    CONTACT = "contact"
    OWNER = "owner"


class OwnerPaper(Choice):
    """What an owner gives in writing: a statement of names, kinds and quantities, or a signature."""

    STATEMENT = "statement"
    SIGNATURE = "signature"


class Goods(Item):
    """One line of a slip: what, and how many."""

    name: Text = field(max_length=60, multiline=False)
    quantity: int = field(ge=1, le=9999)
    kind: GoodsKind | None = None


class Apply(Step, register=release, by=DESK, to=APPLIED):
    """Declare what is to leave: each thing with its quantity, why, and who carries it (release.1, release.2)."""

    unit: UnitRef = field(index=True)
    nature: Nature = field(index=True, aliases=("性质",))
    items: tuple[Goods, ...]
    customer: CustomerRef | None = field(default=None, index=True, prompt="Left out: the owner")
    carrier: PersonName | None = field(default=None, prompt="Left out: the customer")
    reason: Text | None = None
    moves: date | None = field(default=None, prompt="The day of moving; left out: today")

    day: date = dated()

    @property
    def moving_day(self) -> date:
        """The day up to which everything is settled."""
        return self.moves or self.day


class ReleaseRef(Ref[Apply]):
    """A slip by number."""


def confirm_due(form: Form[Apply], facts: Facts) -> Due:
    """release.5: only for moving out."""
    return facts.due(facts[SETTLED_WITHIN]) if form.now.nature is Nature.MOVING_OUT else None


class Call(Step, register=release, by=DESK, after=APPLIED, again=True):
    """Telephone the office's contact, or the owner: who was spoken to, and whether they agree (release.6)."""

    whom: CallParty
    spoke_to: PersonName
    telephone: Phone
    agreed: bool


class Vouch(Step, register=release, by=DESK, after=APPLIED, again=True):
    """Take the owner's statement of what is carried, or their signature on a tenant's slip."""

    paper: OwnerPaper
    vouched_by: PersonName


class Confirm(Step, register=release, by=CASHIER, after=APPLIED, within=confirm_due, apart=Apply):
    """The cashier confirms that whoever moves out owes nothing (release.5)."""


class Grant(Step, register=release, by=(*DESK, CASHIER), after=APPLIED, to=GRANTED, within=GRANT_WITHIN):
    """Let the goods go. Signed as cashier it confirms at once that everything is settled (release.5)."""

    legible: bool = must(
        "Make the slip out anew: complete, readable, unused lines struck through", clause="release.7", rule="slip-complete",
        default=True, prompt="Complete and readable, unused lines struck through",
    )  # fmt: skip


class Leave(Step, register=release, by=GUARD, after=GRANTED, to=LEFT, within=SLIP_VALID, apart=(Apply, Confirm, Grant)):
    """The guard counts, takes the customer's copy and lets the goods through, once (release.8)."""

    counted: tuple[int, ...] = field(default=(), ge=0, le=9999, prompt="Line by line; left out: as on the slip")


class TurnBack(Step, register=release, by=GUARD, after=GRANTED, to=TURNED_BACK, apart=(Apply, Confirm, Grant)):
    """The guard does not let the goods through, and says why."""

    objection: Text


class Withdraw(Step, register=release, by=DESK, after=(APPLIED, GRANTED), to=WITHDRAWN):
    """Nothing leaves after all."""

    withdrawn_because: Text | None = None


class Expire(Step, register=release, by=CLOCK, after=GRANTED, to=EXPIRED):
    """A slip is good for the day it was granted on (release.8)."""

    @classmethod
    def falls(cls, form: Form[Apply], facts: Facts) -> tuple[datetime, Expire]:
        granted = form.entry(Grant).at
        return facts.due(facts.on(granted)[SLIP_VALID], granted), cls()
