"""Exchanging on one ticket: what comes back, then what is bought instead."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations import exchange as rewards
from vafa.domain.rewards.operations import guests
from vafa.domain.rewards.records import Exchange
from vafa.domain.sales import queries as sales
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
    principal.require("sales.write")
    principal.require("sales.refund")
    if exchange.purchase.spend:
        principal.require("credit.apply")
    if exchange.returned.goodwill_rials:
        principal.require("approvals.decide")
    club_id, returned = principal.club_id, exchange.returned
    sale = sales.current(
        club_id=club_id, sale=sales.SaleFound(returned.member_id, returned.sale_id)
    )
    returned = replace(returned, member_id=sale.member_id, sale_id=sale.sale_id)
    found = guests.holder(
        club_id=club_id, member_id=sale.member_id, sale_id=sale.sale_id, vault=vault
    )
    return rewards.exchange_purchase(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member=found,
        exchange=replace(exchange, returned=returned),
    )
