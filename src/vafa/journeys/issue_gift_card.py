"""Issuing the gift card that a purchase sold."""

from __future__ import annotations

from datetime import datetime

from vafa.domain.clubs.principal import Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import card_sales
from vafa.domain.rewards.operations.card_sales import CardIssued
from vafa.domain.sales import queries as sales
from vafa.kit.ids import Ids


def issue_gift_card(
    *,
    principal: Principal,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    sale_id: int,
    line: int,
    member_id: int | None = None,
) -> CardIssued:
    """Issue the card that a line of a purchase sold, once: a repeat gives the same card and code.

    With a member the card is bound to that one; without, whoever has the code uses it.

    :raises NoSuchSale: when the club has no such sale.
    :raises NoSuchMember: when there is no such member to bind it to.
    :raises NoGiftCards: when the programme does not say in which unit cards are kept.
    :raises NotAGiftCardLine: when the line sold none, or it has come back.
    """
    principal.require("sales.write")
    principal.require("credit.apply")
    club_id = principal.club_id
    if member_id is not None:
        members.find(club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault)
    return card_sales.issue(
        principal=principal, ids=ids, vault=vault, event_at=event_at,
        sale=sales.find_by_id(club_id=club_id, sale_id=sale_id), line=line, member_id=member_id,
    )  # fmt: skip
