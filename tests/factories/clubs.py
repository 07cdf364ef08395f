"""A club at work, driven through its journeys; its clock is the database's, set by the test."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection, transaction

from vafa.domain.clubs.principal import Claim, Principal
from vafa.domain.clubs.queries import authenticate
from vafa.domain.clubs.records import NewBranch, NewClub
from vafa.domain.members.records import MemberRef, NewMember
from vafa.domain.members.vault import Vault
from vafa.domain.rewards.answers import (
    CreditUsed,
    DayRun,
    Exchanged,
    HoldCancelled,
    HoldDone,
    PurchaseDone,
    RefundDone,
    Wallet,
)
from vafa.domain.rewards.records import (
    Edit,
    Exchange,
    NewHold,
    Purchase,
    PurchaseLine,
    Redemption,
    Refund,
    ReturnedLine,
    SpendWish,
    Void,
)
from vafa.journeys import manage_programme
from vafa.journeys.cancel_hold import cancel_hold
from vafa.journeys.capture_hold import capture_hold
from vafa.journeys.edit_purchase import edit_purchase
from vafa.journeys.exchange_purchase import exchange_purchase
from vafa.journeys.hold_credit import hold_credit
from vafa.journeys.join_club import join_club
from vafa.journeys.open_club import open_club
from vafa.journeys.record_purchase import record_purchase
from vafa.journeys.redeem_credit import redeem_credit
from vafa.journeys.refund_purchase import refund_purchase
from vafa.journeys.run_day import run_day
from vafa.journeys.show_wallet import show_wallet
from vafa.journeys.void_purchase import void_purchase
from vafa.kit.ids import Ids
from vafa.ledger.calls import reading_club, rows
from vafa.ledger.totals import totals
from vafa.programme.document import Programme
from vafa.programme.presets import reference_programme

IDS = Ids(node=7, clock_ms=lambda: time.time_ns() // 1_000_000)
VAULT = Vault(keys={1: b"k" * 32}, current=1, lookup_key=b"l" * 32)
NOON = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)  # Saturday 30 Aban 1405, 12:00 in Tehran

_numbers = itertools.count(1)


def entropy() -> bytes:
    """Give bytes that no other key was made from."""
    return sha256(str(IDS.next()).encode()).digest() + IDS.next().to_bytes(8, "big")


def claim(key: str = "", body: str = "") -> Claim:
    """Give an idempotency key; a new one unless it is named."""
    name = key or f"key-{IDS.next()}"
    return Claim(name, sha256((body or name).encode()).digest())


@contextmanager
def clock(at: datetime) -> Iterator[None]:
    """Let the database's now be a moment for the time of the block.

    Inside a test's own transaction the block is a savepoint, so that a refusal leaves it usable.
    """
    _set_now(at.isoformat())
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield
    finally:
        _set_now("")


def _set_now(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.test_now', %s, false)", [text])


_OUTBOX = """
    SELECT payload FROM ledger_outbox WHERE club_id = %(club)s AND topic = %(topic)s
    ORDER BY event_id, number
"""


@dataclass
class Club:
    """An open club: who asks, what time it is, and when an order was placed if that was before."""

    club_id: int
    principal: Principal
    secret: str
    at: datetime = NOON
    placed_at: datetime | None = None
    members: dict[str, int] = field(default_factory=dict)

    def pass_days(self, days: int) -> None:
        """Let days go by."""
        self.at += timedelta(days=days)

    def join(self, name: str = "Sara", **more: Any) -> int:
        """Have a person join (once) and give the member's id."""
        if name not in self.members:
            member = NewMember(
                mobile=more.pop("mobile", f"0912{next(_numbers):07d}"),
                consent_source="till",
                first_name=name,
                **more,
            )
            with clock(self.at):
                joined = join_club(
                    principal=self.principal,
                    claim=claim(),
                    ids=IDS,
                    vault=VAULT,
                    event_at=self.at,
                    member=member,
                )
            self.members[name] = joined.member.member_id
        return self.members[name]

    def buy(
        self,
        net: int | None = None,
        *,
        name: str = "Sara",
        lines: Sequence[PurchaseLine] = (),
        spend: Sequence[SpendWish] = (),
        asked: Claim | None = None,
        **more: Any,
    ) -> PurchaseDone:
        """Record a purchase: of one line free of VAT, or of these lines."""
        if net is not None:
            lines = (PurchaseLine(net, vat_rials=0),)
        purchase = Purchase(
            member=ref(self.join(name)),
            source="till-1",
            document=more.pop("document", f"R-{next(_numbers)}"),
            lines=tuple(lines),
            spend=tuple(spend),
            **more,
        )
        return self.record(purchase, asked=asked)

    def record(self, purchase: Purchase, *, asked: Claim | None = None) -> PurchaseDone:
        """Record a purchase as it is."""
        with clock(self.at):
            return record_purchase(
                principal=self.principal,
                claim=asked or claim(),
                event_at=self.placed_at or self.at,
                ids=IDS,
                vault=VAULT,
                purchase=purchase,
            )

    def refund(
        self, sale: PurchaseDone, *, lines: Sequence[ReturnedLine] = (), **more: Any
    ) -> RefundDone:
        """Refund lines, an amount, or all that is left of a sale."""
        refund = Refund(
            member_id=sale.member_id,
            sale_id=sale.event_id,
            source="till-1",
            document=more.pop("document", f"F-{next(_numbers)}"),
            lines=tuple(lines),
            **more,
        )
        return self.give_back(refund)

    def outbox(self, topic: str) -> list[dict[str, Any]]:
        """Give what waits to be told of one topic, oldest first."""
        with reading_club(self.club_id):
            found = rows(_OUTBOX, {"club": self.club_id, "topic": topic})
        return [json.loads(one["payload"]) for one in found]

    def give_back(self, refund: Refund) -> RefundDone:
        """Record a refund as it is."""
        with clock(self.at):
            return refund_purchase(
                principal=self.principal,
                claim=claim(),
                event_at=self.placed_at or self.at,
                ids=IDS,
                refund=refund,
            )

    def void(self, sale: PurchaseDone) -> RefundDone:
        """Void a sale."""
        with clock(self.at):
            return void_purchase(
                principal=self.principal,
                claim=claim(),
                event_at=self.at,
                ids=IDS,
                void=Void(sale.member_id, sale.event_id),
            )

    def edit(
        self,
        sale: PurchaseDone,
        net: int | None = None,
        *,
        lines: Sequence[PurchaseLine] = (),
        revision: int = 1,
        asked: Claim | None = None,
    ) -> Exchanged:
        """Let a sale be another one: of one line free of VAT, or of these lines."""
        if net is not None:
            lines = (PurchaseLine(net, vat_rials=0),)
        with clock(self.at):
            return edit_purchase(
                principal=self.principal,
                claim=asked or claim(),
                event_at=self.at,
                ids=IDS,
                vault=VAULT,
                edit=Edit(sale.member_id, sale.event_id, revision, tuple(lines)),
            )

    def exchange(
        self,
        sale: PurchaseDone,
        net: int,
        *,
        lines: Sequence[ReturnedLine] = (),
        asked: Claim | None = None,
        **more: Any,
    ) -> Exchanged:
        """Return lines, or all that is left, and buy for so much net on the same ticket."""
        document = more.pop("document", f"T-{next(_numbers)}")
        returned = Refund(sale.member_id, sale.event_id, "till-1", document, tuple(lines))
        bought = Purchase(
            ref(sale.member_id), "till-1", document, (PurchaseLine(net, vat_rials=0),), **more
        )
        with clock(self.at):
            return exchange_purchase(
                principal=self.principal,
                claim=asked or claim(),
                event_at=self.at,
                ids=IDS,
                vault=VAULT,
                exchange=Exchange(returned, bought),
            )

    def hold(
        self, units: int, *, unit: str = "credit", asked: Claim | None = None, bound_to: str = ""
    ) -> HoldDone:
        """Keep units of Sara's."""
        with clock(self.at):
            return hold_credit(
                principal=self.principal,
                claim=asked or claim(),
                event_at=self.at,
                ids=IDS,
                vault=VAULT,
                hold=NewHold(ref(self.join()), unit, units, bound_to),
            )

    def capture(self, hold_id: int, units: int | None = None) -> CreditUsed:
        """Spend what a hold of Sara's keeps."""
        with clock(self.at):
            return capture_hold(
                principal=self.principal,
                claim=claim(),
                event_at=self.at,
                ids=IDS,
                member_id=self.join(),
                hold_id=hold_id,
                units=units,
            )

    def cancel(self, hold_id: int) -> HoldCancelled:
        """End a hold of Sara's."""
        with clock(self.at):
            return cancel_hold(
                principal=self.principal,
                claim=claim(),
                event_at=self.at,
                ids=IDS,
                member_id=self.join(),
                hold_id=hold_id,
            )

    def redeem(self, units: int, *, unit: str = "credit", **more: str) -> CreditUsed:
        """Spend units of Sara's at once."""
        with clock(self.at):
            return redeem_credit(
                principal=self.principal,
                claim=claim(),
                event_at=self.at,
                ids=IDS,
                vault=VAULT,
                redemption=Redemption(ref(self.join()), unit, units, **more),
            )

    def run_day(self) -> DayRun:
        """Run the club's day."""
        with clock(self.at):
            return run_day(
                club_id=self.club_id, day_at=self.at, ids=IDS, progress=lambda _what, _done: None
            )

    def wallet(self, name: str = "Sara") -> Wallet:
        """Give what a person holds now."""
        with clock(self.at):
            return show_wallet(principal=self.principal, vault=VAULT, member=ref(self.join(name)))

    def available(self, unit: str, name: str = "Sara") -> int:
        """Give what a person may spend of a unit now."""
        return next(held.available for held in self.wallet(name).balances if held.unit == unit)

    def outstanding(self) -> int:
        """Give what all members hold, over all units."""
        return sum(unit.outstanding for unit in totals(club_id=self.club_id).units.values())

    def publish(self, programme: Programme, *, starts_at: datetime | None = None) -> int:
        """Put a programme in force and give its number."""
        saved = manage_programme.save_draft(
            principal=self.principal,
            claim=claim(),
            ids=IDS,
            at=self.at,
            document=programme.model_dump(mode="json"),
        )
        manage_programme.publish(
            principal=self.principal,
            claim=claim(),
            at=self.at,
            number=saved.version.number,
            starts_at=starts_at,
        )
        return saved.version.number


def ref(member_id: int) -> MemberRef:
    """Name a member by id."""
    return MemberRef("id", str(member_id))


def a_club_with_credit(units: int = 100_000, programme: Programme | None = None) -> Club:
    """Open a club whose member Sara has so much credit: 2 % of what she buys."""
    club = a_club(programme)
    club.buy(units * 50)
    return club


def a_club(
    programme: Programme | None = None,
    *,
    branches: Sequence[str] = (),
    is_test: bool = False,
    is_published: bool = True,
    at: datetime = NOON,
) -> Club:
    """Open a club whose programme (the reference club's) has been in force for two years."""
    opened = open_club(
        ids=IDS,
        at=at,
        entropy=entropy(),
        club=NewClub(
            code=f"club-{IDS.next()}",
            name="باشگاه",
            test=is_test,
            branches=tuple(NewBranch(code, code) for code in branches),
        ),
    )
    principal = authenticate(secret=opened.key.secret, at=at)
    club = Club(opened.club_id, principal, opened.key.secret, at)
    if is_published:
        club.publish(programme or reference_programme(), starts_at=at - timedelta(days=730))
    return club
