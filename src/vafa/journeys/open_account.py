"""Opening a household's or a company's account, with whoever keeps it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from vafa.domain.accounts import operations as accounts
from vafa.domain.accounts.records import ROLES, NewAccount
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.operations import pooling
from vafa.journeys.account_desk import AccountDesk, AccountShown, Joining, after, carried, shown
from vafa.kit.ids import Ids


def open_account(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    account: NewAccount,
    keeper: Joining,
) -> AccountShown:
    """Open an account with one wallet; the first person is its owner (a company's: its admin).

    :raises Refused: when kind, name or ids are none, or the person did not agree.
    :raises InAnAccount: when the person is in an account.
    :raises NoSuchMember: when the club has no such member.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    club_id = principal.club_id
    desk = AccountDesk(principal, ids, vault, at)
    found = desk.find(keeper.member)

    def work() -> Mapping[str, Any]:
        account_id = ids.next()
        accounts.open_account(club_id=club_id, account_id=account_id, account=account, at=at)
        pooling.open_wallet(club_id=club_id, account_id=account_id)
        trail.note(
            principal=principal, at=at, act="account_opened", object_kind="account",
            object_id=account_id, after={"kind": account.kind},
        )  # fmt: skip
        opened = accounts.lock(club_id=club_id, account_id=account_id)
        first = replace(keeper, role=ROLES[opened.kind][0])
        pooled = desk.add(account=opened, joining=first, found=found)
        return {"account_id": str(account_id), "carried": carried(pooled)}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    now = shown(principal=principal, vault=vault, at=at, account_id=int(answer["account_id"]))
    return after(account=now, stored=answer, replayed=replayed)
