"""Claiming a purchase that was recorded without a member, by the code on its receipt."""

from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.operations import claiming
from vafa.kit.ids import Ids


def claim_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    receipt_code: str,
    member: MemberRef,
) -> PurchaseDone:
    """Give the member what the purchase would have given at its own time, once (E14, E88).

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchReceipt: when the club has no such receipt: the same for every wrong code.
    :raises TooManyMisses: when the key has named ten wrong codes within an hour.
    :raises AlreadyClaimed: when another member has it.
    :raises ClaimTooLate: when its last day has passed.
    :raises OwnReceipt: when the member rang it up.
    :raises NothingLeftOfSale: when all of it has come back.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("sales.write")
    found = members.find_holder(club_id=principal.club_id, member=member, vault=vault)
    receipt, sale = claiming.find_receipt(principal=principal, vault=vault, code=receipt_code)
    return claiming.claim_purchase(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        receipt=receipt,
        sale=sale,
        member=found,
    )
