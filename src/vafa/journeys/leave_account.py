"""Leaving a shared account, and closing one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.accounts import operations as accounts
from vafa.domain.accounts.records import AccountFound, PersonFound
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.merge_answers import UnitMoved
from vafa.domain.rewards.operations import pooling
from vafa.journeys.account_desk import AccountDesk, carried
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class AccountLeft:
    """What went from the shared wallet to the person's own."""

    account_id: int
    member_id: int
    carried: tuple[UnitMoved, ...]
    replayed: bool


@dataclass(frozen=True, slots=True)
class AccountClosed:
    """What went from the wallet to whoever was left."""

    account_id: int
    carried: tuple[UnitMoved, ...]
    replayed: bool


def leave_account(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    account_id: int,
    member_id: int,
) -> AccountLeft:
    """Let a person leave: what remains of what they brought goes along, the rest stays.

    :raises NoSuchAccount: when the club has none, or it was closed.
    :raises NotInThisAccount: when the member is not in it.
    :raises LastOwner: when nobody else keeps the account.
    :raises WalletHasHolds: when they keep units for something unfinished.
    :raises UnitsHeld: when a hold keeps units that are to go back.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    club_id = principal.club_id
    desk = AccountDesk(principal, ids, vault, at)

    def work() -> Mapping[str, Any]:
        account = accounts.lock(club_id=club_id, account_id=account_id)
        person = _person(account, member_id)
        accounts.check_kept(account=account, without=member_id)
        pooled = desk.release(account=account, person=person)
        accounts.end(club_id=club_id, account_id=account_id, member_id=member_id, at=at)
        trail.note(
            principal=principal, at=at, act="account_left", object_kind="account",
            object_id=account_id, after={"member_id": member_id},
        )  # fmt: skip
        return {"carried": carried(pooled)}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    return AccountLeft(account_id, member_id, _carried(answer), replayed)


def close_account(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    account_id: int,
    carries_rest: bool = False,
) -> AccountClosed:
    """Close an account that one person is left in; the rest goes to that person, if asked.

    :raises NoSuchAccount: when the club has none, or it was closed.
    :raises OthersInAccount: when more than one person is in it.
    :raises WalletHoldsUnits: when the wallet is not empty and is not to be carried.
    :raises UnitsHeld: when a hold keeps units of it.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    club_id = principal.club_id
    desk = AccountDesk(principal, ids, vault, at)

    def work() -> Mapping[str, Any]:
        account = accounts.lock(club_id=club_id, account_id=account_id)
        accounts.close(account=account, club_id=club_id, at=at)
        (person,) = account.people
        pooled = [desk.release(account=account, person=person)]
        if carries_rest:
            pooled.append(desk.carry_all(account=account, person=person))
        pooling.check_empty(club_id=club_id, account_id=account_id)
        trail.note(
            principal=principal, at=at, act="account_closed", object_kind="account",
            object_id=account_id,
        )  # fmt: skip
        return {"carried": carried(*pooled)}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    return AccountClosed(account_id, _carried(answer), replayed)


def _person(account: AccountFound, member_id: int) -> PersonFound:
    for person in account.people:
        if person.member_id == member_id:
            return person
    raise accounts.NotInThisAccount


def _carried(answer: Mapping[str, Any]) -> tuple[UnitMoved, ...]:
    return tuple(UnitMoved(**one) for one in answer["carried"])
