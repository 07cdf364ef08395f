"""Moving a purchase to the right member; writing off more than the limit takes two people."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from vafa.domain.clubs import approvals
from vafa.domain.clubs import operations as clubs
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.scope import club_scope
from vafa.domain.members import queries as members
from vafa.domain.members.records import MemberRef
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations import moving as rewards
from vafa.domain.rewards.records import Move
from vafa.kit.ids import Ids

KIND = "move"


@dataclass(frozen=True, slots=True)
class MoveWaiting:
    """A move that writes off more than one person may: it waits for a second one."""

    replayed: bool
    approval_id: int
    payload_hash: str
    expires_at: datetime


def move_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    move: Move,
) -> Exchanged | MoveWaiting:
    """Move a purchase from the wrong member to the right one, or ask for a second person (E55).

    :raises NoSuchMember: when the club has no such member.
    :raises NoSuchSale: when the club has no such sale.
    :raises SameHolder: when the right member has it.
    :raises NothingLeftOfSale: when all of it has come back.
    :raises ClaimedByReceipt: when it is nobody's: it is claimed instead.
    :raises RightMissing: when something is written off and the caller may not approve.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    principal.require("sales.write")
    principal.require("sales.refund")
    if move.if_spent == "forgive":
        principal.require("approvals.decide")
    to = members.find_holder(club_id=principal.club_id, member=move.to, vault=vault)
    try:
        return rewards.move_purchase(
            principal=principal, claim=claim, event_at=event_at, ids=ids, move=move, to=to
        )
    except rewards.LossNeedsApproval as loss:
        forgiven = loss.details["forgiven"]

    def ask() -> Mapping[str, Any]:
        payload = {
            "sale_id": move.sale_id, "to": to.own_id, "if_spent": move.if_spent,
            "forgiven": forgiven,
        }  # fmt: skip
        asking = approvals.ask(
            principal=principal, approval_id=ids.next(), kind=KIND, payload=payload, at=event_at
        )
        return asdict(asking) | {"expires_at": asking.expires_at.isoformat()}

    with club_scope(principal.club_id):
        answer, replayed = clubs.answer_once(
            principal=principal, claim=claim, at=event_at, work=ask
        )
    expires_at = datetime.fromisoformat(answer["expires_at"])
    return MoveWaiting(replayed, answer["approval_id"], answer["payload_hash"], expires_at)


def approve_move(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    vault: Vault,
    approval_id: int,
    payload_hash: str,
) -> Exchanged:
    """Approve a waiting move as the second person; it happens once.

    :raises NoSuchApproval: when the club has none with this id.
    :raises PersonalKeyNeeded: when a machine's key asks.
    :raises SamePerson: when whoever asked would approve.
    :raises PayloadDiffers: when the hash is another one.
    :raises ApprovalExpired: when it was asked more than 24 hours before.
    :raises LossNeedsApproval: when by now more would be written off than was asked for.
    """
    principal.require("approvals.decide")
    with club_scope(principal.club_id):
        payload = approvals.approve(
            principal=principal, kind=KIND, approval_id=approval_id, payload_hash=payload_hash,
            at=event_at,
        )  # fmt: skip
        to = MemberRef("id", str(payload["to"]))
        return rewards.move_purchase(
            principal=principal,
            claim=claim,
            event_at=event_at,
            ids=ids,
            move=Move(payload["sale_id"], to, payload["if_spent"]),
            to=members.find_holder(club_id=principal.club_id, member=to, vault=vault),
            approved=payload["forgiven"],
        )
