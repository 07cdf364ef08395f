"""Editing a posted purchase: what it should have been from the start."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations import exchange as rewards
from vafa.domain.rewards.operations import guests
from vafa.domain.rewards.records import Edit
from vafa.domain.sales import queries as sales
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
    principal.require("sales.write")
    principal.require("sales.refund")
    club_id = principal.club_id
    sale = sales.current(club_id=club_id, sale=sales.SaleFound(edit.member_id, edit.sale_id))
    found = guests.holder(
        club_id=club_id, member_id=sale.member_id, sale_id=sale.sale_id, vault=vault
    )
    return rewards.edit_purchase(
        principal=principal,
        claim=claim,
        event_at=event_at,
        ids=ids,
        member=found,
        edit=replace(edit, member_id=sale.member_id, sale_id=sale.sale_id),
    )


def preview_edit(
    *, principal: Principal, event_at: datetime, ids: Ids, vault: Vault, edit: Edit
) -> Exchanged:
    """Tell what an edit would do: it is done as `edit_purchase` does it, and nothing is kept.

    :raises VafaError: as `edit_purchase`.
    """
    principal.require("sales.write")
    principal.require("sales.refund")
    key = f"preview-{ids.next()}"
    with club_scope(principal.club_id):
        foreseen = edit_purchase(
            principal=principal, claim=Claim(key, sha256(key.encode()).digest()),
            event_at=event_at, ids=ids, vault=vault, edit=edit,
        )  # fmt: skip
        transaction.set_rollback(True)
    return foreseen
