"""An account at work: what it is, who may spend how much, and who spent what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vafa.domain.accounting.months import days_of, month_named
from vafa.domain.accounts import operations as accounts
from vafa.domain.accounts import queries
from vafa.domain.accounts.records import Limits
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs import trail
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import club_facts
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberCard, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards import allowances
from vafa.journeys import account_desk
from vafa.journeys.account_desk import AccountShown


@dataclass(frozen=True, slots=True)
class PersonSpending:
    """What a person bought and spent on an account in a month, in Rial; no name once erased."""

    member_id: int
    member: MemberCard | None
    purchases: int
    bought_rials: int
    spent_rials: int


@dataclass(frozen=True, slots=True)
class AccountSpending:
    """Who bought and spent what on an account in a Jalali month."""

    account_id: int
    name: str
    invoice_name: str
    month: str
    people: tuple[PersonSpending, ...]


def show_account(
    *, principal: Principal, vault: Vault, at: datetime, account_id: int
) -> AccountShown:
    """Show an account: its people with their limits, its wallet and its tier.

    :raises NoSuchAccount: when the club has none, or it was closed.
    """
    principal.require("members.read")
    return account_desk.shown(principal=principal, vault=vault, at=at, account_id=account_id)


def change_person(
    *,
    principal: Principal,
    claim: Claim,
    vault: Vault,
    at: datetime,
    account_id: int,
    member_id: int,
    role: str,
    limits: Limits,
) -> AccountShown:
    """Give a person of an account another role or other limits, from the next spending on.

    :raises NoSuchAccount: when the club has none, or it was closed.
    :raises NotInThisAccount: when the member is not in it.
    :raises UnknownRole: when this kind of account has no such role.
    :raises SpendingLimitOutOfBounds: when a limit is below 0, or too much.
    :raises LastOwner: when nobody would keep the account.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    club_id = principal.club_id

    def work() -> Mapping[str, Any]:
        account = accounts.lock(club_id=club_id, account_id=account_id)
        accounts.change(
            account=account, club_id=club_id, member_id=member_id, role=role, limits=limits
        )
        trail.note(
            principal=principal, at=at, act="account_person_changed", object_kind="account",
            object_id=account_id,
            after={"member_id": member_id, "role": role, "limits": asdict(limits)},
        )  # fmt: skip
        return {"carried": []}

    with club_scope(club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    now = account_desk.shown(principal=principal, vault=vault, at=at, account_id=account_id)
    return account_desk.after(account=now, stored=answer, replayed=replayed)


def show_spending(
    *, principal: Principal, vault: Vault, account_id: int, month: str
) -> AccountSpending:
    """Show who bought and spent what on an account in a Jalali month, those who left too.

    :raises NoSuchAccount: when the club has none, or it was closed.
    :raises InvalidMonth: when the month is no name like 1405-07.
    """
    principal.require("members.read")
    club_id = principal.club_id
    first_day = days_of(month_named(month)).first
    with club_scope(club_id):
        account = queries.find(club_id=club_id, account_id=account_id)
        zone = club_facts(club_id=club_id).zone
        everybody = queries.ever_in(club_id=club_id, account_id=account_id)
    found = {
        one.person_id: one
        for one in allowances.spendings(
            club_id=club_id, account_id=account_id, zone=zone, first_day=first_day
        )
    }
    return AccountSpending(
        account_id=account_id,
        name=account.name,
        invoice_name=account.invoice_name,
        month=month,
        people=tuple(
            _spending(club_id, vault, member_id, found.get(member_id)) for member_id in everybody
        ),
    )


def _spending(
    club_id: int, vault: Vault, member_id: int, one: allowances.Spending | None
) -> PersonSpending:
    try:
        found = members.find(
            club_id=club_id, member=MemberRef("id", str(member_id)), vault=vault,
            may_have_left=True, is_followed=False,
        )  # fmt: skip
    except members.NoSuchMember:
        card = None
    else:
        card = members.card_of(found=found, vault=vault)
    if one is None:
        return PersonSpending(member_id, card, 0, 0, 0)
    return PersonSpending(member_id, card, one.purchases, one.bought_rials, one.spent_rials)
