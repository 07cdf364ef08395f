"""Purchases past the club's limit for back-dating: kept until a second person approves (E16).

They are kept as they were asked, so nothing that is a secret or is spent may be in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from vafa.domain.clubs.approvals import Asking
from vafa.domain.members.records import MemberRef
from vafa.domain.rewards.answers import PurchaseDone
from vafa.domain.rewards.records import Purchase, PurchaseLine
from vafa.ledger.queries import club_now

KIND: Final = "late_purchase"

_WAITING: Final = 202


def now(*, club_id: int) -> datetime:
    """Give the book's now: from it on somebody has a day to approve."""
    return club_now(club_id=club_id)[1]


def may_wait(*, purchase: Purchase) -> bool:
    """Tell whether a purchase can wait: it is a member's, and nothing is spent in it."""
    pays = purchase.spend or purchase.claims or purchase.gift_cards
    return purchase.member is not None and not pays


def as_payload(
    *, purchase: Purchase, member_id: int, branch: str, event_at: datetime
) -> dict[str, Any]:
    """Give what a second person is shown, and what is recorded then: the member by id."""
    return {
        "member_id": str(member_id),
        "occurred_at": event_at.isoformat(),
        "source": purchase.source,
        "document": purchase.document,
        "revision": purchase.revision,
        "channel": purchase.channel,
        "branch": branch,
        "currency": purchase.currency,
        "amount_rials": purchase.amount_rials,
        "discount_rials": purchase.discount_rials,
        "lines": [asdict(line) for line in purchase.lines],
        "attributes": dict(purchase.attributes),
    }


def from_payload(*, payload: Mapping[str, Any], approval_id: int) -> tuple[Purchase, datetime]:
    """Give the purchase that was approved, and its moment."""
    named = {
        name: payload[name]
        for name in (
            "source", "document", "revision", "channel", "branch", "currency", "amount_rials",
            "discount_rials", "attributes",
        )
    }  # fmt: skip
    purchase = Purchase(
        member=MemberRef("id", payload["member_id"]),
        lines=tuple(PurchaseLine(**line) for line in payload["lines"]),
        approval_id=approval_id,
        **named,
    )
    return purchase, datetime.fromisoformat(payload["occurred_at"])


def waiting(*, purchase: Purchase, member_id: int, asking: Asking, replayed: bool) -> PurchaseDone:
    """Give the answer to a purchase that waits: nothing is recorded yet (status 202)."""
    return PurchaseDone(
        status=_WAITING, replayed=replayed, event_id=0, member_id=member_id,
        document=purchase.document, programme_version=0, net_rials=0, vat_rials=0, to_pay_rials=0,
        awards=(), spent=(), rewards=(), tier_changes=(), balances=(), notes=(),
        changed_since_quote=False, declined=None, approval=asking,
    )  # fmt: skip
