"""Spending units at once, outside of a purchase."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members import queries as members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import CreditUsed
from vafa.domain.rewards.operations import credit
from vafa.domain.rewards.records import Redemption
from vafa.kit.ids import Ids


def redeem_credit(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    redemption: Redemption,
) -> CreditUsed:
    """Spend units at once; too few declines with what is truly available (E42).

    :raises NoSuchMember: when the club has no such member.
    :raises Refused: when the unit or the number of units cannot be spent at all.
    :raises Refused: when this member may not spend now, or not in this channel.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("credit.apply")
    found = members.find_holder(club_id=principal.club_id, member=redemption.member, vault=vault)
    return credit.redeem_credit(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member=found,
        redemption=redemption,
    )
