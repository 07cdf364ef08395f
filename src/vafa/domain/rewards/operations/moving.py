"""Moving a purchase that was recorded for the wrong member to the right one (E55)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.members.records import MemberFound
from vafa.domain.rewards import answering
from vafa.domain.rewards.answers import Exchanged
from vafa.domain.rewards.operations.handing_over import HandOver, hand_over
from vafa.domain.rewards.posting import Done
from vafa.domain.rewards.records import Move
from vafa.domain.rewards.rulebook import Rulebook
from vafa.domain.sales import queries as sales
from vafa.kit.amounts import muldiv
from vafa.kit.errors import Refused
from vafa.kit.ids import Ids
from vafa.ledger import queries as ledger
from vafa.ledger.records import Snapshot

type_units = Mapping[str, int]


class ClaimedByReceipt(Refused):
    """A purchase without a member is claimed by the code of its receipt, not moved."""


class LossNeedsApproval(Refused):
    """So much written off needs a second person: `forgiven` says the units, by unit."""


def move_purchase(
    *,
    principal: Principal,
    claim: Claim,
    event_at: datetime,
    ids: Ids,
    move: Move,
    to: MemberFound,
    approved: type_units | None = None,
) -> Exchanged:
    """Move a purchase to the right member: both sides or neither, each naming the other.

    The wrong member loses what it gave; what is spent of that is owed, or (`forgive`) written off.
    Units that paid for it go back to whoever spent them, and the shop bears them: they count as
    written off, too. Written off is at most the club's limit, or what a second person `approved`.

    :raises NoSuchSale: when the club has no such sale.
    :raises SameHolder: when the right member has it.
    :raises NothingLeftOfSale: when all of it has come back.
    :raises ClaimedByReceipt: when it is nobody's.
    :raises RightMissing: when something is written off and the caller may not approve.
    :raises LossNeedsApproval: when that is above the club's limit, or above what was approved.
    :raises KeyReused: when the idempotency key came with another body before.
    """
    club_id = principal.club_id
    sale = sales.find_by_id(club_id=club_id, sale_id=move.sale_id)

    def check(_stored: sales.SaleStored, snapshot: Snapshot, _rules: Rulebook) -> None:
        if ledger.is_guest(club_id=club_id, member_id=snapshot.member_id):
            raise ClaimedByReceipt

    def weigh(first: Done) -> None:
        forgiven = _written_off(first)
        if forgiven:
            principal.require("approvals.decide")
            _check_loss(forgiven, approved, first.rules, event_at, principal.role)

    over = HandOver(
        principal=principal, claim=claim, at=event_at, kind="move", sale=sale, to=to,
        check=check, weigh=weigh, shortfall=move.if_spent,
    )  # fmt: skip
    left, arrived = hand_over(over=over, ids=ids)
    return answering.exchanged(
        returned=answering.refund_done(done=left), purchase=answering.purchase_done(done=arrived)
    )


def _written_off(first: Done) -> dict[str, int]:
    answer = first.posted.answer
    units: Counter[str] = Counter()
    for leg in answer.get("legs", ()):
        if leg["leg"] == "take_back":
            units[first.rules.codes[leg["unit"]]] += leg["forgiven"]
    for one in answer["said"]["restored"]:
        units[one["unit"]] += one["units"]
    return {unit: many for unit, many in units.items() if many}


def _check_loss(
    forgiven: type_units, approved: type_units | None, rules: Rulebook, at: datetime, role: str
) -> None:
    """Compare with what was approved, else by worth; what buys nothing has none to compare."""
    if approved is not None:
        if any(units > approved.get(unit, 0) for unit, units in forgiven.items()):
            raise LossNeedsApproval(forgiven=dict(forgiven))
        return
    worth = 0
    for unit, units in forgiven.items():
        policy = rules.latest(at).unit(unit).redemption
        if policy is None:
            raise LossNeedsApproval(forgiven=dict(forgiven))
        worth += muldiv(units, policy.value_rials, policy.per_units)
    if worth > rules.club.grant_limit(role):
        raise LossNeedsApproval(forgiven=dict(forgiven))
