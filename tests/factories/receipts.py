"""Purchases without a member, claimed by their receipts, and purchases moved to another member."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Literal

from tests.factories.clubs import IDS, VAULT, Club, claim, clock, ref
from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.rewards.answers import Exchanged, PurchaseDone
from vafa.domain.rewards.records import Move, Purchase, PurchaseLine
from vafa.journeys.claim_purchase import claim_purchase
from vafa.journeys.move_purchase import MoveWaiting, move_purchase
from vafa.journeys.record_purchase import record_purchase

_numbers = itertools.count(1)


def sell(
    club: Club,
    net: int | None = None,
    *,
    lines: Sequence[PurchaseLine] = (),
    asked: Claim | None = None,
    by: Principal | None = None,
    **more: Any,
) -> PurchaseDone:
    """Record a purchase of nobody known: of one line free of VAT, or of these lines."""
    if net is not None:
        lines = (PurchaseLine(net, vat_rials=0),)
    document = more.pop("document", f"G-{next(_numbers)}")
    with clock(club.at):
        return record_purchase(
            principal=by or club.principal,
            claim=asked or claim(),
            event_at=club.placed_at or club.at,
            ids=IDS,
            vault=VAULT,
            purchase=Purchase(None, "till-1", document, tuple(lines), **more),
        )


def claim_receipt(
    club: Club,
    code: str,
    name: str = "Sara",
    *,
    asked: Claim | None = None,
    by: Principal | None = None,
) -> PurchaseDone:
    """Have somebody claim a receipt."""
    member_id = club.join(name)
    with clock(club.at):
        return claim_purchase(
            principal=by or club.principal,
            claim=asked or claim(),
            event_at=club.at,
            ids=IDS,
            vault=VAULT,
            receipt_code=code,
            member=ref(member_id),
        )


def move(
    club: Club,
    sale: PurchaseDone,
    name: str,
    *,
    if_spent: Literal["owe", "forgive"] = "owe",
    asked: Claim | None = None,
    by: Principal | None = None,
) -> Exchanged | MoveWaiting:
    """Move a sale to the right member, or learn that a second person is needed."""
    member_id = club.join(name)
    with clock(club.at):
        return move_purchase(
            principal=by or club.principal,
            claim=asked or claim(),
            event_at=club.at,
            ids=IDS,
            vault=VAULT,
            move=Move(sale.event_id, ref(member_id), if_spent),
        )


def moved(club: Club, sale: PurchaseDone, name: str, **more: Any) -> Exchanged:
    """Move a sale to the right member at once."""
    done = move(club, sale, name, **more)
    assert isinstance(done, Exchanged)
    return done
