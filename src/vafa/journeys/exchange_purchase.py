"""Exchanging on one ticket: what comes back, then what is bought instead."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations import exchange as rewards
from vafa.domain.rewards.records import Exchange
from vafa.kit.ids import Ids


def exchange_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    exchange: Exchange,
) -> Exchanged:
    """Record a return and the purchase after it: both, or neither; the tier is judged once (E52).

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchSale: when the member has no such sale.
    :raises SecondDeclined: when the purchase spends more than there is.
    :raises Refused: when the return or the purchase would be refused by itself.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("purchases")
    principal.require("refunds")
    if exchange.purchase.spend:
        principal.require("credit")
    if exchange.returned.goodwill_rials:
        principal.require("approve")
    found = members.find(
        club_id=principal.club_id,
        member=MemberRef("id", str(exchange.returned.member_id)),
        vault=vault,
    )
    return rewards.exchange_purchase(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member=found,
        exchange=exchange,
    )
