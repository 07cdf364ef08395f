"""A purchase by whoever is named at the till: found and claimed for in one round trip."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import decide
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations import purchase as buying
from vafa.domain.rewards.posting import Asked
from vafa.domain.rewards.records import Purchase
from vafa.kit.ids import Ids
from vafa.ledger import operations as book
from vafa.ledger.records import Request, Snapshot


def apply_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    member: MemberRef,
    purchase: Purchase,
) -> PurchaseDone:
    """Record a purchase once for the member who is named, as `purchase.apply_purchase` does.

    :raises NoSuchMember: when the club has none, or the member's data was erased.
    :raises MemberHasLeft: when the member left.
    :raises InvalidMobile: when a mobile is named that is none.
    :raises Refused: when the purchase is malformed, wrongly dated, or no programme is in force.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    decide.check_purchase(purchase=purchase)
    met = None
    if not purchase.revision:  # else what it was before is looked at first
        asked = Asked(principal, claim, 0, ids.next(), (buying.key_of(purchase),))
        met = _met(asked, vault, member)
    if met is None:
        club_id = principal.club_id
        met = members.find_holder(club_id=club_id, member=member, vault=vault), None
    found, snapshot = met
    return buying.apply_purchase(
        principal=principal, claim=claim, event_at=event_at, ids=ids, member=found,
        purchase=purchase, claimed=snapshot,
    )  # fmt: skip


def _met(
    asked: Asked, vault: Vault, member: MemberRef
) -> tuple[MemberFound, Snapshot | None] | None:
    """Meet a plain member; nobody who was merged or has left, about whom there is more to say."""
    club_id, claim = asked.principal.club_id, asked.claim
    member_id, trace = members.sought(club_id=club_id, member=member, vault=vault)
    met = book.meet(
        request=Request(club_id, asked.principal.credential_id, claim.key, claim.body_hash),
        named=(member_id, member.kind, trace),
        event_id=asked.event_id,
        refs=asked.refs,
    )
    if met is None:
        return None
    row, snapshot = met
    return members.found_in(row).as_holder(), snapshot
