"""Leaving a club: what would end is shown first, and for thirty days one may come back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vafa.domain.accounts import operations as accounts
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import audit, leaving
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberFound, MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.people import operations as people
from vafa.domain.rewards import queries as rewards
from vafa.domain.rewards.answers import UnitHeld
from vafa.domain.rewards.operations.ending import HoldsOpen
from vafa.domain.rewards.rulebook import NoProgramme
from vafa.kit.ids import Ids


@dataclass(frozen=True, slots=True)
class Leaving:
    """What ends with a membership, and until when coming back brings all of it back."""

    member_id: int
    has_left: bool
    left_at: datetime | None
    ends_at: datetime
    grace_days: int
    balances: tuple[UnitHeld, ...]
    worth_rials: int
    replayed: bool = False


def preview_leaving(
    *, principal: Principal, vault: Vault, at: datetime, member_id: int
) -> Leaving:
    """Show what a member holds and would lose; writes nothing. Paying it out is for the staff.

    :raises NoSuchMember: when the club has no such member.
    """
    principal.require("members.write")
    found = _find(principal, vault, member_id)
    ends_at = at + leaving.GRACE if found.left_at is None else found.left_at + leaving.GRACE
    return _leaving(principal, found.member_id, found.left_at, ends_at, replayed=False)


def leave_club(
    *,
    principal: Principal,
    claim: Claim,
    ids: Ids,
    vault: Vault,
    at: datetime,
    member_id: int,
    source: str,
) -> Leaving:
    """Let a member leave: consents are withdrawn now, what is held ends after thirty days.

    :raises NoSuchMember: when the club has no such member.
    :raises HoldsOpen: when units are held for something unfinished.
    :raises InAnAccount: when the member is in a shared account.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("members.write")
    member_id = _find(principal, vault, member_id).member_id  # of a merged one, whoever stayed

    def work() -> Mapping[str, Any]:
        accounts.check_free(club_id=principal.club_id, member_id=member_id)
        if any(one.held for one in _balances(principal.club_id, member_id)):
            raise HoldsOpen
        left = leaving.leave(club_id=principal.club_id, member_id=member_id, source=source, at=at)
        if left.is_new:
            doing = audit.Doing(principal, ids.next(), at)
            audit.note(doing=doing, member_id=member_id, kind="left")
            people.end_devices(club_id=principal.club_id, member_id=member_id, at=at)
        return {"left_at": left.left_at.isoformat(), "ends_at": left.ends_at.isoformat()}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(principal=principal, claim=claim, at=at, work=work)
    left_at, ends_at = (datetime.fromisoformat(answer[name]) for name in ("left_at", "ends_at"))
    return _leaving(principal, member_id, left_at, ends_at, replayed=replayed)


def _leaving(
    principal: Principal,
    member_id: int,
    left_at: datetime | None,
    ends_at: datetime,
    *,
    replayed: bool,
) -> Leaving:
    balances = _balances(principal.club_id, member_id)
    return Leaving(
        member_id=member_id,
        has_left=left_at is not None,
        left_at=left_at,
        ends_at=ends_at,
        grace_days=leaving.GRACE.days,
        balances=balances,
        worth_rials=sum(one.worth_rials for one in balances),
        replayed=replayed,
    )


def _balances(club_id: int, member_id: int) -> tuple[UnitHeld, ...]:
    try:
        return rewards.wallet(club_id=club_id, member_id=member_id).balances
    except NoProgramme:
        return ()


def _find(principal: Principal, vault: Vault, member_id: int) -> MemberFound:
    return members.find(
        club_id=principal.club_id,
        member=MemberRef("id", str(member_id)),
        vault=vault,
        may_have_left=True,
    )
