"""Who may spend, where and from when: what the mobile of a member stands for today.

Earning never asks here. What a hold keeps was let through when it was made, so that its capture
does not ask again; neither does an edit, which spends what was spent before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import allowances
from vafa.domain.rewards.allowances import who
from vafa.domain.rewards.records import Purchase, SpendWish
from vafa.domain.rewards.rulebook import Version
from vafa.kit.errors import Refused
from vafa.ledger.calls import reading_club
from vafa.ledger.models import Event, Sale
from vafa.ledger.records import Snapshot
from vafa.programme.records import MemberSnapshot, PurchaseEvent

__all__ = ["who"]

IN_PERSON: Final = "till"
_USES: Final = ("purchase", "redeem", "hold", "capture")


class SpendingPaused(Refused):
    """Nothing is spent for 24 hours after a change of mobile; earning goes on meanwhile."""


class NumberDoubted(Refused):
    """The mobile is said to have another owner: a second proof, as the card, opens the wallet."""


class CodeNeeded(Refused):
    """Who joined without a code spends here after proving the mobile, or a first use in person."""


def check(*, club_id: int, member: MemberFound, channel: str, now: datetime) -> None:
    """Let a member spend who may (E78, E90).

    Only a member who never proved the mobile and spends elsewhere than at a till costs a look-up.

    :raises SpendingPaused: when the mobile was changed less than 24 hours before.
    :raises NumberDoubted: when the number was reported to have another owner.
    :raises CodeNeeded: when no code proved the mobile and the member was never served in person.
    """
    if member.spending_from is not None and now < member.spending_from:
        raise SpendingPaused(works_from=member.spending_from.isoformat())
    if member.doubted_at is not None:
        raise NumberDoubted
    if member.proven_at is not None or channel == IN_PERSON:
        return
    if not was_in_person(club_id=club_id, member_id=member.member_id, person_id=member.person_id):
        raise CodeNeeded


def check_purchase(
    *, club_id: int, member: MemberFound, purchase: Purchase, now: datetime
) -> None:
    """Let a purchase spend what it wishes to; one that spends nothing is never refused.

    :raises Refused: as `check` does.
    """
    own = any(wish.hold_id is None for wish in purchase.spend)
    if own or purchase.claims or any(card.card_id for card in purchase.gift_cards):
        check(club_id=club_id, member=member, channel=purchase.channel, now=now)


def within_limits(
    *,
    club_id: int,
    member: MemberFound,
    at: datetime,
    seen: MemberSnapshot,
    event: PurchaseEvent,
    version: Version,
) -> MemberSnapshot:
    """Give the wallet with as much available as its person's own limits leave; else as it is.

    :raises AboveOwnLimit: when more is wished for than is left of them.
    :raises NoLongerInAccount: when the person is not in the account any more.
    """
    allowed = allowances.allowance(
        club_id=club_id, member=member, at=at, zone=version.document.zone
    )
    if allowed is None:
        return seen
    if event.claims and allowed.left_rials == 0:
        raise allowances.AboveOwnLimit(left_rials=0)
    return allowances.within(allowed=allowed, seen=seen, spend=event.spend, version=version)


def too_much(
    wishes: tuple[SpendWish, ...], /, snapshot: Snapshot, version: Version
) -> SpendWish | None:
    """Find a wish beyond the balance: it declines the whole, where a policy only gives less."""
    for wish in wishes:
        held = snapshot.balances.get(version.unit(wish.unit).number)
        available = held.spendable - held.held if held else 0
        if wish.hold_id is None and wish.units is not None and wish.units > available:
            return wish
    return None


def was_in_person(*, club_id: int, member_id: int, person_id: int = 0) -> bool:
    """Tell whether a member ever bought at a till: on a shared wallet, this person or before it.

    `person_id` is 0 for one's own wallet.
    """
    bought = Q(member_id=person_id or member_id)
    if person_id:
        bought |= Q(member_id=member_id, detail__person_id=str(person_id))
    with reading_club(club_id):
        return Sale.objects.filter(
            bought, club_id=club_id, channel=IN_PERSON, returns_sale_id=None
        ).exists()


def last_used_at(*, club_id: int, member_id: int) -> datetime | None:
    """Give when a member last bought or spent; nothing when never."""
    with reading_club(club_id):
        rows = Event.objects.filter(club_id=club_id, member_id=member_id, kind__in=_USES)
        last: datetime | None = rows.aggregate(last=Max("event_at"))["last"]
    return last
