"""Recording a purchase, of a member or of nobody known."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members import queries as members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations import coupons, gift_cards, guests
from vafa.domain.rewards.operations import purchase as rewards
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
    not there declines the whole purchase (status 402) and changes nothing.

    :raises NoSuchMember: when the club has no such member.
    :raises Refused: when the purchase is malformed, dated wrongly, or the club has no programme.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("purchases")
    if purchase.spend or purchase.gift_cards:
        principal.require("credit")
    if purchase.member is None:
        return guests.record_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            purchase=purchase,
        )  # fmt: skip
    found = members.find_holder(club_id=principal.club_id, member=purchase.member, vault=vault)
    if gift_cards.concerns(purchase):
        return gift_cards.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            member=found, purchase=purchase,
        )  # fmt: skip
    if coupons.has_coupons(purchase):
        return coupons.apply_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, vault=vault,
            member=found, purchase=purchase,
        )  # fmt: skip
    return rewards.apply_purchase(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member=found,
        purchase=purchase,
    )
