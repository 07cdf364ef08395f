"""Amounts far above what is usual: Toman for Rial, or one zero too many (E18).

An amount is far above when it is over ten times the 99th percentile: the member's, or the club's
while the member has bought less than twenty times. Most purchases need no query to tell: the
club's figures are kept for some minutes, and whoever pays about what they paid in the ladder's
window is not asked about. Inside the club's scope: what is stored of the reviews.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from vafa.domain.clubs.scope import club_scope
from vafa.domain.rewards.models import Review
from vafa.domain.rewards.rulebook import Version
from vafa.kit.errors import NotFound, Refused
from vafa.ledger import totals
from vafa.ledger.records import LedgerEvent, Posted
from vafa.ledger.totals import UsualSales
from vafa.programme.records import MemberState, PurchaseDecision, PurchaseEvent

FAR_ABOVE: Final = 10
ENOUGH_PURCHASES: Final = 20
_KEPT_FOR: Final = timedelta(minutes=10)
_known: dict[int, tuple[datetime, UsualSales]] = {}


class NoSuchReview(NotFound):
    """No purchase of this id waits for a review."""


class ReviewDecided(Refused):
    """Somebody has decided about this purchase already."""


@dataclass(frozen=True, slots=True)
class ReviewCard:
    """A purchase that waits, or waited, and what would have been usual."""

    sale_id: int
    member_id: int
    amount_rials: int
    usual_rials: int
    state: str
    recorded_at: datetime
    decided_at: datetime | None


def far_above(
    *,
    club_id: int,
    member_id: int,
    now: datetime,
    version: Version,
    state: MemberState,
    event: PurchaseEvent,
) -> int:
    """Give the usual amount in Rial when a purchase is far above it, else 0.

    What sells a gift card is not in it: it earns nothing, and the card says its worth.
    """
    lines = [line for line in event.lines if line.kind != "gift_card"]
    amount = sum(line.net_rials + line.vat_rials for line in lines)
    club = _usual_of(club_id, now)
    if not club.rials or amount <= FAR_ABOVE * _least(version, state, club):
        return 0
    if state.purchases < ENOUGH_PURCHASES:
        usual = club.rials
    else:
        usual = totals.usual_of_member(club_id=club_id, member_id=member_id) or club.rials
    return usual if amount > FAR_ABOVE * usual else 0


def held_back(*, decision: PurchaseDecision, state: MemberState) -> PurchaseDecision:
    """Give the decision without what it gives and counts; what is spent in it stays spent."""
    return replace(
        decision, awards=(), tier_changes=(), state=state, qualifying_rials=0, reasons=()
    )


def marked(*, posting: LedgerEvent, event: PurchaseEvent, usual: int) -> LedgerEvent:
    """Mark a purchase that waits for a review: nothing is given for it until then."""
    amount = sum(line.net_rials + line.vat_rials for line in event.lines)
    review = {"review": {"amount_rials": amount, "usual_rials": usual}}
    assert posting.sale is not None
    return replace(
        posting,
        sale=replace(posting.sale, detail={**posting.sale.detail, **review}),
        answer={"said": {**posting.answer["said"], **review}},
    )


def note(*, club_id: int, posted: Posted, member_id: int, at: datetime) -> None:
    """Note a purchase that waits, if it does; again does nothing."""
    review = posted.answer["said"].get("review")
    if review is None:
        return
    with club_scope(club_id):
        Review.objects.get_or_create(
            club_id=club_id, sale_id=posted.event_id,
            defaults={
                "member_id": member_id, "amount_rials": review["amount_rials"],
                "usual_rials": review["usual_rials"], "state": "waiting", "recorded_at": at,
            },
        )  # fmt: skip


def waiting(*, club_id: int, after_id: int, limit: int) -> tuple[ReviewCard, ...]:
    """List a page of purchases that wait, the oldest first."""
    rows = Review.objects.filter(club_id=club_id, state="waiting", sale_id__gt=after_id)
    return tuple(map(_card, rows.order_by("sale_id")[:limit]))


def claim(*, club_id: int, sale_id: int) -> ReviewCard:
    """Give a purchase's review and keep others from deciding until the transaction ends.

    :raises NoSuchReview: when it waits for none.
    """
    rows = Review.objects.select_for_update().filter(club_id=club_id, sale_id=sale_id)
    row = rows.first()
    if row is None:
        raise NoSuchReview
    return _card(row)


def decide(*, club_id: int, sale_id: int, state: str, at: datetime, by: int) -> None:
    """Store what was decided."""
    Review.objects.filter(club_id=club_id, sale_id=sale_id).update(
        state=state, decided_at=at, decided_by=by
    )


def _least(version: Version, state: MemberState, club: UsualSales) -> int:
    """Give an amount that the member's 99th percentile is hardly below, as far as is known here.

    It is half of the mean at most: one large purchase among a hundred lifts the mean above it.
    """
    ladder = version.document.ladder
    if state.purchases < ENOUGH_PURCHASES:
        return club.rials
    if ladder is None or ladder.basis != "spend" or not state.window:
        return club.median_rials
    return sum(amount for _, amount in state.window) // (2 * state.purchases)


def _usual_of(club_id: int, now: datetime) -> UsualSales:
    read_at, usual = _known.get(club_id, (None, UsualSales(0, 0)))
    if read_at is None or not read_at <= now < read_at + _KEPT_FOR:
        usual = totals.usual_sales(club_id=club_id)
        _known[club_id] = (now, usual)
    return usual


def _card(row: Review) -> ReviewCard:
    return ReviewCard(
        row.sale_id, row.member_id, row.amount_rials, row.usual_rials, row.state,
        row.recorded_at, row.decided_at,
    )  # fmt: skip
