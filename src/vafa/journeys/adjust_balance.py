"""Giving or taking units by hand; above the club's limit two people are needed."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from vafa.domain.clubs import approvals, trail
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.rewards.answers import Adjusted
from vafa.domain.rewards.operations import adjusting as rewards
from vafa.domain.rewards.records import Adjustment
from vafa.kit.ids import Ids

KIND = "adjustment"
WAITING = 202


def adjust_balance(
    *, principal: Principal, claim: Claim, event_at: datetime, ids: Ids, adjustment: Adjustment
) -> Adjusted:
    """Give or take units by hand; above the club's limit ask for a second person (status 202).

    Which of the two it is stands from the first time on: a repeat after the limit was changed
    neither asks for what was given, nor gives what was asked for.

    :raises NoSuchMember: when the club has no such member.
    :raises UnknownReason: when the reason is none of ours.
    :raises AdjustmentOutOfBounds: when the units are 0 or too many.
    :raises UnknownUnit: when the programme has no such unit.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("credit.grant")
    with club_scope(principal.club_id):  # who shares a wallet is given to there
        shared = members.wallets(member_ids=(adjustment.member_id,))
    if shared:
        adjustment = replace(adjustment, member_id=shared[adjustment.member_id])

    def ask() -> Mapping[str, Any]:
        if not rewards.needs_approval(principal=principal, at=event_at, adjustment=adjustment):
            return {}
        asking = approvals.ask(
            principal=principal,
            approval_id=ids.next(),
            kind=KIND,
            payload=asdict(adjustment),
            at=event_at,
        )
        trail.note(
            principal=principal, at=event_at, act="adjustment_asked", object_kind="member",
            object_id=adjustment.member_id,
            after=asdict(adjustment) | {"approval_id": str(asking.approval_id)},
        )  # fmt: skip
        return asdict(asking) | {"expires_at": asking.expires_at.isoformat()}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(
            principal=principal, claim=claim, at=event_at, work=ask
        )
    if not answer:
        return rewards.adjust(
            principal=principal, claim=claim, event_at=event_at, ids=ids, adjustment=adjustment
        )
    return Adjusted(
        status=WAITING,
        replayed=replayed,
        event_id=0,
        member_id=adjustment.member_id,
        unit=adjustment.unit,
        units=0,
        reason=adjustment.reason,
        balances=(),
        declined=None,
        approval_id=answer["approval_id"],
        payload_hash=answer["payload_hash"],
        expires_at=datetime.fromisoformat(answer["expires_at"]),
    )


def approve_adjustment(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    approval_id: int,
    payload_hash: str,
) -> Adjusted:
    """Approve a waiting adjustment as the second person, and post it once.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    """
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        payload = approvals.approve(
            principal=principal,
            kind=KIND,
            approval_id=approval_id,
            payload_hash=payload_hash,
            at=event_at,
        )
        return rewards.adjust(
            principal=principal,
            claim=claim,
            event_at=event_at,
            ids=ids,
            adjustment=Adjustment(**payload),
            approval_id=approval_id,
        )
