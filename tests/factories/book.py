"""A member's book at a till of its own club, and the clock of the database in the test's hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import connection, transaction

from vafa.ledger import operations as book
from vafa.ledger import queries
from vafa.ledger.records import (
    AwardRow,
    LedgerEvent,
    Leg,
    OutboxRow,
    Posted,
    Request,
    SaleLineRow,
    SaleRow,
    WalletBalance,
)

NOON = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
POINTS, CREDIT = 1, 2

_numbers = itertools.count(7_000_001)


def number() -> int:
    """Give a number that nothing else has."""
    return next(_numbers)


def set_clock(at: datetime | None) -> None:
    """Let the database's now be a moment, or its own clock, until the transaction is undone."""
    with connection.cursor() as cursor:
        moment = "" if at is None else at.isoformat()
        cursor.execute("SELECT set_config('app.test_now', %s, false)", [moment])


@contextmanager
def refused(error: type[Exception]) -> Iterator[None]:
    """Expect an error of the database, and leave the test's own transaction usable."""
    with pytest.raises(error), transaction.atomic():
        yield


def award(units: int, *, unit: int = POINTS, basis: int = 0) -> AwardRow:
    """Give an award of so many units on so many Rial (a thousand a unit unless said)."""
    return AwardRow(
        id=number(), rule="base", unit=unit, units=units, uncapped=units,
        basis=basis or units * 1000, tier="bronze", day=20_000, carry=0, qualifying=0,
        detail={"reasons": [{"code": "per_amount", "rials": 1000}]},
    )  # fmt: skip


def sale(*nets: int, document: str = "", returns: int | None = None) -> SaleRow:
    """Give a sale with one line per net amount."""
    lines = tuple(
        SaleLineRow(
            number=index, group="food.dairy", product=f"p{index}", kind="product",
            quantity_milli=1000, gross_rials=net, net_rials=net, vat_rials=net // 10,
        )
        for index, net in enumerate(nets, 1)
    )  # fmt: skip
    return SaleRow(
        document=document or f"receipt-{number()}", branch="b1", channel="till", occurred_at=NOON,
        net_rials=sum(nets), vat_rials=sum(nets) // 10, to_pay_rials=sum(nets) * 11 // 10,
        qualifying_rials=sum(nets), lines=lines, returns_sale_id=returns, detail={"day": 20_000},
    )  # fmt: skip


@dataclass(frozen=True)
class Till:
    """One member of one club. The club's first member opens it."""

    club_id: int
    member_id: int

    def post(  # noqa: PLR0913 - framework
        self,
        *legs: Leg,
        event_id: int = 0,
        version: int | None = None,
        awards: Sequence[AwardRow] = (),
        sale: SaleRow | None = None,
        outbox: Sequence[OutboxRow] = (),
        state: Mapping[str, Any] | None = None,
        idle: Mapping[int, datetime] | None = None,
        at: datetime = NOON,
        kind: str = "purchase",
    ) -> Posted:
        """Post one event at the version the member has now."""
        if version is None:
            version = book.peek(club_id=self.club_id, member_id=self.member_id).state_version
        return book.post(
            event=LedgerEvent(
                club_id=self.club_id,
                member_id=self.member_id,
                event_id=event_id or number(),
                kind=kind,
                event_at=at,
                expected_version=version,
                programme_version_id=11,
                credential_id=3,
                legs=legs,
                awards=tuple(awards),
                sale=sale,
                outbox=tuple(outbox),
                state=state,
                idle_expires_at=idle or {},
                answer={"said": "سلام"},
            )
        )

    def balances(self) -> dict[int, WalletBalance]:
        """Give what the member has, settled up to now."""
        return dict(book.peek(club_id=self.club_id, member_id=self.member_id).balances)

    def movements(self) -> list[tuple[str, int, int, str, str, int]]:
        """Give every movement, oldest first: kind, unit, amount, from, to, balance."""
        entries = queries.statement(club_id=self.club_id, member_id=self.member_id, limit=500)
        return [
            (one.kind, one.unit, one.moved, one.from_account, one.to_account, one.balance)
            for one in reversed(entries)
        ]

    def colleague(self) -> Till:
        """Open another member of the same club."""
        member_id = number()
        book.open_member(club_id=self.club_id, member_id=member_id)
        return Till(self.club_id, member_id)


def open_till() -> Till:
    """Open a club with one member, whose book is empty."""
    club_id, member_id = number(), number()
    book.advance_epoch(club_id=club_id)
    book.open_member(club_id=club_id, member_id=member_id)
    return Till(club_id, member_id)


def request(club_id: int, key: str = "", body: str = "the body") -> Request:
    """Give a request under a key of its own unless one is given."""
    digest = sha256(body.encode()).digest()
    return Request(club_id, 3, key or f"key-{number()}", digest)


def balance(spendable: int = 0, held: int = 0, pending: int = 0, owed: int = 0) -> WalletBalance:
    """Give a balance."""
    return WalletBalance(spendable, held, pending, owed)


def days(count: int) -> datetime:
    """Give the moment so many days after noon."""
    return NOON + timedelta(days=count)
