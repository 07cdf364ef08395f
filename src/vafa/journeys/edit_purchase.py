"""Editing a posted purchase: what it should have been from the start."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations import exchange as rewards
from vafa.domain.rewards.records import Edit
from vafa.kit.ids import Ids


def edit_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    edit: Edit,
) -> Exchanged:
    """Let a posted purchase be what it should have been; its document's revision rises (E53).

    The member gains or loses the difference only, by the rules and the tier of the purchase.

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchSale: when the member has no such sale.
    :raises NothingReturned: when the sale has come back, or was edited before.
    :raises RevisionNotHigher: when the revision is not above that of the sale.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("purchases")
    principal.require("refunds")
    found = members.find(
        club_id=principal.club_id,
        member=MemberRef("id", str(edit.member_id)),
        vault=vault,
    )
    return rewards.edit_purchase(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member=found,
        edit=edit,
    )
