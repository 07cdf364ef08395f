"""Purchases far above what is usual: looked at by a person, who accepts or declines them (E18)."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import reviews
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations import guests, reviewing
from vafa.domain.rewards.reviews import ReviewCard, ReviewDecided
from vafa.kit.ids import Ids


def list_reviews(
    *, principal: Principal, after_id: int = 0, limit: int = 50
) -> tuple[ReviewCard, ...]:
    """List a page of the purchases that wait, the oldest first."""
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        return reviews.waiting(club_id=principal.club_id, after_id=after_id, limit=limit)


def accept_review(
    *,
    principal: Principal,
    claim: Claim,
    at: datetime,
    ids: Ids,
    vault: Vault,
    sale_id: int,
) -> Exchanged:
    """Accept a purchase: the amount is right, and the member gets what it gives.

    :raises NoSuchReview: when no such purchase waits.
    :raises ReviewDecided: when it was declined before.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("approvals.decide")
    club_id = principal.club_id
    with club_scope(club_id):
        card = reviews.claim(club_id=club_id, sale_id=sale_id)
        if card.state == "declined":
            raise ReviewDecided
        member = guests.holder(
            club_id=club_id, member_id=card.member_id, sale_id=sale_id, vault=vault
        )
        done = reviewing.accept_purchase(
            principal=principal, claim=claim, at=at, ids=ids, member=member, sale_id=sale_id
        )
        _decide(principal, at, card, "accepted")
    return done


def decline_review(*, principal: Principal, at: datetime, sale_id: int) -> ReviewCard:
    """Decline a purchase: nothing is given for it; void or edit it at the till.

    :raises NoSuchReview: when no such purchase waits.
    :raises ReviewDecided: when it was accepted before.
    """
    principal.require("approvals.decide")
    club_id = principal.club_id
    with club_scope(club_id):
        card = reviews.claim(club_id=club_id, sale_id=sale_id)
        if card.state == "accepted":
            raise ReviewDecided
        _decide(principal, at, card, "declined")
        return reviews.claim(club_id=club_id, sale_id=sale_id)


def _decide(principal: Principal, at: datetime, card: ReviewCard, state: str) -> None:
    if card.state == "waiting":
        reviews.decide(
            club_id=principal.club_id, sale_id=card.sale_id, state=state, at=at,
            by=principal.credential_id,
        )  # fmt: skip
        trail.note(
            principal=principal, at=at, act="review_decided", object_kind="purchase",
            object_id=card.sale_id, after={"state": state},
        )  # fmt: skip
