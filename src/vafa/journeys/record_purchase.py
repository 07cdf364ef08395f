"""Recording a purchase; one past the limit for back-dating waits for a second person (E16)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from vafa.domain.clubs import approvals
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import late
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations import coupons, gift_cards, guests, meeting
from vafa.domain.rewards.operations import purchase as rewards
from vafa.domain.rewards.posting import TooLongAgo
from vafa.domain.rewards.records import Purchase
from vafa.kit.ids import Ids


def record_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    purchase: Purchase,
) -> PurchaseDone:
    """Record a purchase once: what it earns and spends, each with its reason.

    A repeat, by idempotency key or by natural key (E26), gives the first answer. A balance that is
    not there declines the whole purchase (status 402) and changes nothing. One of a member past
    the limit for back-dating, with nothing spent in it, waits for a second person (status 202).

    :raises NoSuchMember: when the club has no such member.
    :raises Refused: when the purchase is malformed, dated wrongly, or the club has no programme.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    try:
        return _record(principal, claim, event_at, ids, vault, purchase)
    except TooLongAgo:
        if not late.may_wait(purchase=purchase):
            raise
    return _ask(principal, claim, event_at, ids, vault, purchase)


def approve_late_purchase(
    *,
    principal: Principal,
    claim: Claim,
    at: datetime,
    ids: Ids,
    vault: Vault,
    approval_id: int,
    payload_hash: str,
) -> PurchaseDone:
    """Approve a purchase that waits, as the second person; it is recorded once, as of its time.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalDeclined: when somebody declined it.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    :raises Refused: when it cannot be recorded; it waits then as before.
    """
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        payload = approvals.approve(
            principal=principal, kind=late.KIND, approval_id=approval_id,
            payload_hash=payload_hash, at=at,
        )  # fmt: skip
        purchase, event_at = late.from_payload(payload=payload, approval_id=approval_id)
        found = _member(principal, vault, purchase)
        return rewards.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, member=found,
            purchase=purchase,
        )  # fmt: skip


def _member(principal: Principal, vault: Vault, purchase: Purchase) -> MemberFound:
    assert purchase.member is not None
    return members.find_holder(club_id=principal.club_id, member=purchase.member, vault=vault)


def _ask(
    principal: Principal, claim: Claim, event_at: datetime, ids: Ids, vault: Vault,
    purchase: Purchase,
) -> PurchaseDone:  # fmt: skip
    own_id = _member(principal, vault, purchase).own_id
    payload = late.as_payload(
        purchase=purchase, member_id=own_id, branch=principal.branch_for(purchase.branch),
        event_at=event_at,
    )  # fmt: skip

    at = late.now(club_id=principal.club_id)

    def ask() -> Mapping[str, Any]:
        asking = approvals.ask(
            principal=principal, approval_id=ids.next(), kind=late.KIND, payload=payload, at=at
        )
        return asdict(asking) | {"expires_at": asking.expires_at.isoformat()}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=ask)
    expires_at = datetime.fromisoformat(answer["expires_at"])
    asking = approvals.Asking(
        answer["approval_id"], answer["payload"], answer["payload_hash"], expires_at
    )
    return late.waiting(purchase=purchase, member_id=own_id, asking=asking, replayed=replayed)


def _record(
    principal: Principal, claim: Claim, event_at: datetime, ids: Ids, vault: Vault,
    purchase: Purchase,
) -> PurchaseDone:  # fmt: skip
    principal.require("sales.write")
    if purchase.spend or purchase.gift_cards:
        principal.require("credit.apply")
    if purchase.member is None:
        return guests.record_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            purchase=purchase,
        )  # fmt: skip
    if not (gift_cards.concerns(purchase) or coupons.has_coupons(purchase)):
        return meeting.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            member=purchase.member, purchase=purchase,
        )  # fmt: skip
    found = _member(principal, vault, purchase)
    if gift_cards.concerns(purchase):
        return gift_cards.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            member=found, purchase=purchase,
        )  # fmt: skip
    return coupons.apply_purchase(
        principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
        member=found, purchase=purchase,
    )  # fmt: skip
