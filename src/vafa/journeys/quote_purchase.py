"""Foretelling a purchase for the cashier's screen; nothing is written."""

from dataclasses import replace
from datetime import datetime

from vafa.domain.accounts import queries as accounts
from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import allowances
from vafa.domain.rewards.answers import Quote
from vafa.domain.rewards.operations import coupons, guests
from vafa.domain.rewards.operations import purchase as rewards
from vafa.domain.rewards.queries import claimable
from vafa.domain.rewards.records import Purchase
from vafa.programme.document import Reward


def quote_purchase(
    *, principal: Principal, event_at: datetime, vault: Vault, purchase: Purchase
) -> Quote:
    """Foretell what a purchase would earn, spend and cost now, and the most each unit could pay.

    :raises NoSuchMember: when the club has no such member.
    :raises Refused: when the purchase is malformed, dated wrongly, or the club has no programme.
    """
    principal.require("sales.read")
    if purchase.member is None:
        return guests.quote_purchase(principal=principal, event_at=event_at, purchase=purchase)
    found = members.find_holder(club_id=principal.club_id, member=purchase.member, vault=vault)
    if coupons.has_coupons(purchase):
        quote = coupons.quote_purchase(
            principal=principal, event_at=event_at, vault=vault, member=found, purchase=purchase
        )
    else:
        quote = rewards.quote_purchase(
            principal=principal, event_at=event_at, member=found, purchase=purchase
        )
    account = accounts.shared_by(club_id=principal.club_id, holder=found)
    own_limit = allowances.own_limit(club_id=principal.club_id, member=found, at=event_at)
    return replace(quote, account=account, own_limit=own_limit)


def list_claimable(*, principal: Principal, at: datetime) -> tuple[Reward, ...]:
    """List the rewards that a member may ask for in a purchase, such as a full card of stamps.

    :raises NoProgramme: when none is in force.
    """
    principal.require("sales.read")
    return claimable(club_id=principal.club_id, at=at)
