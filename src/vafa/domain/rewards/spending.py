"""Who may spend, where and from when: what the mobile of a member stands for today.

Earning never asks here. What a hold keeps was let through when it was made, so that its capture
does not ask again; neither does an edit, which spends what was spent before.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Max

from vafa.domain.members.records import MemberFound
from vafa.domain.rewards.records import Purchase
from vafa.kit.errors import Refused
from vafa.ledger.calls import reading_club
from vafa.ledger.models import Event, Sale

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
    if not was_in_person(club_id=club_id, member_id=member.member_id):
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


def was_in_person(*, club_id: int, member_id: int) -> bool:
    """Tell whether a member ever bought at a till."""
    with reading_club(club_id):
        return Sale.objects.filter(
            club_id=club_id, member_id=member_id, channel=IN_PERSON, returns_sale_id=None
        ).exists()


def last_used_at(*, club_id: int, member_id: int) -> datetime | None:
    """Give when a member last bought or spent; nothing when never."""
    with reading_club(club_id):
        rows = Event.objects.filter(club_id=club_id, member_id=member_id, kind__in=_USES)
        last: datetime | None = rows.aggregate(last=Max("event_at"))["last"]
    return last
