"""Somebody joins a household's or a company's account."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from vafa.domain.accounts import operations as accounts
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.journeys.account_desk import AccountDesk, AccountShown, Joining, after, carried, shown
from vafa.kit.ids import Ids


def join_account(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    account_id: int,
    joining: Joining,
) -> AccountShown:
    """Let a member share an account's wallet, once they agreed; the own wallet comes or waits.

    :raises NoSuchAccount: when the club has none, or it was closed.
    :raises NoSuchMember: when the club has no such member.
    :raises Refused: when role or limits are none, or the person did not agree.
    :raises InAnAccount: when the person is in an account.
    :raises UnitsHeld: when a hold keeps units that are to come along.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    club_id = principal.club_id
    desk = AccountDesk(principal, ids, vault, at)
    found = desk.find(joining.member)

    def work() -> Mapping[str, Any]:
        account = accounts.lock(club_id=club_id, account_id=account_id)
        trail.note(
            principal=principal, at=at, act="account_joined", object_kind="account",
            object_id=account_id, after={"member_id": found.member_id, "role": joining.role},
        )  # fmt: skip
        return {"carried": carried(desk.add(account=account, joining=joining, found=found))}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    now = shown(principal=principal, vault=vault, at=at, account_id=account_id)
    return after(account=now, stored=answer, replayed=replayed)
