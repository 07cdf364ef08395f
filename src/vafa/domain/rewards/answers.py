"""What the live flow and the reads answer: frozen records, with reasons in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from vafa.domain.clubs.approvals import Asking
from vafa.domain.members.records import AccountCard
from vafa.domain.rewards.card_answers import CardPaid
from vafa.domain.rewards.own_limits import OwnLimit


@dataclass(frozen=True, slots=True)
class Why:
    """A sentence, or a name, in Persian and in English."""

    fa: str
    en: str


@dataclass(frozen=True, slots=True)
class UnitBalance:
    """What a member has of a unit; `available` may be spent, `owed` is netted from earnings."""

    unit: str
    spendable: int
    held: int
    pending: int
    owed: int
    available: int


@dataclass(frozen=True, slots=True)
class AwardGiven:
    """What one rule gave. `uncapped` is what it would have given without caps and budgets."""

    award_id: int
    rule: str
    unit: str
    units: int
    uncapped: int
    available_date: date | None
    expires_date: date | None
    why: Why


@dataclass(frozen=True, slots=True)
class Spent:
    """Units used in a purchase and their worth."""

    unit: str
    units: int
    rials: int
    spend_as: str
    hold_id: int | None
    why: Why


@dataclass(frozen=True, slots=True)
class RewardHad:
    """A reward in a purchase, so many times: what it took off the nets, and what it cost."""

    reward: str
    quantity: int
    rials: int
    unit: str
    units: int
    why: Why


@dataclass(frozen=True, slots=True)
class TierMoved:
    """A step on the ladder, or the start or end of a grace period."""

    kind: str
    before: str
    after: str
    date: date
    why: Why


@dataclass(frozen=True, slots=True)
class Declined:
    """Why the book declined, with what is truly available."""

    code: str
    unit: str
    available: int
    why: Why


@dataclass(frozen=True, slots=True)
class PurchaseDone:
    """A recorded purchase, or (status 402) a declined or (202) one that waits for approval.

    One without a member belongs to a guest and can be claimed by its `receipt_code`.
    """

    status: int
    replayed: bool
    event_id: int
    member_id: int
    document: str
    programme_version: int
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    awards: tuple[AwardGiven, ...]
    spent: tuple[Spent, ...]
    rewards: tuple[RewardHad, ...]
    tier_changes: tuple[TierMoved, ...]
    balances: tuple[UnitBalance, ...]
    notes: tuple[Why, ...]
    changed_since_quote: bool
    declined: Declined | None
    receipt_code: str = ""
    waits_for_review: bool = False
    gift_cards: tuple[CardPaid, ...] = ()
    approval: Asking | None = None
    person_id: int | None = None  # who bought, on a wallet that several people share


@dataclass(frozen=True, slots=True)
class Quote:
    """What a purchase would do now; it holds to `expires_at` unless the member changes (E89).

    `member_id` is None when no member was named.
    """

    quote: str
    expires_at: datetime
    member_id: int | None
    programme_version: int
    net_rials: int
    vat_rials: int
    to_pay_rials: int
    awards: tuple[AwardGiven, ...]
    spent: tuple[Spent, ...]
    rewards: tuple[RewardHad, ...]
    spendable: tuple[Spent, ...]
    tier_changes: tuple[TierMoved, ...]
    balances: tuple[UnitBalance, ...]
    notes: tuple[Why, ...]
    account: AccountCard | None = None
    own_limit: OwnLimit | None = None


@dataclass(frozen=True, slots=True)
class HoldDone:
    """A hold, or (status 402) why there is none."""

    status: int
    replayed: bool
    hold_id: int
    member_id: int
    unit: str
    units: int
    rials: int
    expires_at: datetime | None
    balances: tuple[UnitBalance, ...]
    declined: Declined | None


@dataclass(frozen=True, slots=True)
class HoldCancelled:
    """A hold that ended without capture."""

    status: int
    replayed: bool
    hold_id: int
    member_id: int
    balances: tuple[UnitBalance, ...]
    declined: Declined | None


@dataclass(frozen=True, slots=True)
class CreditUsed:
    """Units spent at once or from a hold, and their worth."""

    status: int
    replayed: bool
    event_id: int
    member_id: int
    unit: str
    units: int
    rials: int
    spend_as: str
    balances: tuple[UnitBalance, ...]
    declined: Declined | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """Units that the member lost with an award; `owed` of them are netted from what comes next.

    `ended` units had expired before and `forgiven` ones were spent: the award lost them, the
    member did not (E47).
    """

    award_id: int
    unit: str
    units: int
    owed: int
    ended: int
    forgiven: int
    why: Why


@dataclass(frozen=True, slots=True)
class Restored:
    """Units given back to the lots they were spent from."""

    unit: str
    units: int
    rials: int


@dataclass(frozen=True, slots=True)
class RefundDone:
    """A recorded refund, or a void. `store_credit` came back in a unit instead of cash."""

    status: int
    replayed: bool
    event_id: int
    member_id: int
    sale_id: int
    cash_rials: int
    taken_back: tuple[TakenBack, ...]
    restored: tuple[Restored, ...]
    tier_changes: tuple[TierMoved, ...]
    balances: tuple[UnitBalance, ...]
    notes: tuple[Why, ...]
    declined: Declined | None
    store_credit: Restored | None = None


@dataclass(frozen=True, slots=True)
class UnitChange:
    """What became of a unit in all: above zero it was gained."""

    unit: str
    units: int


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A return and the purchase after it. `to_pay_rials` below zero goes back to the customer.

    `earned` is what the awards of both came to, by unit.
    """

    replayed: bool
    member_id: int
    returned: RefundDone
    purchase: PurchaseDone
    to_pay_rials: int
    earned: tuple[UnitChange, ...]
    balances: tuple[UnitBalance, ...]


@dataclass(frozen=True, slots=True)
class Welcomed:
    """What joining gave."""

    awards: tuple[AwardGiven, ...]
    balances: tuple[UnitBalance, ...]


@dataclass(frozen=True, slots=True)
class Expiring:
    """The next units to end, and the day at whose first midnight they are gone."""

    units: int
    expires_date: date


@dataclass(frozen=True, slots=True)
class UnitHeld:
    """A unit in the wallet, with its name and its worth; `is_money` says that one is a Rial."""

    unit: str
    name: Why
    spendable: int
    held: int
    pending: int
    owed: int
    available: int
    worth_rials: int
    next_expiry: Expiring | None
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Wallet:
    """Everything a member holds at a moment."""

    member_id: int
    as_of: datetime
    balances: tuple[UnitHeld, ...]
    account: AccountCard | None = None  # whose wallet several people share


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the statement. `units` is signed from the member's side."""

    seq: int
    event_id: int | None
    kind: str
    unit: str
    units: int
    balance_after: int
    effective_at: datetime
    recorded_at: datetime
    why: Why


@dataclass(frozen=True, slots=True)
class Statement:
    """A page of entries, newest first; an empty cursor means that nothing is older."""

    member_id: int
    as_of: datetime
    balances: tuple[UnitBalance, ...]
    entries: tuple[Entry, ...]
    next_cursor: str
    account: AccountCard | None = None


@dataclass(frozen=True, slots=True)
class TierShown:
    """Where a member stands on the ladder and what is missing to the next step."""

    member_id: int
    tier: str
    name: Why | None
    since_date: date | None
    value: int
    basis: str
    next_tier: str
    next_threshold: int
    missing: int
    grace_until_date: date | None
    manual_until_date: date | None
    account: AccountCard | None = None


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """An entry of the club's feed."""

    cursor: str
    topic: str
    member_id: int
    payload: Mapping[str, Any]
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of the feed, oldest first; `next_cursor` goes on from here, even when empty."""

    entries: tuple[ChangeShown, ...]
    next_cursor: str


@dataclass(frozen=True, slots=True)
class DayRun:
    """What a run of the day did."""

    club_id: int
    day: int
    settled: int
    tier_changes: int
    gifts: int
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjusted:
    """Units given or taken by hand; or (status 202) a request that waits for a second person."""

    status: int
    replayed: bool
    event_id: int
    member_id: int
    unit: str
    units: int
    reason: str
    balances: tuple[UnitBalance, ...]
    declined: Declined | None
    approval_id: int = 0
    payload_hash: str = ""
    expires_at: datetime | None = None
